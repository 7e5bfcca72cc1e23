import {
  Cartesian3,
  type Cartesian4,
  CustomShader,
  CustomShaderTranslucencyMode,
  LightingModel,
  PixelDatatype,
  PixelFormat,
  TextureMagnificationFilter,
  TextureMinificationFilter,
  TextureUniform,
  UniformType,
  VaryingType,
} from "@cesium/engine";
import type { Look } from "../style/look.ts";

/**
 * One texel per building and side, so that a result, a selection or a demolition never touches geometry: colour in
 * red, green, blue, and in alpha what it means.
 */
export const states = {
  hidden: 0,
  /** The colour replaces the roof's own. */
  roof: 1,
  /** The colour tints the whole building. */
  tint: 2,
  plain: 255,
} as const;

/** Texels a row of the state texture. */
export const stateColumns = 64;

export const stateRows = (buildings: number): number => Math.max(1, Math.ceil(buildings / stateColumns));

/** Left rows first, then right rows. */
export function plainStates(buildings: number): Uint8Array {
  return new Uint8Array(stateColumns * stateRows(buildings) * 2 * 4).fill(255);
}

export function stateUniform(codes: Uint8Array): TextureUniform {
  return new TextureUniform({
    // A copy: the engine uploads it a frame later, and ours goes on changing.
    typedArray: codes.slice(),
    width: stateColumns,
    height: codes.length / 4 / stateColumns,
    pixelFormat: PixelFormat.RGBA,
    pixelDatatype: PixelDatatype.UNSIGNED_BYTE,
    repeat: false,
    minificationFilter: TextureMinificationFilter.NEAREST,
    magnificationFilter: TextureMagnificationFilter.NEAREST,
  });
}

const vec3Of = (colour: Cartesian4): Cartesian3 => new Cartesian3(colour.x, colour.y, colour.z);

export function createBuildingShader(codes: Uint8Array, look: Look, light: Cartesian3): CustomShader {
  return new CustomShader({
    lightingModel: LightingModel.UNLIT,
    translucencyMode: CustomShaderTranslucencyMode.OPAQUE,
    uniforms: {
      u_states: { type: UniformType.SAMPLER_2D, value: stateUniform(codes) },
      u_rows: { type: UniformType.INT, value: codes.length / 4 / stateColumns / 2 },
      u_light: { type: UniformType.VEC3, value: light },
      u_wall: { type: UniformType.VEC3, value: vec3Of(look.wall) },
      u_roof: { type: UniformType.VEC3, value: vec3Of(look.roof) },
      u_flatRoof: { type: UniformType.VEC3, value: vec3Of(look.flatRoof) },
      u_ink: { type: UniformType.VEC4, value: look.ink },
      u_daylight: { type: UniformType.FLOAT, value: 1 },
    },
    varyings: { v_inkEdge: VaryingType.VEC4, v_face: VaryingType.VEC3 },
    vertexShaderText: `
      vec4 stateOf(int id, int side) {
        return texelFetch(u_states, ivec2(id % ${stateColumns}, id / ${stateColumns} + side * u_rows), 0);
      }
      void vertexMain(VertexInput vsInput, inout czm_modelVertexOutput vsOutput) {
        v_inkEdge = vsInput.attributes.edge;
        v_face = vsInput.attributes.normalMC;
        int id = vsInput.featureIds.featureId_0;
        // Gone on both sides: collapsed here, so that it casts no shadow either.
        if (stateOf(id, 0).a + stateOf(id, 1).a < 0.001) vsOutput.positionMC = vec3(0.0);
      }`,
    fragmentShaderText: `
      vec4 stateAt(int id, int side) {
        return texelFetch(u_states, ivec2(id % ${stateColumns}, id / ${stateColumns} + side * u_rows), 0);
      }
      void fragmentMain(FragmentInput fsInput, inout czm_modelMaterial material) {
        vec4 state = stateAt(fsInput.featureIds.featureId_0, gl_FragCoord.x > czm_splitPosition ? 1 : 0);
        int meaning = int(state.a * 255.0 + 0.5);
        if (meaning == ${states.hidden}) discard;
        vec3 normal = normalize(v_face);
        float pitched = smoothstep(0.12, 0.2, normal.z) * (1.0 - smoothstep(0.985, 0.995, normal.z));
        float flatTop = smoothstep(0.985, 0.995, normal.z);
        vec3 colour = mix(mix(u_wall, u_roof, pitched), u_flatRoof, flatTop);
        if (meaning == ${states.roof}) colour = mix(colour, state.rgb, max(pitched, flatTop));
        if (meaning == ${states.tint}) colour = state.rgb * mix(1.0, 1.06, max(pitched, flatTop));
        float facing = dot(normal, u_light);
        float shade = 0.92 + 0.1 * max(facing, 0.0) - 0.1 * max(-facing, 0.0);
        // Walls darken towards the ground, as they do in any street.
        float foot = mix(0.9, 1.0, smoothstep(0.0, 0.55, v_inkEdge.w));
        colour *= shade * mix(foot, 1.0, max(pitched, flatTop));
        vec3 inkEdge = v_inkEdge.xyz;
        vec3 slope = max(fwidth(inkEdge), vec3(1e-5));
        vec3 apart = inkEdge / slope;
        float line = 1.0 - smoothstep(0.55, 1.35, min(apart.x, min(apart.y, apart.z)));
        // Far away every face is mostly edge: ink fades before it turns the city grey.
        vec3 tall = 1.0 / slope;
        float room = smoothstep(1.5, 14.0, min(tall.x, min(tall.y, tall.z)));
        colour = mix(colour, u_ink.rgb, line * u_ink.a * mix(0.22, 1.0, room));
        material.diffuse = czm_srgbToLinear(colour * u_daylight);
      }`,
  });
}
