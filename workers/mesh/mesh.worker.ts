import { expose, transfer } from "comlink";
import { buildingChunk } from "./buildingMesh.ts";
import type { BuildingChunk, BuildingRequest, GroundChunk, GroundRequest } from "./contract.ts";
import { groundHeights, groundMesh } from "./groundMesh.ts";
import { groundPicture } from "./groundPicture.ts";
import { fitted } from "./window.ts";

const api = {
  ground(asked: GroundRequest): GroundChunk {
    const request = fitted(asked);
    const heights = groundHeights(request);
    const mesh = groundMesh(request, heights);
    const picture = groundPicture(request, heights);
    return transfer({ ...mesh, picture }, [
      mesh.positions.buffer,
      mesh.surface.buffer,
      mesh.indices.buffer,
      picture.rgba.buffer,
    ] as Transferable[]);
  },
  buildings(request: BuildingRequest): BuildingChunk {
    const chunk = buildingChunk(request);
    return transfer(chunk, [chunk.glb.buffer] as Transferable[]);
  },
};

/** What the mesh worker does: stateless, one chunk a call, results transferred. */
export type MeshWorker = typeof api;

expose(api);
