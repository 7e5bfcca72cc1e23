import { describe, expect, it } from "vitest";
import { scriptNotLoaded } from "#workers/runtime/unreachable.ts";
import { atOnce, never, noon, requestOf, rig, run, twin, untilAborted } from "./testing.ts";

describe("run service", () => {
  it("sends twin and rounded conditions, and gives result, indicators and address", async () => {
    const { service, seen } = rig(atOnce);
    const { outcome } = await run(service, { conditions: { rainMm: 20.2 } }).ended;
    expect([...(outcome?.result.fields[0]?.values ?? [])]).toEqual([21, 22, 23, 24]);
    expect(outcome?.indicators[0]?.value).toBe(21);
    expect(outcome?.inputHash).toMatch(/^[0-9a-f]{64}$/);
    expect(outcome?.result.buildingIds).toEqual(["b"]);
    expect(seen).toEqual([{ conditions: { rainMm: 20 }, threads: 2, resolutionM: 4 }]);
  });

  it("shows the preview first, and the fraction never runs back", async () => {
    const { service, seen } = rig(async ({ progress }) => {
      progress(0.5, "running");
    });
    const { kind, previews, progress } = await run(service, { previewResolutionM: 8 }).ended;
    expect(kind).toBe("done");
    expect(previews.map((preview) => preview.resolutionM)).toEqual([8]);
    expect(seen).toMatchObject([{ resolutionM: 8 }, { resolutionM: 4 }]);
    const fractions = progress.map((step) => step.fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(progress.some((step) => step.phase === "preview")).toBe(true);
  });

  it("gives a known run from memory, and after a reload from the store", async () => {
    const { service, seen, stored } = rig(atOnce);
    const first = await run(service).ended;
    const second = await run(service).ended;
    const reloaded = rig(atOnce, { stored });
    const request = { planId: "a", twin: twin(), modelId: "test", conditions: {}, previewResolutionM: null };
    const restored = await reloaded.service.restore({ ...request, resolutionM: 4 });
    expect(restored?.inputHash).toBe(first.outcome?.inputHash);
    expect(restored?.computedAtMs).toBe(noon);
    expect(await reloaded.service.kept(first.outcome?.inputHash ?? "")).toEqual(restored);
    expect(await reloaded.service.kept("never run")).toBeNull();
    expect(await reloaded.service.restore({ ...request, resolutionM: 2 })).toBeNull();
    expect(await reloaded.service.address({ ...request, resolutionM: 4 })).toBe(first.outcome?.inputHash);
    const third = await run(reloaded.service).ended;
    expect([first, second, third].map((end) => end.outcome?.fromCache)).toEqual([false, true, true]);
    expect(third.outcome?.inputHash).toBe(first.outcome?.inputHash);
    expect(seen).toHaveLength(1);
    expect(reloaded.seen).toHaveLength(0);
  });

  it("tells with the result which conditions could not be taken as they were, also from memory and without lasting", async () => {
    const { service } = rig(atOnce);
    const first = await run(service, { conditions: { rainMm: 500, wind: 3 } }).ended;
    expect(first.outcome?.result.warnings).toEqual([
      { key: "conditionOutOfRange", values: { model: "test", condition: "rainMm", used: 100 } },
      { key: "conditionUnknown", values: { model: "test", condition: "wind" } },
    ]);
    const again = await run(service, { conditions: { rainMm: "much" } }).ended;
    expect(again.outcome?.result.warnings).toEqual([
      { key: "conditionUnusable", values: { model: "test", condition: "rainMm" } },
    ]);
    // The same run, asked for soundly: nothing to tell.
    const sound = await run(service, { conditions: { rainMm: 100 } }).ended;
    expect(sound.outcome?.fromCache).toBe(true);
    expect(sound.outcome?.result.warnings).toEqual([]);
  });

  it("runs two plans that change nothing once", async () => {
    const { service, seen } = rig(atOnce);
    const ends = await Promise.all([run(service).ended, run(service, { planId: "a" }).ended]);
    expect(ends.map((end) => end.kind)).toEqual(["done", "done"]);
    expect(seen).toHaveLength(1);
  });

  it("runs plans side by side on shared threads", async () => {
    const { service, seen } = rig(atOnce);
    await Promise.all([run(service).ended, run(service, { planId: "a", twin: twin("a") }).ended]);
    expect(seen).toMatchObject([{ threads: 1 }, { threads: 1 }]);
  });

  it("cancels a model that listens without ending its worker", async () => {
    const { service, ports } = rig(untilAborted);
    const running = run(service);
    await until(() => ports.length > 1);
    await pause(50);
    running.cancel();
    expect((await running.ended).kind).toBe("cancelled");
    await pause(250);
    expect(ports.some((port) => port.terminated)).toBe(false);
  });

  it("ends a worker that does not answer within 200 ms, and the next run gets a new one", async () => {
    let deaf = true;
    const { service, ports } = rig((context) => (deaf ? never(context) : atOnce(context)));
    const running = run(service);
    await pause(100);
    const asked = performance.now();
    running.cancel();
    expect((await running.ended).kind).toBe("cancelled");
    await until(() => ports.some((port) => port.terminated));
    expect(performance.now() - asked).toBeLessThan(200);
    deaf = false;
    expect((await run(service).ended).kind).toBe("done");
  });

  it("keeps a run going for the other plan when one of two is cancelled", async () => {
    let go: () => void = () => undefined;
    const { service } = rig(
      () =>
        new Promise<void>((resolve) => {
          go = resolve;
        }),
    );
    const first = run(service);
    const second = run(service, { planId: "a" });
    await pause(80);
    first.cancel();
    go();
    expect((await first.ended).kind).toBe("cancelled");
    expect((await second.ended).kind).toBe("done");
  });

  it("says that a worker crashed, and goes on with a new one", async () => {
    let deaf = true;
    const { service, ports } = rig((context) => (deaf ? never(context) : atOnce(context)));
    const running = run(service);
    await pause(100);
    for (const port of ports) port.crash("the script stopped");
    const { failure } = await running.ended;
    expect(failure).toMatchObject({ key: "results:failures.crashed", detail: "the script stopped" });
    deaf = false;
    expect((await run(service).ended).kind).toBe("done");
  });

  it("tells a worker whose script did not come from one that crashed, and goes on with a new one", async () => {
    let offline = true;
    const { service, ports } = rig((context) => (offline ? never(context) : atOnce(context)));
    const running = run(service);
    await pause(100);
    for (const port of ports) port.crash(scriptNotLoaded);
    expect((await running.ended).failure?.key).toBe("results:failures.start");
    offline = false;
    expect((await run(service).ended).kind).toBe("done");
  });

  it("says that memory ran out, wherever it did, and goes on with a new worker", async () => {
    let full = true;
    const { service, ports } = rig(async () => {
      if (full) throw new RangeError("Array buffer allocation failed");
    });
    expect((await run(service).ended).failure?.key).toBe("results:failures.memory");
    expect(ports.filter((port) => port.terminated)).toHaveLength(1);
    full = false;
    expect((await run(service).ended).kind).toBe("done");

    const dying = rig(never);
    const running = run(dying.service);
    await pause(100);
    for (const port of dying.ports) port.crash("Uncaught RangeError: Out of memory");
    expect((await running.ended).failure?.key).toBe("results:failures.memory");
  });

  it("says that memory ran out where the city cannot be shared with a worker", async () => {
    const { service } = rig(atOnce);
    const whole = twin();
    const data = { ...whole.data };
    Object.defineProperty(data, "terrain", {
      enumerable: true,
      get: () => {
        throw new RangeError("Array buffer allocation failed");
      },
    });
    expect((await run(service, { twin: { ...whole, data } }).ended).failure?.key).toBe(
      "results:failures.memory",
    );
    expect((await run(service).ended).kind).toBe("done");
  });

  it("passes on what a model says about its input, and names anything else a defect", async () => {
    const keyed = rig(async () => {
      throw Object.assign(new Error("no water"), { key: "noWater", values: { mm: 0 } });
    });
    expect((await run(keyed.service).ended).failure).toMatchObject({
      key: "test:errors.noWater",
      values: { mm: 0 },
    });
    const broken = rig(async () => {
      throw new TypeError("x is not a function");
    });
    expect((await run(broken.service).ended).failure?.key).toBe("results:failures.model");
    const ranged = rig(async () => {
      throw new RangeError("The Courant number must lie in (0, 1], not 2.");
    });
    expect((await run(ranged.service).ended).failure?.key).toBe("results:failures.model");
    const unknown = await run(broken.service, { modelId: "none" }).ended;
    expect(unknown.failure?.key).toBe("results:failures.start");
  });

  it("loses the time steps but not the result where they cannot be stored", async () => {
    const { service } = rig(({ frames }) => frames.write("depth", 0, Uint16Array.of(1, 2, 3, 4)), {
      framesFail: true,
    });
    const { kind, outcome } = await run(service).ended;
    expect(kind).toBe("done");
    expect(outcome?.result.frameTimesS).toEqual([]);
    expect(outcome?.result.warnings).toEqual([{ key: "framesLost", values: {} }]);
  });

  it("reads frames, and curves in the unit of the series", async () => {
    const { service } = rig(atOnce);
    const { outcome } = await run(service).ended;
    const address = outcome?.inputHash ?? "";
    expect(await service.frame(address, "depth", 3)).toEqual(Uint16Array.of(3));
    expect(await service.frame("unknown", "depth", 3)).toBeNull();
    expect(await service.curve(address, "depth", 0)).toEqual(Float32Array.of(0, 0.5, 0.25));
    expect(await service.curve(address, "nothing", 0)).toBeNull();
  });

  it("explains a place of a run, with the conditions as they are run, also after a reload", async () => {
    const { service, seen, stored } = rig(atOnce);
    await run(service, { conditions: { rainMm: 20.2 } }).ended;
    const request = requestOf({ conditions: { rainMm: 20.2 } });
    const { signal } = new AbortController();
    const told = await service.explain(request, [1, 1], 3600, signal);
    const explanation = { timeS: 3600, parts: [{ key: "sum", value: 21, unit: "m" }] };
    expect(told).toEqual({ status: "done", explanation });
    expect(seen.at(-1)).toEqual({ at: [1, 1], threads: 1 });
    expect(await service.explain(request, [-1, 1], 0, signal)).toEqual({ status: "done", explanation: null });
    const reloaded = rig(atOnce, { stored });
    expect(await reloaded.service.explain(request, [1, 1], 3600, signal)).toEqual(told);
  });

  it("gives a question up when the next one is asked, and answers while a model runs", async () => {
    const { service, ports } = rig(untilAborted);
    const running = run(service);
    const first = new AbortController();
    const gone = service.explain(requestOf({}), [1, 1], 0, first.signal);
    setTimeout(() => first.abort(), 20);
    expect(await gone).toEqual({ status: "cancelled" });
    // The run goes on in a worker of its own.
    expect(ports.length).toBeGreaterThan(1);
    running.cancel();
    expect((await running.ended).kind).toBe("cancelled");
    expect(
      await service.explain(requestOf({ modelId: "none" }), [1, 1], 0, new AbortController().signal),
    ).toMatchObject({
      status: "failed",
      failure: { key: "results:failures.start" },
    });
  });
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 200 && !condition(); turns += 1) await pause(5);
  expect(condition()).toBe(true);
}
