import { BoundingSphere, Cartesian3, Cartesian4 } from "@cesium/engine";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { groundPalettes, type Rgb } from "#workers/mesh/palette.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh } from "../gpu/drawMesh.ts";
import { lookOf } from "../style/look.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { bridgeDecks, type Deck } from "./bridgeDecks.ts";
import { type BridgeColumns, bridgeMesh, deckCodes } from "./bridgeMesh.ts";
import { bridgeFragmentShader, bridgeVertexShader } from "./bridgeShader.ts";
import type { SunLight } from "./sun.ts";

/** How much of a deck is left over water or a result: both have to be read. */
const seeThrough = 0.42;

const known = new WeakMap<HeightField, { readonly key: string; readonly decks: readonly Deck[] }>();

/** The decks of a planned twin; the same as long as its streets and its ground are. */
export function decksOf(twin: Twin, ground: HeightField): readonly Deck[] {
  const key = `${twin.data.id}|${twin.layerHashes.streets}`;
  let found = known.get(ground);
  if (found?.key !== key) {
    found = { key, decks: bridgeDecks(streetsOf(twin).sections, ground.heightAt) };
    known.set(ground, found);
  }
  return found.decks;
}

/** Bridges as decks with sides and parapets. Over water and results their surface is drawn transparent. */
export function createBridgeLayer(
  context: SceneContext,
  sun: SunLight,
  groundOf: (twin: Twin) => HeightField,
): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  let drawn = "";
  let solid: DrawMesh[] = [];
  let clear: DrawMesh[] = [];

  const update = (state: SceneState): void => {
    layer.show = state.layers.streets;
    const sides = sidesOf(state.left, state.right);
    const keyOf = (twin: Twin): string => `${twin.layerHashes.streets}|${twin.layerHashes.terrain}`;
    const key = sides.map(({ side, shown }) => `${side}|${keyOf(shown.twin)}`).join();
    if (key !== drawn) {
      drawn = key;
      layer.clear();
      solid = [];
      clear = [];
      const same = sides.length === 2 && new Set(sides.map(({ shown }) => keyOf(shown.twin))).size === 1;
      for (const { side, shown } of same ? sides.slice(0, 1) : sides)
        add(decksOf(shown.twin, groundOf(shown.twin)), groundOf(shown.twin), same ? 0 : side);
    }
    const results = [state.leftOverlay, state.rightOverlay].some(
      ({ field, frames }) => field !== null || frames !== null,
    );
    for (const mesh of solid) mesh.show = !results;
    for (const mesh of clear) mesh.show = results;
    context.requestRender();
  };

  const add = (decks: readonly Deck[], ground: HeightField, side: Side): void => {
    if (decks.length === 0) return;
    const { extent } = context.data;
    const origin = [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2, ground.minZ] as const;
    const mesh = bridgeMesh(decks, origin);
    const modelMatrix = context.frame.affineAt(...origin);
    // Transparent things are drawn in the order of their spheres: this one lies between the water's and the measures'.
    const reach = 0.8 * Math.hypot(extent.maxX - extent.minX, extent.maxY - extent.minY);
    const bounds = BoundingSphere.transform(
      new BoundingSphere(Cartesian3.ZERO, reach),
      modelMatrix,
      new BoundingSphere(),
    );
    const theme = (): SceneState["theme"] => context.store.getState().theme;
    // The structure casts and the surface receives: a face that does both shades itself in speckles.
    const draw = (columns: BridgeColumns, alpha: number, casts: boolean): DrawMesh => {
      const made = createDrawMesh(context.scene.context, {
        attributes: {
          position: { array: columns.position, components: 3 },
          normal: { array: columns.normal, components: 4, normalize: true },
          paint: { array: columns.paint, components: 4 },
        },
        indices: columns.indices,
        vertexShader: bridgeVertexShader,
        fragmentShader: bridgeFragmentShader,
        uniforms: {
          u_side: () => side,
          u_alpha: () => alpha,
          u_light: () => sun.localDirection(),
          u_daylight: sun.daylight,
          u_wall: () => lookOf(theme()).wall,
          u_ink: () => lookOf(theme()).ink,
          u_deck: () => deckColours[theme()],
          u_lines: () => lineColours[theme()],
        },
        modelMatrix,
        bounds,
        castShadows: casts,
        receiveShadows: !casts && alpha === 1,
        blend: alpha < 1,
        backFaces: casts,
      });
      layer.add(made);
      return made;
    };
    draw(mesh.structure, 1, true);
    solid.push(draw(mesh.top, 1, false));
    clear.push(draw(mesh.top, seeThrough, false));
  };

  const stop = context.follow(["left", "right", "layers", "theme", "leftOverlay", "rightOverlay"], update);
  return {
    destroy: () => {
      stop();
      context.remove(layer);
    },
  };
}

const vec = ([r, g, b]: Rgb): Cartesian4 => new Cartesian4(r / 255, g / 255, b / 255, 1);

/** Surface and line colour per kind of deck, in the order of `deckCodes`; the same as on the ground. */
function coloursOf(pick: (palette: (typeof groundPalettes)["light"]) => readonly Rgb[]) {
  return {
    light: pick(groundPalettes.light).map(vec),
    dark: pick(groundPalettes.dark).map(vec),
    contrast: pick(groundPalettes.contrast).map(vec),
  } as const;
}

const inOrder = (of: Readonly<Record<Deck["kind"], Rgb>>): readonly Rgb[] =>
  (Object.keys(deckCodes) as Deck["kind"][])
    .sort((a, b) => deckCodes[a] - deckCodes[b])
    .map((kind) => of[kind]);

const deckColours = coloursOf((palette) =>
  inOrder({
    road: palette.carriageway,
    path: palette.path,
    rail: palette.railBed,
    tram: palette.carriageway,
  }),
);
const lineColours = coloursOf((palette) =>
  inOrder({ road: palette.marking, path: palette.path, rail: palette.rail, tram: palette.rail }),
);
