import { splitGlsl } from "../gpu/shaders.ts";

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

const stateGlsl = `
uniform sampler2D u_states;
uniform int u_rows;
vec4 stateOf(int id, int side) {
  return texelFetch(u_states, ivec2(id % ${stateColumns}, id / ${stateColumns} + side * u_rows), 0);
}
`;

export const buildingVertexShader = `
in vec3 position;
in vec4 normal;
in vec4 edge;
in vec2 feature;
out vec4 v_inkEdge;
out vec3 v_face;
out vec3 v_positionEC;
out vec3 v_normalEC;
flat out int v_id;
${stateGlsl}
void main() {
  v_inkEdge = edge;
  v_face = normal.xyz;
  v_id = int(feature.x + 0.5);
  // Gone on both sides: collapsed here, so that it casts no shadow either.
  float there = step(0.001, stateOf(v_id, 0).a + stateOf(v_id, 1).a);
  vec4 positionEC = czm_modelView * vec4(position * there, 1.0);
  v_positionEC = positionEC.xyz;
  v_normalEC = mat3(czm_modelView) * normal.xyz;
  gl_Position = czm_projection * positionEC;
}
`;

export const buildingFragmentShader = `
in vec4 v_inkEdge;
in vec3 v_face;
in vec3 v_positionEC;
in vec3 v_normalEC;
flat in int v_id;
uniform vec3 u_light;
uniform vec4 u_wall;
uniform vec4 u_roof;
uniform vec4 u_flatRoof;
uniform vec4 u_ink;
uniform float u_daylight;
${splitGlsl}
${stateGlsl}
void main() {
  keepSide();
  vec4 state = stateOf(v_id, gl_FragCoord.x > czm_splitPosition ? 1 : 0);
  int meaning = int(state.a * 255.0 + 0.5);
  if (meaning == ${states.hidden}) discard;
  vec3 normal = normalize(v_face);
  float pitched = smoothstep(0.12, 0.2, normal.z) * (1.0 - smoothstep(0.985, 0.995, normal.z));
  float flatTop = smoothstep(0.985, 0.995, normal.z);
  vec3 colour = mix(mix(u_wall.rgb, u_roof.rgb, pitched), u_flatRoof.rgb, flatTop);
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
  out_FragColor = vec4(colour * u_daylight, 1.0);
}
`;
