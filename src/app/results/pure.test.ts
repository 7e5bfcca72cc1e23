import { describe, expect, it } from "vitest";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { csvCell, csvOf } from "./csv.ts";
import { valueAtX } from "./curves.ts";
import { cellAt, differenceOf } from "./difference.ts";
import { missingAs } from "./differences.ts";
import { formatSigned, formatTimeOfDay } from "./format.ts";
import { advanced, bracketOf, createFrameHolder, stepFrom } from "./frameTrack.ts";
import { differenceField, noValues } from "./pictures.ts";
import { codeDifference } from "./seriesDifference.ts";

const live = new AbortController().signal;

describe("words of time and change", () => {
  it("writes clocks and signs as people do", () => {
    expect([0, 51_000, 86_400 + 60].map(formatTimeOfDay)).toEqual(["00:00", "14:10", "00:01"]);
    expect([-3.44, 0.2, 0].map((value) => formatSigned(value, "de", 1))).toEqual(["−3,4", "+0,2", "0,0"]);
    expect(formatSigned(12, "de", 0, "negative")).toBe("12");
  });

  it("reads a curve between its points, and says where it has a gap", () => {
    const points = [
      { x: 6, y: 20 },
      { x: 7, y: 24 },
      { x: 8, y: Number.NaN },
    ];
    expect([5, 6, 6.5, 7, 7.5, 9].map((x) => valueAtX(points, x))).toEqual([
      20,
      20,
      22,
      24,
      Number.NaN,
      Number.NaN,
    ]);
  });
});

describe("difference", () => {
  it("knows which layers are nothing where they are missing, and which are not known there", () => {
    const of = (ramp: ResultLayer["ramp"]) =>
      missingAs({ id: "x", unit: "m", classEdges: [], ramp, series: null });
    expect((["depth", "velocity", "hazard"] as const).map(of)).toEqual(["zero", "zero", "zero"]);
    expect((["time", "heat", "sun"] as const).map(of)).toEqual(["unknown", "unknown", "unknown"]);
  });

  it("takes dry ground as zero, and hides what is within the tolerance", async () => {
    const before = Float32Array.of(0.5, Number.NaN, 0.3, Number.NaN, 0.2);
    const after = Float32Array.of(0.1, 0.4, 0.305, Number.NaN, Number.NaN);
    const change = await differenceOf(before, after, 0.01, "zero", live);
    expect([...(change?.values ?? [])].map((value) => Math.round(value * 100) / 100)).toEqual([
      -0.4,
      0.4,
      Number.NaN,
      Number.NaN,
      -0.2,
    ]);
  });

  it("says not known where one side has nothing to subtract", async () => {
    const change = await differenceOf(
      Float32Array.of(600, Number.NaN),
      Float32Array.of(900, 300),
      60,
      "unknown",
      live,
    );
    expect([...(change?.values ?? [])]).toEqual([300, Number.NaN]);
  });

  it("compares no roof with the ground, and counts no roof as area, in fields and series alike", async () => {
    // Ground, ground that becomes a roof, a roof that is taken down, a roof.
    const roofs = { baseline: Uint8Array.of(0, 0, 1, 1), plan: Uint8Array.of(0, 1, 0, 1) };
    const change = await differenceOf(
      Float32Array.of(40, 40, 40, 40),
      Float32Array.of(37, 37, 37, 34),
      1,
      "unknown",
      live,
      roofs,
    );
    expect(change).toEqual({
      values: Float32Array.of(-3, Number.NaN, Number.NaN, -6),
      moreCells: 0,
      lessCells: 1,
    });
    const codes = await codeDifference(
      Uint16Array.of(1400, 1400, 1400, 1400),
      Uint16Array.of(1370, 1370, 1370, 1340),
      0.1,
      1,
      roofs,
    );
    expect(codes).toEqual({
      codes: Uint16Array.of(32_738, 0, 0, 32_708),
      moreCells: 0,
      lessCells: 1,
    });
  });

  it("draws each moving difference in its own classes, though all of them have the same empty field", () => {
    const about = {
      grid: { columns: 1, rows: 1, cellSizeM: 1, westX: 0, northY: 1 },
      values: noValues,
      timeS: 0,
    };
    const of = (steps: readonly [number, number, number]) =>
      differenceField({
        ...about,
        layer: { id: "utci", unit: "°C", classEdges: [], ramp: "heat", series: null },
        steps,
        moreM2: 0,
        lessM2: 0,
      }).classEdges;
    expect(of([1, 5, 15])).not.toEqual(of([0.5, 2, 5]));
  });

  it("works through several slices and stops when asked to", async () => {
    const cells = 1_200_000;
    const change = await differenceOf(
      new Float32Array(cells),
      new Float32Array(cells).fill(1),
      0.5,
      "zero",
      live,
    );
    expect(change).toMatchObject({ moreCells: cells, lessCells: 0 });
    const stop = new AbortController();
    const stopped = differenceOf(new Float32Array(cells), new Float32Array(cells), 0.5, "zero", stop.signal);
    stop.abort();
    expect(await stopped).toBeNull();
  });

  it("finds the cell under a point, row 0 in the north", () => {
    const grid = { columns: 3, rows: 2, cellSizeM: 10, westX: 100, northY: 50 };
    expect(cellAt(grid, 101, 49)).toBe(0);
    expect(cellAt(grid, 129, 31)).toBe(5);
    expect(cellAt(grid, 131, 31)).toBeNull();
    expect(cellAt(grid, 99, 31)).toBeNull();
  });
});

describe("CSV", () => {
  it("quotes what needs it and defuses formulas, but not negative numbers", () => {
    expect(csvCell('a "b"; c', ";")).toBe('"a ""b""; c"');
    expect(csvCell("=HYPERLINK(1)", ";")).toBe("'=HYPERLINK(1)");
    expect(csvCell("-12,5", ";")).toBe("-12,5");
    expect(csvCell("-1+2", ";")).toBe("'-1+2");
    expect(csvCell("@cmd", ",")).toBe("'@cmd");
    expect(csvOf([["a", "b"]], ";")).toBe("\uFEFFa;b\r\n");
  });
});

describe("time", () => {
  const times = [0, 300, 600, 900];

  it("brackets every moment", () => {
    expect(bracketOf(times, 450)).toEqual({ before: 1, after: 2, mix: 0.5 });
    expect(bracketOf(times, 600)).toEqual({ before: 2, after: 3, mix: 0 });
    expect(bracketOf(times, -5)).toEqual({ before: 0, after: 1, mix: 0 });
    expect(bracketOf(times, 5000)).toEqual({ before: 2, after: 3, mix: 1 });
    expect(bracketOf([60], 10)).toEqual({ before: 0, after: 0, mix: 0 });
    expect(bracketOf([], 10)).toBeNull();
  });

  it("plays to the end and steps both ways", () => {
    expect(advanced(100, 500, 120, 900)).toBe(160);
    expect(advanced(880, 500, 120, 900)).toBeNull();
    expect(stepFrom(times, 450, 1)).toBe(600);
    expect(stepFrom(times, 600, -1)).toBe(300);
    expect(stepFrom(times, 900, 1)).toBe(900);
    expect(stepFrom(times, 0, -1)).toBe(0);
  });
});

describe("frames at hand", () => {
  it("loads each once, keeps identities, and forgets what is not needed", async () => {
    const loaded: number[] = [];
    let arrivals = 0;
    const holder = createFrameHolder(
      async (_address, _series, index) => {
        loaded.push(index);
        return index === 9 ? null : Uint16Array.of(index);
      },
      () => {
        arrivals += 1;
      },
    );
    const key = (index: number) => ({ address: "a", series: "depth", index });
    expect(holder.get(key(1))).toBeNull();
    holder.get(key(1));
    holder.prefetch(key(2));
    holder.prefetch(key(9));
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
    const first = holder.get(key(1));
    expect(first).toEqual(Uint16Array.of(1));
    expect(holder.get(key(1))).toBe(first);
    expect(holder.get(key(9))).toBeNull();
    expect(loaded).toEqual([1, 2, 9]);
    expect(arrivals).toBe(2);
    holder.keepOnly([key(2)]);
    expect(holder.get(key(2))).toEqual(Uint16Array.of(2));
    expect(holder.get(key(1))).toBeNull();
    expect(loaded).toEqual([1, 2, 9, 1]);
  });
});
