import { Cartesian2, Cartesian4, type Texture } from "@cesium/engine";
import type { SceneField } from "../contract.ts";
import type { SceneContext } from "../core/context.ts";
import { watch } from "../core/store.ts";
import type { Uniforms } from "../gpu/drawMesh.ts";
import { floatTexture } from "../gpu/textures.ts";
import { classScale } from "../style/classes.ts";

/** Draped results of both sides as uniforms for whatever draws ground. */
export type FieldUniforms = { readonly uniforms: Uniforms; readonly destroy: () => void };

/** What "nothing here" becomes in a texture: comparisons with NaN are not reliable on every GPU. */
const nothing = -1e30;

type Slot = {
  texture: Texture;
  field: SceneField | null;
  grid: Cartesian4;
  size: Cartesian2;
  edges: number[];
  colours: Cartesian4[];
};

/** One texture per side, replaced only when the field itself is another object. */
export function createFieldUniforms(context: SceneContext): FieldUniforms {
  const empty = (): Texture => floatTexture(context.scene.context, Float32Array.of(nothing), 1, 1);
  const slot = (): Slot => ({
    texture: empty(),
    field: null,
    grid: new Cartesian4(0, 0, 0, 0),
    size: new Cartesian2(1, 1),
    ...classScale([], []),
  });
  const left = slot();
  const right = slot();

  const put = (into: Slot, field: SceneField | null): void => {
    const draped = field?.style === "draped" ? field : null;
    if (draped === into.field) return;
    const sameValues =
      draped !== null && into.field?.values === draped.values && into.field.grid === draped.grid;
    into.field = draped;
    if (!sameValues) {
      into.texture.destroy();
      into.texture =
        draped === null
          ? empty()
          : floatTexture(
              context.scene.context,
              draped.values.map((value) => (Number.isNaN(value) ? nothing : value)),
              draped.grid.columns,
              draped.grid.rows,
            );
    }
    if (draped !== null) {
      const { grid } = draped;
      into.grid = new Cartesian4(grid.westX, grid.northY, 1 / grid.cellSizeM, 1);
      into.size = new Cartesian2(grid.columns, grid.rows);
      Object.assign(into, classScale(draped.classEdges, draped.colours));
    } else into.grid = new Cartesian4(0, 0, 0, 0);
    context.requestRender();
  };

  const stop = watch(context.store, ["leftOverlay", "rightOverlay", "right"], (state) => {
    put(left, state.leftOverlay.field);
    put(right, state.right === null ? state.leftOverlay.field : state.rightOverlay.field);
  });

  const of = (name: string, value: Slot): Record<string, () => unknown> => ({
    [`u_field${name}`]: () => value.texture,
    [`u_fieldGrid${name}`]: () => value.grid,
    [`u_fieldSize${name}`]: () => value.size,
    [`u_fieldEdges${name}`]: () => value.edges,
    [`u_fieldColours${name}`]: () => value.colours,
  });
  return {
    uniforms: { ...of("Left", left), ...of("Right", right) },
    destroy: () => {
      stop();
      left.texture.destroy();
      right.texture.destroy();
    },
  };
}

/** `drapedColour(xy)`: the field's colour at a point of the frame, on the side that the fragment belongs to. */
export const fieldGlsl = `
uniform sampler2D u_fieldLeft;
uniform sampler2D u_fieldRight;
uniform vec4 u_fieldGridLeft;
uniform vec4 u_fieldGridRight;
uniform vec2 u_fieldSizeLeft;
uniform vec2 u_fieldSizeRight;
uniform float u_fieldEdgesLeft[8];
uniform float u_fieldEdgesRight[8];
uniform vec4 u_fieldColoursLeft[9];
uniform vec4 u_fieldColoursRight[9];

// Bilinear over the cells that have a value; x = value, y = share of the weight that had one.
vec2 fieldValue(sampler2D field, vec4 grid, vec2 size, vec2 xy) {
  vec2 p = vec2(xy.x - grid.x, grid.y - xy.y) * grid.z - 0.5;
  if (any(lessThan(p, vec2(-0.5))) || any(greaterThan(p, size - 0.5))) return vec2(0.0);
  ivec2 last = ivec2(size) - 1;
  ivec2 cell = ivec2(floor(p));
  vec2 f = p - floor(p);
  vec2 sum = vec2(0.0);
  for (int j = 0; j < 2; j++) {
    for (int i = 0; i < 2; i++) {
      float value = texelFetch(field, clamp(cell + ivec2(i, j), ivec2(0), last), 0).r;
      float weight = (i == 0 ? 1.0 - f.x : f.x) * (j == 0 ? 1.0 - f.y : f.y);
      if (value > -1e29) sum += vec2(value, 1.0) * weight;
    }
  }
  return sum.y > 0.0 ? vec2(sum.x / sum.y, sum.y) : vec2(0.0);
}

vec4 drapedColour(vec2 xy) {
  bool right = gl_FragCoord.x > czm_splitPosition;
  if ((right ? u_fieldGridRight.w : u_fieldGridLeft.w) < 0.5) return vec4(0.0);
  vec2 value = right
    ? fieldValue(u_fieldRight, u_fieldGridRight, u_fieldSizeRight, xy)
    : fieldValue(u_fieldLeft, u_fieldGridLeft, u_fieldSizeLeft, xy);
  if (value.y < 0.5) return vec4(0.0);
  return right
    ? classColour(value.x, u_fieldEdgesRight, u_fieldColoursRight)
    : classColour(value.x, u_fieldEdgesLeft, u_fieldColoursLeft);
}
`;
