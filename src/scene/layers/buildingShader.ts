import { classesGlsl, splitGlsl } from "../gpu/shaders.ts";
import { fieldGlsl } from "./fields.ts";

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

/** A face has one normal, so its colour is found per corner and not per pixel. */
export const buildingVertexShader = `
in vec3 position;
in vec4 normal;
in vec4 edge;
in vec2 feature;
out vec4 v_inkEdge;
out vec3 v_positionEC;
out vec3 v_normalEC;
// Alpha: 1 = a wall, which darkens towards the ground, 0.5 = a roof, 0 = gone.
flat out vec4 v_colour;
uniform vec3 u_light;
uniform vec4 u_wall;
uniform vec4 u_roof;
uniform vec4 u_flatRoof;
#ifdef DRAPED
uniform vec2 u_origin;
out vec2 v_xy;
// A little shading keeps the shape of roofs; more would change the classes' colours.
flat out float v_relief;
#endif
#ifndef PLAIN
flat out vec4 v_rightColour;
${stateGlsl}
#endif
vec4 faceColour(vec4 state) {
  int meaning = int(state.a * 255.0 + 0.5);
  vec3 face = normalize(normal.xyz);
  float pitched = smoothstep(0.12, 0.2, face.z) * (1.0 - smoothstep(0.985, 0.995, face.z));
  float flatTop = smoothstep(0.985, 0.995, face.z);
  float top = max(pitched, flatTop);
  vec3 colour = mix(mix(u_wall.rgb, u_roof.rgb, pitched), u_flatRoof.rgb, flatTop);
  if (meaning == ${states.roof}) colour = mix(colour, state.rgb, top);
  if (meaning == ${states.tint}) colour = state.rgb * mix(1.0, 1.06, top);
  float facing = dot(face, u_light);
  float shade = 0.92 + 0.1 * max(facing, 0.0) - 0.1 * max(-facing, 0.0);
  return meaning == ${states.hidden} ? vec4(0.0) : vec4(colour * shade, 1.0 - 0.5 * top);
}
void main() {
  v_inkEdge = edge;
#ifdef PLAIN
  float there = 1.0;
  v_colour = faceColour(vec4(1.0));
#else
  int id = int(feature.x + 0.5);
  v_colour = faceColour(stateOf(id, 0));
  v_rightColour = faceColour(stateOf(id, 1));
  // Gone on both sides: collapsed here, so that it casts no shadow either.
  float there = step(0.001, v_colour.a + v_rightColour.a);
#endif
  vec4 positionEC = czm_modelView * vec4(position * there, 1.0);
  v_positionEC = positionEC.xyz;
  v_normalEC = mat3(czm_modelView) * normal.xyz;
#ifdef DRAPED
  v_xy = position.xy + u_origin;
  v_relief = 0.96 + 0.04 * dot(normalize(normal.xyz), u_light);
#endif
  gl_Position = czm_projection * positionEC;
}
`;

export const buildingFragmentShader = `
in vec4 v_inkEdge;
in vec3 v_positionEC;
in vec3 v_normalEC;
flat in vec4 v_colour;
uniform vec4 u_ink;
uniform float u_daylight;
#ifndef PLAIN
flat in vec4 v_rightColour;
${splitGlsl}
#endif
#ifdef DRAPED
in vec2 v_xy;
flat in float v_relief;
uniform vec4 u_flatRoof;
${classesGlsl}
${fieldGlsl}
#endif
void main() {
  vec4 face = v_colour;
#ifndef PLAIN
  keepSide();
  if (gl_FragCoord.x > czm_splitPosition) face = v_rightColour;
  if (face.a < 0.25) discard;
#endif
  // Walls darken towards the ground, as they do in any street.
  float foot = mix(0.9, 1.0, smoothstep(0.0, 0.55, v_inkEdge.w));
  vec3 colour = face.rgb * mix(1.0, foot, face.a * 2.0 - 1.0);
  float light = u_daylight;
#ifdef DRAPED
  if (face.a < 0.75) {
    vec4 draped = drapedColour(v_xy, true);
    // As on the ground: on neutral colour, and those of the legend at dusk too.
    colour = mix(colour, mix(u_flatRoof.rgb, draped.rgb, 0.88) * v_relief, draped.a);
    light = mix(light, 1.0, draped.a);
  }
#endif
  vec3 inkEdge = v_inkEdge.xyz;
  vec3 slope = max(fwidth(inkEdge), vec3(1e-5));
  vec3 apart = inkEdge / slope;
  float line = 1.0 - smoothstep(0.55, 1.35, min(apart.x, min(apart.y, apart.z)));
  // Far away every face is mostly edge: ink fades before it turns the city grey.
  float steepest = max(slope.x, max(slope.y, slope.z));
  float room = smoothstep(1.5, 14.0, 1.0 / steepest);
  colour = mix(colour, u_ink.rgb, line * u_ink.a * mix(0.22, 1.0, room));
  out_FragColor = vec4(colour * light, 1.0);
}
`;
