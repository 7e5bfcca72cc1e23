import { BoundingSphere, Cartesian3 } from "@cesium/engine";
import type { Measure } from "#scenario/types.ts";
import type { Twin } from "#twin/twin.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { createDrawMesh, createMeshLayer } from "../gpu/drawMesh.ts";
import { splitGlsl } from "../gpu/shaders.ts";
import type { HeightField } from "../terrain/heightField.ts";
import { type FillMesh, measureMesh } from "./measureMesh.ts";

/** Lifted towards the eye: the ground's mesh is simplified, and the water lies half a metre above it. */
const liftGlsl = `
vec3 lifted(vec3 eye, float metres) {
  return eye * max(0.5, 1.0 - metres / max(1.0, length(eye)));
}
`;

const fillVertexShader = `
in vec3 position;
in vec4 colour;
in float hatch;
out vec4 v_colour;
out vec3 v_place;
${liftGlsl}
void main() {
  v_colour = colour;
  v_place = vec3(position.xy, hatch);
  gl_Position = czm_projection * vec4(lifted((czm_modelView * vec4(position, 1.0)).xyz, 0.4), 1.0);
}
`;

const fillFragmentShader = `
in vec4 v_colour;
in vec3 v_place;
${splitGlsl}
void main() {
  keepSide();
  float across = (v_place.x + v_place.y) * 0.25;
  float soft = max(fwidth(across), 1e-4);
  float stripe = smoothstep(0.36 - soft, 0.36 + soft, abs(fract(across) - 0.5));
  // From far away stripes would flicker: they melt into an even tone.
  stripe = mix(stripe, 0.4, smoothstep(0.25, 0.6, soft));
  float alpha = v_colour.a * (v_place.z > 0.5 ? 0.62 + 0.38 * stripe : 1.0);
  out_FragColor = vec4(v_colour.rgb * (v_place.z > 0.5 ? 1.0 - 0.12 * stripe : 1.0), alpha);
}
`;

const lineVertexShader = `
in vec3 from;
in vec3 to;
in vec2 corner;
in vec4 colour;
in float widthPx;
out vec4 v_colour;
${liftGlsl}
void main() {
  v_colour = colour;
  vec4 a = czm_projection * vec4(lifted((czm_modelView * vec4(from, 1.0)).xyz, 0.9), 1.0);
  vec4 b = czm_projection * vec4(lifted((czm_modelView * vec4(to, 1.0)).xyz, 0.9), 1.0);
  vec2 size = czm_viewport.zw * 0.5;
  vec2 pa = a.xy / max(a.w, 0.01) * size;
  vec2 pb = b.xy / max(b.w, 0.01) * size;
  vec2 along = pb - pa;
  float length2 = max(length(along), 1e-3);
  vec2 normal = vec2(-along.y, along.x) / length2;
  vec4 base = corner.x > 0.5 ? b : a;
  float reach = widthPx * 0.5 * czm_pixelRatio;
  // Ends reach half a width further, so that joints close.
  vec2 shift = normal * (corner.y * 2.0 - 1.0) * reach + along / length2 * (corner.x * 2.0 - 1.0) * reach * 0.5;
  base.xy += shift / size * base.w;
  gl_Position = base;
}
`;

const lineFragmentShader = `
in vec4 v_colour;
${splitGlsl}
void main() {
  keepSide();
  out_FragColor = v_colour;
}
`;

/** What the measures of a plan look like where the twin's own change does not show them. */
export function createMeasureLayer(context: SceneContext, groundOf: (twin: Twin) => HeightField): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);

  const add = (measures: readonly Measure[], twin: Twin, side: Side, selectedId: string | null): void => {
    const ground = groundOf(twin);
    const { extent } = context.data;
    const origin = [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2, ground.minZ] as const;
    const mesh = measureMesh(measures, twin, ground.heightAt, origin, selectedId);
    const modelMatrix = context.frame.affineAt(...origin);
    const reach = Math.hypot(extent.maxX - extent.minX, extent.maxY - extent.minY);
    const common = {
      uniforms: { u_side: () => side },
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(Cartesian3.ZERO, reach),
        modelMatrix,
        new BoundingSphere(),
      ),
      blend: true,
      backFaces: true,
    };
    const addFill = ({ xyz, rgba, hatch }: FillMesh, castShadows: boolean): void => {
      if (xyz.length === 0) return;
      layer.add(
        createDrawMesh(context.scene.context, {
          ...common,
          attributes: {
            position: { array: xyz, components: 3 },
            colour: { array: rgba, components: 4, normalize: true },
            hatch: { array: hatch, components: 1, normalize: true },
          },
          vertexShader: fillVertexShader,
          fragmentShader: fillFragmentShader,
          castShadows,
        }),
      );
    };
    addFill(mesh.fill, false);
    addFill(mesh.canopy, true);
    if (mesh.line.indices.length > 0)
      layer.add(
        createDrawMesh(context.scene.context, {
          ...common,
          attributes: {
            from: { array: mesh.line.from, components: 3 },
            to: { array: mesh.line.to, components: 3 },
            corner: { array: mesh.line.corner, components: 2, normalize: true },
            colour: { array: mesh.line.rgba, components: 4, normalize: true },
            widthPx: { array: mesh.line.widthPx, components: 1 },
          },
          indices: mesh.line.indices,
          vertexShader: lineVertexShader,
          fragmentShader: lineFragmentShader,
        }),
      );
  };

  const update = (state: SceneState): void => {
    layer.clear();
    const selected = state.selection?.type === "measure" ? state.selection.id : null;
    for (const { side, shown } of sidesOf(state.left, state.right))
      if (shown.plan !== null) add(shown.plan.measures, shown.twin, side, selected);
    context.requestRender();
  };
  const stop = context.follow(["left", "right", "selection"], update);
  return {
    destroy: () => {
      stop();
      context.remove(layer);
    },
  };
}
