import { describe, expect, it } from "vitest";
import { type HandmadePlace, handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import type { NoiseConditions } from "./conditions.ts";
import { noiseModel } from "./model.ts";
import { street, trafficOf, usualConditions } from "./testing.ts";

const extent = { minX: 0, minY: 0, maxX: 200, maxY: 120 };
const place: HandmadePlace = {
  extent,
  streets: [
    street("main", [
      [0, 60],
      [200, 60],
    ]),
  ],
  buildings: [
    { id: "front", ring: handmadeBox(90, 70, 30, 10), heightM: 12 },
    { id: "behind", ring: handmadeBox(90, 95, 30, 10), heightM: 6 },
  ],
};

function withResidents(twin: Twin, residents: Readonly<Record<string, number>>): Twin {
  const ids = Object.keys(residents);
  return {
    ...twin,
    data: {
      ...twin.data,
      population: {
        count: ids.length,
        buildingIds: ids,
        xy: new Float32Array(2 * ids.length),
        residents: Float32Array.from(ids, (id) => residents[id]),
        under18: new Float32Array(ids.length),
        over65: new Float32Array(ids.length),
        method: "delivered",
      },
    },
  };
}

function run(
  twin: Twin,
  flows: Readonly<Record<string, number>> = { main: 300 },
  change: Partial<NoiseConditions> = {},
): Promise<ModelResult> {
  const context = unwatched(10, { upstream: { traffic: trafficOf(flows) } });
  return noiseModel.run(twin, { ...usualConditions, ...change }, context);
}

const column = (result: ModelResult, name: string, id: string): number =>
  result.buildingColumns[name][result.buildingIds.indexOf(id)];

describe("noise of roads", () => {
  it("is louder at the front than behind the house, and by day than by night", async () => {
    const result = await run(handmadeTwin(place));
    expect(column(result, "noiseDay", "front")).toBeGreaterThan(62);
    expect(column(result, "noiseDay", "front")).toBeLessThan(72);
    expect(column(result, "noiseDay", "front") - column(result, "noiseDay", "behind")).toBeGreaterThan(6);
    expect(column(result, "noiseDay", "front") - column(result, "noiseNight", "front")).toBeGreaterThan(5);
    expect(column(result, "noiseDen", "front")).toBeGreaterThan(column(result, "noiseDay", "front"));
  });

  it("counts all residents, on the louder half of their walls", async () => {
    const twin = withResidents(handmadeTwin(place), { front: 30, behind: 10 });
    const values = noiseModel.indicators(await run(twin), twin);
    const value = (id: string) => values.find((one) => one.id === id);
    const den = values.filter(({ id }) => id.startsWith("noiseDen"));
    expect(den.reduce((sum, one) => sum + (one.value ?? 0), 0)).toBeGreaterThanOrEqual(30);
    expect(den.reduce((sum, one) => sum + (one.value ?? 0), 0)).toBeLessThanOrEqual(40 + 1e-6);
    expect(value("noiseAbove65")?.value).toBeGreaterThan(0);
    expect(value("noiseAbove65")?.high).toBeGreaterThanOrEqual(value("noiseAbove65")?.value ?? 0);
    const nobody = handmadeTwin(place);
    expect(noiseModel.indicators(await run(nobody), nobody).every((one) => one.value === null)).toBe(true);
  });

  it("counts people of whom only a place is known by the level there", async () => {
    const base = withResidents(handmadeTwin(place), { "": 7 });
    const twin: Twin = {
      ...base,
      data: { ...base.data, population: { ...base.data.population, xy: Float32Array.of(40, 66) } },
    };
    const values = noiseModel.indicators(await run(twin), twin);
    expect(values.find(({ id }) => id === "noiseAbove65")?.value).toBe(7);
  });

  it("says what is heard in the street where a cell is half house", async () => {
    const result = await run(
      handmadeTwin({ ...place, buildings: [{ id: "a", ring: handmadeBox(80, 68, 40, 14) }] }),
    );
    // Cells of 10 m from y 60 to 70: the middle lies in front of the house, the next row's under its roof.
    const { columns } = result.grid;
    const level = (column: number, rowFromSouth: number): number =>
      result.fields[0].values[(result.grid.rows - 1 - rowFromSouth) * columns + column];
    expect(level(9, 6)).toBeGreaterThan(60);
    expect(level(9, 7)).toBeNaN();
    expect(level(8, 8)).toBeGreaterThan(20);
  });

  it("has two triangles for each point, facing outwards", async () => {
    const { surfaces } = await run(handmadeTwin(place));
    const t = surfaces?.trianglesXYZ ?? new Float32Array(0);
    expect(t.length / 9).toBe(surfaces?.building.length);
    expect(surfaces?.fields[0].values.length).toBe(t.length / 3);
    for (let i = 0; i < t.length / 9; i += 1) {
      const [ax, ay, az, bx, by, bz, cx, cy, cz] = t.subarray(9 * i, 9 * i + 9);
      const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
      const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
      const middleY = surfaces?.building[i] === 0 ? 75 : 100;
      expect(nx * (ax - 105) + ny * (ay - middleY)).toBeGreaterThan(0);
    }
  });

  it("says so where there is no traffic to hear", async () => {
    const twin = handmadeTwin(place);
    await expect(noiseModel.run(twin, usualConditions, unwatched(10))).rejects.toThrow(
      "noise.errors.noTraffic",
    );
    const empty = { ...trafficOf({ main: 1 }), streets: undefined };
    await expect(
      noiseModel.run(twin, usualConditions, unwatched(10, { upstream: { traffic: empty } })),
    ).rejects.toThrow("noise.errors.noTraffic");
    const silent = await run(twin, { main: 0 });
    expect(silent.warnings.map(({ key }) => key)).toEqual(["noVehicles"]);
    expect(silent.fields[0].values.every(Number.isNaN)).toBe(true);
  });

  it("says how the traffic came about that it hears", async () => {
    const traffic = {
      ...trafficOf({ main: 300 }, { dailyFactor: 12, gap: 3e-7, baseYear: 2023, calibrated: 0 }),
    };
    const { ledger } = await noiseModel.run(
      handmadeTwin(place),
      usualConditions,
      unwatched(10, { upstream: { traffic } }),
    );
    expect(ledger).toMatchObject({ gap: 3e-7, baseYear: 2023, calibrated: 0 });
    expect(ledger).not.toHaveProperty("demandMode");
  });

  it("hears nothing from a tunnel", async () => {
    const tunnel = {
      ...place,
      streets: [
        street(
          "main",
          [
            [0, 60],
            [200, 60],
          ],
          { level: -1 },
        ),
      ],
    };
    expect((await run(handmadeTwin(tunnel))).ledger.soundingSections).toBe(0);
  });

  it("takes driven speeds only where it is asked to", async () => {
    const slow = { ...trafficOf({ main: 300 }) };
    const traffic: ModelResult = {
      ...slow,
      streets: {
        sectionIds: ["main"],
        fields: [
          { id: "flow", values: Float32Array.of(300, 300) },
          { id: "speedKmh", values: Float32Array.of(30, 30) },
        ],
      },
    };
    const at = async (speed: NoiseConditions["speed"]): Promise<number> => {
      const context = unwatched(10, { upstream: { traffic } });
      const result = await noiseModel.run(handmadeTwin(place), { ...usualConditions, speed }, context);
      return column(result, "noiseDay", "front");
    };
    expect((await at("permitted")) - (await at("driven"))).toBeGreaterThan(2);
  });

  it("hears a large city over a coarser relief, and says from where on none is possible", async () => {
    const wide = (widthM: number): Twin =>
      handmadeTwin({ ...place, extent: { minX: 0, minY: 0, maxX: widthM, maxY: 20_000 }, cellSizeM: 500 });
    const context = unwatched(200, { upstream: { traffic: trafficOf({ main: 300 }) } });
    const { fields } = await noiseModel.run(wide(25_000), usualConditions, context);
    expect(Math.max(...fields[0].values.filter((level) => !Number.isNaN(level)))).toBeGreaterThan(40);
    await expect(noiseModel.run(wide(50_000), usualConditions, context)).rejects.toMatchObject({
      key: "cityTooLarge",
      values: { km2: 1000, high: 768 },
    });
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    abort.abort(new Error("enough"));
    const context = unwatched(10, { upstream: { traffic: trafficOf({ main: 1 }) }, signal: abort.signal });
    await expect(noiseModel.run(handmadeTwin(place), usualConditions, context)).rejects.toThrow("enough");
  });
});
