import { BoundingSphere, Cartesian3, type Cartesian4 } from "@cesium/engine";
import type { SceneOverlay, SceneState, SceneSurfaces } from "../contract.ts";
import type { Layer, SceneContext, Side } from "../core/context.ts";
import { inSlices } from "../core/slices.ts";
import { createDrawMesh, createMeshLayer, type DrawMesh } from "../gpu/drawMesh.ts";
import { classesGlsl, splitGlsl } from "../gpu/shaders.ts";
import { classScale } from "../style/classes.ts";
import type { SunLight } from "./sun.ts";
import { liftedTiles, type SurfaceTile } from "./surfaceTiles.ts";

const vertexShader = `
in vec3 position;
in vec4 normal;
in float value;
out vec3 v_normal;
out float v_value;
void main() {
  v_normal = normal.xyz;
  v_value = value;
  gl_Position = czm_projection * (czm_modelView * vec4(position, 1.0));
}
`;

const fragmentShader = `
in vec3 v_normal;
in float v_value;
uniform float u_edges[8];
uniform vec4 u_colours[9];
uniform vec3 u_light;
uniform float u_daylight;
${splitGlsl}
${classesGlsl}
void main() {
  keepSide();
  vec4 colour = classColour(v_value, u_edges, u_colours);
  if (colour.a < 0.01) discard;
  // A little shading keeps the shape of the houses; more would change the classes' colours.
  float facing = dot(normalize(v_normal), u_light);
  out_FragColor = vec4(colour.rgb * (0.95 + 0.05 * facing) * u_daylight, 1.0);
}
`;

/** One side's meshes, and what they were made of. */
type Shown = {
  surfaces: SceneSurfaces | null;
  meshes: DrawMesh[];
  edges: number[];
  colours: Cartesian4[];
  side: Side;
};

/** Values on walls and roofs, drawn a hand's breadth before the buildings themselves. */
export function createSurfaceLayer(context: SceneContext, sun: SunLight): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  const empty = (): Shown => ({ surfaces: null, meshes: [], side: 0, ...classScale([], []) });
  const left = empty();
  const right = empty();

  const put = (into: Shown, surfaces: SceneSurfaces | null, side: Side): void => {
    into.side = side;
    if (surfaces === into.surfaces) return;
    const sameMesh =
      surfaces?.trianglesXYZ === into.surfaces?.trianglesXYZ && surfaces?.values === into.surfaces?.values;
    into.surfaces = surfaces;
    if (surfaces !== null) Object.assign(into, classScale(surfaces.classEdges, surfaces.colours));
    if (sameMesh) return;
    for (const mesh of into.meshes) layer.remove(mesh);
    into.meshes = [];
    if (surfaces === null) return;
    const meshes: DrawMesh[] = [];
    into.meshes = meshes;
    const steps = liftedTiles(surfaces).map((make) => () => {
      const mesh = meshOf(make(), into);
      meshes.push(mesh);
      layer.add(mesh);
    });
    const goesOn = (): boolean => into.meshes === meshes && !layer.isDestroyed();
    inSlices(steps, goesOn).then(
      () => {
        if (goesOn()) context.requestRender();
      },
      (error) => context.report("surfaces", error),
    );
  };

  const meshOf = (tile: SurfaceTile, shown: Shown): DrawMesh => {
    const modelMatrix = context.frame.affineAt(tile.originX, tile.originY, tile.originZ);
    return createDrawMesh(context.scene.context, {
      attributes: {
        position: { array: tile.positions, components: 3 },
        normal: { array: tile.normals, components: 4, normalize: true },
        value: { array: tile.values, components: 1 },
      },
      vertexShader,
      fragmentShader,
      uniforms: {
        u_side: () => shown.side,
        u_edges: () => shown.edges,
        u_colours: () => shown.colours,
        u_light: sun.localDirection,
        u_daylight: sun.daylight,
      },
      modelMatrix,
      bounds: BoundingSphere.transform(
        new BoundingSphere(Cartesian3.ZERO, tile.radiusM),
        modelMatrix,
        new BoundingSphere(),
      ),
    });
  };

  const update = (state: SceneState): void => {
    layer.show = state.layers.buildings;
    const split = state.right !== null;
    put(left, surfacesOf(state.leftOverlay), split ? -1 : 0);
    put(right, split ? surfacesOf(state.rightOverlay) : null, 1);
    context.requestRender();
  };
  const stop = context.follow(["leftOverlay", "rightOverlay", "right", "layers"], update);
  return {
    destroy: () => {
      stop();
      context.remove(layer);
    },
  };
}

const surfacesOf = (overlay: SceneOverlay): SceneSurfaces | null => overlay.surfaces ?? null;
