/** Small tilesets for tests: boxes as binary glTF, and what holds them. */

const utf8 = new TextEncoder();
const degree = Math.PI / 180;

const padded = (bytes: Uint8Array, to: number, fill: number): Uint8Array => {
  const full = new Uint8Array(Math.ceil(bytes.length / to) * to).fill(fill);
  full.set(bytes);
  return full;
};

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const words = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

/** A binary glTF of a description and its buffer. */
export function glbOf(gltf: object, buffer: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const json = padded(utf8.encode(JSON.stringify(gltf)), 4, 0x20);
  const binary = padded(buffer, 4, 0);
  const chunks = [words(json.length, 0x4e4f534a), json];
  if (binary.length > 0) chunks.push(words(binary.length, 0x004e4942), binary);
  const body = joined(chunks);
  return joined([utf8.encode("glTF"), words(2, 12 + body.length), body]);
}

/** Corner, outward normal and two edges of each side of a unit box (glTF axes: y up). */
const sides: readonly (readonly [number[], number[], number[]])[] = [
  [
    [0.5, 0, -0.5],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [-0.5, 0, 0.5],
    [0, 1, 0],
    [0, 0, -1],
  ],
  [
    [-0.5, 1, -0.5],
    [0, 0, 1],
    [1, 0, 0],
  ],
  [
    [-0.5, 0, -0.5],
    [1, 0, 0],
    [0, 0, 1],
  ],
  [
    [0.5, 0, 0.5],
    [0, 1, 0],
    [-1, 0, 0],
  ],
  [
    [-0.5, 0, -0.5],
    [0, 1, 0],
    [1, 0, 0],
  ],
];

const cross = ([a, b, c]: readonly number[], [d, e, f]: readonly number[]): number[] => [
  b * f - c * e,
  c * d - a * f,
  a * e - b * d,
];

/** A box that stands on its origin: width east, depth north, height, metres; colour red, green, blue 0–1. */
export function boxGlb(
  width: number,
  depth: number,
  height: number,
  colour: readonly [number, number, number] = [0.8, 0.3, 0.2],
  more: object = {},
): Uint8Array<ArrayBuffer> {
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (const [corner, u, v] of sides) {
    const normal = cross(u, v);
    const first = positions.length / 3;
    for (const [s, t] of [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]) {
      const point = corner.map((value, axis) => value + s * u[axis] + t * v[axis]);
      positions.push(point[0] * width, point[1] * height, point[2] * depth);
      normals.push(...normal);
    }
    indices.push(first, first + 1, first + 2, first, first + 2, first + 3);
  }
  const buffer = joined([
    new Uint8Array(Float32Array.from(positions).buffer),
    new Uint8Array(Float32Array.from(normals).buffer),
    new Uint8Array(Uint16Array.from(indices).buffer),
  ]);
  const vertices = positions.length / 3;
  return glbOf(
    {
      asset: { version: "2.0" },
      scene: 0,
      scenes: [{ nodes: [0] }],
      nodes: [{ mesh: 0 }],
      materials: [{ pbrMetallicRoughness: { baseColorFactor: [...colour, 1], metallicFactor: 0 } }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
      buffers: [{ byteLength: buffer.length }],
      bufferViews: [
        { buffer: 0, byteOffset: 0, byteLength: vertices * 12 },
        { buffer: 0, byteOffset: vertices * 12, byteLength: vertices * 12 },
        { buffer: 0, byteOffset: vertices * 24, byteLength: indices.length * 2 },
      ],
      accessors: [
        {
          bufferView: 0,
          componentType: 5126,
          count: vertices,
          type: "VEC3",
          min: [-width / 2, 0, -depth / 2],
          max: [width / 2, height, depth / 2],
        },
        { bufferView: 1, componentType: 5126, count: vertices, type: "VEC3" },
        { bufferView: 2, componentType: 5123, count: indices.length, type: "SCALAR" },
      ],
      ...more,
    },
    buffer,
  );
}

/** A batched model (3D Tiles 1.0). */
export function b3dmOf(glb: Uint8Array): Uint8Array<ArrayBuffer> {
  const table = padded(utf8.encode('{"BATCH_LENGTH":0}'), 8, 0x20);
  const start = padded(joined([new Uint8Array(28), table]), 8, 0x20);
  const features = start.length - 28;
  const length = start.length + glb.length;
  const header = joined([utf8.encode("b3dm"), words(1, length, features, 0, 0, 0)]);
  return joined([header, padded(table, 1, 0), new Uint8Array(features - table.length).fill(0x20), glb]);
}

/** Several tiles as one. */
export const cmptOf = (tiles: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const body = joined(tiles.map((tile) => padTile(tile)));
  return joined([utf8.encode("cmpt"), words(1, 16 + body.length, tiles.length), body]);
};

/** Inner tiles begin at eight bytes; their stated length takes the padding in. */
function padTile(tile: Uint8Array): Uint8Array {
  const full = padded(tile, 8, 0);
  new DataView(full.buffer).setUint32(8, full.length, true);
  return full;
}

/** Earth-fixed coordinates (WGS 84) of a place in degrees and metres above the ellipsoid. */
export function earthFixed(longitude: number, latitude: number, height: number): [number, number, number] {
  const [a, e2] = [6378137, 6.69437999014e-3];
  const [lon, lat] = [longitude * degree, latitude * degree];
  const n = a / Math.sqrt(1 - e2 * Math.sin(lat) ** 2);
  return [
    (n + height) * Math.cos(lat) * Math.cos(lon),
    (n + height) * Math.cos(lat) * Math.sin(lon),
    (n * (1 - e2) + height) * Math.sin(lat),
  ];
}

/** The transform that puts a drawing with x east, y north, z up at a place on Earth. */
export function eastNorthUp(longitude: number, latitude: number, height: number): number[] {
  const [lon, lat] = [longitude * degree, latitude * degree];
  const [sinLon, cosLon, sinLat, cosLat] = [Math.sin(lon), Math.cos(lon), Math.sin(lat), Math.cos(lat)];
  const east = [-sinLon, cosLon, 0];
  const north = [-sinLat * cosLon, -sinLat * sinLon, cosLat];
  const up = [cosLat * cosLon, cosLat * sinLon, sinLat];
  return [...east, 0, ...north, 0, ...up, 0, ...earthFixed(longitude, latitude, height), 1];
}

/** The bounding volume of a box that stands on its tile's origin. */
export const standingBox = (width: number, depth: number, height: number) => ({
  box: [0, 0, height / 2, width / 2, 0, 0, 0, depth / 2, 0, 0, 0, height / 2],
});
