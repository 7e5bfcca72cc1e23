import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, RowGroup } from "hyparquet";
import type { ReadFeatureFormat } from "../features/contract.ts";
import { IntakeError } from "../report.ts";
import { bytesOf, createBreather, type ReadContext, type Source } from "../source.ts";
import { geometryOfCell } from "./geometry.ts";
import type { Decompress } from "./guard.ts";
import { geometryColumn, topColumns } from "./metadata.ts";

/** Packed files, which have no way in, are in memory as a whole. */
const largestPackedBytes = 512 * 1024 * 1024;
const largestMetadataBytes = 64 * 1024 * 1024;
/** Unpacked columns of a row group, which are in memory together. */
const largestGroupBytes = 1024 * 1024 * 1024;
const mostColumns = 200;
const fewestValues = 100_000;

async function bufferOf(source: Source, context: ReadContext): Promise<AsyncBuffer> {
  const slice = source.slice;
  if (slice === undefined) {
    if (source.size > largestPackedBytes)
      throw new IntakeError("fileTooLarge", { limitMb: largestPackedBytes / 1048576 });
    const bytes = await bytesOf(source, context, largestPackedBytes);
    return { byteLength: bytes.length, slice: (from, to) => bytes.slice(from, to).buffer };
  }
  return {
    byteLength: source.size,
    slice: async (from, to = source.size) => {
      context.signal.throwIfAborted();
      if (!(from >= 0 && to >= from && to <= source.size)) throw new RangeError("range");
      return new Uint8Array(await slice(from, to)).buffer;
    },
  };
}

/** A day or a moment as text; "" where it is none. */
function isoOf(milliseconds: number, days: boolean): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return "";
  return days ? date.toISOString().slice(0, 10) : date.toISOString();
}

const utf8 = new TextDecoder();
const parsers = {
  timestampFromMilliseconds: (value: bigint) => isoOf(Number(value), false),
  timestampFromMicroseconds: (value: bigint) => isoOf(Number(value) / 1e3, false),
  timestampFromNanoseconds: (value: bigint) => isoOf(Number(value) / 1e6, false),
  dateFromDays: (days: number) => isoOf(days * 86_400_000, true),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes),
  geometryFromBytes: (bytes: Uint8Array | undefined) => bytes,
  geographyFromBytes: (bytes: Uint8Array | undefined) => bytes,
};

/** Where a column chunk lies, as the library takes it. */
function rangeOf(column: ColumnMetaData): readonly [number, number] {
  const data = Number(column.data_page_offset);
  const dictionary = Number(column.dictionary_page_offset ?? 0);
  const from = dictionary > 0 && dictionary < data ? dictionary : data;
  return [from, from + Number(column.total_compressed_size)];
}

type Levels = (path: readonly string[]) => { readonly definition: number; readonly repetition: number };

/** Looks at the chunks of a row group that will be read. @throws RangeError where one may not be handed over. */
async function checkGroup(
  group: RowGroup,
  wanted: ReadonlySet<string>,
  file: AsyncBuffer,
  levels: Levels,
  check: (bytes: Uint8Array, column: ColumnMetaData, maxDefinition: number, maxRepetition: number) => void,
): Promise<void> {
  let unpacked = 0;
  for (const { meta_data: column } of group.columns) {
    if (column === undefined) throw new RangeError("column");
    if (!wanted.has(column.path_in_schema[0])) continue;
    const size = Number(column.total_uncompressed_size);
    const values = Number(column.num_values);
    unpacked += size;
    if (!(size >= 0 && unpacked <= largestGroupBytes))
      throw new IntakeError("geoParquetGroupTooLarge", { limitMb: largestGroupBytes / 1048576 });
    const { definition, repetition } = levels(column.path_in_schema);
    if (repetition === 0 && values !== Number(group.num_rows)) throw new RangeError("rows");
    if (!(values >= 0 && values <= Math.max(fewestValues, size * 8))) throw new RangeError("values");
    const [from, to] = rangeOf(column);
    const bytes = new Uint8Array(await file.slice(from, to));
    check(bytes, column, definition, repetition);
  }
}

/**
 * Reads GeoParquet (1.0, 1.1, and Parquet with its own geometry type) one row group after the other, from WKB or native
 * coordinates. A row group that is broken ends the file; what stands before it is kept.
 * @throws IntakeError where the file has no geometry or cannot be read at all.
 */
export const readGeoParquet: ReadFeatureFormat = async ({ source, context, findings, take }) => {
  const [{ parquetMetadataAsync, parquetReadObjects, parquetSchema }, packed, schemas, guard] =
    await Promise.all([
      import("hyparquet"),
      import("hyparquet-compressors"),
      import("hyparquet/src/schema.js"),
      import("./guard.ts"),
    ]);
  const compressors: Compressors = packed.compressors;
  const decompress: Decompress = (codec, bytes, length) => {
    if (codec === "UNCOMPRESSED") return bytes;
    const page = compressors[codec]?.(bytes, length);
    if (page?.length !== length) throw new RangeError("page");
    return page;
  };
  const file = await bufferOf(source, context);
  let metadata: FileMetaData;
  try {
    const tail = new DataView(await file.slice(Math.max(0, file.byteLength - 8), file.byteLength));
    if (tail.byteLength < 8 || tail.getUint32(0, true) > largestMetadataBytes)
      throw new RangeError("metadata");
    metadata = await parquetMetadataAsync(file);
  } catch (error) {
    context.signal.throwIfAborted();
    throw new IntakeError("geoParquetBroken", { detail: String(error).slice(0, 120) });
  }
  const geometry = geometryColumn(metadata);
  const columns = topColumns(metadata.schema)
    .filter(({ element, leaf }) => leaf && element.name !== geometry.name && element.name !== "__proto__")
    .map(({ element }) => element.name)
    .slice(0, mostColumns);
  // Bytes, not text, also where nothing in the file says so.
  for (const element of metadata.schema)
    if (element.name === geometry.name && element.type === "BYTE_ARRAY")
      element.logical_type = { type: "GEOMETRY" };
  const wanted = new Set([geometry.name, ...columns]);
  const tree = parquetSchema(metadata);
  const levels: Levels = (path) => {
    const found = schemas.getTreePath(tree, [...path]);
    return {
      definition: schemas.getMaxDefinitionLevel(found),
      repetition: schemas.getMaxRepetitionLevel(found),
    };
  };
  const breathe = createBreather();
  const mostRows = Math.max(fewestValues, file.byteLength * 2);
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    context.signal.throwIfAborted();
    const rows = Number(group.num_rows);
    try {
      if (!(rows >= 0 && rowStart + rows <= mostRows)) throw new RangeError("rows");
      await checkGroup(group, wanted, file, levels, (bytes, column, maxDefinition, maxRepetition) =>
        guard.checkChunk(bytes, { column, maxDefinition, maxRepetition }, decompress),
      );
      const read = await parquetReadObjects({
        file,
        // A group by itself: the library goes through all of them otherwise.
        metadata: { ...metadata, row_groups: [group], num_rows: group.num_rows },
        columns: [...wanted],
        compressors,
        parsers,
      });
      for (const [at, row] of read.entries()) {
        if (at % 256 === 0) await breathe();
        const line = rowStart + at + 1;
        const shape = geometryOfCell(row[geometry.name], geometry.encoding);
        if (shape === undefined) {
          findings.add("dropped", "geometryBroken", {}, { line });
          continue;
        }
        const properties: Record<string, unknown> = {};
        for (const name of columns) {
          const value: unknown = row[name];
          if (value !== null && value !== undefined) properties[name] = value;
        }
        const id = properties.id ?? properties.fid;
        take({
          id: typeof id === "string" || typeof id === "number" ? String(id).slice(0, 200) : "",
          geometry: shape,
          properties,
          line,
        });
      }
    } catch (error) {
      context.signal.throwIfAborted();
      if (rowStart === 0) {
        if (error instanceof IntakeError) throw error;
        throw new IntakeError("geoParquetBroken", { detail: String(error).slice(0, 120) });
      }
      findings.add("problem", "geoParquetGroupBroken", {
        rows: rowStart,
        detail: String(error).slice(0, 120),
      });
      break;
    }
    rowStart += rows;
    context.progress(
      Math.min(source.size, Math.round((source.size * rowStart) / Math.max(1, Number(metadata.num_rows)))),
      0,
    );
  }
  return { statedCrs: geometry.statedCrs };
};
