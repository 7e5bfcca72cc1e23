import { Cartesian4, type Texture } from "@cesium/engine";
import type { SceneBasemap } from "../contract.ts";
import type { SceneContext } from "../core/context.ts";
import { watch } from "../core/store.ts";
import type { Uniforms } from "../gpu/drawMesh.ts";
import { pictureTexture } from "../gpu/textures.ts";
import { type PlacedTile, tilesOver, tileUrl } from "./basemapTiles.ts";

/** A map as one texture over the whole place, for whatever draws ground. */
export type Basemap = {
  readonly uniforms: Uniforms;
  readonly isShown: () => boolean;
  readonly destroy: () => void;
};

/** Texels a side: a metre or finer for a district. */
const texels = 2048;
const atOnce = 6;
const largestTileBytes = 2_000_000;
/** How much of the ground's own look the map replaces: land cover stays guessable, results lie above both. */
const opacity = 0.85;

/** `withBasemap(colour, xy)`: the ground's colour with the map over it. */
export const basemapGlsl = `
uniform sampler2D u_basemap;
uniform vec4 u_basemapFrame;
vec3 withBasemap(vec3 ground, vec2 xy) {
  if (u_basemapFrame.w <= 0.0) return ground;
  vec2 uv = vec2(xy.x - u_basemapFrame.x, u_basemapFrame.y - xy.y) * u_basemapFrame.z;
  if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) return ground;
  vec4 map = texture(u_basemap, uv);
  return mix(ground, map.rgb, map.a * u_basemapFrame.w);
}
`;

/**
 * Loads the tiles of the map that is switched on, and no others; nothing is asked for while none is. The tiles are drawn
 * once into a picture in the frame's own axes, so that turning and zooming cost no request.
 */
export function createBasemap(context: SceneContext): Basemap {
  const gpu = context.scene.context;
  let texture: Texture = pictureTexture(gpu, new Uint8Array(4), 1, 1);
  let placement = new Cartesian4(0, 0, 0, 0);
  let loading: AbortController | null = null;
  let shown: SceneBasemap | null = null;

  const put = (next: Texture, where: Cartesian4): void => {
    texture.destroy();
    texture = next;
    placement = where;
    context.requestRender();
  };
  const show = async (basemap: SceneBasemap): Promise<void> => {
    const controller = new AbortController();
    loading = controller;
    const { extent } = context.data;
    const sizeM = Math.max(extent.maxX - extent.minX, extent.maxY - extent.minY);
    const canvas = document.createElement("canvas");
    canvas.width = texels;
    canvas.height = texels;
    const picture = canvas.getContext("2d", { willReadFrequently: true });
    if (picture === null) return;
    const tiles = tilesOver(
      { extent, degreesAt: context.frame.longitudeLatitudeDeg },
      texels,
      basemap.maxZoom,
    );
    let drawn = 0;
    let reason: unknown = null;
    const waiting = [...tiles];
    const work = async (): Promise<void> => {
      for (let tile = waiting.shift(); tile !== undefined; tile = waiting.shift()) {
        try {
          const image = await fetchTile(tileUrl(basemap.url, tile), controller.signal);
          drawTile(picture, image, tile, extent.minX, extent.maxY, texels / sizeM);
          image.close();
          drawn++;
        } catch (error) {
          // A missing tile is a hole in the map: the ground shows its own look there.
          reason = error;
        }
        if (controller.signal.aborted) return;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    if (controller.signal.aborted || context.scene.isDestroyed()) return;
    if (drawn === 0) {
      context.report("basemap", reason ?? new Error(basemap.url));
      return;
    }
    const { data } = picture.getImageData(0, 0, texels, texels);
    put(
      pictureTexture(gpu, new Uint8Array(data.buffer), texels, texels),
      new Cartesian4(extent.minX, extent.maxY, 1 / sizeM, opacity),
    );
  };

  const stop = watch(context.store, ["layers"], ({ layers }) => {
    if (layers.basemap === shown) return;
    shown = layers.basemap;
    loading?.abort();
    loading = null;
    if (shown === null) put(pictureTexture(gpu, new Uint8Array(4), 1, 1), new Cartesian4(0, 0, 0, 0));
    else show(shown).catch((error) => context.report("basemap", error));
  });
  return {
    uniforms: { u_basemap: () => texture, u_basemapFrame: () => placement },
    isShown: () => placement.w > 0,
    destroy: () => {
      stop();
      loading?.abort();
      texture.destroy();
    },
  };
}

/** No cookies, no referrer: a tile server learns which part of the world somebody looks at, and nothing else. */
async function fetchTile(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal, credentials: "omit", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`${response.status} ${url}`);
  const blob = await response.blob();
  if (blob.size > largestTileBytes || !/^image\/(png|jpeg|webp)/.test(blob.type))
    throw new Error(`${blob.type} ${url}`);
  return await createImageBitmap(blob);
}

function drawTile(
  picture: CanvasRenderingContext2D,
  image: ImageBitmap,
  { corners: [northWest, northEast, southWest] }: PlacedTile,
  minX: number,
  maxY: number,
  texelsPerM: number,
): void {
  const column = (x: number): number => (x - minX) * texelsPerM;
  const row = (y: number): number => (maxY - y) * texelsPerM;
  // A hair larger than the tile, so that no seam shows between neighbours.
  const width = image.width - 0.5;
  const height = image.height - 0.5;
  picture.setTransform(
    (column(northEast[0]) - column(northWest[0])) / width,
    (row(northEast[1]) - row(northWest[1])) / width,
    (column(southWest[0]) - column(northWest[0])) / height,
    (row(southWest[1]) - row(northWest[1])) / height,
    column(northWest[0]),
    row(northWest[1]),
  );
  picture.drawImage(image, 0, 0);
}
