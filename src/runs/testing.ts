import { expose } from "comlink";
import { afterEach } from "vitest";
import { type Twin, type TwinData, twinLayerNames } from "#twin/twin.ts";
import { createHost, type HostParts } from "#workers/runtime/host.ts";
import type { Model, ModelResult } from "#workers/runtime/model.ts";
import type { StoredRun } from "#workers/runtime/protocol.ts";
import type { RunFailure, RunOutcome, RunProgress, RunRequest, RunService } from "./contract.ts";
import { createRunServiceOf } from "./core.ts";
import type { WorkerPort } from "./slot.ts";

// A real host behind a real message channel; only the worker's thread is left out.

/** What the clock shows whenever a run ends. */
export const noon = Date.UTC(2026, 10, 21, 12);
const grid = { columns: 2, rows: 2, cellSizeM: 1, westX: 0, northY: 2 };

function hashes(change: string): Twin["layerHashes"] {
  return Object.fromEntries(twinLayerNames.map((name) => [name, `${name}-${change}`])) as Twin["layerHashes"];
}

export function twin(change = "0"): Twin {
  const data = {
    id: "test",
    name: "Test",
    extent: { minX: 0, minY: 0, maxX: 2, maxY: 2 },
    terrain: { ...grid, values: Float32Array.of(1, 2, 3, 4), noData: Number.NaN },
    buildings: { count: 1, ids: ["b"], attributes: ["{}"] },
    baseHashes: hashes("base"),
  } as unknown as TwinData;
  return { data, operations: [], layerHashes: hashes(change) };
}

export type Behaviour = (context: Parameters<Model["run"]>[2]) => Promise<void>;

/** Adds the rain to the terrain: enough to see that twin and conditions arrived. */
function testModel(behaviour: Behaviour, seen: unknown[]): Model {
  return {
    id: "test",
    version: "1",
    reads: ["terrain"],
    conditions: {
      rainMm: { kind: "number", unit: "mm", min: 0, max: 100, step: 0.5, default: 10 },
    },
    layers: [
      {
        id: "depth",
        unit: "m",
        classEdges: [0.1],
        ramp: "depth",
        series: { name: "depth", scale: 0.001 },
      },
    ],
    async run(planned, conditions, context) {
      seen.push({ conditions, threads: context.threads, resolutionM: context.resolutionM });
      await behaviour(context);
      const rain = Number(conditions.rainMm);
      const result: ModelResult = {
        grid,
        fields: [{ id: "depth", values: planned.data.terrain.values.map((z) => z + rain) }],
        frameTimesS: [0],
        buildingIds: [...planned.data.buildings.ids],
        buildingColumns: {},
        ledger: {},
        warnings: [],
      };
      return result;
    },
    async explain(planned, conditions, at, timeS, context) {
      seen.push({ at, threads: context.threads });
      await behaviour(context);
      if (context.signal.aborted) throw context.signal.reason;
      const z = planned.data.terrain.values[0] ?? 0;
      return at[0] < 0
        ? null
        : { timeS, parts: [{ key: "sum", value: z + Number(conditions.rainMm), unit: "m" }] };
    },
    indicators: (result) => [
      { id: "first", value: result.fields[0]?.values[0] ?? null, low: null, high: null, unit: "m" },
    ],
  };
}

type RigOptions = { readonly stored?: Map<string, StoredRun>; readonly framesFail?: boolean };

export function rig(behaviour: Behaviour, { stored = new Map(), framesFail = false }: RigOptions = {}) {
  const seen: unknown[] = [];
  const ports: { readonly crash: (detail: string) => void; terminated: boolean }[] = [];
  const model = testModel(behaviour, seen);
  const loadModel = async (id: string): Promise<Model | null> => (id === "test" ? model : null);
  const parts: HostParts = {
    loadModel,
    frames: {
      open: async () => ({
        sink: {
          write: async () => {
            if (framesFail) throw new Error("storage is full");
          },
        },
        finish: async () => undefined,
        discard: async () => undefined,
      }),
      frame: async (address, _series, index) => (stored.has(address) ? Uint16Array.of(index) : null),
      curve: async (address) => (stored.has(address) ? Uint16Array.of(0, 500, 250) : null),
    },
    runs: {
      read: async (address) => stored.get(address) ?? null,
      keep: async (run) => {
        stored.set(run.address, run);
      },
    },
    handOver: (run) => run,
    now: () => performance.now(),
    clock: () => noon,
  };
  const spawn = (): WorkerPort => {
    const { port1, port2 } = new MessageChannel();
    expose(createHost(parts), port2);
    let onCrash: (detail: string) => void = () => undefined;
    const record = {
      crash: (detail: string) => onCrash(detail),
      terminated: false,
    };
    ports.push(record);
    return {
      endpoint: port1,
      terminate() {
        record.terminated = true;
        port1.close();
        port2.close();
      },
      onCrash(listener) {
        onCrash = listener;
      },
    };
  };
  const service = createRunServiceOf({
    spawn,
    loadModel,
    cores: 2,
    isolated: true,
    now: () => performance.now(),
  });
  services.push(service);
  return { service, seen, ports, stored };
}

const services: RunService[] = [];
afterEach(() => {
  for (const service of services.splice(0)) service.dispose();
});

type Ended = {
  readonly kind: "done" | "failed" | "cancelled";
  readonly outcome: RunOutcome | null;
  readonly failure: RunFailure | null;
  readonly previews: RunOutcome[];
  readonly progress: RunProgress[];
};

export function requestOf(change: Partial<RunRequest>): RunRequest {
  return {
    planId: "baseline",
    twin: twin(),
    modelId: "test",
    conditions: {},
    resolutionM: 4,
    previewResolutionM: null,
    ...change,
  };
}

export function run(service: RunService, change: Partial<RunRequest> = {}) {
  const previews: RunOutcome[] = [];
  const progress: RunProgress[] = [];
  let cancel = (): void => undefined;
  const ended = new Promise<Ended>((resolve) => {
    const end = (kind: Ended["kind"], outcome: RunOutcome | null, failure: RunFailure | null): void =>
      resolve({ kind, outcome, failure, previews, progress });
    const handle = service.start(requestOf(change), {
      onProgress: (step) => progress.push(step),
      onPreview: (outcome) => previews.push(outcome),
      onDone: (outcome) => end("done", outcome, null),
      onFailed: (failure) => end("failed", null, failure),
      onCancelled: () => end("cancelled", null, null),
    });
    cancel = handle.cancel;
  });
  return { ended, cancel: () => cancel() };
}

export const atOnce: Behaviour = async () => undefined;
export const untilAborted: Behaviour = ({ signal, progress }) =>
  new Promise((_resolve, reject) => {
    progress(0.5, "running");
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
export const never: Behaviour = ({ progress }) => {
  progress(0.5, "running");
  return new Promise(() => undefined);
};
