import { splitGlsl } from "../gpu/shaders.ts";

/** Values a row of the texture that holds them. */
export const valuesARow = 1024;

/**
 * A ribbon is as many pixels wide as its class says while one looks from afar, and has a width in metres from close up, so that
 * both directions lie side by side on their halves of the street. What has no value is folded away outside the picture.
 */
export const streetVertexShader = `
in vec4 position;
in vec4 frame;
uniform highp sampler2D u_values;
uniform float u_edges[8];
uniform vec4 u_colours[9];
uniform float u_widths[9];
uniform float u_selected;
out vec4 v_colour;
out float v_across;
out float v_alongM;
out float v_widthM;
out float v_direction;
out float v_selected;
// Closer than this the ribbon is measured in metres, not pixels.
const float nearestMetres = 0.3;
const float gapM = 0.3;
void main() {
  float row = floor(frame.w * 0.5);
  float outer = frame.w - 2.0 * row;
  float direction = mod(row, 2.0);
  int at = int(row + 0.5);
  float value = texelFetch(u_values, ivec2(at % ${valuesARow}, at / ${valuesARow}), 0).r;
  vec4 colour = u_colours[0];
  float width = u_widths[0];
  if (value > -1e29) {
    for (int i = 0; i < 8; i++) if (value >= u_edges[i]) {
      colour = u_colours[i + 1];
      width = u_widths[i + 1];
    }
  } else colour = vec4(0.0);
  bool selected = abs(floor(row * 0.5) - u_selected) < 0.25;
  if (colour.a < 0.01) {
    if (!selected) {
      gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
      return;
    }
    colour = vec4(0.72, 0.72, 0.7, 1.0);
    width = 2.0;
  }
  if (selected) width = max(width, 4.0);
  vec4 axisEC = czm_modelView * vec4(position.xyz, 1.0);
  float metres = max(czm_metersPerPixel(axisEC), nearestMetres);
  float widthM = width * metres;
  // A gap of less than a pixel would only flicker.
  float gap = gapM * (1.0 - step(0.5, metres));
  float left = (direction < 0.5 ? -1.0 : 1.0) * (gap * 0.5 + outer * widthM);
  // Tilted with the ground, but never far: its slope is only known near the axis.
  float lift = 0.25 + clamp(position.w * left, -0.5, 1.5);
  vec3 here = position.xyz + vec3(frame.xy * left, lift);
  vec4 positionEC = czm_modelView * vec4(here, 1.0);
  // A step towards the eye: the same pixel, before the ground that is drawn less finely and, from afar, before trees and eaves.
  // The wider lies on top: side streets end at the rim of the main street.
  positionEC.xyz *= mix(0.997, 0.988, smoothstep(250.0, 900.0, -positionEC.z)) - 1e-4 * width;
  v_colour = colour;
  v_across = outer;
  v_alongM = frame.z;
  v_widthM = widthM;
  v_direction = direction;
  v_selected = selected ? 1.0 : 0.0;
  gl_Position = czm_projection * positionEC;
}
`;

export const streetFragmentShader = `
in vec4 v_colour;
in float v_across;
in float v_alongM;
in float v_widthM;
in float v_direction;
in float v_selected;
uniform float u_daylight;
uniform vec4 u_ink;
uniform vec4 u_chosen;
${splitGlsl}
void main() {
  keepSide();
  float pixel = max(fwidth(v_across), 1e-4);
  float widthPx = 1.0 / pixel;
  vec3 colour = v_colour.rgb;
  // Where one is close enough to tell them apart, arrows say which way it goes.
  float metresAPixel = v_widthM * pixel;
  float arrows = (1.0 - smoothstep(0.12, 0.3, metresAPixel)) * smoothstep(5.0, 9.0, widthPx);
  if (arrows > 0.0) {
    float ahead = v_direction < 0.5 ? v_alongM : -v_alongM;
    float tip = fract((ahead + abs(v_across - 0.5) * v_widthM * 1.2) / 16.0) * 16.0;
    float soft = metresAPixel * 1.5;
    float arrow = smoothstep(0.0, soft, tip) * (1.0 - smoothstep(0.9, 0.9 + soft, tip));
    arrow *= step(abs(v_across - 0.5), 0.32);
    float light = dot(colour, vec3(0.3, 0.59, 0.11));
    colour = mix(colour, light > 0.45 ? vec3(0.1) : vec3(1.0), arrow * arrows * 0.75);
  }
  // An older result is drawn in dashes.
  if (v_colour.a < 0.9 && fract(v_alongM / max(6.0, 7.0 * metresAPixel)) > 0.6) discard;
  float rim = (1.0 - smoothstep(0.6, 1.4, min(v_across, 1.0 - v_across) / pixel)) * smoothstep(2.0, 4.0, widthPx);
  colour = mix(colour, u_ink.rgb, rim * 0.55);
  float edge = 1.0 - smoothstep(2.0, 3.0, (1.0 - v_across) / pixel);
  colour = mix(colour, u_chosen.rgb, v_selected * max(edge, 0.0));
  out_FragColor = vec4(colour * u_daylight, 1.0);
}
`;
