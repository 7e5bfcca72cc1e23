import { type Remote, wrap } from "comlink";
import type { BuildingChunk, BuildingRequest, GroundChunk, GroundRequest } from "#workers/mesh/contract.ts";
import type { MeshWorker } from "#workers/mesh/mesh.worker.ts";

/** Makes meshes off the main thread; requests wait in line per worker. */
export type Mesher = {
  readonly ground: (request: GroundRequest) => Promise<GroundChunk>;
  readonly buildings: (request: BuildingRequest) => Promise<BuildingChunk>;
  readonly isDisposed: () => boolean;
  readonly dispose: () => void;
};

export function createMesher(): Mesher {
  // One processor stays with the main thread. Each worker has to compile the same code for itself, so that on two
  // processors a second one costs more than it brings.
  const count = Math.min(4, Math.max(1, (navigator.hardwareConcurrency ?? 2) - 1));
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL("../../../workers/mesh/mesh.worker.ts", import.meta.url), {
      type: "module",
      name: "mesh",
    });
    return { worker, remote: wrap<MeshWorker>(worker), waiting: 0 };
  });
  let disposed = false;
  const call = async <Result>(
    weight: number,
    ask: (remote: Remote<MeshWorker>) => Promise<Result>,
  ): Promise<Result> => {
    const chosen = workers.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    chosen.waiting += weight;
    try {
      return await ask(chosen.remote);
    } finally {
      chosen.waiting -= weight;
    }
  };
  return {
    ground: (request) => call(1, (remote) => remote.ground(request)),
    // Two hundred buildings take about as long as one square of ground.
    buildings: (request) => call(1 + request.ids.length / 200, (remote) => remote.buildings(request)),
    isDisposed: () => disposed,
    dispose: () => {
      disposed = true;
      for (const { worker } of workers) worker.terminate();
    },
  };
}
