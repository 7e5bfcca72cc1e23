import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stormDepthMm } from "../../storms.ts";
import { stepsStorm } from "./caseRain.ts";
import { casesFromFolder } from "./folder.ts";
import { rasterFigures, seriesFigures } from "./metrics.ts";
import { parseCase } from "./schema.ts";
import { readSeriesFile, valueAt } from "./tableFile.ts";

const folder = mkdtempSync(join(tmpdir(), "flood-case-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const least = {
  format: "planfall-flood-case",
  version: 1,
  id: "slope",
  terrain: { file: "dem.asc" },
  manningN: 0.03,
  durationS: 600,
};

describe("case format", () => {
  it("accepts the least case and fills in defaults", () => {
    expect(parseCase(least)).toMatchObject({ schemes: ["localInertia"], boundaries: "closed", gauges: [] });
  });

  it("refuses unknown keys, wrong units and files outside the folder, and says where", () => {
    expect(() => parseCase({ ...least, roughness: 0.03 })).toThrow(/roughness/);
    expect(() => parseCase({ ...least, manningN: -1 })).toThrow(/manningN/);
    expect(() => parseCase({ ...least, terrain: { file: "../dem.asc" } })).toThrow(/terrain.file/);
    expect(() => parseCase({ ...least, terrain: { file: "/etc/passwd" } })).toThrow(/terrain.file/);
    expect(() => parseCase({ ...least, durationS: 0 })).toThrow(/durationS/);
    expect(() => parseCase({ ...least, boundaries: { west: "free" } })).toThrow(
      /west, east, north and south/,
    );
    expect(() => parseCase({ ...least, rain: { block: { depthMm: "5", durationMin: 3 } } })).toThrow(
      /rain: .*block/,
    );
    expect(() => parseCase({ ...least, inflows: [{ at: [1], hydrographM3PerS: [[0, 1]] }] })).toThrow(
      /two numbers/,
    );
    expect(() => parseCase({ ...least, manningN: "0.03" })).toThrow(/manningN: must be a number/);
  });

  it("brings steps of any length to equal intervals", () => {
    const storm = stepsStorm([
      [0, 60],
      [600, 120],
      [900, 0],
    ]);
    expect(storm.intervalS).toBe(300);
    expect([...storm.depthsMm]).toEqual([5, 5, 10]);
    expect(stormDepthMm(storm)).toBe(20);
    expect(() =>
      stepsStorm([
        [0, 60],
        [600, 60],
      ]),
    ).toThrow(/0 mm\/h/);
  });

  it("reads tables by name and by number", () => {
    const path = join(folder, "t.csv");
    writeFileSync(path, "# gauge\nt;h\n0;0.1\n10;0.3\n");
    expect(readSeriesFile(path, { time: "t", value: "h" })).toEqual([
      [0, 0.1],
      [10, 0.3],
    ]);
    expect(valueAt(readSeriesFile(path, { time: 0, value: 1 }), 5)).toBeCloseTo(0.2);
    expect(() => readSeriesFile(path, { time: "t", value: "q" })).toThrow(/no column "q"/);
  });
});

describe("figures", () => {
  it("measures a series against its reference", () => {
    const figures = seriesFigures(
      "G",
      [
        [0, 1],
        [10, 3],
      ],
      [
        [0, 1.1],
        [5, 2],
        [10, 2.8],
        [20, 9],
      ],
      { rmse: 0.1 },
      "m",
    );
    expect(figures[0].value).toBeCloseTo(Math.sqrt((0.01 + 0 + 0.04) / 3), 9);
    expect(figures[0].pass).toBe(false);
    expect(figures[2].value).toBeCloseTo(0.2, 9);
  });

  it("fails where nothing could be compared", () => {
    expect(seriesFigures("G", [[0, 1]], [[5, 1]], {}, "m").every(({ pass }) => !pass)).toBe(true);
    expect(rasterFigures("d", Float32Array.of(Number.NaN), Float32Array.of(1), {}, "m")[0].pass).toBe(false);
  });

  it("counts hits, misses and false alarms", () => {
    const figures = rasterFigures(
      "d",
      Float32Array.of(0.2, 0.2, 0, 0),
      Float32Array.of(0.2, 0, 0.2, 0),
      { csi: [{ threshold: 0.1, atLeast: 0.3 }] },
      "m",
    );
    expect(figures.at(-1)?.value).toBeCloseTo(1 / 3, 9);
  });
});

describe("a folder of cases", () => {
  it("runs a case end to end and finds a miss", async () => {
    const rows = Array.from({ length: 6 }, () => Array.from({ length: 8 }, (_, c) => 5 - 0.05 * c).join(" "));
    writeFileSync(
      join(folder, "dem.asc"),
      `ncols 8\nnrows 6\nxllcorner 1000\nyllcorner 2000\ncellsize 2\nNODATA_value -9999\n${rows.join("\n")}\n`,
    );
    writeFileSync(
      join(folder, "case.json"),
      JSON.stringify({
        ...least,
        rain: { block: { depthMm: 12, durationMin: 5 } },
        gauges: [
          { id: "low", at: [1015, 2005], reference: { points: [[600, 0.5]] }, bounds: { maxError: 0.01 } },
        ],
      }),
    );
    const [one] = await casesFromFolder(folder);
    const { figures } = await one.run();
    const figure = (name: string) => figures.find((candidate) => candidate.name === name);
    expect(figure("rain")?.value).toBeCloseTo(12 * 16 * 0.012, 6);
    expect(figure("water at the end")?.value).toBeCloseTo(12 * 16 * 0.012, 4);
    expect(figure("mass error")?.pass).toBe(true);
    expect(figure("negative or NaN depths")?.pass).toBe(true);
    expect(figure("low largest error")?.pass).toBe(false);
  });

  it("says what is wrong with a folder", async () => {
    await expect(casesFromFolder(join(folder, "none"))).rejects.toThrow(/no folder/);
  });
});
