import * as at from "../assembly/layout.ts";
import type { GroundScene, GroundView, GroundViewer } from "../contract.ts";
import type { Orientation } from "../pass.ts";
import { type Quadrant, quadrants, sideQuadrants } from "../patches.ts";
import { groundLooks, lookCount, sectorOf, sideCount } from "./azimuths.ts";
import type { GroundCoefficients, GroundEngine, GroundItem, GroundMode } from "./engine.ts";

/** Steps of the whole numbers that the fields are summed in: no order of summing can change a result. */
const excessUnits = 256; // a W/m²
const albedoUnits = 65536;

/** Weights of the near and the far ground in SOLWEIG. */
const nearWeight = 0.5 / 0.9;
const farWeight = 0.4 / 0.9;

/** Factors without and with a wall among `cells` of ground. */
function factors(weight: number, units: number, cells: number, wallCells: 0 | 1): readonly [number, number] {
  const each = weight / units;
  return [Math.fround(each / cells), Math.fround(each / (cells + wallCells))];
}

export function viewerFromEngine(engine: GroundEngine, ground: GroundScene): GroundViewer {
  const { plan } = engine;
  const sheet = plan.sheets[0];
  const { columns, rows, stride } = sheet;
  const f32 = new Float32Array(engine.buffer);
  const i32 = new Int32Array(engine.buffer);
  const u8 = new Uint8Array(engine.buffer);
  const cells = columns * rows;
  const looks = groundLooks(ground, plan.nearCells);
  const standing = new Uint8Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    const aspectDeg = ground.wallAspectDeg[cell]!;
    const sector = Number.isNaN(aspectDeg) ? 0 : sectorOf(aspectDeg) + 1;
    standing[cell] = (ground.open[cell] === 1 ? at.groundOpen : 0) | sector;
  }

  /** Takes the fields and marks in, in whole numbers. */
  const put = (sunlit: Uint8Array | null, excess: Float32Array | null, albedo: Float32Array): void => {
    const [field0, field1] = [sheet.fields[0] / 4, sheet.fields[1] / 4];
    for (let row = 0; row < rows; row++) {
      let there = row * stride + at.padCells;
      for (let cell = row * columns; cell < (row + 1) * columns; cell++, there++) {
        const mark = standing[cell]!;
        const lit = sunlit !== null && sunlit[cell] === 1 && (mark & at.groundSector) !== 0;
        u8[sheet.marks + there] = lit ? mark | at.groundSunlit : mark;
        i32[field0 + there] = excess ? Math.round(excess[cell]! * excessUnits) : 0;
        i32[field1 + there] = Math.round(albedo[cell]! * albedoUnits);
      }
    }
    engine.spread();
  };

  const itemOf = (quadrant: Quadrant, orientation: Orientation, group: number): GroundItem => ({
    group,
    looks: looks.filter((look) => look.quadrant === quadrant && look.pass.orientation === orientation),
  });

  const runLooks = (mode: GroundMode, coefficients: GroundCoefficients): void => {
    const atOnce = plan.sheets[1].sums.length;
    for (let first = 0; first < quadrants.length; first += atOnce) {
      const some = quadrants.slice(first, first + atOnce);
      const items = some.flatMap((quadrant, k) => [itemOf(quadrant, 0, quadrant), itemOf(quadrant, 1, k)]);
      engine.run(mode, coefficients, items);
      engine.fold(some.map((quadrant, k) => [k, quadrant] as const));
    }
  };

  /** Row-major arrays of a field's means, on the kernel's memory: the sides lie where the sums of the quadrants were. */
  const placeOf = (field: 0 | 1): { total: Float32Array; sides: Float32Array[] } => ({
    total: new Float32Array(engine.buffer, plan.totals[field], cells),
    sides: sheet.sums.map((sums) => new Float32Array(engine.buffer, sums + field * sheet.planeBytes, cells)),
  });

  /**
   * From sums over looks to their means; a building's cell sees itself. A side's mean is written at or before the place of
   * the sum it is made of, which no later cell reads.
   */
  const finish = (field: 0 | 1, own: Float32Array, withSides: boolean): ReturnType<typeof placeOf> => {
    const place = placeOf(field);
    const { total, sides } = place;
    const [east, south, west, north] = sides;
    const [at0, at1, at2, at3] = sheet.sums.map((sums) => (sums + field * sheet.planeBytes) / 4);
    for (let row = 0; row < rows; row++) {
      let there = row * stride + at.padCells;
      for (let cell = row * columns; cell < (row + 1) * columns; cell++, there++) {
        const open = ground.open[cell] === 1;
        const a = f32[at0! + there]!;
        const b = f32[at1! + there]!;
        const c = f32[at2! + there]!;
        const d = f32[at3! + there]!;
        total[cell] = open ? (a + b + c + d) / lookCount : own[cell]!;
        if (!withSides) continue;
        east![cell] = open ? (a + b) / sideCount : own[cell]!;
        south![cell] = open ? (b + c) / sideCount : own[cell]!;
        west![cell] = open ? (c + d) / sideCount : own[cell]!;
        north![cell] = open ? (d + a) / sideCount : own[cell]!;
      }
    }
    return place;
  };

  return {
    view: (state, { sides }): GroundView => {
      put(state.sunlitWall, state.excessWm2, state.litAlbedo);
      runLooks("state", {
        wall: [Math.round(state.wallExcessWm2 * excessUnits), Math.round(state.wallAlbedo * albedoUnits)],
        near: [excessUnits, albedoUnits].map((units) => factors(nearWeight, units, plan.nearCells, 1)),
        far: [excessUnits, albedoUnits].map((units) => factors(farWeight, units, plan.farCells, 1)),
      });
      const excess = finish(0, state.excessWm2, sides);
      const albedo = finish(1, state.litAlbedo, sides);
      return {
        excessWm2: excess.total,
        litAlbedo: albedo.total,
        sides: sides
          ? sideQuadrants.map((_, side) => ({
              excessWm2: excess.sides[side]!,
              litAlbedo: albedo.sides[side]!,
            }))
          : null,
      };
    },
    albedo: (albedo, wallAlbedo, { sides }) => {
      put(null, null, albedo);
      // UMEP counts a wall among the near cells, and among the far ones in place of ground.
      runLooks("albedo", {
        wall: [0, Math.round(wallAlbedo * albedoUnits)],
        near: [excessUnits, albedoUnits].map((units) => factors(nearWeight, units, plan.nearCells, 1)),
        far: [excessUnits, albedoUnits].map((units) => factors(farWeight, units, plan.farCells, 0)),
      });
      const place = finish(1, albedo, sides);
      return { total: place.total.slice(), sides: sides ? place.sides.map((side) => side.slice()) : null };
    },
    dispose: () => engine.dispose(),
  };
}
