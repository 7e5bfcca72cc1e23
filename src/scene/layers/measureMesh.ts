import { kindOf } from "#scenario/measures/registry.ts";
import { treeIdPrefix } from "#scenario/measures/trees.ts";
import type { Measure, SketchStyle } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import type { Shape } from "#twin/operations.ts";
import { footprintRings, plannedBuildings } from "#twin/read/buildings.ts";
import { circleRing } from "#twin/read/shapeEdges.ts";
import type { Twin } from "#twin/twin.ts";
import { drapeLine } from "../terrain/drape.ts";
import {
  addBand,
  addFill,
  addLine,
  type Builder,
  type FillColumns,
  pushFill,
  pushLine,
} from "./measureBuilder.ts";
import { addConduit } from "./measureConduits.ts";
import { addMobility } from "./measureStreets.ts";
import { addCanopy, addGreenWalls } from "./measureStructures.ts";

/** Fills: x, y, z; colour bytes; 255 = hatched. */
export type FillMesh = {
  readonly xyz: Float32Array;
  readonly rgba: Uint8Array;
  readonly hatch: Uint8Array;
};

/** Vertex columns of everything that one plan's measures show, in frame offsets from an origin. */
export type MeasureMesh = {
  readonly fill: FillMesh;
  /** Roofs on posts, which throw shadows. */
  readonly canopy: FillMesh;
  /** Lines as quads that the shader widens: both ends, corner (0–1 along, 0–1 across), colour, half width in pixels. */
  readonly line: {
    readonly from: Float32Array;
    readonly to: Float32Array;
    readonly corner: Uint8Array;
    readonly rgba: Uint8Array;
    readonly widthPx: Uint8Array;
    readonly indices: Uint32Array;
  };
};

const defaultWallM = 1;

export function measureMesh(
  measures: readonly Measure[],
  twin: Twin,
  heightAt: (x: number, y: number) => number,
  origin: readonly [number, number, number],
  selectedId: string | null,
): MeasureMesh {
  const builder: Builder = {
    heightAt: (x, y) => {
      const z = heightAt(x, y);
      return Number.isNaN(z) ? origin[2] : z;
    },
    origin,
    fill: { xyz: [], rgba: [], hatch: [] },
    canopy: { xyz: [], rgba: [], hatch: [] },
    line: { from: [], to: [], corner: [], rgba: [], widthPx: [], indices: [] },
  };
  for (const measure of [...measures].sort((a, b) => a.order - b.order))
    if (measure.enabled) addMeasure(builder, measure, twin, measure.id === selectedId);
  const { line } = builder;
  return {
    fill: packed(builder.fill),
    canopy: packed(builder.canopy),
    line: {
      from: Float32Array.from(line.from),
      to: Float32Array.from(line.to),
      corner: Uint8Array.from(line.corner),
      rgba: Uint8Array.from(line.rgba),
      widthPx: Uint8Array.from(line.widthPx),
      indices: Uint32Array.from(line.indices),
    },
  };
}

const packed = ({ xyz, rgba, hatch }: FillColumns): FillMesh => ({
  xyz: Float32Array.from(xyz),
  rgba: Uint8Array.from(rgba),
  hatch: Uint8Array.from(hatch),
});

function addMeasure(builder: Builder, measure: Measure, twin: Twin, selected: boolean): void {
  const kind = kindOf(measure.kind);
  if (kind === null) return;
  const style = kind.sketch;
  const { geometry } = measure;
  const width = selected ? 4 : 2;
  if (geometry.type === "building") {
    if (style.form === "facade") addGreenWalls(builder, twin, geometry.buildingId, style);
    // A roof is tinted on the building itself; what is torn down leaves its footprint.
    if (plannedBuildings(twin).removed.has(geometry.buildingId))
      addFootprint(builder, twin, geometry.buildingId, style, width);
    return;
  }
  if (addMobility(builder, measure, twin, style, width)) return;
  if (style.form === "wall" && geometry.type === "line") {
    const height = measure.parameters.heightM;
    addWall(
      builder,
      geometry.points,
      typeof height === "number" && height > 0 ? height : defaultWallM,
      style,
      width,
    );
    return;
  }
  if (style.form === "pipe" || style.form === "pump") {
    addConduit(
      builder,
      geometry.type === "point" ? [geometry.at] : geometry.type === "line" ? geometry.points : [],
      style,
      width,
    );
    return;
  }
  let shape: Shape | null = null;
  try {
    shape = kind.shape(measure);
  } catch {
    // A measure from a file may be of the wrong geometry; the panel says so, the scene leaves it out.
    return;
  }
  if (shape === null) return;
  if (style.form === "canopy") {
    addCanopy({ ...builder, fill: builder.canopy }, twin, measure.id, style, width);
    return;
  }
  if (style.form === "planting") {
    // The trees show it; what is not planted yet, or selected, has at least an outline.
    if (selected || !hasTrees(twin, measure.id))
      addLine(
        builder,
        geometry.type === "line" ? geometry.points : (ringsOf(shape)?.[0] ?? []),
        geometry.type !== "line",
        style.outline,
        width,
      );
    return;
  }
  const rings = ringsOf(shape);
  if (rings === null) {
    if (shape.type === "line") addBand(builder, shape.points, shape.widthM, style, width);
    return;
  }
  if (style.form !== "prism") addFill(builder, rings, style, style.form === "ground");
  for (const ring of rings) addLine(builder, ring, true, style.outline, width);
}

const hasTrees = (twin: Twin, measureId: string): boolean => {
  const prefix = `${treeIdPrefix(measureId)}-`;
  return twin.operations.some(
    (operation) =>
      operation.layer === "trees" && operation.op === "insert" && operation.tree.id.startsWith(prefix),
  );
};

function ringsOf(shape: Shape): readonly (readonly Point[])[] | null {
  if (shape.type === "polygon") return shape.rings;
  return shape.type === "circle" ? [circleRing(shape.centre, shape.radiusM)] : null;
}

function addFootprint(builder: Builder, twin: Twin, id: string, style: SketchStyle, width: number): void {
  const row = twin.data.buildings.ids.indexOf(id);
  if (row < 0) return;
  const rings = footprintRings(twin.data.buildings, row);
  addFill(builder, rings, style, true);
  for (const ring of rings) addLine(builder, ring, true, style.outline, width);
}

/** A wall that follows the ground, with its crest drawn in ink. */
function addWall(
  builder: Builder,
  points: readonly Point[],
  heightM: number,
  style: SketchStyle,
  width: number,
): void {
  const foot = drapeLine(points, false, builder.heightAt);
  for (let i = 1; i < foot.length; i++) {
    const [ax, ay, az] = foot[i - 1];
    const [bx, by, bz] = foot[i];
    const corners = [
      [ax, ay, az - 0.3],
      [bx, by, bz - 0.3],
      [bx, by, bz + heightM],
      [ax, ay, az - 0.3],
      [bx, by, bz + heightM],
      [ax, ay, az + heightM],
    ];
    for (const [x, y, z] of corners) pushFill(builder, x, y, z, style.fill, 0.95, false);
  }
  pushLine(
    builder,
    foot.map(([x, y, z]) => [x, y, z + heightM] as const),
    style.outline,
    width + 1,
  );
  pushLine(builder, foot, style.outline, 1);
}
