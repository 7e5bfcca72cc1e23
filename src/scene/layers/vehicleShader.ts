import { splitGlsl } from "../gpu/shaders.ts";

/** Vehicles a row of the texture that says where they are. */
export const vehiclesARow = 64;

/** A box on the street, never smaller than a few pixels: from afar it is a mark, not a car to scale. */
export const vehicleVertexShader = `
in vec3 position;
in vec3 normal;
in float slot;
uniform highp sampler2D u_vehicles;
out float v_light;
const float leastPx = 4.0;
void main() {
  int at = int(slot + 0.5);
  vec4 vehicle = texelFetch(u_vehicles, ivec2(at % ${vehiclesARow}, at / ${vehiclesARow}), 0);
  float metres = czm_metersPerPixel(czm_modelView * vec4(vehicle.xyz, 1.0));
  vec3 body = position * max(1.0, leastPx * metres / 4.4);
  float c = cos(vehicle.w);
  float s = sin(vehicle.w);
  vec3 turned = vec3(c * body.x - s * body.y, s * body.x + c * body.y, body.z + 0.35);
  vec4 positionEC = czm_modelView * vec4(vehicle.xyz + turned, 1.0);
  // Before the ribbon that it drives on.
  positionEC.xyz *= mix(0.996, 0.985, smoothstep(250.0, 900.0, -positionEC.z));
  v_light = normal.z > 0.5 ? 1.0 : 0.72 + 0.1 * normal.x;
  gl_Position = czm_projection * positionEC;
}
`;

export const vehicleFragmentShader = `
in float v_light;
uniform float u_daylight;
uniform vec3 u_body;
${splitGlsl}
void main() {
  keepSide();
  out_FragColor = vec4(u_body * v_light * u_daylight, 1.0);
}
`;

const lengthM = 4.4;
const widthM = 1.8;
const heightM = 1.4;

/** A box of a car's size that stands on its origin and looks east: corners with their face's normal, and its triangles. */
export function vehicleBox(): {
  readonly position: Float32Array;
  readonly normal: Float32Array;
  readonly indices: Uint16Array;
} {
  const faces = [
    { normal: [0, 0, 1], u: [1, 0, 0], v: [0, 1, 0] },
    { normal: [1, 0, 0], u: [0, 1, 0], v: [0, 0, 1] },
    { normal: [-1, 0, 0], u: [0, -1, 0], v: [0, 0, 1] },
    { normal: [0, 1, 0], u: [-1, 0, 0], v: [0, 0, 1] },
    { normal: [0, -1, 0], u: [1, 0, 0], v: [0, 0, 1] },
  ] as const;
  const half = [lengthM / 2, widthM / 2, heightM / 2];
  const position: number[] = [];
  const normal: number[] = [];
  const indices: number[] = [];
  for (const face of faces) {
    const base = position.length / 3;
    for (const [a, b] of [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ]) {
      for (let axis = 0; axis < 3; axis++) {
        const at = (face.normal[axis] + a * face.u[axis] + b * face.v[axis]) * half[axis];
        position.push(axis === 2 ? at + half[2] : at);
      }
      normal.push(...face.normal);
    }
    indices.push(base, base + 1, base + 2, base, base + 2, base + 3);
  }
  return {
    position: Float32Array.from(position),
    normal: Float32Array.from(normal),
    indices: Uint16Array.from(indices),
  };
}
