import { type Remote, wrap } from "comlink";
import type { BuildingChunk, BuildingRequest, GroundChunk, GroundRequest } from "#workers/mesh/contract.ts";
import type { MeshWorker } from "#workers/mesh/mesh.worker.ts";

/** Makes meshes off the main thread; requests wait in line per worker. */
export type Mesher = {
  readonly ground: (request: GroundRequest) => Promise<GroundChunk>;
  readonly buildings: (request: BuildingRequest) => Promise<BuildingChunk>;
  readonly dispose: () => void;
};

export function createMesher(): Mesher {
  // At least two: while meshes are made, the main thread mostly waits for them.
  const count = Math.min(4, Math.max(2, (navigator.hardwareConcurrency ?? 2) - 1));
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL("../../../workers/mesh/mesh.worker.ts", import.meta.url), {
      type: "module",
      name: "mesh",
    });
    return { worker, remote: wrap<MeshWorker>(worker), waiting: 0 };
  });
  const call = async <Result>(ask: (remote: Remote<MeshWorker>) => Promise<Result>): Promise<Result> => {
    const chosen = workers.reduce((a, b) => (b.waiting < a.waiting ? b : a));
    chosen.waiting++;
    try {
      return await ask(chosen.remote);
    } finally {
      chosen.waiting--;
    }
  };
  return {
    ground: (request) => call((remote) => remote.ground(request)),
    buildings: (request) => call((remote) => remote.buildings(request)),
    dispose: () => {
      for (const { worker } of workers) worker.terminate();
    },
  };
}
