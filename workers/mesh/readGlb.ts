/** The vertex columns of a building chunk (glb.ts), as views into the file: nothing is copied. */
export type GlbColumns = {
  readonly positions: Float32Array;
  /** Four signed bytes a vertex, the last one padding. */
  readonly normals: Int8Array;
  /** Four bytes a vertex. */
  readonly edges: Uint8Array;
  /** Two 16-bit numbers a vertex: the feature id and padding. */
  readonly features: Uint16Array;
};

type View = { readonly byteOffset: number; readonly byteLength: number };
type Document = {
  readonly bufferViews: readonly View[];
  readonly accessors: readonly { readonly bufferView: number }[];
  readonly meshes: readonly {
    readonly primitives: readonly { readonly attributes: Readonly<Record<string, number>> }[];
  }[];
};

/** Reads a file that `writeGlb` made; it is not a reader of glTF in general. */
export function readGlb(glb: Uint8Array): GlbColumns {
  const header = new DataView(glb.buffer, glb.byteOffset, glb.byteLength);
  const jsonLength = header.getUint32(12, true);
  const text = new TextDecoder().decode(glb.subarray(20, 20 + jsonLength));
  const document = JSON.parse(text) as Document;
  const binary = glb.byteOffset + 20 + jsonLength + 8;
  const { attributes } = document.meshes[0].primitives[0];
  const viewOf = (name: string): View =>
    document.bufferViews[document.accessors[attributes[name]].bufferView];
  const positions = viewOf("POSITION");
  const normals = viewOf("NORMAL");
  const edges = viewOf("_EDGE");
  const features = viewOf("_FEATURE_ID_0");
  return {
    positions: new Float32Array(glb.buffer, binary + positions.byteOffset, positions.byteLength / 4),
    normals: new Int8Array(glb.buffer, binary + normals.byteOffset, normals.byteLength),
    edges: new Uint8Array(glb.buffer, binary + edges.byteOffset, edges.byteLength),
    features: new Uint16Array(glb.buffer, binary + features.byteOffset, features.byteLength / 2),
  };
}
