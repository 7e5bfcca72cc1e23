import { describe, expect, it } from "vitest";
import { previewShare, reportEta, secondsLeft, startEta } from "./eta.ts";
import { createMemoryCache } from "./memoryCache.ts";
import { nextJob, poolSize } from "./schedule.ts";
import { withSharedArrays } from "./share.ts";

describe("remaining time", () => {
  it("is exact for a steady run and unknown at first", () => {
    let eta = startEta(0);
    expect(secondsLeft(reportEta(eta, 0.01, 100))).toBeNull();
    for (let ms = 500; ms <= 5000; ms += 500) eta = reportEta(eta, ms / 20_000, ms);
    expect(secondsLeft(eta)).toBeCloseTo(15, 6);
  });

  it("follows a run that slows down, and never lets the fraction run back", () => {
    let eta = startEta(0);
    for (let ms = 500; ms <= 5000; ms += 500) eta = reportEta(eta, ms / 10_000, ms);
    for (let ms = 5500; ms <= 15_000; ms += 500) eta = reportEta(eta, 0.5 + (ms - 5000) / 100_000, ms);
    expect(secondsLeft(eta)).toBeGreaterThan(15);
    expect(reportEta(eta, 0.1, 16_000).lastFraction).toBe(eta.lastFraction);
  });

  it("does not take a preview's speed for the full run's", () => {
    const eta = reportEta(startEta(10_000, 0.5), 0.6, 12_000);
    expect(secondsLeft(eta)).toBeCloseTo(8, 6);
  });

  it("gives an 8 m preview of a 4 m run a ninth of the work", () => {
    expect(previewShare(8, 4)).toBeCloseTo(1 / 9, 12);
  });
});

describe("memory cache", () => {
  it("lets go what was not used for longest", () => {
    const cache = createMemoryCache<string>(10);
    cache.set("a", "A", 4);
    cache.set("b", "B", 4);
    expect(cache.get("a")).toBe("A");
    cache.set("c", "C", 4);
    expect(cache.get("b")).toBeNull();
    expect(cache.get("a")).toBe("A");
    expect(cache.bytes()).toBe(8);
  });

  it("keeps one entry that is larger than the limit, and counts a replaced one once", () => {
    const cache = createMemoryCache<string>(10);
    cache.set("a", "A", 4);
    cache.set("big", "B", 40);
    expect(cache.get("big")).toBe("B");
    expect(cache.get("a")).toBeNull();
    cache.set("big", "B", 3);
    expect(cache.bytes()).toBe(3);
  });
});

describe("schedule", () => {
  const job = (id: string, priority: number, order: number, cells = 100) => ({ id, priority, order, cells });
  const capacity = { threads: 4, cells: 1000 };

  it("sizes the pool: at least two, one less above four", () => {
    expect([1, 2, 4, 5, 8, Number.NaN].map(poolSize)).toEqual([2, 2, 4, 4, 7, 2]);
  });

  it("runs previews first, in order of arrival, and shares threads among those that wait together", () => {
    const waiting = [job("full", 1, 1), job("late", 0, 3), job("early", 0, 2)];
    expect(nextJob(waiting, [], capacity, true)).toEqual({ id: "early", threads: 2 });
    expect(nextJob([job("only", 1, 1)], [], capacity, true)).toEqual({ id: "only", threads: 4 });
  });

  it("uses one thread where memory cannot be shared", () => {
    expect(nextJob([job("only", 1, 1)], [], capacity, false)).toEqual({ id: "only", threads: 1 });
  });

  it("holds back what does not fit into memory, lets a giant run alone, and overtakes nobody", () => {
    const running = [{ cells: 600, threads: 1 }];
    const waiting = [job("large", 1, 1, 500), job("small", 1, 2, 10)];
    expect(nextJob(waiting, running, capacity, true)).toBeNull();
    expect(nextJob([job("giant", 1, 1, 5000)], [], capacity, true)?.id).toBe("giant");
    expect(nextJob(waiting, [{ cells: 1, threads: 4 }], capacity, true)).toBeNull();
  });
});

describe("shared memory", () => {
  it("copies typed arrays at any depth and leaves the rest alone", () => {
    const list = ["a"];
    const source = { raster: { values: Float32Array.of(1, 2), cellSizeM: 2 }, list, codes: Uint8Array.of(7) };
    const shared = withSharedArrays(source) as typeof source;
    expect(shared.raster.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...shared.raster.values]).toEqual([1, 2]);
    expect([...shared.codes]).toEqual([7]);
    expect(shared.raster.cellSizeM).toBe(2);
    expect(shared.list).toBe(list);
    expect(source.raster.values.buffer).toBeInstanceOf(ArrayBuffer);
  });
});
