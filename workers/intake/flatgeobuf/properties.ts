import { ColumnType } from "flatgeobuf/lib/mjs/flat-geobuf/column-type.js";

export type FlatColumn = { readonly name: string; readonly type: ColumnType };

const fixedBytes: Readonly<Partial<Record<ColumnType, number>>> = {
  [ColumnType.Byte]: 1,
  [ColumnType.UByte]: 1,
  [ColumnType.Bool]: 1,
  [ColumnType.Short]: 2,
  [ColumnType.UShort]: 2,
  [ColumnType.Int]: 4,
  [ColumnType.UInt]: 4,
  [ColumnType.Long]: 8,
  [ColumnType.ULong]: 8,
  [ColumnType.Float]: 4,
  [ColumnType.Double]: 8,
};

const utf8 = new TextDecoder();

function fixedValue(view: DataView, at: number, type: ColumnType): unknown {
  switch (type) {
    case ColumnType.Bool:
      return view.getUint8(at) !== 0;
    case ColumnType.Byte:
      return view.getInt8(at);
    case ColumnType.UByte:
      return view.getUint8(at);
    case ColumnType.Short:
      return view.getInt16(at, true);
    case ColumnType.UShort:
      return view.getUint16(at, true);
    case ColumnType.Int:
      return view.getInt32(at, true);
    case ColumnType.UInt:
      return view.getUint32(at, true);
    case ColumnType.Long:
      return Number(view.getBigInt64(at, true));
    case ColumnType.ULong:
      return Number(view.getBigUint64(at, true));
    case ColumnType.Float:
      return view.getFloat32(at, true);
    default:
      return view.getFloat64(at, true);
  }
}

/**
 * The values of a record: number of the column (16 bits), then the value, texts with their length before. JSON stays text,
 * blobs are left out. What stands before a broken value is kept.
 */
export function propertiesOf(
  bytes: Uint8Array,
  columns: readonly FlatColumn[],
): { readonly properties: Record<string, unknown>; readonly whole: boolean } {
  const properties: Record<string, unknown> = {};
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 2 <= bytes.length) {
    const column = columns[view.getUint16(at, true)];
    at += 2;
    if (column === undefined) return { properties, whole: false };
    const fixed = fixedBytes[column.type];
    const head = fixed ?? 4;
    if (at + head > bytes.length) return { properties, whole: false };
    if (fixed !== undefined) {
      properties[column.name] = fixedValue(view, at, column.type);
      at += fixed;
      continue;
    }
    const length = view.getUint32(at, true);
    at += 4;
    if (length > bytes.length - at) return { properties, whole: false };
    if (column.type !== ColumnType.Binary)
      properties[column.name] = utf8.decode(bytes.subarray(at, at + length));
    at += length;
  }
  return { properties, whole: at === bytes.length };
}
