import { describe, expect, it } from "vitest";
import { handmadeBox, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { referenceYear, sunConditions } from "./conditions.ts";
import { daySunOf } from "./daySun.ts";
import { evenSky, exposureOf } from "./exposure.ts";
import { createOccluder } from "./occluder.ts";
import { type Patches, surfacePatches } from "./patches.ts";
import { monthlySums, type SkyYear, skyYear } from "./skyYear.ts";

const place = { longitudeDeg: 11.6, latitudeDeg: 48.1, trueNorthDeg: 0 };
const months = monthlySums(sunConditions.monthlyRadiation.default);
const noRest = async (): Promise<void> => undefined;
/** Mean of a value over the patches that look one way, by area. */
function meanWhere(patches: Patches, values: Float32Array, chosen: (i: number) => boolean): number {
  let sum = 0;
  let area = 0;
  for (let i = 0; i < patches.count; i += 1) {
    if (!chosen(i) || Number.isNaN(values[i])) continue;
    sum += values[i] * patches.areaM2[i];
    area += patches.areaM2[i];
  }
  return sum / area;
}

/** One surface alone in an open plain. */
function alone(normal: readonly [number, number, number]): Patches {
  return {
    count: 1,
    trianglesXYZ: new Float32Array(9),
    normals: Float32Array.from(normal),
    areaM2: Float32Array.of(1),
    roof: Uint8Array.of(1),
    building: Uint32Array.of(0),
    buildingIds: ["a"],
  };
}
const nothing = { transmitted: () => 1, buried: () => false };

async function yearOn(normal: readonly [number, number, number], year: SkyYear): Promise<number> {
  const day = { directions: new Float64Array(0), stepH: 1, lowestSine: 0 };
  return (await exposureOf(alone(normal), nothing, day, year, 0.2, noRest)).yearlyKwhPerM2[0];
}

describe("skyYear", () => {
  const year = skyYear(place, months, referenceYear);

  it("gives level, open ground the sum of the months", async () => {
    const sum = months.reduce((total, kwh) => total + kwh, 0);
    expect(year.globalKwhPerM2).toBeCloseTo(sum, 9);
    expect(Math.abs((await yearOn([0, 0, 1], year)) / sum - 1)).toBeLessThan(1e-6);
  });

  it("says which month of the table is wrong", () => {
    expect(() => monthlySums(sunConditions.monthlyRadiation.default.slice(1))).toThrow('"month":1');
    expect(() => monthlySums([[1, -5]])).toThrow('"month":1');
    expect(() => monthlySums([[13, 5]])).toThrow('"month":13');
  });

  it("knows no sun in a polar night, but its light", () => {
    const north = skyYear({ longitudeDeg: 20, latitudeDeg: 78, trueNorthDeg: 0 }, months, referenceYear);
    expect(north.globalKwhPerM2).toBeCloseTo(year.globalKwhPerM2, 9);
    expect(north.beamKwhPerM2.every((kwh) => kwh >= 0 && Number.isFinite(kwh))).toBe(true);
  });
});

describe("exposureOf", () => {
  const march = daySunOf(place, { month: 3, day: 21 }, { stepMin: 5, lowestSunDeg: 0 });

  it("gives a lone building's walls the hours that the sun is before them", async () => {
    const twin = handmadeTwin({ buildings: [{ id: "a", ring: handmadeBox(20, 20, 20, 20) }] });
    const patches = surfacePatches(twin, 5);
    const { dayHours } = await exposureOf(patches, createOccluder(twin, null), march, null, 0.2, noRest);
    const facing = (x: number, y: number) => (i: number) =>
      patches.normals[3 * i] * x + patches.normals[3 * i + 1] * y > 0.9;
    // At the equinox the sun rises in the east and sets in the west: half a day of it for each of these walls.
    expect(meanWhere(patches, dayHours, facing(0, -1))).toBeCloseTo(march.directions.length / 36, 0);
    expect(meanWhere(patches, dayHours, facing(1, 0))).toBeCloseTo(6, 0);
    expect(meanWhere(patches, dayHours, facing(-1, 0))).toBeCloseTo(6, 0);
    expect(meanWhere(patches, dayHours, facing(0, 1))).toBeLessThan(0.4);
    expect(meanWhere(patches, dayHours, (i) => patches.roof[i] === 1)).toBeCloseTo(12, 0);
  });

  it("hides a wall behind a tower, and a party wall altogether", async () => {
    const twin = handmadeTwin({
      extent: { minX: 0, minY: 0, maxX: 128, maxY: 128 },
      buildings: [
        { id: "low", ring: handmadeBox(50, 60, 20, 10), heightM: 6 },
        { id: "joined", ring: handmadeBox(70, 60, 20, 10), heightM: 6 },
        { id: "tower", ring: handmadeBox(0, 48, 128, 6), heightM: 60 },
      ],
    });
    const patches = surfacePatches(twin, 4);
    const { dayHours } = await exposureOf(patches, createOccluder(twin, null), march, null, 0.2, noRest);
    const southOfLow = (i: number) => patches.building[i] === 0 && patches.normals[3 * i + 1] < -0.9;
    expect(meanWhere(patches, dayHours, southOfLow)).toBeLessThan(1);
    const eastOfLow = Array.from({ length: patches.count }, (_, i) => i).filter(
      (i) => patches.building[i] === 0 && patches.normals[3 * i] > 0.9,
    );
    expect(eastOfLow.length).toBeGreaterThan(0);
    expect(eastOfLow.every((i) => Number.isNaN(dayHours[i]))).toBe(true);
  });

  it("lets light through crowns by their season", async () => {
    const at = [32, 14] as const;
    const twin = handmadeTwin({
      buildings: [{ id: "a", ring: handmadeBox(28, 20, 8, 8), heightM: 6 }],
      trees: [{ id: "t", at, heightM: 18, crownDiameterM: 11, species: "Tilia cordata" }],
    });
    const patches = surfacePatches(twin, 3);
    const year = skyYear(place, months, referenceYear);
    const south = (i: number) => patches.normals[3 * i + 1] < -0.9;
    const under = async (transmissivity: number | null) => {
      const light = await exposureOf(patches, createOccluder(twin, transmissivity), march, year, 0.2, noRest);
      return {
        hours: meanWhere(patches, light.dayHours, south),
        kwh: meanWhere(patches, light.yearlyKwhPerM2, south),
      };
    };
    const open = await under(null);
    const bare = await under(0.5);
    const leafy = await under(0.03);
    expect(leafy.hours).toBeLessThan(bare.hours - 1);
    expect(bare.hours).toBeCloseTo(open.hours, 6);
    expect(leafy.kwh).toBeLessThan(bare.kwh);
    expect(bare.kwh).toBeLessThan(open.kwh);
  });

  it("keeps evergreens dense while others are bare", async () => {
    const hoursBehind = async (species: string, transmissivity: number): Promise<number> => {
      const twin = handmadeTwin({
        buildings: [{ id: "a", ring: handmadeBox(28, 20, 8, 8), heightM: 6 }],
        trees: [{ id: "t", at: [32, 14], heightM: 18, crownDiameterM: 11, species }],
      });
      const patches = surfacePatches(twin, 3);
      const occluder = createOccluder(twin, transmissivity);
      const { dayHours } = await exposureOf(patches, occluder, march, null, 0.2, noRest);
      return meanWhere(patches, dayHours, (i) => patches.normals[3 * i + 1] < -0.9);
    };
    expect(await hoursBehind("Pinus nigra", 0.5)).toBe(await hoursBehind("Tilia cordata", 0.03));
    expect(await hoursBehind("Larix decidua", 0.5)).toBe(await hoursBehind("Tilia cordata", 0.5));
  });

  it("shades by trees of unknown size, and not by those that cannot be", async () => {
    const hoursBehind = async (heightM: number) => {
      const tree = {
        id: "t",
        at: [32, 16] as const,
        heightM,
        crownDiameterM: Number.NaN,
        species: "Tilia cordata",
      };
      const twin = handmadeTwin({
        buildings: [{ id: "a", ring: handmadeBox(28, 20, 8, 8), heightM: 6 }],
        trees: [tree],
      });
      const patches = surfacePatches(twin, 3);
      const { dayHours } = await exposureOf(patches, createOccluder(twin, 0.03), march, null, 0.2, noRest);
      return meanWhere(patches, dayHours, (i) => patches.normals[3 * i + 1] < -0.9);
    };
    const [unknown, impossible] = [await hoursBehind(Number.NaN), await hoursBehind(300)];
    expect(unknown).toBeLessThan(impossible - 0.5);
  });
});

describe("evenSky", () => {
  it("covers the upper half evenly", () => {
    const sky = evenSky(500);
    let cosines = 0;
    for (let k = 2; k < sky.length; k += 3) cosines += sky[k];
    // The mean of sin α over a hemisphere is one half.
    expect(cosines / 500).toBeCloseTo(0.5, 3);
  });
});
