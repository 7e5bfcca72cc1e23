import type { BuildingTable } from "#twin/buildings.ts";
import type { Frame } from "#twin/frame.ts";
import type { IntakeParts } from "../assemble/parts.ts";
import { transformBetween } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import type { SourceRaster } from "../terrain.ts";
import { undulationM } from "./undulation.ts";

/**
 * Heights above the ellipsoid to heights above sea level, once, right after a file was read. The geoid is EGM96's: it and
 * the German one differ by some decimetres, which the report says.
 */

/** Cells between places where the undulation is asked for; it changes by millimetres over as many metres. */
const lattice = 64;

/** Undulation in the middle of the raster; NaN where the table does not reach some of it. */
function lowerRaster(raster: SourceRaster): number {
  const { columns, rows, west, north, cellX, cellY, values } = raster;
  const degrees = transformBetween(raster.crs, "EPSG:4326");
  const across = Math.ceil(columns / lattice) + 1;
  const down = Math.ceil(rows / lattice) + 1;
  const known = new Float64Array(across * down);
  for (let r = 0; r < down; r++) {
    for (let c = 0; c < across; c++) {
      const [longitude, latitude] = degrees(west + c * lattice * cellX, north - r * lattice * cellY);
      known[r * across + c] = undulationM(longitude, latitude);
    }
  }
  if (known.some(Number.isNaN)) return Number.NaN;
  for (let row = 0; row < rows; row++) {
    const y = (row + 0.5) / lattice;
    const r = Math.floor(y);
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5) / lattice;
      const at = r * across + Math.floor(x);
      const fx = x - Math.floor(x);
      const low = known[at] * (1 - fx) + known[at + 1] * fx;
      const high = known[at + across] * (1 - fx) + known[at + across + 1] * fx;
      values[row * columns + column] -= low * (1 - y + r) + high * (y - r);
    }
  }
  return known[Math.floor(down / 2) * across + Math.floor(across / 2)];
}

function lowerBuildings(table: BuildingTable, frame: Frame): number {
  const degrees = transformBetween(frame.crs, "EPSG:4326");
  const at = (x: number, y: number): number =>
    undulationM(...degrees(x + frame.originEastM, y + frame.originNorthM));
  const { footprintXY, trianglesXYZ, triangleStart, vertexStart, ringStart } = table;
  let last = Number.NaN;
  for (let row = 0; row < table.count; row++) {
    const vertex = vertexStart[ringStart[row]] * 2;
    // One value a building keeps its shape.
    const undulation = at(footprintXY[vertex], footprintXY[vertex + 1]);
    if (Number.isNaN(undulation)) continue;
    last = undulation;
    table.groundZ[row] -= undulation;
    table.eavesZ[row] -= undulation;
    table.ridgeZ[row] -= undulation;
    for (let i = triangleStart[row] * 9 + 2; i < triangleStart[row + 1] * 9; i += 3)
      trianglesXYZ[i] -= undulation;
  }
  return last;
}

/** Lowers everything in a file's parts that has a height above the ellipsoid, and says by how much. */
export function lowerToNhn(parts: IntakeParts, findings: FindingCollector): void {
  const undulations = [
    ...parts.terrain.map(({ raster }) => lowerRaster(raster)),
    ...parts.buildings.map(({ layer, frame }) => lowerBuildings(layer, frame)),
  ];
  if (undulations.length === 0) return;
  const known = undulations.find((undulation) => !Number.isNaN(undulation));
  if (known === undefined) findings.add("problem", "heightsEllipsoidalUnknown");
  else findings.add("repaired", "heightsEllipsoidal", { undulationM: Number(known.toFixed(1)) });
}
