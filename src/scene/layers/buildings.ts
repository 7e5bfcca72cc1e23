import { BoundingSphere, Cartesian3, type Texture } from "@cesium/engine";
import type { BuildingTable } from "#twin/buildings.ts";
import { plannedBuildings } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import type { BuildingChunk, BuildingRequest } from "#workers/mesh/contract.ts";
import { partition } from "#workers/mesh/partition.ts";
import { readGlb } from "#workers/mesh/readGlb.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { watch } from "../core/store.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh } from "../gpu/drawMesh.ts";
import { bytesTexture } from "../gpu/textures.ts";
import { lookOf } from "../style/look.ts";
import {
  buildingFragmentShader,
  buildingVertexShader,
  plainStates,
  stateColumns,
  stateRows,
} from "./buildingShader.ts";
import { writeStates } from "./buildingStates.ts";
import type { SunLight } from "./sun.ts";

const mostPerChunk = 4096;
const widestChunkM = 1600;

type Chunk = {
  readonly ids: readonly string[];
  readonly codes: Uint8Array;
  readonly planned: boolean;
  mesh: DrawMesh | null;
  states: Texture | null;
  side: Side;
};

/**
 * Buildings as chunked binary glTF, drawn by commands of our own; what changes with plans, results and selection goes
 * through the state texture.
 */
export function createBuildingLayer(context: SceneContext, sun: SunLight): Layer {
  const { store, data } = context;
  const layer = createMeshLayer(context.curtain.isDown);
  const base: Chunk[] = [];
  /** Inserted buildings, by what was inserted. */
  const inserted = new Map<string, Chunk>();
  let look = lookOf(store.getState().theme);
  let destroyed = false;
  context.scene.primitives.add(layer);

  const refresh = (state: SceneState): void => {
    layer.show = state.layers.buildings;
    const right = state.right ?? state.left;
    if (state.left === null || right === null) return;
    for (const chunk of [...base, ...inserted.values()]) {
      const before = chunk.codes.slice();
      const common = { selection: state.selection, look, planned: chunk.planned };
      writeStates(chunk.codes, chunk.ids, 0, {
        ...common,
        twin: state.left.twin,
        overlay: state.leftOverlay,
      });
      writeStates(chunk.codes, chunk.ids, 1, {
        ...common,
        twin: right.twin,
        overlay: state.right === null ? state.leftOverlay : state.rightOverlay,
      });
      if (!before.every((code, i) => code === chunk.codes[i])) chunk.states?.copyFrom(statesOf(chunk));
    }
    context.requestRender();
  };

  const load = async (chunk: Chunk, request: BuildingRequest): Promise<void> => {
    const meshed = await context.mesher.buildings(request);
    if (destroyed || context.scene.isDestroyed()) return;
    const { arrayBufferView, width, height } = statesOf(chunk).source;
    const texture = bytesTexture(context.scene.context, arrayBufferView, width, height);
    chunk.states = texture;
    chunk.mesh = buildingMesh(context, request, meshed, texture, {
      u_states: () => texture,
      u_rows: () => stateRows(chunk.ids.length),
      u_side: () => chunk.side,
      u_light: sun.localDirection,
      u_daylight: sun.daylight,
      u_wall: () => look.wall,
      u_roof: () => look.roof,
      u_flatRoof: () => look.flatRoof,
      u_ink: () => look.ink,
    });
    layer.add(chunk.mesh);
    context.requestRender();
  };

  const start = (table: BuildingTable, members: Uint32Array, planned: boolean): Chunk => {
    const request = requestOf(table, members);
    const chunk: Chunk = {
      ids: request.ids,
      codes: plainStates(request.ids.length),
      planned,
      mesh: null,
      states: null,
      side: 0,
    };
    context.busy(load(chunk, request)).catch((error) => context.report("buildings", error));
    return chunk;
  };

  const drop = (chunk: Chunk): void => {
    if (chunk.mesh !== null) layer.remove(chunk.mesh);
    chunk.mesh = null;
    chunk.states = null;
  };

  const updateInserted = (state: SceneState): void => {
    const wanted = new Map<string, { readonly side: Side; readonly twin: Twin }>();
    for (const { side, shown } of sidesOf(state.left, state.right)) {
      const table = plannedBuildings(shown.twin).inserted;
      if (table.count === 0) continue;
      const key = insertedKey(shown.twin);
      wanted.set(key, { side: wanted.has(key) ? 0 : side, twin: shown.twin });
    }
    for (const [key, chunk] of inserted) {
      if (wanted.has(key)) continue;
      drop(chunk);
      inserted.delete(key);
    }
    for (const [key, { side, twin }] of wanted) {
      let chunk = inserted.get(key);
      if (chunk === undefined) {
        const table = plannedBuildings(twin).inserted;
        chunk = start(
          table,
          Uint32Array.from({ length: table.count }, (_, i) => i),
          true,
        );
        inserted.set(key, chunk);
      }
      chunk.side = side;
    }
    refresh(state);
  };

  for (const members of partition(centresOf(data.buildings), mostPerChunk, widestChunkM))
    base.push(start(data.buildings, members, false));

  const stops = [
    watch(store, ["left", "right"], updateInserted),
    watch(store, ["leftOverlay", "rightOverlay", "selection", "layers"], refresh),
    watch(store, ["theme"], (state) => {
      look = lookOf(state.theme);
      refresh(state);
    }),
  ];
  return {
    destroy: () => {
      destroyed = true;
      for (const stop of stops) stop();
      context.remove(layer);
    },
  };
}

const statesOf = (chunk: Chunk) => ({
  source: {
    arrayBufferView: chunk.codes,
    width: stateColumns,
    height: chunk.codes.length / 4 / stateColumns,
  },
});

function buildingMesh(
  context: SceneContext,
  request: BuildingRequest,
  meshed: BuildingChunk,
  owned: Texture,
  uniforms: Readonly<Record<string, () => unknown>>,
): DrawMesh {
  const { positions, normals, edges, features } = readGlb(meshed.glb);
  const modelMatrix = context.frame.affineAt(request.originX, request.originY, request.originZ);
  const middleZ = (meshed.minZ + meshed.maxZ) / 2 - request.originZ;
  return createDrawMesh(
    context.scene.context,
    {
      attributes: {
        position: { array: positions, components: 3 },
        normal: { array: normals, components: 4, normalize: true },
        edge: { array: edges, components: 4, normalize: true },
        feature: { array: features, components: 2 },
      },
      vertexShader: buildingVertexShader,
      fragmentShader: buildingFragmentShader,
      uniforms,
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(new Cartesian3(0, 0, middleZ), meshed.radiusM + 1),
        modelMatrix,
        new BoundingSphere(),
      ),
      castShadows: true,
      receiveShadows: true,
    },
    [owned],
  );
}

function insertedKey(twin: Twin): string {
  const texts: string[] = [];
  for (const operation of twin.operations) {
    // A building stands on the planned ground, so what shapes it belongs to the key.
    if (operation.layer === "buildings" ? operation.op === "insert" : operation.layer === "terrain")
      texts.push(JSON.stringify(operation));
  }
  return texts.join();
}

/** A point in the middle of each building, x,y pairs. */
function centresOf(table: BuildingTable): Float32Array {
  const centres = new Float32Array(table.count * 2);
  for (let i = 0; i < table.count; i++) {
    const first = table.triangleStart[i] * 9;
    const end = table.triangleStart[i + 1] * 9;
    let x = 0;
    let y = 0;
    for (let at = first; at < end; at += 3) {
      x += table.trianglesXYZ[at];
      y += table.trianglesXYZ[at + 1];
    }
    const vertices = Math.max(1, (end - first) / 3);
    centres[i * 2] = x / vertices;
    centres[i * 2 + 1] = y / vertices;
  }
  return centres;
}

/** Cuts some rows out of a table, for the worker. */
export function requestOf(table: BuildingTable, members: Uint32Array): BuildingRequest {
  const ids: string[] = [];
  const triangleStart = new Uint32Array(members.length + 1);
  members.forEach((row, i) => {
    ids.push(table.ids[row]);
    triangleStart[i + 1] = triangleStart[i] + table.triangleStart[row + 1] - table.triangleStart[row];
  });
  const total = triangleStart[members.length];
  const trianglesXYZ = new Float32Array(total * 9);
  const surfaceKind = new Uint8Array(total);
  members.forEach((row, i) => {
    const from = table.triangleStart[row];
    const to = table.triangleStart[row + 1];
    trianglesXYZ.set(table.trianglesXYZ.subarray(from * 9, to * 9), triangleStart[i] * 9);
    surfaceKind.set(table.surfaceKind.subarray(from, to), triangleStart[i]);
  });
  let minX = Number.POSITIVE_INFINITY;
  let maxX = Number.NEGATIVE_INFINITY;
  let minY = Number.POSITIVE_INFINITY;
  let maxY = Number.NEGATIVE_INFINITY;
  let minZ = Number.POSITIVE_INFINITY;
  for (let at = 0; at < trianglesXYZ.length; at += 3) {
    minX = Math.min(minX, trianglesXYZ[at]);
    maxX = Math.max(maxX, trianglesXYZ[at]);
    minY = Math.min(minY, trianglesXYZ[at + 1]);
    maxY = Math.max(maxY, trianglesXYZ[at + 1]);
    minZ = Math.min(minZ, trianglesXYZ[at + 2]);
  }
  const placed = total > 0;
  return {
    ids,
    triangleStart,
    trianglesXYZ,
    surfaceKind,
    originX: placed ? (minX + maxX) / 2 : 0,
    originY: placed ? (minY + maxY) / 2 : 0,
    originZ: placed ? minZ : 0,
  };
}
