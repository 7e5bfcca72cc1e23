import { type BytePull, createBytePull } from "../bytePull.ts";
import type { FindingCollector } from "../report.ts";
import { headOf, type ReadContext, type Source } from "../source.ts";
import { decoderOf, encodingOfCpg, encodingOfDriver, type TextOfBytes } from "./encoding.ts";

type Field = {
  readonly name: string;
  readonly type: string;
  readonly from: number;
  readonly length: number;
};
export type Row = Readonly<Record<string, unknown>>;

export type DbfTable = {
  /** The next row; null at the end. Rows that are marked as deleted are given too, because shapes count them. */
  readonly next: () => Promise<{ readonly row: Row; readonly deleted: boolean } | null>;
  readonly close: () => Promise<void>;
};

const mostFields = 512;

function fieldsOf(header: Uint8Array, rowBytes: number, text: TextOfBytes): Field[] {
  const fields: Field[] = [];
  const seen = new Set<string>();
  let from = 1;
  for (let at = 32; at + 32 <= header.length && header[at] !== 0x0d; at += 32) {
    if (fields.length >= mostFields) break;
    const raw = header.subarray(at, at + 11);
    const end = raw.indexOf(0);
    const type = String.fromCharCode(header[at + 11]);
    // Longer texts keep the high byte of their length where numbers have their decimals.
    const length = header[at + 16] + (type === "C" ? header[at + 17] * 256 : 0);
    if (from + length > rowBytes) break;
    const base = text(end < 0 ? raw : raw.subarray(0, end)).trim();
    let name = base === "" || base === "__proto__" ? String(fields.length + 1) : base;
    for (let copy = 2; seen.has(name); copy++) name = `${base} (${copy})`;
    seen.add(name);
    fields.push({ name, type, from, length });
    from += length;
  }
  return fields;
}

/** Bytes without the blanks and zeros that fill the column up. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let from = 0;
  let to = bytes.length;
  while (to > from && (bytes[to - 1] === 32 || bytes[to - 1] === 0)) to -= 1;
  while (from < to && bytes[from] === 32) from += 1;
  return bytes.subarray(from, to);
}

function cellValue(bytes: Uint8Array, type: string, text: TextOfBytes): unknown {
  if (type === "I" && bytes.length === 4)
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true);
  if ((type === "B" || type === "O") && bytes.length === 8)
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true);
  const cell = trimmed(bytes);
  if (cell.length === 0) return null;
  switch (type) {
    case "N":
    case "F": {
      // A number that its column was too narrow for is stars.
      if (cell[0] === 42) return null;
      const words = text(cell);
      const number = Number(words);
      return Number.isFinite(number) ? number : words;
    }
    case "L":
      return "YyTt".includes(String.fromCharCode(cell[0]))
        ? true
        : "NnFf".includes(String.fromCharCode(cell[0]))
          ? false
          : null;
    case "D": {
      const day = text(cell);
      return /^\d{8}$/.test(day) ? `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}` : day;
    }
    case "C":
      return text(cell);
    // Texts in a file of their own (.dbt), pictures, times of other dialects.
    default:
      return null;
  }
}

/**
 * Opens the dBASE table beside a Shapefile and reads it row by row.
 * @returns null, with a finding, where it is no table.
 */
export async function openTable(
  source: Source,
  cpg: Source | undefined,
  context: ReadContext,
  findings: FindingCollector,
): Promise<DbfTable | null> {
  const pull: BytePull = createBytePull(source, { signal: context.signal, progress: () => undefined });
  const head = Uint8Array.from(await pull.take(32));
  const view = new DataView(head.buffer);
  const rows = head.length < 32 ? 0 : view.getUint32(4, true);
  const headerBytes = head.length < 32 ? 0 : view.getUint16(8, true);
  const rowBytes = head.length < 32 ? 0 : view.getUint16(10, true);
  const stated = cpg === undefined ? null : encodingOfCpg(new TextDecoder().decode(await headOf(cpg, 100)));
  const text = decoderOf(stated ?? encodingOfDriver(head[29] ?? 0), () =>
    findings.add("repaired", "encodingNotUtf8"),
  );
  const rest = headerBytes < 33 ? new Uint8Array(0) : await pull.take(headerBytes - 32);
  const header = new Uint8Array(32 + rest.length);
  header.set(head);
  header.set(rest, 32);
  const fields = rowBytes < 1 ? [] : fieldsOf(header, rowBytes, text);
  if (fields.length === 0) {
    findings.add("problem", "shapefileTableBroken");
    await pull.close();
    return null;
  }
  let count = 0;
  return {
    next: async () => {
      if (count >= rows) return null;
      const bytes = await pull.take(rowBytes);
      // The mark of the end may come before the header says so.
      if (bytes.length < rowBytes || bytes[0] === 0x1a) return null;
      count += 1;
      const row: Record<string, unknown> = {};
      for (const { name, type, from, length } of fields) {
        const value = cellValue(bytes.subarray(from, from + length), type, text);
        if (value !== null) row[name] = value;
      }
      return { row, deleted: bytes[0] === 0x2a };
    },
    close: pull.close,
  };
}
