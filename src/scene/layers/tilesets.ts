import { Cartesian3, Cesium3DTileset, Ellipsoid, Matrix4, ShadowMode } from "@cesium/engine";
import { filesOfTileset, type Tileset, type Tilesets } from "#twin/tilesets.ts";
import type { Layer, SceneContext } from "../core/context.ts";
import type { LocalFrame } from "../core/localFrame.ts";
import { watch } from "../core/store.ts";
import { servedResource } from "./tilesets/resource.ts";

/** While tiles are on their way, frames are drawn this often; what arrived is made ready in a frame. */
const frameEveryMs = 60;
/** Pixels by which a tile may be coarser than its finest; a computer without a graphics card gets coarser ones. */
const coarsenessPx = 16;
const thriftyCoarsenessPx = 32;
const cacheBytes = 256 * 1024 ** 2;

let made = 0;

/** The city's 3D Tiles, where it has any. They are no part of the first picture: nothing waits for them. */
export function createTilesetLayer(context: SceneContext): Layer {
  const { tiles3d } = context.data;
  return { destroy: tiles3d === null ? () => undefined : showTilesets(context, tiles3d) };
}

/** Where a tileset stands in the scene. */
export function placeOf({ place, outline }: Tileset, frame: LocalFrame): Matrix4 {
  if (place.type === "put") {
    const [x, y, z] = place.from;
    return Matrix4.multiplyByTranslation(
      frame.affineAt(...place.to),
      new Cartesian3(-x, -y, -z),
      new Matrix4(),
    );
  }
  const x = outline.reduce((sum, [east]) => sum + east, 0) / Math.max(1, outline.length);
  const y = outline.reduce((sum, [, north]) => sum + north, 0) / Math.max(1, outline.length);
  const up = Ellipsoid.WGS84.geodeticSurfaceNormal(frame.toWorld(x, y, 0), new Cartesian3());
  return Matrix4.fromTranslation(
    Cartesian3.multiplyByScalar(up, frame.liftOfEllipsoidalM(place.geoidM), new Cartesian3()),
  );
}

/** Shows a city's tilesets while their layer is on; nothing is read of them before. */
function showTilesets(context: SceneContext, tilesets: Tilesets): () => void {
  const { scene } = context;
  const thrifty = scene.msaaSamples === 1;
  const shown: Cesium3DTileset[] = [];
  let stopped = false;
  let opened = false;
  let told = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (error: unknown): void => {
    // One tile in a thousand that fails is worth one word, not a thousand.
    if (!told && !stopped) context.report("tilesets", error);
    told = true;
  };
  /** Tiles that are ready to be drawn, for whoever watches the page. */
  let ready = 0;
  const count = (change: 1 | -1): void => {
    ready += change;
    scene.canvas.dataset.tilesReady = String(ready);
  };

  const open = async (set: Tileset): Promise<void> => {
    made += 1;
    const base = new URL(`tilesets-of-this-city/${made}/`, globalThis.location.href).href;
    // What looks files through comes when a city has any; the engine's part is in its one file anyway.
    const { createTileServer } = await import("./tilesets/server.ts");
    const server = createTileServer(filesOfTileset(tilesets, set), set.entry, base);
    const tileset = await Cesium3DTileset.fromUrl(servedResource(server), {
      modelMatrix: placeOf(set, context.frame),
      maximumScreenSpaceError: thrifty ? thriftyCoarsenessPx : coarsenessPx,
      cacheBytes,
      shadows: ShadowMode.ENABLED,
      // The sky that it would light models by does not exist here.
      environmentMapOptions: { enabled: false },
      cullRequestsWhileMoving: false,
    });
    if (stopped || scene.isDestroyed()) {
      tileset.destroy();
      return;
    }
    tileset.show = context.store.getState().layers.tiles3d;
    tileset.tileFailed.addEventListener(({ message }: { readonly message: string }) => tell(message));
    tileset.tileLoad.addEventListener(() => count(1));
    tileset.tileUnload.addEventListener(() => count(-1));
    shown.push(tileset);
    scene.primitives.add(tileset);
    context.requestRender();
  };

  const stopWatching = watch(context.store, ["layers"], ({ layers }) => {
    if (layers.tiles3d && !opened) {
      opened = true;
      for (const set of tilesets.sets) open(set).catch(tell);
    }
    for (const tileset of shown) tileset.show = layers.tiles3d;
    if (opened) context.requestRender();
  });
  const stopPumping = scene.postRender.addEventListener(() => {
    if (timer !== undefined || !shown.some((tileset) => tileset.show && !tileset.tilesLoaded)) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (!stopped) context.requestRender();
    }, frameEveryMs);
  });
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopWatching();
    if (!scene.isDestroyed()) stopPumping();
    for (const tileset of shown) context.remove(tileset);
  };
}
