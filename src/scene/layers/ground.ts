import { BoundingSphere, Cartesian3, type Cartesian4, Matrix4, type RenderContext } from "@cesium/engine";
import type { Twin } from "#twin/twin.ts";
import type { GroundChunk, GroundRequest } from "#workers/mesh/contract.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh, type MeshOptions } from "../gpu/drawMesh.ts";
import { classesGlsl, splitGlsl } from "../gpu/shaders.ts";
import { pictureTexture } from "../gpu/textures.ts";
import { lookOf } from "../style/look.ts";
import { baselineOf } from "../terrain/baseline.ts";
import {
  chunkExtent,
  coarseDetail,
  fineDetail,
  type GroundPlan,
  groundKeys,
  groundRequest,
  pieceName,
  planGround,
  plinthOf,
  streetsOfTwin,
} from "../terrain/groundPlan.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { type Basemap, basemapGlsl } from "./basemap.ts";
import { type FieldUniforms, fieldGlsl } from "./fields.ts";
import { type ImageryLayer, imageryGlsl } from "./imagery.ts";

const vertexShader = `
in vec3 position;
in float surface;
uniform vec3 u_square;
out vec2 v_uv;
out vec2 v_xy;
out float v_surface;
out vec3 v_positionEC;
void main() {
  v_uv = position.xy / u_square.z + 0.5;
  v_xy = position.xy + u_square.xy;
  v_surface = surface;
  vec4 positionEC = czm_modelView * vec4(position, 1.0);
  v_positionEC = positionEC.xyz;
  gl_Position = czm_projection * positionEC;
}
`;

const fragmentShader = `
in vec2 v_uv;
in vec2 v_xy;
in float v_surface;
in vec3 v_positionEC;
uniform sampler2D u_picture;
uniform vec4 u_sideColour;
uniform float u_daylight;
#ifndef PLAIN
${splitGlsl}
${classesGlsl}
${fieldGlsl}
${imageryGlsl}
${basemapGlsl}
#endif
void main() {
  vec4 ground = texture(u_picture, v_uv);
  vec3 colour = ground.rgb;
  float light = u_daylight;
#ifndef PLAIN
  keepSide();
  // Alpha marks what a plan changes (groundPicture).
  colour = withBasemap(withImagery(colour, v_xy, ground.a), v_xy);
  vec4 draped = drapedColour(v_xy, false);
  // What shines through a thin colour is grey: meadow and asphalt would each make another colour of it.
  float grey = dot(colour, vec3(0.299, 0.587, 0.114));
  colour = mix(mix(colour, vec3(grey), step(0.001, draped.a)), draped.rgb, draped.a * 0.88);
  // Colours that mean something are those of the legend, at dusk too.
  light = mix(light, 1.0, draped.a);
#endif
  colour = mix(u_sideColour.rgb * u_daylight, colour * light, step(0.5, v_surface));
  out_FragColor = vec4(colour, 1.0);
}
`;

const refineAfterMs = 500;

/** One triangle without area. */
const emptySquare: GroundChunk = {
  positions: new Float32Array(9),
  surface: new Uint8Array(3),
  indices: Uint32Array.of(0, 1, 2),
  originZ: 0,
  minZ: 0,
  maxZ: 0,
  picture: { rgba: new Uint8Array(4), texels: 1 },
};

type Piece = { readonly mesh: DrawMesh; readonly place: { side: Side } };

/** The ground: one mesh per square, twice where the two sides differ. */
export function createGroundLayer(
  context: SceneContext,
  daylight: () => number,
  fields: FieldUniforms,
  groundOf: (twin: Twin) => HeightField,
  imagery: ImageryLayer,
  basemap: Basemap,
): Layer {
  const plan = planGround(context.data);
  const layer = createMeshLayer(context.curtain.isDown);
  const pieces = new Map<string, Piece>();
  const pending = new Set<string>();
  const plinthZ = plinthOf(context.data.extent, groundOf(baselineOf(context.data)).minZ);
  let wanted = new Map<string, Side>();
  let detail = coarseDetail;
  let refining: ReturnType<typeof setTimeout> | undefined;
  let sideColour: Cartesian4 = lookOf(context.store.getState().theme).plinth;
  context.scene.primitives.add(layer);

  /** Neither compared nor covered by anything: the picture alone. */
  const isPlain = (side: Side): boolean =>
    side === 0 && fields.isEmpty() && !imagery.isShown() && !basemap.isShown();

  const variantOf = (side: () => Side): Pick<MeshOptions, "isPlain" | "defines"> => ({
    isPlain: () => isPlain(side()),
    defines: () => (isPlain(side()) ? "" : fields.defines()),
  });

  const uniformsOf = (side: () => Side): Readonly<Record<string, () => unknown>> => ({
    ...fields.uniforms,
    ...imagery.uniforms,
    ...basemap.uniforms,
    u_side: side,
    u_sideColour: () => sideColour,
    u_daylight: daylight,
  });

  const settle = (): void => {
    // Old pieces go only when the new ones are there, so that the ground never has a hole.
    if (pending.size > 0) return;
    for (const [name, piece] of pieces) {
      if (wanted.has(name)) continue;
      layer.remove(piece.mesh);
      pieces.delete(name);
    }
    for (const [name, piece] of pieces) {
      piece.place.side = wanted.get(name) ?? 0;
      piece.mesh.show = true;
    }
    context.requestRender();
    if (detail === coarseDetail && pieces.size > 0) {
      clearTimeout(refining);
      refining = setTimeout(() => {
        detail = fineDetail;
        update(context.store.getState());
      }, refineAfterMs);
    }
  };

  /** The square from before the engine was there, once: its arrays are handed to the GPU. */
  const takeReady = (name: string): Promise<GroundChunk> | undefined => {
    const ready = context.prepared?.ground.get(name);
    context.prepared?.ground.delete(name);
    return ready;
  };

  const requestOf = (index: number, twin: Twin, state: SceneState): GroundRequest => {
    const streets = state.layers.streets ? (streetsOfTwin(plan, twin)[index] ?? []) : [];
    return groundRequest(plan, twin, index, state.theme, streets, plinthZ, detail);
  };

  const build = async (name: string, index: number, twin: Twin, state: SceneState): Promise<void> => {
    pending.add(name);
    try {
      const chunk = await (takeReady(name) ?? context.mesher.ground(requestOf(index, twin, state)));
      if (context.scene.isDestroyed()) return;
      const place: Piece["place"] = { side: 0 };
      const piece: Piece = {
        place,
        mesh: groundPiece(
          context,
          plan,
          index,
          chunk,
          uniformsOf(() => place.side),
          variantOf(() => place.side),
        ),
      };
      // At first every square appears as soon as it is ready; later ones wait until the whole change is.
      piece.mesh.show = ![...pieces.keys()].some((other) => other.startsWith(`${index}|`));
      pieces.set(name, piece);
      layer.add(piece.mesh);
      if (piece.mesh.show) context.requestRender();
    } finally {
      pending.delete(name);
      settle();
    }
  };

  const update = (state: SceneState): void => {
    sideColour = lookOf(state.theme).plinth;
    const next = new Map<string, Side>();
    const twins = new Map<string, { readonly index: number; readonly twin: Twin }>();
    for (const { side, shown } of sidesOf(state.left, state.right)) {
      groundKeys(plan, shown.twin, state.theme, state.layers.streets).forEach((key, index) => {
        const name = pieceName(index, detail, key);
        next.set(name, next.has(name) ? 0 : side);
        twins.set(name, { index, twin: shown.twin });
      });
    }
    wanted = next;
    // A finer picture of what already stands is nothing to wait for.
    const refined = pieces.size > 0 && detail === fineDetail;
    for (const [name, { index, twin }] of twins) {
      if (pieces.has(name) || pending.has(name)) continue;
      const work = build(name, index, twin, state);
      (refined ? work : context.busy(work)).catch((error) => context.report("ground", error));
    }
    settle();
  };

  const middle = Math.floor(plan.rows / 2) * plan.columns + Math.floor(plan.columns / 2);
  layer.warm(
    groundPiece(
      context,
      plan,
      middle,
      emptySquare,
      uniformsOf(() => 0),
      variantOf(() => 0),
    ),
  );
  const stop = context.follow(["left", "right", "theme", "layers"], update);
  return {
    destroy: () => {
      stop();
      clearTimeout(refining);
      context.remove(layer);
    },
  };
}

function groundPiece(
  context: SceneContext,
  plan: GroundPlan,
  index: number,
  chunk: GroundChunk,
  uniforms: Readonly<Record<string, () => unknown>>,
  variant: Pick<MeshOptions, "isPlain" | "defines">,
): DrawMesh {
  const gpu: RenderContext = context.scene.context;
  const square = chunkExtent(plan, index);
  const x = (square.minX + square.maxX) / 2;
  const y = (square.minY + square.maxY) / 2;
  const picture = pictureTexture(gpu, chunk.picture.rgba, chunk.picture.texels, chunk.picture.texels);
  const squareUniform = new Cartesian3(x, y, plan.sizeM);
  const modelMatrix = context.frame.affineAt(x, y, chunk.originZ);
  const tall = chunk.maxZ - chunk.originZ;
  const bounds = BoundingSphere.transform(
    new BoundingSphere(new Cartesian3(0, 0, tall / 2), Math.hypot(plan.sizeM * 0.71, tall / 2 + 10)),
    modelMatrix,
    new BoundingSphere(),
  );
  return createDrawMesh(
    gpu,
    {
      attributes: {
        position: { array: chunk.positions, components: 3 },
        surface: { array: chunk.surface, components: 1, normalize: true },
      },
      indices: chunk.positions.length / 3 > 0xffff ? chunk.indices : Uint16Array.from(chunk.indices),
      vertexShader,
      fragmentShader,
      ...variant,
      uniforms: { ...uniforms, u_picture: () => picture, u_square: () => squareUniform },
      modelMatrix: Matrix4.clone(modelMatrix),
      bounds,
      receiveShadows: true,
    },
    [picture],
  );
}
