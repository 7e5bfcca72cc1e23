import { BoundingSphere, Cartesian3, type Cartesian4, type Texture } from "@cesium/engine";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { SceneOverlay, SceneState, SceneStreets } from "../contract.ts";
import type { Layer, SceneContext, Side } from "../core/context.ts";
import { inSlices } from "../core/slices.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh } from "../gpu/drawMesh.ts";
import { floatTexture } from "../gpu/textures.ts";
import { classScale } from "../style/classes.ts";
import { lookOf } from "../style/look.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { deckHeightAt } from "./bridgeDecks.ts";
import { decksOf } from "./bridges.ts";
import { type RibbonTile, ribbonTiles } from "./streetRibbons.ts";
import { streetFragmentShader, streetVertexShader, valuesARow } from "./streetShader.ts";
import { rowValues, widthScale } from "./streetValues.ts";
import type { SunLight } from "./sun.ts";

/** One side's ribbons and what they were made of. Other values of the same sections change a texture and nothing else. */
type Shown = {
  meshes: DrawMesh[];
  /** Names ground and streets that the meshes lie on. */
  geometry: string;
  /** Sections that the meshes hold. */
  held: Uint8Array;
  texture: Texture | null;
  /** What the texture was filled with. */
  values: Float32Array | null;
  edges: number[];
  colours: Cartesian4[];
  widths: number[];
  selected: number;
  side: Side;
};

/** Values on streets as ribbons, both directions on their own halves. Nothing is built before the first such result. */
export function createStreetLayer(
  context: SceneContext,
  sun: SunLight,
  groundOf: (twin: Twin) => HeightField,
): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  const empty = (): Shown => ({
    meshes: [],
    geometry: "",
    held: new Uint8Array(0),
    texture: null,
    values: null,
    selected: -1,
    side: 0,
    ...classScale([], []),
    widths: widthScale([], []),
  });
  const left = empty();
  const right = empty();

  const drop = (shown: Shown): void => {
    for (const mesh of shown.meshes) layer.remove(mesh);
    shown.meshes = [];
    shown.geometry = "";
  };
  const clear = (shown: Shown): void => {
    drop(shown);
    shown.texture?.destroy();
    shown.texture = null;
    shown.values = null;
  };

  const put = (shown: Shown, twin: Twin | null, overlay: SceneOverlay, side: Side): void => {
    const { streets, streetId } = overlay;
    if (twin === null || (streets === undefined && streetId === undefined)) {
      clear(shown);
      return;
    }
    const { sections } = streetsOf(twin);
    shown.side = side;
    shown.selected = streetId === undefined ? -1 : sections.findIndex(({ id }) => id === streetId);
    const { classEdges, colours, widthsPx } = streets ?? noStreets;
    Object.assign(shown, classScale(classEdges, colours), { widths: widthScale(classEdges, widthsPx) });
    const values = (streets ?? noStreets).values;
    const rows = rowValues(sections, streets ?? noStreets);
    if (values !== shown.values || shown.texture === null) {
      shown.texture?.destroy();
      shown.texture = floatTexture(context.scene.context, rows, valuesARow, rows.length / valuesARow);
      shown.values = values;
    }
    const wanted = sections.map(
      (_, i) => i === shown.selected || rows[2 * i] > -1e29 || rows[2 * i + 1] > -1e29,
    );
    const geometry = `${twin.data.id}|${twin.layerHashes.streets}|${twin.layerHashes.terrain}`;
    if (geometry === shown.geometry && wanted.every((one, i) => !one || shown.held[i] === 1)) return;
    drop(shown);
    shown.geometry = geometry;
    shown.held = Uint8Array.from(wanted, Number);
    const { meshes } = shown;
    const steps = tilesFor(twin, sections, wanted).map((make) => () => {
      const tile = make();
      if (tile === null) return;
      const mesh = meshOf(tile, shown);
      meshes.push(mesh);
      layer.add(mesh);
    });
    const goesOn = (): boolean => shown.meshes === meshes && !layer.isDestroyed();
    inSlices(steps, goesOn).then(
      () => {
        if (goesOn()) context.requestRender();
      },
      (error) => context.report("streets", error),
    );
  };

  const tilesFor = (twin: Twin, sections: readonly StreetSection[], wanted: readonly boolean[]) => {
    const ground = groundOf(twin);
    const decks = decksOf(twin, ground);
    return ribbonTiles(
      sections,
      { groundAt: ground.heightAt, deckAt: (x, y) => deckHeightAt(decks, x, y) },
      (section) => wanted[section],
    );
  };

  const meshOf = (tile: RibbonTile, shown: Shown): DrawMesh => {
    const modelMatrix = context.frame.affineAt(tile.originX, tile.originY, tile.originZ);
    const look = () => lookOf(context.store.getState().theme);
    return createDrawMesh(context.scene.context, {
      attributes: {
        position: { array: tile.position, components: 4 },
        frame: { array: tile.frame, components: 4 },
      },
      indices: tile.indices,
      vertexShader: streetVertexShader,
      fragmentShader: streetFragmentShader,
      uniforms: {
        u_side: () => shown.side,
        u_values: () => shown.texture,
        u_edges: () => shown.edges,
        u_colours: () => shown.colours,
        u_widths: () => shown.widths,
        u_selected: () => shown.selected,
        u_daylight: sun.daylight,
        u_ink: () => look().ink,
        u_chosen: () => look().selected,
      },
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(Cartesian3.ZERO, tile.radiusM),
        modelMatrix,
        new BoundingSphere(),
      ),
      // The halves of a street wind in opposite ways.
      backFaces: true,
    });
  };

  const update = (state: SceneState): void => {
    const split = state.right !== null;
    put(left, state.left?.twin ?? null, state.leftOverlay, split ? -1 : 0);
    put(right, state.right?.twin ?? null, state.rightOverlay, 1);
    context.requestRender();
  };
  const stop = context.follow(["left", "right", "leftOverlay", "rightOverlay", "theme"], update);
  return {
    destroy: () => {
      stop();
      clear(left);
      clear(right);
      context.remove(layer);
    },
  };
}

const noStreets: SceneStreets = {
  sectionIds: [],
  values: new Float32Array(0),
  classEdges: [],
  colours: [],
  widthsPx: [],
};
