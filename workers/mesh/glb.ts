/** The vertex columns of one chunk, z up; the file's root node turns them into glTF's y up. */
export type GlbChunk = {
  readonly positions: Float32Array;
  /** Three signed bytes and one of padding a vertex. */
  readonly normals: Int8Array;
  /** Four bytes a vertex. */
  readonly edges: Uint8Array;
  /** One 16-bit id and two bytes of padding a vertex. */
  readonly features: Uint16Array;
  /** Stable id of feature i. */
  readonly ids: readonly string[];
  readonly min: readonly number[];
  readonly max: readonly number[];
};

const float = 5126;
const signedByte = 5120;
const unsignedByte = 5121;
const unsignedShort = 5123;
const arrayBuffer = 34962;

/** A binary glTF 2.0 with KHR_mesh_quantization, EXT_mesh_features and EXT_structural_metadata. */
export function writeGlb(chunk: GlbChunk): Uint8Array {
  const vertices = chunk.positions.length / 3;
  const { text, offsets } = idColumn(chunk.ids);
  const parts = [
    bytes(chunk.positions),
    bytes(chunk.normals),
    bytes(chunk.edges),
    bytes(chunk.features),
    text,
    bytes(offsets),
  ];
  const starts: number[] = [];
  let length = 0;
  for (const part of parts) {
    // The property table asks for 8-byte boundaries.
    length = align(length, 8);
    starts.push(length);
    length += part.byteLength;
  }
  length = align(length, 8);
  const view = (part: number, byteStride?: number) => ({
    buffer: 0,
    byteOffset: starts[part] as number,
    byteLength: (parts[part] as Uint8Array).byteLength,
    ...(byteStride === undefined ? {} : { byteStride, target: arrayBuffer }),
  });
  const json = {
    asset: { version: "2.0", generator: "Planfall" },
    extensionsUsed: ["KHR_mesh_quantization", "EXT_mesh_features", "EXT_structural_metadata"],
    extensionsRequired: ["KHR_mesh_quantization"],
    extensions: {
      EXT_structural_metadata: {
        schema: {
          id: "planfall",
          classes: { building: { properties: { id: { type: "STRING", required: true } } } },
        },
        propertyTables: [
          {
            class: "building",
            count: chunk.ids.length,
            properties: { id: { values: 4, stringOffsets: 5, stringOffsetType: "UINT32" } },
          },
        ],
      },
    },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, rotation: [-Math.SQRT1_2, 0, 0, Math.SQRT1_2] }],
    meshes: [
      {
        primitives: [
          {
            mode: 4,
            material: 0,
            attributes: { POSITION: 0, NORMAL: 1, _EDGE: 2, _FEATURE_ID_0: 3 },
            extensions: {
              EXT_mesh_features: {
                featureIds: [{ featureCount: chunk.ids.length, attribute: 0, propertyTable: 0 }],
              },
            },
          },
        ],
      },
    ],
    materials: [{ pbrMetallicRoughness: { metallicFactor: 0, roughnessFactor: 1 } }],
    accessors: [
      {
        bufferView: 0,
        componentType: float,
        count: vertices,
        type: "VEC3",
        min: chunk.min,
        max: chunk.max,
      },
      { bufferView: 1, componentType: signedByte, normalized: true, count: vertices, type: "VEC3" },
      { bufferView: 2, componentType: unsignedByte, normalized: true, count: vertices, type: "VEC4" },
      { bufferView: 3, componentType: unsignedShort, count: vertices, type: "SCALAR" },
    ],
    bufferViews: [view(0, 12), view(1, 4), view(2, 4), view(3, 4), view(4), view(5)],
    buffers: [{ byteLength: length }],
  };
  return assemble(json, parts, starts, length);
}

function assemble(
  json: object,
  parts: readonly Uint8Array[],
  starts: readonly number[],
  binaryLength: number,
): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonLength = align(text.byteLength, 8);
  const glb = new Uint8Array(12 + 8 + jsonLength + 8 + binaryLength);
  const header = new DataView(glb.buffer);
  header.setUint32(0, 0x46546c67, true);
  header.setUint32(4, 2, true);
  header.setUint32(8, glb.byteLength, true);
  header.setUint32(12, jsonLength, true);
  header.setUint32(16, 0x4e4f534a, true);
  glb.fill(0x20, 20, 20 + jsonLength);
  glb.set(text, 20);
  const binary = 20 + jsonLength;
  header.setUint32(binary, binaryLength, true);
  header.setUint32(binary + 4, 0x004e4942, true);
  parts.forEach((part, i) => {
    glb.set(part, binary + 8 + (starts[i] as number));
  });
  return glb;
}

function idColumn(ids: readonly string[]): { readonly text: Uint8Array; readonly offsets: Uint32Array } {
  const encoder = new TextEncoder();
  const offsets = new Uint32Array(ids.length + 1);
  const whole = ids.join("");
  const ascii = encoder.encode(whole);
  // In ASCII a character is a byte, and all ids are encoded at once.
  if (ascii.byteLength === whole.length) {
    for (let i = 0; i < ids.length; i++) offsets[i + 1] = (offsets[i] as number) + (ids[i] as string).length;
    return { text: ascii, offsets };
  }
  const encoded = ids.map((id) => encoder.encode(id));
  encoded.forEach((part, i) => {
    offsets[i + 1] = (offsets[i] as number) + part.byteLength;
  });
  const text = new Uint8Array(offsets[ids.length] as number);
  encoded.forEach((part, i) => {
    text.set(part, offsets[i] as number);
  });
  return { text, offsets };
}

const bytes = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const align = (value: number, to: number): number => Math.ceil(value / to) * to;
