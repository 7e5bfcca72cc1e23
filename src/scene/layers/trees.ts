import { BoundingSphere, Cartesian3, type Cartesian4 } from "@cesium/engine";
import type { TreeTable } from "#twin/objects.ts";
import { treesOf } from "#twin/read/objects.ts";
import { treeCrownM, treeHeightM } from "#twin/read/treeSizes.ts";
import { isConifer } from "#twin/read/treeSpecies.ts";
import type { Twin } from "#twin/twin.ts";
import { partition } from "#workers/mesh/partition.ts";
import type { SceneState } from "../contract.ts";
import { type Layer, type SceneContext, type Side, sidesOf } from "../core/context.ts";
import { createDrawMesh, createMeshLayer } from "../gpu/drawMesh.ts";
import { splitGlsl } from "../gpu/shaders.ts";
import { vectorTexture } from "../gpu/textures.ts";
import { lookOf } from "../style/look.ts";
import type { HeightField } from "../terrain/heightField.ts";
import type { SunLight } from "./sun.ts";
import { treeShape, treesPerInstance } from "./treeShape.ts";

/** A tree is two texels; their row is as long as an instance, so that none ends beyond the texture. */
const treesPerRow = treesPerInstance;

const vertexShader = `
in vec3 position;
in float part;
in float slot;
uniform sampler2D u_trees;
out vec3 v_local;
out float v_part;
out vec2 v_look;
out vec3 v_positionEC;
void main() {
  int tree = gl_InstanceID * ${treesPerInstance} + int(slot + 0.5);
  ivec2 texel = ivec2((tree % ${treesPerRow}) * 2, tree / ${treesPerRow});
  vec4 place = texelFetch(u_trees, texel, 0);
  // All zero behind the last tree: nothing is drawn.
  vec4 look = texelFetch(u_trees, texel + ivec2(1, 0), 0);
  float height = look.x;
  float crown = look.y;
  // The crown sits in the upper part; a small tree and a column are nearly all crown.
  float tall = look.w > 0.75 ? height * 0.46 : look.w > 0.25 ? height * 0.43 : min(height * 0.42, crown * 0.72);
  float middle = height - tall;
  vec3 shape = part > 0.5
    ? vec3(position.xy * crown * 0.5, middle + position.z * tall)
    : vec3(position.xy * (0.08 + height * 0.014), position.z * middle);
  float turn = place.w * 6.283;
  shape.xy = mat2(cos(turn), sin(turn), -sin(turn), cos(turn)) * shape.xy;
  v_local = part > 0.5 ? normalize(vec3(shape.xy, (shape.z - middle) * crown * 0.5 / max(tall, 0.1))) : vec3(0.0);
  v_part = part;
  v_look = vec2(look.z, step(0.75, look.w));
  vec4 positionEC = czm_modelView * vec4(place.xyz + shape, 1.0);
  v_positionEC = positionEC.xyz;
  gl_Position = czm_projection * positionEC;
}
`;

const fragmentShader = `
in vec3 v_local;
in float v_part;
in vec2 v_look;
in vec3 v_positionEC;
uniform vec3 u_light;
uniform vec4 u_crown;
uniform vec4 u_conifer;
uniform vec4 u_trunk;
uniform float u_daylight;
#ifndef PLAIN
${splitGlsl}
#endif
void main() {
#ifndef PLAIN
  keepSide();
#endif
  vec3 leaf = mix(u_crown.rgb, u_conifer.rgb, v_look.y) * (0.94 + 0.12 * v_look.x);
  float facing = dot(normalize(v_local + vec3(0.0, 0.0, 1e-4)), u_light);
  float shade = 0.9 + 0.17 * facing + 0.05 * v_local.z;
  vec3 colour = mix(u_trunk.rgb, leaf * shade, step(0.5, v_part));
  out_FragColor = vec4(colour * u_daylight, 1.0);
}
`;

/** Cultivars that grow as columns. */
const columns = /fastigiat|columnar|pyramidalis|obelisk/i;

const shapes = { broad: treeShape("broad"), conifer: treeShape("conifer") } as const;

/** Trees as instances of two shapes, grouped by place so that those out of view cost nothing. */
export function createTreeLayer(
  context: SceneContext,
  sun: SunLight,
  groundOf: (twin: Twin) => HeightField,
): Layer {
  const layer = createMeshLayer(context.curtain.isDown);
  context.scene.primitives.add(layer);
  let drawn = "";
  const colours = (state: SceneState): readonly [Cartesian4, Cartesian4, Cartesian4] => {
    const look = lookOf(state.theme);
    return [look.crown, look.conifer, look.trunk];
  };

  const update = (state: SceneState): void => {
    layer.show = state.layers.trees;
    const sides = sidesOf(state.left, state.right);
    // Trees stand on the planned ground, so both layers decide whether anything changed.
    const key = sides
      .map(({ side, shown }) => `${side}|${shown.twin.layerHashes.trees}|${shown.twin.layerHashes.terrain}`)
      .join();
    if (key === drawn) {
      context.requestRender();
      return;
    }
    drawn = key;
    layer.clear();
    const same =
      sides.length === 2 &&
      new Set(sides.map(({ shown }) => shown.twin.layerHashes.trees + shown.twin.layerHashes.terrain))
        .size === 1;
    for (const { side, shown } of same ? sides.slice(0, 1) : sides)
      addTrees(treesOf(shown.twin), groundOf(shown.twin), same ? 0 : side);
    context.requestRender();
  };

  const addTrees = (trees: TreeTable, ground: HeightField, side: Side): void => {
    const bySpecies = trees.species.map(isConifer);
    for (const members of partition(trees.xy, 2000, 700)) {
      for (const kind of ["broad", "conifer"] as const) {
        const chosen = members.filter(
          (i) => (bySpecies[trees.speciesIndex[i]] ?? false) === (kind === "conifer"),
        );
        if (chosen.length > 0) addGroup(trees, chosen, kind, ground, side);
      }
    }
  };

  const addGroup = (
    trees: TreeTable,
    members: Uint32Array,
    kind: "broad" | "conifer",
    ground: HeightField,
    side: Side,
  ): void => {
    const originX = trees.xy[members[0] * 2];
    const originY = trees.xy[members[0] * 2 + 1];
    const originZ = ground.minZ;
    const instances = Math.ceil(members.length / treesPerInstance);
    const texels = new Float32Array(instances * treesPerRow * 8);
    let reach = 0;
    members.forEach((tree, i) => {
      const x = trees.xy[tree * 2];
      const y = trees.xy[tree * 2 + 1];
      const z = ground.heightAt(x, y);
      const height = treeHeightM(trees, tree);
      const dice = fraction(x * 0.1031 + y * 0.11369);
      texels.set([x - originX, y - originY, (Number.isNaN(z) ? originZ : z) - originZ, dice], i * 8);
      const form =
        kind === "conifer" ? 1 : columns.test(trees.species[trees.speciesIndex[tree]] ?? "") ? 0.5 : 0;
      texels.set([height, treeCrownM(trees, tree), fraction(dice * 7.31), form], i * 8 + 4);
      reach = Math.max(reach, Math.hypot(x - originX, y - originY) + 20);
    });
    const shape = shapes[kind];
    const modelMatrix = context.frame.affineAt(originX, originY, originZ);
    const spread = ground.maxZ - ground.minZ + 40;
    const texture = vectorTexture(context.scene.context, texels, treesPerRow * 2, instances);
    layer.add(
      createDrawMesh(
        context.scene.context,
        {
          attributes: {
            position: { array: shape.position, components: 3 },
            part: { array: shape.part, components: 1, normalize: true },
            slot: { array: shape.slot, components: 1 },
          },
          indices: shape.indices,
          details: shape.details,
          instances,
          vertexShader,
          fragmentShader,
          isPlain: () => side === 0,
          uniforms: {
            u_trees: () => texture,
            u_side: () => side,
            u_light: () => sun.localDirection(),
            u_daylight: sun.daylight,
            u_crown: () => colours(context.store.getState())[0],
            u_conifer: () => colours(context.store.getState())[1],
            u_trunk: () => colours(context.store.getState())[2],
          },
          modelMatrix,
          bounds: BoundingSphere.transform(
            new BoundingSphere(new Cartesian3(0, 0, spread / 2), Math.hypot(reach, spread / 2)),
            modelMatrix,
            new BoundingSphere(),
          ),
          // Crowns do not receive: on a ball of eighty faces, shadow texels look like tears.
          castShadows: true,
        },
        [texture],
      ),
    );
  };

  const stop = context.follow(["left", "right", "layers", "theme"], update);
  return {
    destroy: () => {
      stop();
      context.remove(layer);
    },
  };
}

const fraction = (value: number): number => {
  const scaled = Math.abs(Math.sin(value) * 43758.5453);
  return scaled - Math.floor(scaled);
};
