import type { ColumnMetaData } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/**
 * The library believes counts and run lengths: a few bytes can make it fill an array for minutes. Every page is looked at
 * before it is handed over: sizes lie in the column chunk, no page holds more values than the chunk, no run more than the page.
 */

export type ChunkFacts = {
  readonly column: ColumnMetaData;
  readonly maxDefinition: number;
  readonly maxRepetition: number;
};

export type Decompress = (codec: ColumnMetaData["codec"], bytes: Uint8Array, length: number) => Uint8Array;

const largestPageBytes = 256 * 1024 * 1024;
/** Values behind the last one that writers fill a run up with. */
const padding = 512;

const fail = (what: string): never => {
  throw new RangeError(what);
};

const widthOf = (level: number): number => 32 - Math.clz32(level);

/** Walks runs of RLE and bit-packing (Parquet's hybrid). */
function checkRuns(bytes: Uint8Array, from: number, to: number, width: number, count: number): void {
  if (width > 32) fail("bit width");
  let at = from;
  let seen = 0;
  while (seen < count && at < to) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) fail("run header");
      const byte = bytes[at++];
      header += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    const packed = header % 2 === 1;
    const values = packed ? ((header - 1) / 2) * 8 : header / 2;
    if (values > count - seen + padding) fail("run length");
    at += packed ? (values / 8) * width : (width + 7) >> 3;
    seen += values;
  }
}

function checkValues(
  page: Uint8Array,
  from: number,
  encoding: string | undefined,
  count: number,
  { column }: ChunkFacts,
): void {
  if (encoding === "PLAIN_DICTIONARY" || encoding === "RLE_DICTIONARY") {
    if (from < page.length) checkRuns(page, from + 1, page.length, page[from], count);
  } else if (encoding === "RLE") {
    if (column.type !== "BOOLEAN") fail("encoding");
    checkRuns(page, from + 4, page.length, 1, count);
  } else if (encoding === "DELTA_BYTE_ARRAY") {
    // Each value may repeat the one before: a page of a megabyte can stand for terabytes.
    fail("DELTA_BYTE_ARRAY");
  }
}

const lengthAt = (page: Uint8Array, at: number): number =>
  at + 4 <= page.length
    ? new DataView(page.buffer, page.byteOffset + at, 4).getUint32(0, true)
    : fail("page");

/** @throws RangeError where a page is not as it has to be; errors of the library for headers that are none. */
export function checkChunk(bytes: Uint8Array, facts: ChunkFacts, decompress: Decompress): void {
  const { column, maxDefinition, maxRepetition } = facts;
  const total = Number(column.num_values);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  let seen = 0;
  while (seen < total && reader.offset < bytes.length - 1) {
    const header = parquetHeader(reader);
    const size = Number(header.compressed_page_size);
    const unpacked = Number(header.uncompressed_page_size);
    if (!(size >= 0 && size <= bytes.length - reader.offset)) fail("page size");
    if (!(unpacked >= 0 && unpacked <= largestPageBytes)) fail("page size");
    const raw = bytes.subarray(reader.offset, reader.offset + size);
    reader.offset += size;
    const v2 = header.data_page_header_v2;
    const v1 = header.data_page_header;
    if (header.type === "DICTIONARY_PAGE") {
      const values = Number(header.dictionary_page_header?.num_values);
      // Each takes a bit at least.
      if (!(values >= 0 && values <= unpacked * 8)) fail("dictionary");
      continue;
    }
    const count = Number(header.type === "DATA_PAGE_V2" ? v2?.num_values : v1?.num_values);
    if (!(count >= 0 && count <= total - seen)) fail("values");
    seen += count;
    if (header.type === "DATA_PAGE_V2" && v2 !== undefined) {
      const repetition = Number(v2.repetition_levels_byte_length);
      const definition = Number(v2.definition_levels_byte_length);
      const nulls = Number(v2.num_nulls);
      if (!(repetition >= 0 && definition >= 0 && repetition + definition <= Math.min(size, unpacked)))
        fail("levels");
      if (!(nulls >= 0 && nulls <= count)) fail("nulls");
      if (maxRepetition > 0) checkRuns(raw, 0, repetition, widthOf(maxRepetition), count);
      if (maxDefinition > 0)
        checkRuns(raw, repetition, repetition + definition, widthOf(maxDefinition), count);
      const packed = raw.subarray(repetition + definition);
      const page =
        v2.is_compressed === false
          ? packed
          : decompress(column.codec, packed, unpacked - repetition - definition);
      checkValues(page, 0, v2.encoding, count, facts);
    } else if (header.type === "DATA_PAGE" && v1 !== undefined) {
      const page = decompress(column.codec, raw, unpacked);
      let at = 0;
      for (const level of [maxRepetition, maxDefinition]) {
        if (level === 0) continue;
        const length = lengthAt(page, at);
        if (length > page.length - at - 4) fail("levels");
        checkRuns(page, at + 4, at + 4 + length, widthOf(level), count);
        at += 4 + length;
      }
      checkValues(page, at, v1.encoding, count, facts);
    } else fail("page type");
  }
}
