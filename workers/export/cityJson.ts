import type { BuildingTable } from "#twin/buildings.ts";
import { surfaceKinds } from "#twin/buildings.ts";
import type { TwinData } from "#twin/twin.ts";
import { attributesOf, extensionsOf, lodOf } from "./attributes.ts";
import { type ExportFile, epsgNumber, utf8 } from "./file.ts";
import { creditOf } from "./rasters.ts";
import { exportTexts } from "./texts.ts";

/**
 * Writes the buildings as CityJSON 2.0.1 (a document, or a CityJSONSeq with a building a line where a document would be too
 * large to be read at once). Vertices are whole millimetres.
 */

const perMetre = 1000;
/** About 250 MB of text; readers hold a document as a whole. */
const mostTrianglesOfDocument = 3_000_000;
const bytesPerTriangle = 80;

const surfaceTypes: readonly (readonly [number, string])[] = [
  [surfaceKinds.wall, "WallSurface"],
  [surfaceKinds.roof, "RoofSurface"],
  [surfaceKinds.ground, "GroundSurface"],
  [surfaceKinds.closure, "ClosureSurface"],
];

type Shell = {
  /** Millimetres from the frame's origin, three a vertex; each place once. */
  readonly vertices: readonly number[];
  /** Three vertices a triangle. */
  readonly corners: readonly number[];
  readonly kinds: readonly number[];
  /** Whether every edge is run through once in each direction: the triangles bound a solid. */
  readonly isClosed: boolean;
};

/** A building's triangles with shared vertices. Triangles without area at a millimetre are left out. */
function shellOf(table: BuildingTable, row: number): Shell {
  const vertices: number[] = [];
  const corners: number[] = [];
  const kinds: number[] = [];
  const known = new Map<string, number>();
  const triangle = [0, 0, 0];
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    for (let corner = 0; corner < 3; corner++) {
      const at = t * 9 + corner * 3;
      const x = Math.round(table.trianglesXYZ[at] * perMetre);
      const y = Math.round(table.trianglesXYZ[at + 1] * perMetre);
      const z = Math.round(table.trianglesXYZ[at + 2] * perMetre);
      const key = `${x} ${y} ${z}`;
      let index = known.get(key);
      if (index === undefined) {
        index = known.size;
        known.set(key, index);
        vertices.push(x, y, z);
      }
      triangle[corner] = index;
    }
    const [a, b, c] = triangle;
    if (a === b || b === c || a === c) continue;
    corners.push(a, b, c);
    kinds.push(table.surfaceKind[t]);
  }
  return { vertices, corners, kinds, isClosed: isClosed(corners, known.size) };
}

function isClosed(corners: readonly number[], vertexCount: number): boolean {
  const edges = new Set<number>();
  for (let at = 0; at < corners.length; at += 3) {
    for (let side = 0; side < 3; side++) {
      const edge = corners[at + side] * vertexCount + corners[at + ((side + 1) % 3)];
      if (edges.has(edge)) return false;
      edges.add(edge);
    }
  }
  for (const edge of edges) {
    const from = Math.floor(edge / vertexCount);
    if (!edges.has((edge - from * vertexCount) * vertexCount + from)) return false;
  }
  return corners.length > 0;
}

/** The text of one city object; its vertices count from `base`. */
function objectText(table: BuildingTable, row: number, shell: Shell, base: number): string {
  const present = surfaceTypes.filter(([kind]) => shell.kinds.includes(kind));
  const values = shell.kinds.map((kind) => present.findIndex(([other]) => other === kind));
  const faces: number[][][] = [];
  for (let at = 0; at < shell.corners.length; at += 3)
    faces.push([[shell.corners[at] + base, shell.corners[at + 1] + base, shell.corners[at + 2] + base]]);
  const geometry = {
    type: shell.isClosed ? "Solid" : "MultiSurface",
    lod: lodOf(table, row),
    boundaries: shell.isClosed ? [faces] : faces,
    semantics: {
      surfaces: present.map(([, type]) => ({ type })),
      values: shell.isClosed ? [values] : values,
    },
  };
  const geometries = faces.length === 0 ? [] : [geometry];
  return `${JSON.stringify(table.ids[row])}:${JSON.stringify({
    type: "Building",
    attributes: attributesOf(table, row),
    geometry: geometries,
  })}`;
}

function* verticesText(vertices: readonly number[], isFirst: boolean): Generator<string> {
  let separator = isFirst ? "" : ",";
  for (let at = 0; at < vertices.length; at += 3) {
    yield `${separator}[${vertices[at]},${vertices[at + 1]},${vertices[at + 2]}]`;
    separator = ",";
  }
}

function headOf(data: TwinData): Record<string, unknown> {
  const { frame, buildings, sources } = data;
  const source = sources.buildings;
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high = low.map((value) => -value);
  for (let at = 0; at < buildings.trianglesXYZ.length; at++) {
    const axis = at % 3;
    low[axis] = Math.min(low[axis], buildings.trianglesXYZ[at]);
    high[axis] = Math.max(high[axis], buildings.trianglesXYZ[at]);
  }
  const origin = [frame.originEastM, frame.originNorthM, 0];
  const place = (values: readonly number[]): number[] =>
    values.map((value, axis) => Math.round((value + origin[axis]) * perMetre) / perMetre);
  const credit = creditOf(source);
  const extensions = extensionsOf(buildings);
  return {
    type: "CityJSON",
    version: "2.0",
    ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
    transform: { scale: [1 / perMetre, 1 / perMetre, 1 / perMetre], translate: origin },
    metadata: {
      ...(buildings.trianglesXYZ.length > 0 ? { geographicalExtent: [...place(low), ...place(high)] } : {}),
      // The core has no field for licence and attribution: the title is what every reader shows.
      title: `${data.name}: ${exportTexts.en.layers.buildings}${credit === "" ? "" : ` (${credit})`}`,
      ...(source !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(source.date)
        ? { referenceDate: source.date }
        : {}),
      referenceSystem: `https://www.opengis.net/def/crs/EPSG/0/${epsgNumber(frame.crs)}`,
    },
  };
}

function* documentTexts(data: TwinData): Generator<string> {
  const { buildings } = data;
  yield `${JSON.stringify(headOf(data)).slice(0, -1)},"CityObjects":{`;
  const vertices: Int32Array[] = [];
  let base = 0;
  for (let row = 0; row < buildings.count; row++) {
    const shell = shellOf(buildings, row);
    yield `${row === 0 ? "\n" : ",\n"}${objectText(buildings, row, shell, base)}`;
    vertices.push(Int32Array.from(shell.vertices));
    base += shell.vertices.length / 3;
  }
  yield '},\n"vertices":[';
  let isFirst = true;
  for (const some of vertices) {
    yield* verticesText(Array.from(some), isFirst);
    isFirst &&= some.length === 0;
  }
  yield "]}\n";
}

function* sequenceTexts(data: TwinData): Generator<string> {
  const { buildings } = data;
  yield `${JSON.stringify({ ...headOf(data), CityObjects: {}, vertices: [] })}\n`;
  for (let row = 0; row < buildings.count; row++) {
    const shell = shellOf(buildings, row);
    const id = JSON.stringify(buildings.ids[row]);
    yield `{"type":"CityJSONFeature","id":${id},"CityObjects":{${objectText(buildings, row, shell, 0)}},"vertices":[`;
    yield* verticesText(shell.vertices, true);
    yield "]}\n";
  }
}

/** The building models; none where the twin has no buildings. */
export function cityJsonFiles(
  data: TwinData,
  mostTriangles = mostTrianglesOfDocument,
): readonly ExportFile[] {
  if (data.buildings.count === 0) return [];
  const triangles = data.buildings.surfaceKind.length;
  const common = { layer: "buildings", stored: false, estimatedBytes: triangles * bytesPerTriangle } as const;
  return triangles > mostTriangles
    ? [
        {
          ...common,
          path: "buildings.city.jsonl",
          mediaType: "application/city+json-seq",
          content: () => utf8(sequenceTexts(data)),
        },
      ]
    : [
        {
          ...common,
          path: "buildings.city.json",
          mediaType: "application/city+json",
          content: () => utf8(documentTexts(data)),
        },
      ];
}
