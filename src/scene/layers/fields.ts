import { Cartesian3, Cartesian4, type RenderContext, type Texture } from "@cesium/engine";
import type { SceneField, SceneFrames, SceneOverlay } from "../contract.ts";
import type { SceneContext } from "../core/context.ts";
import { watch } from "../core/store.ts";
import type { Uniforms } from "../gpu/drawMesh.ts";
import { byteTexture, floatTexture, sixteenBitTexture } from "../gpu/textures.ts";
import { classScale } from "../style/classes.ts";

/** Draped results of both sides as uniforms for whatever draws ground or roofs. */
export type FieldUniforms = {
  readonly uniforms: Uniforms;
  /** Nothing is draped on either side. */
  readonly isEmpty: () => boolean;
  /** What is draped has values of roofs, on one side at least. */
  readonly onRoofs: () => boolean;
  /** What `fieldGlsl` is to be compiled with for what is shown now: without a GPU everything that is compiled is computed. */
  readonly defines: () => string;
  readonly destroy: () => void;
};

/** What "nothing here" becomes in a texture: comparisons with NaN are not reliable on every GPU. */
const nothing = -1e30;

type Values = Float32Array | Uint16Array | Uint8Array;

/** What one side shows; textures belong to arrays, so that a step in time uploads one array and a moment between none. */
type Slot = {
  readonly textures: Map<Values, Texture>;
  before: Texture;
  after: Texture;
  /** West, north, 1 / cell size, and 0 = nothing shown, 1 = smooth, 2 = by cell. */
  grid: Cartesian4;
  /** Which cells are roofs; `size.z` tells whether there are any. */
  roofs: Texture;
  /** Columns, rows, and 1 = cells of roofs are told from those of the ground. */
  size: Cartesian3;
  /** Scale and offset of codes, and where the moment stands between the two steps. A scale of 0 means plain values. */
  time: Cartesian3;
  field: SceneField | null;
  edges: number[];
  colours: Cartesian4[];
};

type Shown = {
  readonly field: SceneField;
  readonly before: Float32Array | Uint16Array;
  readonly after: Float32Array | Uint16Array;
  readonly time: Cartesian3;
};

/** What of an overlay lies on the ground, null = nothing. */
function drapedOf({ field, frames }: SceneOverlay): Shown | null {
  if (field?.style !== "draped") return null;
  if (frames === null)
    return { field, before: field.values, after: field.values, time: new Cartesian3(0, 0, 0) };
  return { field, before: frames.before, after: frames.after, time: timeOf(frames) };
}

function timeOf({ decode, mix }: SceneFrames): Cartesian3 {
  const { scale, offset } = decode ?? { scale: 0.001, offset: 0 };
  return new Cartesian3(scale, offset, mix);
}

/** Textures are replaced only where the arrays themselves are others. */
export function createFieldUniforms(context: SceneContext): FieldUniforms {
  const gpu = context.scene.context;
  const empty = floatTexture(gpu, Float32Array.of(nothing), 1, 1);
  const slot = (): Slot => ({
    textures: new Map(),
    before: empty,
    after: empty,
    grid: new Cartesian4(0, 0, 0, 0),
    roofs: empty,
    size: new Cartesian3(1, 1, 0),
    time: new Cartesian3(0, 0, 0),
    field: null,
    ...classScale([], []),
  });
  const left = slot();
  const right = slot();

  const keepOnly = (into: Slot, kept: readonly Values[]): void => {
    for (const [array, texture] of into.textures) {
      if (kept.includes(array)) continue;
      texture.destroy();
      into.textures.delete(array);
    }
  };

  const textureOf = (into: Slot, array: Values, columns: number, rows: number) => {
    const texture = into.textures.get(array) ?? upload(gpu, array, columns, rows);
    into.textures.set(array, texture);
    return texture;
  };

  const put = (into: Slot, overlay: SceneOverlay): void => {
    const shown = drapedOf(overlay);
    if (shown === null) {
      if (into.field === null) return;
      into.field = null;
      into.before = empty;
      into.after = empty;
      into.roofs = empty;
      into.grid = new Cartesian4(0, 0, 0, 0);
      keepOnly(into, []);
      context.requestRender();
      return;
    }
    const { field, before, after, time } = shown;
    const grid = overlay.frames?.grid ?? field.grid;
    into.before = textureOf(into, before, grid.columns, grid.rows);
    into.after = textureOf(into, after, grid.columns, grid.rows);
    const { roofs } = field;
    into.roofs = roofs === undefined ? empty : textureOf(into, roofs, grid.columns, grid.rows);
    keepOnly(into, roofs === undefined ? [before, after] : [before, after, roofs]);
    into.time = time;
    into.grid = new Cartesian4(grid.westX, grid.northY, 1 / grid.cellSizeM, field.byCell === true ? 2 : 1);
    into.size = new Cartesian3(grid.columns, grid.rows, roofs === undefined ? 0 : 1);
    if (field !== into.field) Object.assign(into, classScale(field.classEdges, field.colours));
    into.field = field;
    context.requestRender();
  };

  let defines = "";
  const stop = watch(context.store, ["leftOverlay", "rightOverlay", "right"], (state) => {
    put(left, state.leftOverlay);
    put(right, state.right === null ? nothingRight : state.rightOverlay);
    const shown = [left, right].flatMap(({ field }) => (field === null ? [] : [field]));
    defines = definesOf(state.right !== null, shown);
  });

  const of = (name: string, value: Slot): Record<string, () => unknown> => ({
    [`u_fieldBefore${name}`]: () => value.before,
    [`u_fieldAfter${name}`]: () => value.after,
    [`u_fieldRoofs${name}`]: () => value.roofs,
    [`u_fieldGrid${name}`]: () => value.grid,
    [`u_fieldSize${name}`]: () => value.size,
    [`u_fieldTime${name}`]: () => value.time,
    [`u_fieldEdges${name}`]: () => value.edges,
    [`u_fieldColours${name}`]: () => value.colours,
  });
  return {
    uniforms: { ...of("Left", left), ...of("Right", right) },
    onRoofs: () => left.field?.roofs !== undefined || right.field?.roofs !== undefined,
    defines: () => defines,
    isEmpty: () => left.field === null && right.field === null,
    destroy: () => {
      stop();
      keepOnly(left, []);
      keepOnly(right, []);
      empty.destroy();
    },
  };
}

/** While nothing is compared the left side is the whole picture. */
const nothingRight: SceneOverlay = { field: null, frames: null };

/** A line each: what the shader needs for these fields, and nothing else. */
export function definesOf(split: boolean, fields: readonly Pick<SceneField, "byCell" | "roofs">[]): string {
  const every = (byCell: boolean): boolean => fields.every((field) => (field.byCell === true) === byCell);
  return [
    split ? "#define FIELD_SPLIT\n" : "",
    fields.some(({ roofs }) => roofs !== undefined) ? "#define FIELD_ROOFS\n" : "",
    every(false) ? "" : "#define FIELD_CELLS\n",
    every(true) ? "" : "#define FIELD_SMOOTH\n",
  ].join("");
}

function upload(gpu: RenderContext, array: Values, columns: number, rows: number): Texture {
  if (array instanceof Uint8Array) return byteTexture(gpu, array, columns, rows);
  if (array instanceof Uint16Array) {
    // Shared memory must be copied: WebGL refuses to read from it.
    const own = array.buffer instanceof ArrayBuffer ? array : array.slice();
    return sixteenBitTexture(gpu, own, columns, rows);
  }
  const values = array.map((value) => (Number.isNaN(value) ? nothing : value));
  return floatTexture(gpu, values, columns, rows);
}

const sideUniforms = (name: string): string => `
uniform sampler2D u_fieldBefore${name};
uniform sampler2D u_fieldAfter${name};
uniform sampler2D u_fieldRoofs${name};
uniform vec4 u_fieldGrid${name};
uniform vec3 u_fieldSize${name};
uniform vec3 u_fieldTime${name};
uniform float u_fieldEdges${name}[8];
uniform vec4 u_fieldColours${name}[9];
`;

/** The colour on one side; where nothing is draped, or nothing on roofs, there is none. */
const drapedSide = (name: string): string => `
vec4 draped${name}(vec2 xy, bool onRoof) {
  if (u_fieldGrid${name}.w < 0.5 || (onRoof && u_fieldSize${name}.z < 0.5)) return vec4(0.0);
  vec2 value = fieldValue(
    u_fieldBefore${name}, u_fieldAfter${name}, u_fieldRoofs${name},
    u_fieldGrid${name}, u_fieldSize${name}, u_fieldTime${name}, xy, onRoof ? 1.0 : 0.0
  );
  return value.y < 0.5 ? vec4(0.0) : classColour(value.x, u_fieldEdges${name}, u_fieldColours${name});
}
`;

/** `drapedColour(xy, onRoof)`: the field's colour at a point of the frame, on the side that the fragment belongs to. */
export const fieldGlsl = `
${sideUniforms("Left")}
#ifdef FIELD_SPLIT
${sideUniforms("Right")}
#endif

// A value or, where a scale is given, two bytes of a code; below −1e29 = nothing here.
float fieldTexel(sampler2D field, ivec2 cell, vec3 time) {
  vec2 texel = texelFetch(field, cell, 0).rg;
  if (time.x == 0.0) return texel.r;
  float code = texel.r * 255.0 + texel.g * 65280.0;
  return code < 0.5 ? -1e30 : time.y + code * time.x;
}

// One cell at the moment shown; where only one of the two steps has a value, the nearer one decides.
float fieldCell(sampler2D before, sampler2D after, ivec2 cell, vec3 time) {
  float value = fieldTexel(before, cell, time);
  if (time.z <= 0.0) return value;
  float next = fieldTexel(after, cell, time);
  if (value < -1e29 || next < -1e29) return time.z < 0.5 ? value : next;
  return mix(value, next, time.z);
}

// Whether a cell is one of the kind asked for (1 = roofs, 0 = ground); all are, where roofs have no values of their own.
bool isKind(sampler2D roofs, ivec2 cell, vec3 size, float kind) {
#ifdef FIELD_ROOFS
  return size.z < 0.5 || abs(texelFetch(roofs, cell, 0).r * 255.0 - kind) < 0.5;
#else
  return true;
#endif
}

#ifdef FIELD_CELLS
// The cell at p or, where a wall runs through it, the nearest beside it that is of the kind; x < 0 = none.
ivec2 cellOfKind(sampler2D roofs, vec2 p, vec3 size, float kind) {
  ivec2 cell = ivec2(p);
#ifdef FIELD_ROOFS
  if (isKind(roofs, cell, size, kind)) return cell;
  vec2 f = fract(p) - 0.5;
  ivec2 side = ivec2(f.x < 0.0 ? -1 : 1, f.y < 0.0 ? -1 : 1);
  ivec2 last = ivec2(size.xy) - 1;
  bool across = abs(f.x) > abs(f.y);
  ivec2 near = clamp(cell + (across ? ivec2(side.x, 0) : ivec2(0, side.y)), ivec2(0), last);
  if (isKind(roofs, near, size, kind)) return near;
  near = clamp(cell + (across ? ivec2(0, side.y) : ivec2(side.x, 0)), ivec2(0), last);
  if (isKind(roofs, near, size, kind)) return near;
  near = clamp(cell + side, ivec2(0), last);
  if (!isKind(roofs, near, size, kind)) return ivec2(-1);
  return near;
#else
  return cell;
#endif
}
#endif

// x = value, y = share of the weight that had one: the cell's own, or bilinear over the cells that have one. With roofs told
// from ground any weight is enough: the other kind is no gap in the values, only another height.
vec2 fieldValue(
  sampler2D before, sampler2D after, sampler2D roofs, vec4 grid, vec3 size, vec3 time, vec2 xy, float kind
) {
  vec2 p = vec2(xy.x - grid.x, grid.y - xy.y) * grid.z;
  if (any(lessThan(p, vec2(0.0))) || any(greaterThanEqual(p, size.xy))) return vec2(0.0);
#ifdef FIELD_CELLS
#ifdef FIELD_SMOOTH
  if (grid.w > 1.5)
#endif
  {
    ivec2 own = cellOfKind(roofs, p, size, kind);
    float value = own.x < 0 ? -1e30 : fieldCell(before, after, own, time);
    return value > -1e29 ? vec2(value, 1.0) : vec2(0.0);
  }
#endif
#ifdef FIELD_SMOOTH
  p -= 0.5;
  ivec2 last = ivec2(size.xy) - 1;
  ivec2 first = ivec2(floor(p));
  vec2 f = p - floor(p);
  vec2 sum = vec2(0.0);
  for (int j = 0; j < 2; j++) {
    for (int i = 0; i < 2; i++) {
      ivec2 cell = clamp(first + ivec2(i, j), ivec2(0), last);
      float value = fieldCell(before, after, cell, time);
      float weight = (i == 0 ? 1.0 - f.x : f.x) * (j == 0 ? 1.0 - f.y : f.y);
      if (value > -1e29 && isKind(roofs, cell, size, kind)) sum += vec2(value, 1.0) * weight;
    }
  }
  return sum.y > 0.0 ? vec2(sum.x / sum.y, size.z > 0.5 ? 1.0 : sum.y) : vec2(0.0);
#elif !defined(FIELD_CELLS)
  return vec2(0.0);
#endif
}

${drapedSide("Left")}
#ifdef FIELD_SPLIT
${drapedSide("Right")}
#endif

vec4 drapedColour(vec2 xy, bool onRoof) {
#ifdef FIELD_SPLIT
  if (gl_FragCoord.x > czm_splitPosition) return drapedRight(xy, onRoof);
#endif
  return drapedLeft(xy, onRoof);
}
`;
