import { classesGlsl, splitGlsl } from "../gpu/shaders.ts";

/** Cells a side of the tile that is drawn once per wet part of the grid. */
export const waterTileCells = 32;

/**
 * A vertex stands in the middle of a cell, at ground plus depth; the two frames are mixed here, so that playing costs no
 * upload. Pulled half a metre towards the eye, because the ground's mesh is simplified and would poke through a film.
 */
export const waterVertexShader = `
in vec2 position;
in vec2 tile;
uniform sampler2D u_terrain;
uniform sampler2D u_before;
uniform sampler2D u_after;
uniform float u_mix;
uniform vec4 u_grid;
uniform vec3 u_origin;
uniform vec2 u_size;
out float v_depth;
float depthAt(sampler2D frame, ivec2 cell) {
  vec2 code = texelFetch(frame, cell, 0).rg;
  return (code.r * 255.0 + code.g * 65280.0) * 0.001;
}
void main() {
  ivec2 cell = ivec2(min(tile + position, u_size - 1.0));
  float depth = mix(depthAt(u_before, cell), depthAt(u_after, cell), u_mix);
  float ground = texelFetch(u_terrain, cell, 0).r;
  vec2 xy = vec2(u_grid.x + (float(cell.x) + 0.5) * u_grid.z, u_grid.y - (float(cell.y) + 0.5) * u_grid.z);
  vec2 offset = xy - u_origin.xy;
  float drop = dot(offset, offset) / (2.0 * 6371009.0);
  v_depth = ground < -1e29 ? 0.0 : depth;
  float z = ground < -1e29 ? 0.0 : ground + depth - u_origin.z;
  vec3 eye = (czm_modelView * vec4(offset, z - drop, 1.0)).xyz;
  eye *= max(0.5, 1.0 - 0.5 / max(1.0, length(eye)));
  gl_Position = czm_projection * vec4(eye, 1.0);
}
`;

export const waterFragmentShader = `
in float v_depth;
uniform float u_edges[8];
uniform vec4 u_colours[9];
uniform float u_daylight;
${splitGlsl}
${classesGlsl}
void main() {
  keepSide();
  if (v_depth < u_edges[0]) discard;
  vec4 colour = classColour(v_depth, u_edges, u_colours);
  if (colour.a < 0.01) discard;
  // A slightly darker line where one class ends: legible on a weak projector, and in print.
  float slope = max(fwidth(v_depth), 1e-5);
  float line = 0.0;
  for (int i = 0; i < 8; i++) line = max(line, 1.0 - smoothstep(0.6, 1.6, abs(v_depth - u_edges[i]) / slope));
  float flatness = 1.0 - smoothstep(0.03, 0.12, slope);
  vec3 shaded = colour.rgb * (1.0 - 0.16 * line * flatness) * u_daylight;
  out_FragColor = vec4(shaded, colour.a * 0.84);
}
`;
