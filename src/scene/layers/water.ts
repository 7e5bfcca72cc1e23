import { BoundingSphere, Cartesian2, Cartesian3, Cartesian4, type Texture } from "@cesium/engine";
import type { Grid } from "#twin/frame.ts";
import { sameGrid } from "#twin/read/grid.ts";
import { terrainOn } from "#twin/read/terrain.ts";
import type { Twin } from "#twin/twin.ts";
import type { SceneOverlay, SceneState } from "../contract.ts";
import type { Layer, SceneContext, Side } from "../core/context.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh, type MeshLayer } from "../gpu/drawMesh.ts";
import { floatTexture, sixteenBitTexture } from "../gpu/textures.ts";
import { classScale } from "../style/classes.ts";
import { lookOf, waterEdgesM } from "../style/look.ts";
import { framesOf, type WaterFrames, wetTiles } from "./waterFrames.ts";
import { waterFragmentShader, waterTileCells, waterVertexShader } from "./waterShader.ts";

const noGround = -1e30;

/** Water as one displaced grid per side; only the two bracketing time steps are ever uploaded. */
export function createWaterLayer(context: SceneContext, daylight: () => number): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  const left = createWater(context, layer, daylight);
  const right = createWater(context, layer, daylight);
  const update = (state: SceneState): void => {
    const compared = state.right !== null;
    left.show(state.left?.twin ?? null, state.leftOverlay, compared ? -1 : 0, state.theme);
    right.show(compared ? (state.right?.twin ?? null) : null, state.rightOverlay, 1, state.theme);
    context.requestRender();
  };
  const stop = context.follow(["left", "right", "leftOverlay", "rightOverlay", "theme"], update);
  return {
    destroy: () => {
      stop();
      left.clear();
      right.clear();
      context.remove(layer);
    },
  };
}

type Water = {
  readonly show: (twin: Twin | null, overlay: SceneOverlay, side: Side, theme: SceneState["theme"]) => void;
  readonly clear: () => void;
};

function createWater(context: SceneContext, layer: MeshLayer, daylight: () => number): Water {
  const gpu = context.scene.context;
  let mesh: DrawMesh | null = null;
  let terrain: { readonly texture: Texture; readonly key: string; readonly grid: Grid } | null = null;
  /** Uploaded time steps by their array: stepping on re-uses the one that was "after". */
  const frameTextures = new Map<Uint16Array, Texture>();
  let tilesOf: { readonly before: Uint16Array; readonly after: Uint16Array; readonly least: number } | null =
    null;
  const now = { mix: 0, side: 0 as Side, scale: classScale([], []) };
  let shown: WaterFrames | null = null;

  const dropMesh = (): void => {
    if (mesh !== null) layer.remove(mesh);
    mesh = null;
    tilesOf = null;
  };
  const clear = (): void => {
    dropMesh();
    terrain?.texture.destroy();
    terrain = null;
    for (const texture of frameTextures.values()) texture.destroy();
    frameTextures.clear();
    shown = null;
  };

  const textureOf = (codes: Uint16Array, grid: Grid): Texture => {
    let texture = frameTextures.get(codes);
    if (texture === undefined) {
      // Shared memory must be copied: WebGL refuses to read from it.
      const own = codes.buffer instanceof ArrayBuffer ? codes : codes.slice();
      texture = sixteenBitTexture(gpu, own, grid.columns, grid.rows);
      frameTextures.set(codes, texture);
    }
    return texture;
  };

  const show: Water["show"] = (twin, overlay, side, theme) => {
    const frames = twin === null ? null : framesOf(overlay);
    if (twin === null || frames === null) {
      clear();
      return;
    }
    const field = overlay.field?.style === "water" ? overlay.field : null;
    now.scale = field
      ? classScale(field.classEdges, field.colours)
      : classScale(waterEdgesM, lookOf(theme).water);
    now.side = side;
    now.mix = frames.mix;
    const leastMm = Math.max(1, Math.round(1000 * (now.scale.edges[0] ?? 0.01)));
    const key = `${twin.data.id}|${twin.layerHashes.terrain}`;
    const gridChanged = terrain === null || !sameGrid(terrain.grid, frames.grid);
    if (terrain === null || terrain.key !== key || gridChanged) {
      if (gridChanged) clear();
      terrain?.texture.destroy();
      const heights = terrainOn(twin, frames.grid).map((z) => (Number.isNaN(z) ? noGround : z));
      terrain = {
        key,
        grid: frames.grid,
        texture: floatTexture(gpu, heights, frames.grid.columns, frames.grid.rows),
      };
    }
    textureOf(frames.before, frames.grid);
    textureOf(frames.after, frames.grid);
    for (const [codes, texture] of frameTextures) {
      if (codes === frames.before || codes === frames.after) continue;
      texture.destroy();
      frameTextures.delete(codes);
    }
    shown = frames;
    if (tilesOf?.before !== frames.before || tilesOf.after !== frames.after || tilesOf.least !== leastMm) {
      dropMesh();
      tilesOf = { before: frames.before, after: frames.after, least: leastMm };
      const tiles = wetTiles(frames, leastMm);
      if (tiles.length > 0) {
        mesh = waterMesh(tiles, frames.grid);
        layer.add(mesh);
      }
    }
  };

  const waterMesh = (tiles: Float32Array, grid: Grid): DrawMesh => {
    const { extent } = context.data;
    const centreX = (extent.minX + extent.maxX) / 2;
    const centreY = (extent.minY + extent.maxY) / 2;
    const originZ = context.data.terrain.values.find((z) => !Number.isNaN(z)) ?? 0;
    const modelMatrix = context.frame.affineAt(centreX, centreY, originZ);
    const radius = Math.hypot(grid.columns, grid.rows) * grid.cellSizeM * 0.6 + 200;
    const gridUniform = new Cartesian4(grid.westX, grid.northY, grid.cellSizeM, 0);
    const origin = new Cartesian3(centreX, centreY, originZ);
    const size = new Cartesian2(grid.columns, grid.rows);
    const codes = (which: "before" | "after") => () =>
      shown === null ? gpuDefault() : (frameTextures.get(shown[which]) ?? gpuDefault());
    const gpuDefault = (): unknown => terrain?.texture;
    const { position, indices } = tileGeometry();
    return createDrawMesh(gpu, {
      attributes: {
        position: { array: position, components: 2 },
        tile: { array: tiles, components: 2, perInstance: true },
      },
      indices,
      instances: tiles.length / 2,
      vertexShader: waterVertexShader,
      fragmentShader: waterFragmentShader,
      uniforms: {
        u_terrain: () => terrain?.texture,
        u_before: codes("before"),
        u_after: codes("after"),
        u_mix: () => now.mix,
        u_side: () => now.side,
        u_grid: () => gridUniform,
        u_origin: () => origin,
        u_size: () => size,
        u_edges: () => now.scale.edges,
        u_colours: () => now.scale.colours,
        u_daylight: daylight,
      },
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(Cartesian3.ZERO, radius),
        modelMatrix,
        new BoundingSphere(),
      ),
      blend: true,
      backFaces: true,
    });
  };

  return { show, clear };
}

function tileGeometry(): { readonly position: Float32Array; readonly indices: Uint16Array } {
  const side = waterTileCells + 1;
  const position = new Float32Array(side * side * 2);
  const indices = new Uint16Array(waterTileCells * waterTileCells * 6);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) position.set([column, row], (row * side + column) * 2);
  let at = 0;
  for (let row = 0; row < waterTileCells; row++) {
    for (let column = 0; column < waterTileCells; column++) {
      const a = row * side + column;
      indices.set([a, a + side, a + 1, a + 1, a + side, a + side + 1], at);
      at += 6;
    }
  }
  return { position, indices };
}
