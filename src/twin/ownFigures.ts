import type { BuildingTable } from "./buildings.ts";
import { sha256Hex } from "./hash.ts";
import type { TwinData } from "./twin.ts";

/** What a person knows better of a building than the data do. Absent = as delivered. */
export type OwnFigures = {
  /** Highest roof point above the ground at the building, metres, above 0. */
  readonly heightM?: number;
  /** Storeys above ground, 1–255. */
  readonly storeys?: number;
  /** AdV code, as in `BuildingTable.functionCode`. */
  readonly functionCode?: string;
};

/** Attributes under which a building keeps what was delivered. */
export const deliveredKeys = {
  heightM: "deliveredHeightM",
  storeys: "deliveredStoreys",
  functionCode: "deliveredFunction",
} as const satisfies Readonly<Record<keyof OwnFigures, string>>;

/** A copy in memory of the same kind: workers go on sharing what they shared. */
function copyOf(values: Float32Array): Float32Array {
  const { buffer, byteLength, length } = values;
  const shared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
  const copy = shared ? new Float32Array(new SharedArrayBuffer(byteLength)) : new Float32Array(length);
  copy.set(values);
  return copy;
}

function withDelivered(attributes: string, delivered: Readonly<Record<string, string | number>>): string {
  let known: object = {};
  try {
    const parsed: unknown = JSON.parse(attributes === "" ? "{}" : attributes);
    if (typeof parsed === "object" && parsed !== null) known = parsed;
  } catch {
    // Foreign text that is no JSON is shown nowhere either.
  }
  return JSON.stringify({ ...known, ...delivered });
}

/**
 * A twin with a person's own figures on top of the delivered ones, which stay beside them in the building's attributes. The
 * twin that was given is not changed. A new height stretches roof and walls above the ground. The layer gets a hash of its
 * own, so that results of the delivered figures are not taken for results of these.
 */
export function withOwnFigures(data: TwinData, own: Readonly<Record<string, OwnFigures>>): TwinData {
  const table = data.buildings;
  const rows = table.ids.flatMap((id, row) =>
    Object.hasOwn(own, id) ? [{ row, figures: own[id] as OwnFigures }] : [],
  );
  if (rows.length === 0) return data;
  const eavesZ = copyOf(table.eavesZ);
  const ridgeZ = copyOf(table.ridgeZ);
  const trianglesXYZ = rows.some(({ figures }) => figures.heightM !== undefined)
    ? copyOf(table.trianglesXYZ)
    : table.trianglesXYZ;
  const storeys = table.storeys.slice();
  const functionCode = [...table.functionCode];
  const attributes = [...table.attributes];
  for (const { row, figures } of rows) {
    const delivered: Record<string, string | number> = {};
    if (figures.heightM !== undefined) {
      const ground = table.groundZ[row] as number;
      const before = (table.ridgeZ[row] as number) - ground;
      delivered[deliveredKeys.heightM] = Math.round(before * 1000) / 1000;
      const factor = before > 0 ? figures.heightM / before : 1;
      ridgeZ[row] = ground + figures.heightM;
      eavesZ[row] = ground + ((table.eavesZ[row] as number) - ground) * factor;
      stretch(table, trianglesXYZ, row, ground, factor);
    }
    if (figures.storeys !== undefined) {
      delivered[deliveredKeys.storeys] = table.storeys[row] as number;
      storeys[row] = figures.storeys;
    }
    if (figures.functionCode !== undefined) {
      delivered[deliveredKeys.functionCode] = table.functionCode[row] as string;
      functionCode[row] = figures.functionCode;
    }
    attributes[row] = withDelivered(table.attributes[row] as string, delivered);
  }
  const buildings: BuildingTable = {
    ...table,
    eavesZ,
    ridgeZ,
    storeys,
    functionCode,
    trianglesXYZ,
    attributes,
  };
  const said = rows.map(({ row, figures: { heightM, storeys: levels, functionCode: code } }) => [
    table.ids[row],
    heightM ?? null,
    levels ?? null,
    code ?? null,
  ]);
  const hash = sha256Hex(`${data.baseHashes.buildings}\n${JSON.stringify(said)}`);
  return { ...data, buildings, baseHashes: { ...data.baseHashes, buildings: hash } };
}

/** Heights of a building's triangles above the ground by a factor. */
function stretch(
  { triangleStart }: BuildingTable,
  xyz: Float32Array,
  row: number,
  ground: number,
  factor: number,
): void {
  const from = (triangleStart[row] as number) * 9;
  const to = (triangleStart[row + 1] as number) * 9;
  for (let at = from + 2; at < to; at += 3) {
    const above = (xyz[at] as number) - ground;
    if (above > 0) xyz[at] = ground + above * factor;
  }
}
