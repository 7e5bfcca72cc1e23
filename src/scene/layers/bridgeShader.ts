import { splitGlsl } from "../gpu/shaders.ts";

export const bridgeVertexShader = `
in vec3 position;
in vec4 normal;
in vec4 paint;
out vec3 v_normal;
out vec4 v_paint;
out vec3 v_positionEC;
void main() {
  v_normal = normal.xyz;
  v_paint = paint;
  vec4 positionEC = czm_modelView * vec4(position, 1.0);
  v_positionEC = positionEC.xyz;
  gl_Position = czm_projection * positionEC;
}
`;

/** What lies on a deck is computed from the distance to its axis, so that it stays sharp at any zoom. */
export const bridgeFragmentShader = `
in vec3 v_normal;
in vec4 v_paint;
in vec3 v_positionEC;
uniform float u_alpha;
uniform vec3 u_light;
uniform float u_daylight;
uniform vec4 u_wall;
uniform vec4 u_ink;
uniform vec4 u_deck[4];
uniform vec4 u_lines[4];
${splitGlsl}
// 1 within half a width of a line across the deck, softened to a pixel.
float lineAt(float across, float middle, float halfWidth) {
  float soft = max(fwidth(across), 1e-4);
  return 1.0 - smoothstep(halfWidth - soft * 0.5, halfWidth + soft * 0.5, abs(across - middle));
}
vec3 surface() {
  // A half more means a marked street; interpolation may be a little off.
  int kind = int(v_paint.w + 0.25);
  vec3 colour = u_deck[kind].rgb;
  vec3 line = u_lines[kind].rgb;
  if (kind >= 2) {
    float rails = max(lineAt(v_paint.x, 0.72, 0.15), lineAt(v_paint.x, -0.72, 0.15));
    float soft = max(fwidth(v_paint.y), 1e-4);
    float sleeper = kind == 2
      ? (1.0 - smoothstep(0.35 - soft, 0.35 + soft, abs(fract(v_paint.y / 2.2) - 0.5) * 2.2)) * lineAt(v_paint.x, 0.0, 1.25)
      : 0.0;
    sleeper *= 1.0 - smoothstep(0.3, 1.0, soft);
    return mix(mix(colour, line, sleeper * 0.4), line, rails * 0.85);
  }
  // The parapet's footing: a kerb line that ends the carriageway.
  float kerb = 1.0 - lineAt(v_paint.x, 0.0, v_paint.z - 0.45);
  colour = mix(colour, u_wall.rgb * 0.93, kerb * 0.8);
  float dash = step(fract(v_paint.y / 10.0), 0.4);
  return fract(v_paint.w) > 0.25 ? mix(colour, line, lineAt(v_paint.x, 0.0, 0.15) * dash) : colour;
}
void main() {
  keepSide();
#ifndef SHADOW_MAP
  // Both faces cast a shadow, one is seen: the underside must not hide water from above.
  if (!gl_FrontFacing) discard;
#endif
  vec3 colour;
  if (v_paint.w > -0.5) colour = surface();
  else {
    float facing = dot(normalize(v_normal), u_light);
    float shade = 0.9 + 0.12 * max(facing, 0.0) - 0.12 * max(-facing, 0.0);
    vec2 slope = max(fwidth(v_paint.xy), vec2(1e-5));
    vec2 apart = v_paint.xy / slope;
    float line = 1.0 - smoothstep(0.55, 1.35, min(apart.x, apart.y));
    float room = smoothstep(1.5, 10.0, 1.0 / max(slope.x, slope.y));
    colour = mix(u_wall.rgb * shade, u_ink.rgb, line * u_ink.a * mix(0.3, 1.0, room));
  }
  out_FragColor = vec4(colour * u_daylight, u_alpha);
}
`;
