import { existsSync, readFileSync } from "node:fs";
import type { Point } from "#twin/frame.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { Place, PopulationTable, StreetSection } from "#twin/objects.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { openPackage } from "#twin/package/open.ts";
import { handmadeData } from "#twin/read/handmadeTwin.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultTrafficConditions, type TrafficConditions } from "../conditions.ts";
import { trafficModel } from "../model.ts";

const step = 150;
const lines = 5;

/**
 * A made town of squares, 600 m wide: two main streets cross in the middle and leave it on four sides, side streets fill the rest. People
 * live along all of them, a market stands in the north-east.
 */
export function madeTown(changes: Partial<TwinData> = {}, side: Partial<StreetSection> = {}): TwinData {
  const size = step * (lines - 1);
  const sections: StreetSection[] = [];
  const at = (column: number, row: number): Point => [column * step, row * step];
  const middle = (lines - 1) / 2;
  const add = (id: string, line: Point[], main: boolean): void => {
    sections.push(
      madeStreet(id, line, main ? { class: "secondary", speedKmh: 50 } : { class: "residential", ...side }),
    );
  };
  for (let row = 0; row < lines; row += 1)
    for (let column = 0; column + 1 < lines; column += 1)
      add(`h${row}.${column}`, [at(column, row), at(column + 1, row)], row === middle);
  for (let column = 0; column < lines; column += 1)
    for (let row = 0; row + 1 < lines; row += 1)
      add(`v${column}.${row}`, [at(column, row), at(column, row + 1)], column === middle);
  const out = 100;
  add("west", [[-out, middle * step], at(0, middle)], true);
  add("east", [at(lines - 1, middle), [size + out, middle * step]], true);
  add("south", [[middle * step, -out], at(middle, 0)], true);
  add("north", [at(middle, lines - 1), [middle * step, size + out]], true);
  const homes = sections.map(({ line }) => [
    (line[0][0] + line[1][0]) / 2 + 10,
    (line[0][1] + line[1][1]) / 2 + 10,
  ]);
  const market: Place = {
    id: "market",
    name: "Market",
    kind: "market",
    at: [size - 20, size - 60],
    buildingId: "",
    critical: false,
  };
  const data = handmadeData({
    extent: { minX: -out, minY: -out, maxX: size + out, maxY: size + out },
    cellSizeM: 50,
    streets: sections,
    places: [market],
  });
  return { ...data, population: peopleAt(homes, 60), ...changes };
}

export function peopleAt(places: readonly (readonly number[])[], each: number): PopulationTable {
  return {
    count: places.length,
    buildingIds: places.map(() => ""),
    xy: Float32Array.from(places.flat()),
    residents: new Float32Array(places.length).fill(each),
    under18: new Float32Array(places.length),
    over65: new Float32Array(places.length),
    method: "delivered",
  };
}

/** Other hashes for other data, as an import gives them: the base is kept by them. */
let made = 0;
export function fresh(data: TwinData): TwinData {
  made += 1;
  const baseHashes = Object.fromEntries(
    Object.entries(data.baseHashes).map(([layer, hash]) => [layer, `${hash}-${made}`]),
  ) as TwinData["baseHashes"];
  return { ...data, baseHashes };
}

export const planned = (data: TwinData, operations: readonly LayerOperation[] = []): Twin => ({
  data,
  operations,
  layerHashes: data.baseHashes,
});

export const closed = (id: string): LayerOperation => ({
  layer: "streets",
  op: "alter",
  id,
  change: { access: { car: false, bike: true, foot: true, bus: false } },
});

export function runTraffic(
  data: TwinData,
  operations: readonly LayerOperation[] = [],
  changes: Partial<TrafficConditions> = {},
  resolutionM = 1,
): Promise<ModelResult> {
  return trafficModel.run(
    planned(data, operations),
    { ...defaultTrafficConditions(), ...changes },
    unwatched(resolutionM),
  );
}

export function field({ streets }: ModelResult, id: string): Float32Array {
  const found = streets?.fields.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no field "${id}"`);
  return found.values;
}

/** Both directions of a street together. */
export function volume(result: ModelResult, sectionId: string, id = "flow"): number {
  const row = result.streets?.sectionIds.indexOf(sectionId) ?? -1;
  const values = field(result, id);
  return (values[2 * row] || 0) + (values[2 * row + 1] || 0);
}

const demoFolder = new URL("../../../public/demo/wiesenbrueck/", import.meta.url);
export const demoIsBuilt = (): boolean => existsSync(new URL("twin.json", demoFolder));

/** The demo city as it stands in the tree: `npm run -s demo` builds it. */
export function openDemoCity(): Promise<TwinData> {
  if (!demoIsBuilt()) throw new Error("the demo city is not built: npm run -s demo");
  return openPackage(async (name) => {
    const bytes = readFileSync(new URL(name, demoFolder));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  });
}
