import { describe, expect, it } from "vitest";
import { gridFor } from "#twin/read/grid.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { roofsOn } from "#twin/read/roofs.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { heatIndicatorValues } from "./indicators.ts";

const extent = { minX: 0, minY: 0, maxX: 100, maxY: 100 };
const grid = gridFor(extent, 1);

/** West half hot (40 °C, in the sun), east half mild (33 °C, in the shade). */
function resultOf(): ModelResult {
  const west = (cell: number): boolean => cell % grid.columns < 50;
  const field = (id: string, of: (cell: number) => number) => ({
    id,
    values: Float32Array.from({ length: 10_000 }, (_, cell) => of(cell)),
  });
  return {
    grid,
    fields: [
      field("utciStated", (cell) => (west(cell) ? 40 : 33)),
      field("sunStated", (cell) => (west(cell) ? 1 : 0)),
      field("skyView", () => 1),
      field("utciMax", (cell) => (west(cell) ? 41 : 34)),
      field("utciHours32", (cell) => (west(cell) ? 9 : 3)),
      field("utciHours38", (cell) => (west(cell) ? 6 : 0)),
    ],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    ledger: { hours: 12 },
    warnings: [],
  };
}

const house = (id: string, x: number) => ({
  id,
  ring: [
    [x, 40],
    [x + 8, 40],
    [x + 8, 48],
    [x, 48],
  ] as const,
});
const place = {
  extent,
  buildings: [house("west", 20), house("east", 72)],
  trees: [0, 1, 2].map((i) => ({
    id: `t${i}`,
    at: [70 + 4 * i, 60] as const,
    heightM: 9,
    crownDiameterM: 6,
    species: "",
  })),
  places: [
    {
      id: "p",
      name: "",
      kind: "playground" as const,
      at: [12, 80] as const,
      buildingId: "",
      critical: false,
    },
    { id: "h", name: "", kind: "stop" as const, at: [88, 80] as const, buildingId: "", critical: false },
    { id: "k", name: "", kind: "park" as const, at: [90, 20] as const, buildingId: "", critical: false },
  ],
};

function inhabited(): Twin {
  const twin = handmadeTwin(place);
  return {
    ...twin,
    data: {
      ...twin.data,
      population: {
        count: 3,
        buildingIds: ["west", "east", "gone"],
        xy: new Float32Array(6),
        residents: Float32Array.of(30, 20, 99),
        under18: Float32Array.of(6, 5, 9),
        over65: Float32Array.of(0, 0, 0),
        method: "delivered",
      },
    },
  };
}

describe("heatIndicatorValues", () => {
  const values = heatIndicatorValues(resultOf(), inhabited());
  const of = (id: string) => values.find((value) => value.id === id);

  it("counts people by what lies around their house, with the threshold moved for the range", () => {
    expect(of("heatResidents32")).toMatchObject({ value: 50, low: 30, high: 50 });
    expect(of("heatResidents38")).toMatchObject({ value: 30, low: 30, high: 30 });
    expect(of("heatChildren38")?.value).toBe(6);
    // Nobody over 65 is known: that is no zero.
    expect(of("heatSeniors38")?.value).toBeNull();
  });

  it("counts a person with the share of the ground around their house that is hotter", () => {
    const result = resultOf();
    // From column 20 on it is mild: the western house's surroundings reach from 5 to 42.
    const half = result.fields.map((field) =>
      field.id === "utciStated"
        ? { ...field, values: field.values.map((value, cell) => (cell % 100 < 24 ? value : 33)) }
        : field,
    );
    const counted = heatIndicatorValues({ ...result, fields: half }, inhabited());
    const people = counted.find(({ id }) => id === "heatResidents38")?.value;
    // 19 of its 39 columns are hot.
    expect(people).toBeCloseTo((30 * 19) / 39, 6);
  });

  it("adds up the hours that people bear, and what they feel on average", () => {
    // 30 people with 9 and 6 h, 20 with 3 and 0 h.
    expect(of("heatPersonHours32")?.value).toBeCloseTo(30 * 9 + 20 * 3, 6);
    expect(of("heatPersonHours38")?.value).toBeCloseTo(30 * 6, 6);
    // Half an hour a degree from 32 to 38 °C, two hours a degree from there to 41 °C in the west.
    expect(of("heatPersonHours32")).toMatchObject({
      low: 30 * 8.25 + 20 * 2.25,
      high: 30 * 9.75 + 20 * 3.75,
    });
    expect(of("heatPersonHours38")?.low).toBeCloseTo(30 * 3, 6);
    expect(of("heatPersonHours38")?.high).toBeCloseTo(30 * 6.75 + 20 * 0.75, 6);
    expect(of("feltAtHomes")?.value).toBeCloseTo((30 * 40 + 20 * 33) / 50, 4);
    expect(of("heatGround38")).toMatchObject({ value: 5000, low: 5000, high: 5000 });
    expect(of("heatGround32")).toMatchObject({ value: 10_000, low: 5000, high: 10_000 });
  });

  it("shares the area among the classes, and the ranges hold the shares", () => {
    expect(of("heatArea32")?.value).toBeCloseTo(50, 6);
    expect(of("heatArea38")?.value).toBeCloseTo(50, 6);
    for (const id of ["heatArea26", "heatArea32", "heatArea38", "heatArea46"]) {
      const { value, low, high } = of(id) ?? {};
      expect(low).toBeLessThanOrEqual(value ?? Number.NaN);
      expect(high).toBeGreaterThanOrEqual(value ?? Number.NaN);
    }
  });

  it("tells shade at places, and keeps the three parts of 3-30-300 apart", () => {
    expect(of("shadedPlaygrounds")?.value).toBe(0);
    expect(of("shadedStops")?.value).toBe(100);
    expect(of("shadedWalking")?.value).toBeNull();
    expect(of("threeTrees")?.value).toBe(20);
    expect(of("thirtyCanopy")?.value).toBe(0);
    expect(of("parkWithin300")?.value).toBe(50);
    // Three crowns of 6 m that overlap by 6.2 m² each, on 10,000 m²: 72.4 m², to a tenth by cells of 1 m.
    expect(of("canopyShare")?.value).toBeGreaterThan(0.62);
    expect(of("canopyShare")?.value).toBeLessThan(0.82);
  });

  it("counts no roofs: there values may be anything", () => {
    const twin = inhabited();
    const { built } = roofsOn(twin, grid);
    const hotRoofs = (values: Float32Array, hot: number): Float32Array =>
      values.map((value, cell) => (built[cell] === 1 ? hot : value));
    const result = resultOf();
    const [utci, sun, ...others] = result.fields;
    const withRoofs = heatIndicatorValues(
      {
        ...result,
        roofs: built,
        fields: [
          { ...utci, values: hotRoofs(utci.values, 60) },
          { ...sun, values: hotRoofs(sun.values, 0) },
          ...others,
        ],
      },
      twin,
    );
    const onGround = (values: Float32Array): Float32Array => hotRoofs(values, Number.NaN);
    const withoutRoofs = heatIndicatorValues(
      {
        ...result,
        fields: [
          { ...utci, values: onGround(utci.values) },
          { ...sun, values: onGround(sun.values) },
          ...others,
        ],
      },
      twin,
    );
    expect(built.some((is) => is === 1)).toBe(true);
    // The hours are the same on roofs and beside them here.
    expect(withRoofs).toEqual(withoutRoofs);
    expect(withRoofs.find(({ id }) => id === "heatArea46")?.value).toBe(0);
    expect(withRoofs.find(({ id }) => id === "heatResidents38")?.value).toBe(30);
  });

  it("says nothing of people where none are known", () => {
    const bare = heatIndicatorValues(resultOf(), handmadeTwin(place));
    expect(bare.find(({ id }) => id === "heatResidents38")?.value).toBeNull();
    expect(bare.find(({ id }) => id === "threeTrees")?.value).toBeNull();
  });
});
