import { describe, expect, it } from "vitest";
import type { Grid } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { importAll, textSource } from "../testing.ts";
import { fillOpenGround } from "./openGround.ts";

const { unknown, garden, meadow, building, water } = landCoverCodes;
const gridOf = (columns: number, rows: number, cellSizeM = 1): Grid => ({
  columns,
  rows,
  cellSizeM,
  westX: 0,
  northY: rows * cellSizeM,
});

describe("ground that no file tells anything of", () => {
  it("is garden around houses and meadow elsewhere, and what is known stays", () => {
    const grid = gridOf(200, 121);
    const values = new Uint8Array(200 * 121);
    values[60 * 200 + 100] = building;
    values[0] = water;
    const share = fillOpenGround(grid, values);
    expect(share).toBeCloseTo((200 * 121 - 2) / (200 * 121), 6);
    expect(values[0]).toBe(water);
    for (let row = 0; row < 121; row++) {
      for (let column = 0; column < 200; column++) {
        const code = values[row * 200 + column];
        const distanceM = Math.hypot(row - 60, column - 100);
        // The distance is counted in steps aside and across: right to 8 %.
        if (code === garden) expect(distanceM).toBeLessThan(32.5);
        else if (code === meadow) expect(distanceM).toBeGreaterThan(27.5);
        else expect([building, water]).toContain(code);
      }
    }
  });

  it("reaches as far in coarse cells", () => {
    const values = new Uint8Array(41 * 41);
    values[20 * 41 + 20] = building;
    fillOpenGround(gridOf(41, 41, 10), values);
    expect([...values.slice(20 * 41, 21 * 41)].flatMap((code, at) => (code === garden ? [at] : []))).toEqual([
      17, 18, 19, 21, 22, 23,
    ]);
  });

  it("is left alone where it is only slivers between polygons", () => {
    const values = new Uint8Array(10_000).fill(meadow);
    values.fill(unknown, 0, 5);
    expect(fillOpenGround(gridOf(100, 100), values)).toBe(0);
    expect([...values.slice(0, 6)]).toEqual([0, 0, 0, 0, 0, meadow]);
  });

  it("is marked in the twin with its share, in words that both languages have", async () => {
    const feature = (geometry: unknown, properties: unknown) => ({ type: "Feature", geometry, properties });
    const square = (x: number, y: number, size: number) => ({
      type: "Polygon",
      coordinates: [
        [
          [556000 + x, 5612000 + y],
          [556000 + x + size, 5612000 + y],
          [556000 + x + size, 5612000 + y + size],
          [556000 + x, 5612000 + y + size],
          [556000 + x, 5612000 + y],
        ],
      ],
    });
    const collection = (name: string, features: readonly unknown[]) =>
      textSource(
        JSON.stringify({
          type: "FeatureCollection",
          crs: { type: "name", properties: { name: "EPSG:25832" } },
          features,
        }),
        name,
      );
    const { data, report } = await importAll(
      [
        collection("haeuser.geojson", [
          feature(square(10, 10, 10), { building: "house", id: "a" }),
          feature(square(180, 180, 10), { building: "house", id: "b" }),
        ]),
        collection("nutzung.geojson", [feature(square(0, 0, 100), { class: "forest" })]),
      ],
      { area: { west: 556000, south: 5612000, east: 556200, north: 5612200 } },
    );
    const derivation = data?.sources.landCover?.derivation;
    // A quarter is forest; of the rest only the second house is known.
    expect(derivation).toEqual({ derivedBy: "landCoverPaintedAndFilled", share: 0.748 });
    expect(data?.landCover.values.includes(unknown)).toBe(false);
    expect(report.twin.find(({ key }) => key === "landCoverAssumed")?.values).toEqual({
      share: 74.8,
      gardenM: 30,
    });
  });
});
