import { PbfReader } from "pbf";

/** Damage within a message; the blob that holds it ends there. */
export class PbfDamage extends Error {
  override readonly name = "PbfDamage";
}

/** Whether an error is damage of the file: ours, or the library's about a number that never ends. */
export const isDamage = (error: unknown): boolean =>
  error instanceof PbfDamage || (error instanceof Error && error.message.startsWith("Expected varint"));

/** Most values of one packed list; writers put 8,000 objects into a block. */
const mostValues = 4_000_000;

/**
 * Goes through the fields of a message. The library believes stated lengths and reads zeros beyond the end, so every length is
 * held against the message's own end here.
 * @param take gets the field's number; it must read the value or return false to pass it over.
 */
export function readFields(
  reader: PbfReader,
  end: number,
  take: (field: number, wire: number) => boolean,
): void {
  while (reader.pos < end) {
    const tag = reader.readVarint();
    const wire = tag & 7;
    const before = reader.pos;
    if (!take(tag >>> 3, wire)) {
      reader.pos = before;
      if (wire === 2) reader.pos = lengthEnd(reader, end);
      else if (wire === 0) reader.readVarint();
      else if (wire === 1) reader.pos += 8;
      else if (wire === 5) reader.pos += 4;
      else throw new PbfDamage("unknown wire type");
    }
    if (reader.pos > end) throw new PbfDamage("field beyond its message");
  }
}

/** Where the length-delimited value at hand ends. @throws PbfDamage where that is beyond its message. */
export function lengthEnd(reader: PbfReader, messageEnd: number): number {
  const length = reader.readVarint();
  const end = reader.pos + length;
  if (!(length >= 0 && end <= messageEnd)) throw new PbfDamage("length beyond its message");
  return end;
}

/** The bytes of a length-delimited value, as a view. */
export function readBytes(reader: PbfReader, messageEnd: number): Uint8Array {
  const end = lengthEnd(reader, messageEnd);
  const bytes = reader.buf.subarray(reader.pos, end);
  reader.pos = end;
  return bytes;
}

/** A list of whole numbers, packed or a single one, appended to `out`. */
export function readNumbers(
  reader: PbfReader,
  wire: number,
  messageEnd: number,
  signed: boolean,
  out: number[],
): true {
  const read = (): number => (signed ? reader.readSVarint() : reader.readVarint());
  if (wire !== 2) {
    out.push(read());
    return true;
  }
  const end = lengthEnd(reader, messageEnd);
  while (reader.pos < end) {
    if (out.length >= mostValues) throw new PbfDamage("list too long");
    out.push(read());
  }
  if (reader.pos !== end) throw new PbfDamage("list beyond its length");
  return true;
}

/** Sets every value to the sum of those before it. @throws PbfDamage where a sum is beyond what a double holds exactly. */
export function undoDeltas(values: number[]): number[] {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    if (!Number.isSafeInteger(sum)) throw new PbfDamage("delta overflow");
    values[i] = sum;
  }
  return values;
}

export const readerOf = (bytes: Uint8Array): PbfReader => new PbfReader(bytes);
