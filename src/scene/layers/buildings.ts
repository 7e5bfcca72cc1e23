import { BoundingSphere, Cartesian2, Cartesian3, type Texture } from "@cesium/engine";
import { plannedBuildings } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import type { BuildingChunk, BuildingRequest } from "#workers/mesh/contract.ts";
import { type GlbColumns, readGlb } from "#workers/mesh/readGlb.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { watch } from "../core/store.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh, type MeshOptions } from "../gpu/drawMesh.ts";
import { bytesTexture } from "../gpu/textures.ts";
import { buildingRequests } from "../prepare.ts";
import { lookOf } from "../style/look.ts";
import { requestOf } from "../terrain/buildingChunks.ts";
import {
  buildingFragmentShader,
  buildingVertexShader,
  plainStates,
  stateColumns,
  stateRows,
  states,
} from "./buildingShader.ts";
import { writeStates } from "./buildingStates.ts";
import type { FieldUniforms } from "./fields.ts";
import type { SunLight } from "./sun.ts";

type Origin = Pick<BuildingRequest, "originX" | "originY" | "originZ">;
type Body = Pick<BuildingChunk, "minZ" | "maxZ" | "radiusM">;

/** One triangle without area. */
const emptyColumns: GlbColumns = {
  positions: new Float32Array(9),
  normals: new Int8Array(12),
  edges: new Uint8Array(12),
  features: new Uint16Array(6),
};

type Chunk = {
  readonly ids: readonly string[];
  readonly codes: Uint8Array;
  readonly planned: boolean;
  mesh: DrawMesh | null;
  states: Texture | null;
  side: Side;
  /** Nothing is said about any of its buildings, on either side. */
  plain: boolean;
};

/**
 * Buildings as chunked binary glTF, drawn by commands of our own; what changes with plans, results and selection goes
 * through the state texture, and what lies on roofs through the field's own.
 */
export function createBuildingLayer(context: SceneContext, sun: SunLight, fields: FieldUniforms): Layer {
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
      if (!differs(before, chunk.codes)) continue;
      chunk.plain = isPlain(chunk.codes);
      chunk.states?.copyFrom(statesOf(chunk));
    }
    context.requestRender();
  };

  const meshOf = (chunk: Chunk, origin: Origin, body: Body, columns: GlbColumns): DrawMesh => {
    const { arrayBufferView, width, height } = statesOf(chunk).source;
    const texture = bytesTexture(context.scene.context, arrayBufferView, width, height);
    chunk.states = texture;
    const place = new Cartesian2(origin.originX, origin.originY);
    const variant = {
      isPlain: () => chunk.plain && chunk.side === 0 && !fields.onRoofs(),
      defines: () => (fields.onRoofs() ? `#define DRAPED\n${fields.defines()}` : ""),
    };
    return buildingMesh(context, origin, body, columns, texture, variant, {
      ...fields.uniforms,
      u_origin: () => place,
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
  };

  const load = async (
    chunk: Chunk,
    request: BuildingRequest,
    making: Promise<BuildingChunk>,
  ): Promise<void> => {
    const meshed = await making;
    if (destroyed || context.scene.isDestroyed()) return;
    chunk.mesh = meshOf(chunk, request, meshed, readGlb(meshed.glb));
    layer.add(chunk.mesh);
    context.requestRender();
  };

  const start = (
    request: BuildingRequest,
    planned: boolean,
    making: Promise<BuildingChunk> = context.mesher.buildings(request),
  ): Chunk => {
    const chunk = chunkOf(request.ids, planned);
    context.busy(load(chunk, request, making)).catch((error) => context.report("buildings", error));
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
        const all = Uint32Array.from({ length: table.count }, (_, i) => i);
        chunk = start(requestOf(table, all), true);
        inserted.set(key, chunk);
      }
      chunk.side = side;
    }
    refresh(state);
  };

  if (context.prepared === null)
    for (const request of buildingRequests(data)) base.push(start(request, false));
  else for (const { request, chunk } of context.prepared.buildings) base.push(start(request, false, chunk));

  const { extent, terrain } = data;
  const middle: Origin = {
    originX: (extent.minX + extent.maxX) / 2,
    originY: (extent.minY + extent.maxY) / 2,
    originZ: terrain.values.find((z) => !Number.isNaN(z)) ?? 0,
  };
  const still: Body = { minZ: middle.originZ, maxZ: middle.originZ, radiusM: 1 };
  layer.warm(meshOf(chunkOf([], false), middle, still, emptyColumns));
  const stops = [
    context.follow(["left", "right"], updateInserted),
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

const chunkOf = (ids: readonly string[], planned: boolean): Chunk => ({
  ids,
  codes: plainStates(ids.length),
  planned,
  mesh: null,
  states: null,
  side: 0,
  plain: true,
});

/** A plain loop: a call for each byte of a hundred thousand buildings takes tens of milliseconds. */
function differs(before: Uint8Array, after: Uint8Array): boolean {
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) return true;
  return false;
}

/** States are four bytes; a plain one has them all set. */
function isPlain(codes: Uint8Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i] !== states.plain) return false;
  return true;
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
  { originX, originY, originZ }: Origin,
  { minZ, maxZ, radiusM }: Body,
  { positions, normals, edges, features }: GlbColumns,
  owned: Texture,
  variant: Pick<MeshOptions, "isPlain" | "defines">,
  uniforms: Readonly<Record<string, () => unknown>>,
): DrawMesh {
  const modelMatrix = context.frame.affineAt(originX, originY, originZ);
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
      ...variant,
      uniforms,
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(new Cartesian3(0, 0, (minZ + maxZ) / 2 - originZ), radiusM + 1),
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
