/** Writes the directories of a TIFF file (TIFF 6.0, 1992; little-endian, 32-bit offsets). */

const short = 3;
const long = 4;
const ascii = 2;
const double = 12;
const typeBytes: Readonly<Record<number, number>> = { [ascii]: 1, [short]: 2, [long]: 4, [double]: 8 };

export type TiffTag = {
  readonly tag: number;
  readonly type: number;
  readonly values: ArrayLike<number>;
};

export const shorts = (tag: number, ...values: readonly number[]): TiffTag => ({ tag, type: short, values });
export const longs = (tag: number, values: ArrayLike<number>): TiffTag => ({ tag, type: long, values });
export const doubles = (tag: number, ...values: readonly number[]): TiffTag => ({
  tag,
  type: double,
  values,
});
/** Text, in UTF-8 as GDAL reads it, with the closing zero. */
export const text = (tag: number, value: string): TiffTag => ({
  tag,
  type: ascii,
  values: new TextEncoder().encode(`${value}\0`),
});

const even = (value: number): number => value + (value % 2);
const valueBytes = ({ type, values }: TiffTag): number => typeBytes[type] * values.length;

/** Bytes of a directory with the values that do not fit into it. */
export const directoryBytes = (tags: readonly TiffTag[]): number =>
  tags.reduce((sum, tag) => sum + 12 + (valueBytes(tag) > 4 ? even(valueBytes(tag)) : 0), 2 + 4);

function putValues(view: DataView, at: number, { type, values }: TiffTag): void {
  for (let i = 0; i < values.length; i++) {
    if (type === ascii) view.setUint8(at + i, values[i]);
    else if (type === short) view.setUint16(at + i * 2, values[i], true);
    else if (type === long) view.setUint32(at + i * 4, values[i], true);
    else view.setFloat64(at + i * 8, values[i], true);
  }
}

/** Writes one directory at `at`; `next` is where the following one begins, 0 = none. Tags are put into their order. */
export function putDirectory(view: DataView, at: number, tags: readonly TiffTag[], next: number): void {
  const ordered = [...tags].sort((a, b) => a.tag - b.tag);
  view.setUint16(at, ordered.length, true);
  let valuesAt = at + 2 + ordered.length * 12 + 4;
  for (const [row, tag] of ordered.entries()) {
    const entry = at + 2 + row * 12;
    view.setUint16(entry, tag.tag, true);
    view.setUint16(entry + 2, tag.type, true);
    view.setUint32(entry + 4, tag.values.length, true);
    if (valueBytes(tag) <= 4) putValues(view, entry + 8, tag);
    else {
      view.setUint32(entry + 8, valuesAt, true);
      putValues(view, valuesAt, tag);
      valuesAt += even(valueBytes(tag));
    }
  }
  view.setUint32(at + 2 + ordered.length * 12, next, true);
}
