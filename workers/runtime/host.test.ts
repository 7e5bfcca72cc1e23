import { describe, expect, it } from "vitest";
import { createHost } from "./host.ts";
import type { Model } from "./model.ts";
import type { HostJob } from "./protocol.ts";

const job = {
  address: "a",
  modelId: "test",
  twinKey: "key",
  operations: [],
  conditions: {},
  resolutionM: 1,
  threads: 1,
  upstream: [],
} as unknown as HostJob;

describe("the worker's side of a run", () => {
  it("starts no model for a run that was cancelled before it could begin", async () => {
    let started = false;
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const model = {
      id: "test",
      run: () => {
        started = true;
        // A model that never looks at its signal.
        return new Promise(() => undefined);
      },
    } as unknown as Model;
    const host = createHost({
      loadModel: async () => model,
      frames: {
        open: async () => {
          await opened;
          return {
            sink: { write: async () => undefined },
            finish: async () => undefined,
            discard: async () => undefined,
          };
        },
        frame: async () => null,
        curve: async () => null,
      },
      runs: { read: async () => null, keep: async () => undefined },
      handOver: (run) => run,
      now: () => 0,
      clock: () => 0,
    });
    host.beginTwin("key");
    const reply = host.run(job, () => undefined);
    host.cancel("a");
    open();
    expect(await reply).toEqual({ status: "cancelled" });
    expect(started).toBe(false);
  });
});
