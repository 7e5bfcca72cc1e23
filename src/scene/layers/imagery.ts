import { Cartesian4, type Texture } from "@cesium/engine";
import type { Imagery } from "#twin/imagery.ts";
import { nextTurn } from "#workers/runtime/turns.ts";
import type { SceneContext } from "../core/context.ts";
import { watch } from "../core/store.ts";
import type { Uniforms } from "../gpu/drawMesh.ts";
import { pictureTexture } from "../gpu/textures.ts";
import { imageryOpacity } from "./imageryShown.ts";

/** The twin's aerial picture as one texture, for whatever draws ground. */
export type ImageryLayer = {
  readonly uniforms: Uniforms;
  readonly isShown: () => boolean;
  readonly destroy: () => void;
};

/** Texels a side at most; a computer without a graphics card gets less. */
const mostTexels = 4096;
const thriftyTexels = 2048;
const rowsAtOnce = 128;

/**
 * `withImagery(colour, xy, planned)`: the ground's colour with the picture over it. `planned` is 1 where a plan changes the
 * ground: what is planned lies on top, because no picture shows it.
 */
export const imageryGlsl = `
uniform sampler2D u_imagery;
uniform vec4 u_imageryFrame;
uniform float u_imageryOpacity;
vec3 withImagery(vec3 ground, vec2 xy, float planned) {
  if (u_imageryOpacity <= 0.0) return ground;
  vec2 uv = vec2(xy.x - u_imageryFrame.x, u_imageryFrame.y - xy.y) * u_imageryFrame.zw;
  if (any(lessThan(uv, vec2(0.0))) || any(greaterThan(uv, vec2(1.0)))) return ground;
  vec4 picture = texture(u_imagery, uv);
  return mix(ground, picture.rgb, picture.a * u_imageryOpacity * (1.0 - planned));
}
`;

/** Mean of squares of `factor` × `factor` pixels; by and by, because a picture may have sixteen million of them. */
async function reduced(
  { columns, rows, rgba }: Imagery,
  factor: number,
): Promise<{ rgba: Uint8Array; width: number; height: number }> {
  const width = Math.ceil(columns / factor);
  const height = Math.ceil(rows / factor);
  const small = new Uint8Array(width * height * 4);
  for (let row = 0; row < height; row++) {
    if (row > 0 && row % Math.ceil(rowsAtOnce / factor) === 0) await nextTurn();
    const lastRow = Math.min(rows, (row + 1) * factor);
    for (let column = 0; column < width; column++) {
      const lastColumn = Math.min(columns, (column + 1) * factor);
      let red = 0;
      let green = 0;
      let blue = 0;
      let alpha = 0;
      let count = 0;
      for (let r = row * factor; r < lastRow; r++) {
        for (let c = column * factor; c < lastColumn; c++) {
          const at = (r * columns + c) * 4;
          const weight = rgba[at + 3];
          red += rgba[at] * weight;
          green += rgba[at + 1] * weight;
          blue += rgba[at + 2] * weight;
          alpha += weight;
          count += 1;
        }
      }
      if (alpha === 0) continue;
      const to = (row * width + column) * 4;
      small[to] = red / alpha;
      small[to + 1] = green / alpha;
      small[to + 2] = blue / alpha;
      small[to + 3] = alpha / count;
    }
  }
  return { rgba: small, width, height };
}

/** Uploads the picture when it is shown for the first time; nothing is held on the graphics card before. */
export function createImagery(context: SceneContext): ImageryLayer {
  const gpu = context.scene.context;
  const { imagery } = context.data;
  let texture: Texture | null = null;
  const empty = pictureTexture(gpu, new Uint8Array(4), 1, 1);
  const frame = new Cartesian4(0, 0, 0, 0);
  let opacity = 0;
  let loading = false;
  let destroyed = false;

  const upload = async (picture: Imagery): Promise<void> => {
    const most = context.thrifty ? thriftyTexels : mostTexels;
    const factor = Math.max(1, Math.ceil(Math.max(picture.columns, picture.rows) / most));
    // A copy of its own: memory that workers share cannot be handed to the graphics card.
    const { rgba, width, height } =
      factor === 1
        ? { rgba: picture.rgba.slice(), width: picture.columns, height: picture.rows }
        : await reduced(picture, factor);
    if (destroyed || context.scene.isDestroyed()) return;
    texture = pictureTexture(gpu, rgba, width, height);
    const cellM = picture.cellSizeM * factor;
    Cartesian4.fromElements(picture.westX, picture.northY, 1 / (width * cellM), 1 / (height * cellM), frame);
    context.requestRender();
  };

  const stop = watch(context.store, ["layers"], ({ layers }) => {
    const next = imageryOpacity(layers.imagery, context.data);
    if (next === opacity) return;
    opacity = next;
    if (imagery !== null && opacity > 0 && !loading) {
      loading = true;
      context.busy(upload(imagery)).catch((error) => context.report("imagery", error));
    }
    context.requestRender();
  });
  return {
    uniforms: {
      u_imagery: () => texture ?? empty,
      u_imageryFrame: () => frame,
      u_imageryOpacity: () => (texture === null ? 0 : opacity),
    },
    isShown: () => texture !== null && opacity > 0,
    destroy: () => {
      destroyed = true;
      stop();
      empty.destroy();
      texture?.destroy();
    },
  };
}
