/**
 * A file of named columns: what a layer of a twin is written as. Little-endian throughout.
 *
 *   bytes 0–7    "PFCOLS01"
 *   bytes 8–11   length of the header in bytes (uint32)
 *   then         the header, JSON (UTF-8): { meta, columns: [{ name, type, length, offset, bytes }] }
 *   then         the columns, each aligned to eight bytes; offsets count from the first aligned byte after the header
 *
 * Numbers are opened as views of the file's own buffer: nothing is parsed or copied. A column of texts is one JSON
 * array of strings.
 */

export type NumberColumn =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int16Array
  | Int32Array;
export type Column = NumberColumn | readonly string[];
export type ColumnMeta = Readonly<Record<string, unknown>>;
export type ColumnFile = { readonly meta: ColumnMeta; readonly columns: Readonly<Record<string, Column>> };

/** A column file that cannot be what it says it is. */
export class ColumnFileError extends Error {
  override readonly name = "ColumnFileError";
}

const magic = "PFCOLS01";
const prefixBytes = 12;
const headerLimitBytes = 16 * 1024 * 1024;
const columnLimit = 256;

const arrayTypes = {
  f32: Float32Array,
  f64: Float64Array,
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i16: Int16Array,
  i32: Int32Array,
} as const;
type NumberType = keyof typeof arrayTypes;

type ColumnEntry = {
  readonly name: string;
  readonly type: NumberType | "text";
  readonly length: number;
  readonly offset: number;
  readonly bytes: number;
};

const align = (value: number): number => Math.ceil(value / 8) * 8;

function numberType(column: NumberColumn): NumberType {
  for (const [type, arrayType] of Object.entries(arrayTypes)) {
    if (column instanceof arrayType) return type as NumberType;
  }
  throw new TypeError("A column holds a typed array or texts.");
}

/** The file's bytes. Equal content gives equal bytes, so that their hash is the layer's hash. */
export function encodeColumns(
  meta: ColumnMeta,
  columns: Readonly<Record<string, Column>>,
): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const entries: ColumnEntry[] = [];
  let offset = 0;
  for (const [name, column] of Object.entries(columns)) {
    const isText = !ArrayBuffer.isView(column);
    const bytes = isText
      ? encoder.encode(JSON.stringify(column))
      : new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    entries.push({
      name,
      type: isText ? "text" : numberType(column),
      length: column.length,
      offset,
      bytes: bytes.byteLength,
    });
    parts.push(bytes);
    offset = align(offset + bytes.byteLength);
  }
  const header = encoder.encode(JSON.stringify({ meta, columns: entries }));
  const start = align(prefixBytes + header.byteLength);
  const file = new Uint8Array(start + offset);
  file.set(encoder.encode(magic));
  new DataView(file.buffer).setUint32(8, header.byteLength, true);
  file.set(header, prefixBytes);
  for (const [index, part] of parts.entries()) file.set(part, start + entries[index].offset);
  return file;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readEntry(raw: unknown, available: number): ColumnEntry {
  if (typeof raw !== "object" || raw === null)
    throw new ColumnFileError("A column's entry is not an object.");
  const { name, type, length, offset, bytes } = raw as Record<string, unknown>;
  if (typeof name !== "string" || !isCount(length) || !isCount(offset) || !isCount(bytes)) {
    throw new ColumnFileError("A column's entry is incomplete.");
  }
  if (type !== "text" && !(typeof type === "string" && Object.hasOwn(arrayTypes, type))) {
    throw new ColumnFileError(`Column "${name}" has an unknown type.`);
  }
  const typed = type as NumberType | "text";
  if (offset % 8 !== 0 || offset + bytes > available)
    throw new ColumnFileError(`Column "${name}" lies outside the file.`);
  if (typed !== "text" && bytes !== length * arrayTypes[typed].BYTES_PER_ELEMENT) {
    throw new ColumnFileError(`Column "${name}" has another size than its length says.`);
  }
  return { name, type: typed, length, offset, bytes };
}

function readTexts(entry: ColumnEntry, bytes: Uint8Array): readonly string[] {
  // TextDecoder refuses shared memory in browsers; texts are copied out of it once.
  const plain = bytes.buffer instanceof ArrayBuffer ? bytes : Uint8Array.from(bytes);
  let texts: unknown;
  try {
    texts = JSON.parse(new TextDecoder().decode(plain));
  } catch {
    throw new ColumnFileError(`Column "${entry.name}" is not readable text.`);
  }
  if (
    !Array.isArray(texts) ||
    texts.length !== entry.length ||
    !texts.every((text) => typeof text === "string")
  ) {
    throw new ColumnFileError(`Column "${entry.name}" is not a list of ${entry.length} texts.`);
  }
  return texts as string[];
}

/**
 * Opens a column file. The number columns are views of `buffer`.
 * @throws ColumnFileError where the file is not one, is cut short, or its header does not fit its bytes.
 */
export function decodeColumns(buffer: ArrayBufferLike): ColumnFile {
  const file = new Uint8Array(buffer);
  if (file.length < prefixBytes || magic !== String.fromCharCode(...file.subarray(0, 8))) {
    throw new ColumnFileError("This is not a Planfall column file.");
  }
  const headerBytes = new DataView(buffer).getUint32(8, true);
  if (headerBytes > headerLimitBytes || prefixBytes + headerBytes > file.length) {
    throw new ColumnFileError("The column file is cut short.");
  }
  let header: unknown;
  try {
    header = JSON.parse(
      new TextDecoder().decode(Uint8Array.from(file.subarray(prefixBytes, prefixBytes + headerBytes))),
    );
  } catch {
    throw new ColumnFileError("The column file's header is not readable.");
  }
  const { meta, columns: entries } = (header ?? {}) as { meta?: unknown; columns?: unknown };
  if (typeof meta !== "object" || meta === null || !Array.isArray(entries) || entries.length > columnLimit) {
    throw new ColumnFileError("The column file's header is incomplete.");
  }
  const start = align(prefixBytes + headerBytes);
  const columns: Record<string, Column> = Object.create(null) as Record<string, Column>;
  for (const raw of entries) {
    const entry = readEntry(raw, file.length - start);
    columns[entry.name] =
      entry.type === "text"
        ? readTexts(entry, file.subarray(start + entry.offset, start + entry.offset + entry.bytes))
        : new arrayTypes[entry.type](buffer as ArrayBuffer, start + entry.offset, entry.length);
  }
  return { meta: meta as ColumnMeta, columns };
}
