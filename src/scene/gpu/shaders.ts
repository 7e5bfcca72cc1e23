/** Pieces of GLSL that several layers share. The engine adds `czm_…` and the declaration of `out_FragColor` itself. */

/** Discards what belongs to the other half. `u_side`: −1 left, 1 right, 0 both. Not while shadows are cast. */
export const splitGlsl = `
uniform float u_side;
void keepSide() {
#ifndef SHADOW_MAP
  if (u_side < 0.0 && gl_FragCoord.x > czm_splitPosition) discard;
  if (u_side > 0.0 && gl_FragCoord.x < czm_splitPosition) discard;
#endif
}
`;

/** Colour of a value by class edges. `edges` beyond the last are huge; `colours[i]` stands below `edges[i]`. */
export const classesGlsl = `
const int classCount = 9;
vec4 classColour(float value, float edges[8], vec4 colours[9]) {
  vec4 colour = colours[0];
  for (int i = 0; i < 8; i++) if (value >= edges[i]) colour = colours[i + 1];
  return colour;
}
`;
