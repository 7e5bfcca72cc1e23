import { pictureSize } from "../pictureSize.ts";

/** What a file of a tileset is, and whether a viewer can be given it. Only headers and descriptions are read. */

export type ContentFormat =
  | "b3dm"
  | "i3dm"
  | "pnts"
  | "cmpt"
  | "glb"
  | "gltf"
  | "subtree"
  | "tileset"
  | "other";

/** Texts under `intake:findings.tiles3d-<defect>`. */
export type ContentDefect = "contentBroken" | "contentCutShort" | "extensionUnknown" | "pictureTooLarge";

export type ContentFacts = {
  readonly format: ContentFormat;
  readonly defect: ContentDefect | null;
  /** The extension that is not known, or where it breaks; "" = nothing to add. */
  readonly detail: string;
  /** Addresses of other files that it needs. */
  readonly addresses: readonly string[];
  /** As models name their authors. */
  readonly copyrights: readonly string[];
};

const mostJsonBytes = 64 * 1024 ** 2;
const mostInnerTiles = 10_000;
const mostNesting = 4;
const mostAddresses = 10_000;
/** More vertices, indices or instances than this are no tile: the engine would allocate them on a number alone. */
const mostOfAccessor = 20e6;

/**
 * What the engine can show of what glTF files may insist on (@cesium/engine 26.3, ModelUtility.supportedExtensions), without
 * Gaussian splats, voxels and implicit shapes.
 */
const knownExtensions: ReadonlySet<string> = new Set([
  "AGI_articulations",
  "CESIUM_primitive_outline",
  "CESIUM_RTC",
  "EXT_feature_metadata",
  "EXT_instance_features",
  "EXT_mesh_features",
  "EXT_mesh_gpu_instancing",
  "EXT_meshopt_compression",
  "EXT_structural_metadata",
  "EXT_texture_webp",
  "KHR_blend",
  "KHR_draco_mesh_compression",
  "KHR_materials_common",
  "KHR_materials_pbrSpecularGlossiness",
  "KHR_materials_specular",
  "KHR_materials_anisotropy",
  "KHR_materials_clearcoat",
  "KHR_materials_unlit",
  "KHR_mesh_quantization",
  "KHR_meshopt_compression",
  "KHR_techniques_webgl",
  "KHR_texture_basisu",
  "KHR_texture_transform",
  "WEB3D_quantized_attributes",
]);

/** A picture is unpacked as a whole: 256 MB. Graphics cards of office computers take no wider ones. */
const mostPixels = 8192 * 8192;

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** Lists of glTF 2, dictionaries of glTF 1. */
const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];

/** Ends the look through a file at what breaks it. */
class Broken extends Error {
  readonly defect: ContentDefect;
  readonly detail: string;
  constructor(defect: ContentDefect, detail: string) {
    super(detail);
    this.defect = defect;
    this.detail = detail;
  }
}

type Gathered = { readonly addresses: string[]; readonly copyrights: Set<string> };

const magicOf = (bytes: Uint8Array, at = 0): string => String.fromCharCode(...bytes.subarray(at, at + 4));
const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Shared memory is not decoded in browsers: texts are copied out of it. */
function jsonOf(bytes: Uint8Array, where: string): unknown {
  if (bytes.length > mostJsonBytes) throw new Broken("contentBroken", where);
  try {
    return JSON.parse(new TextDecoder().decode(bytes.slice()));
  } catch {
    throw new Broken("contentBroken", where);
  }
}

function takeGltf(gltf: unknown, into: Gathered): void {
  if (!isRecord(gltf)) throw new Broken("contentBroken", "glTF");
  for (const name of itemsOf(gltf.extensionsRequired))
    if (typeof name !== "string" || !knownExtensions.has(name))
      throw new Broken("extensionUnknown", String(name).slice(0, 60));
  for (const item of [...itemsOf(gltf.buffers), ...itemsOf(gltf.images)]) {
    const uri = isRecord(item) ? item.uri : undefined;
    if (typeof uri === "string" && !/^data:/i.test(uri) && into.addresses.length < mostAddresses)
      into.addresses.push(uri);
  }
  for (const accessor of itemsOf(gltf.accessors)) {
    const count = isRecord(accessor) ? accessor.count : undefined;
    if (typeof count !== "number" || !(count >= 0 && count <= mostOfAccessor))
      throw new Broken("contentBroken", "accessors");
  }
  const copyright = isRecord(gltf.asset) ? gltf.asset.copyright : undefined;
  if (typeof copyright === "string" && copyright.trim() !== "" && into.copyrights.size < 10)
    into.copyrights.add(copyright.trim().slice(0, 200));
}

function checkPicture(bytes: Uint8Array): void {
  const size = pictureSize(bytes);
  if (size !== null && size.width * size.height > mostPixels)
    throw new Broken("pictureTooLarge", `${size.width} × ${size.height}`);
}

/** Pictures inside a model: how large they unpack, before anybody unpacks them. */
function checkInnerPictures(gltf: unknown, buffer: Uint8Array): void {
  if (!isRecord(gltf)) return;
  const views = itemsOf(gltf.bufferViews);
  for (const image of itemsOf(gltf.images)) {
    const view = isRecord(image) ? views[Number(image.bufferView)] : undefined;
    const from = isRecord(view) ? Number(view.byteOffset ?? 0) : Number.NaN;
    if (isRecord(view) && from >= 0) checkPicture(buffer.subarray(from, from + Number(view.byteLength ?? 0)));
  }
}

/** Binary glTF (Khronos glTF 2.0, 4.4; the older container where the version is 1). */
function takeGlb(bytes: Uint8Array, into: Gathered): void {
  if (bytes.length < 20 || magicOf(bytes) !== "glTF") throw new Broken("contentBroken", "glTF");
  const view = viewOf(bytes);
  const version = view.getUint32(4, true);
  const length = view.getUint32(8, true);
  const jsonBytes = view.getUint32(12, true);
  if (version !== 1 && version !== 2) throw new Broken("contentBroken", `glTF ${version}`);
  if (length > bytes.length || 20 + jsonBytes > length) throw new Broken("contentCutShort", "glTF");
  const gltf = jsonOf(bytes.subarray(20, 20 + jsonBytes), "glTF");
  takeGltf(gltf, into);
  // The second chunk, if any, is the buffer: eight bytes of header before it.
  if (version === 2) checkInnerPictures(gltf, bytes.subarray(Math.min(length, 28 + jsonBytes), length));
}

/** Byte length that a tile states, within what there is. */
function statedLength(bytes: Uint8Array, headerBytes: number): number {
  if (bytes.length < headerBytes) throw new Broken("contentCutShort", magicOf(bytes));
  const length = viewOf(bytes).getUint32(8, true);
  if (length > bytes.length) throw new Broken("contentCutShort", magicOf(bytes));
  if (length < headerBytes) throw new Broken("contentBroken", magicOf(bytes));
  return length;
}

/** Where the payload of a b3dm, i3dm or pnts begins: after the header and four tables. */
function afterTables(bytes: Uint8Array, headerBytes: number): number {
  const view = viewOf(bytes);
  let at = headerBytes;
  for (const field of [12, 16, 20, 24]) at += view.getUint32(field, true);
  return at;
}

function takeBatched(bytes: Uint8Array, into: Gathered): void {
  const length = statedLength(bytes, 28);
  // Two older headers were shorter: there the model begins before the tables' lengths could say so.
  const start = [20, 24].find((at) => magicOf(bytes, at) === "glTF") ?? afterTables(bytes, 28);
  if (start > length) throw new Broken("contentCutShort", "b3dm");
  takeGlb(bytes.subarray(start, length), into);
}

function takeInstanced(bytes: Uint8Array, into: Gathered): void {
  const length = statedLength(bytes, 32);
  const start = afterTables(bytes, 32);
  if (start > length) throw new Broken("contentCutShort", "i3dm");
  const model = bytes.subarray(start, length);
  if (viewOf(bytes).getUint32(28, true) === 1) takeGlb(model, into);
  else into.addresses.push(new TextDecoder().decode(model.slice(0, 4000)).replace(/[\0\s]+$/, ""));
}

function takeComposite(bytes: Uint8Array, into: Gathered, depth: number): void {
  const length = statedLength(bytes, 16);
  const count = viewOf(bytes).getUint32(12, true);
  if (depth >= mostNesting || count > mostInnerTiles) throw new Broken("contentBroken", "cmpt");
  let at = 16;
  for (let i = 0; i < count; i++) {
    const inner = bytes.subarray(at, length);
    const innerBytes = statedLength(inner, 12);
    takeTile(inner.subarray(0, innerBytes), into, depth + 1);
    at += innerBytes;
  }
}

function takePoints(bytes: Uint8Array): void {
  const length = statedLength(bytes, 28);
  if (afterTables(bytes, 28) > length) throw new Broken("contentCutShort", "pnts");
}

function takeTile(bytes: Uint8Array, into: Gathered, depth: number): void {
  const magic = magicOf(bytes);
  if (magic === "b3dm") takeBatched(bytes, into);
  else if (magic === "i3dm") takeInstanced(bytes, into);
  else if (magic === "pnts") takePoints(bytes);
  else if (magic === "glTF") takeGlb(bytes, into);
  else if (magic === "cmpt") takeComposite(bytes, into, depth);
  else throw new Broken("contentBroken", "");
}

const magics: Readonly<Record<string, ContentFormat>> = {
  b3dm: "b3dm",
  i3dm: "i3dm",
  pnts: "pnts",
  cmpt: "cmpt",
  glTF: "glb",
  subt: "subtree",
};

/** First byte that is no blank and no byte-order mark. */
function firstLetter(bytes: Uint8Array): number {
  for (let i = 0; i < Math.min(bytes.length, 64); i++) {
    const byte = bytes[i];
    if (byte > 32 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) return byte;
  }
  return 0;
}

/** A parsed JSON file of a tileset, told apart by what it holds. */
export function jsonFormat(json: unknown): "tileset" | "gltf" | "other" {
  if (!isRecord(json) || !isRecord(json.asset)) return "other";
  if (isRecord(json.root)) return "tileset";
  return ["meshes", "accessors", "bufferViews", "buffers", "nodes"].some((key) => key in json)
    ? "gltf"
    : "other";
}

/** Looks a file through. Of pictures, buffers and the like nothing is known but that they are something else. */
export function inspectContent(bytes: Uint8Array): ContentFacts {
  const gathered: Gathered = { addresses: [], copyrights: new Set() };
  let format: ContentFormat = magics[magicOf(bytes)] ?? "other";
  let defect: ContentDefect | null = null;
  let detail = "";
  try {
    if (format === "subtree") checkSubtree(bytes);
    else if (format !== "other") takeTile(bytes, gathered, 0);
    else if (firstLetter(bytes) === 0x7b) {
      const json = jsonOf(bytes, "JSON");
      format = jsonFormat(json);
      if (format === "gltf") takeGltf(json, gathered);
    } else checkPicture(bytes);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    defect = error.defect;
    detail = error.detail;
  }
  return { format, defect, detail, addresses: gathered.addresses, copyrights: [...gathered.copyrights] };
}

/** Header of a subtree file: magic, version, and two lengths of 64 bits that have to fit. */
function checkSubtree(bytes: Uint8Array): { readonly json: unknown; readonly binaryAt: number } {
  if (bytes.length < 24) throw new Broken("contentCutShort", "subtree");
  const view = viewOf(bytes);
  const jsonBytes = view.getBigUint64(8, true);
  const binaryBytes = view.getBigUint64(16, true);
  if (24n + jsonBytes + binaryBytes > BigInt(bytes.length)) throw new Broken("contentCutShort", "subtree");
  const binaryAt = 24 + Number(jsonBytes);
  return { json: jsonOf(bytes.subarray(24, binaryAt), "subtree"), binaryAt };
}

const bitsOf = (byte: number): number => {
  let bits = 0;
  for (let rest = byte; rest > 0; rest >>= 1) bits += rest & 1;
  return bits;
};

/** Tiles that a subtree has (3D Tiles 1.1, 12.4.2); null where it does not tell. */
export function tilesOfSubtree(bytes: Uint8Array, tilesInSubtree: number): number | null {
  try {
    const { json, binaryAt } = checkSubtree(bytes);
    const availability = isRecord(json) ? json.tileAvailability : undefined;
    if (!isRecord(json) || !isRecord(availability)) return null;
    if (availability.constant === 1) return tilesInSubtree;
    if (availability.constant === 0) return 0;
    const { availableCount, bitstream, bufferView } = availability;
    if (
      Number.isSafeInteger(availableCount) &&
      Number(availableCount) >= 0 &&
      Number(availableCount) <= tilesInSubtree
    )
      return Number(availableCount);
    const view = itemsOf(json.bufferViews)[Number(bitstream ?? bufferView)];
    if (!isRecord(view)) return null;
    const buffer = itemsOf(json.buffers)[Number(view.buffer)];
    if (!isRecord(buffer) || buffer.uri !== undefined) return null;
    const from = binaryAt + Number(view.byteOffset ?? 0);
    let tiles = 0;
    for (const byte of bytes.subarray(from, from + Math.ceil(tilesInSubtree / 8))) tiles += bitsOf(byte);
    return Math.min(tiles, tilesInSubtree);
  } catch (error) {
    if (error instanceof Broken) return null;
    throw error;
  }
}
