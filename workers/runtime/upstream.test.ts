import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { failureOf } from "./failures.ts";
import type { Model } from "./model.ts";
import { upstreamResults } from "./upstream.ts";

const refusing: Model = {
  id: "below",
  version: "1.0.0",
  reads: [],
  conditions: {},
  run: async () => {
    throw Object.assign(new Error("below.errors.noZones {}"), { key: "noZones", values: { zones: 0 } });
  },
  indicators: () => [],
  layers: [],
};

describe("runs that others build on", () => {
  it("say in their own words why they cannot be computed", async () => {
    const below = { address: "a", modelId: "below", conditions: {}, resolutionM: 1 };
    const parts = {
      loadModel: async () => refusing,
      runs: { read: async () => null, keep: async () => undefined },
      now: () => 0,
      clock: () => 0,
    } as unknown as Parameters<typeof upstreamResults>[0];
    const job = { upstream: [below], threads: 1 } as unknown as Parameters<typeof upstreamResults>[1];
    const { signal } = new AbortController();
    const failure = await upstreamResults(parts, job, handmadeTwin(), signal, () => undefined).then(
      () => null,
      (error: unknown) => failureOf(error, "above"),
    );
    expect(failure).toMatchObject({ key: "below:errors.noZones", values: { zones: 0 } });
  });

  it("leave the words of the model that was asked alone", () => {
    const error = Object.assign(new Error("x"), { key: "noTraffic", values: {} });
    expect(failureOf(error, "noise").key).toBe("noise:errors.noTraffic");
  });
});
