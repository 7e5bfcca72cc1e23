import { createBytePull } from "../bytePull.ts";
import type { ReadFeatureFormat } from "../features/contract.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, type ReadContext, type Source } from "../source.ts";
import { geometryOfRecord } from "./shapes.ts";
import { openTable } from "./table.ts";

const headerBytes = 100;
/** The format counts in 16-bit words with sign; ESRI's own limit is the same. */
const largestBytes = 2 * 1024 ** 3;
const largestRecordBytes = 64 * 1024 * 1024;
const largestIndexBytes = 256 * 1024 * 1024;

/** Where records begin, in bytes, from the `.shx`; null where there is none that can be used. */
async function recordStarts(
  index: Source | undefined,
  context: ReadContext,
  findings: FindingCollector,
): Promise<Float64Array | null> {
  if (index === undefined) {
    findings.add("info", "shapefileWithoutIndex");
    return null;
  }
  try {
    const bytes = await bytesOf(index, { ...context, progress: () => undefined }, largestIndexBytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < headerBytes || view.getInt32(0) !== 9994) return null;
    const starts = new Float64Array(Math.floor((bytes.length - headerBytes) / 8));
    for (let i = 0; i < starts.length; i++) starts[i] = view.getInt32(headerBytes + i * 8) * 2;
    return starts;
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * Reads the shapes of a Shapefile (ESRI 1998) as a stream, with the rows of the dBASE table beside it. Records whose length
 * cannot be right are passed over by the index (`.shx`), where there is one.
 * @throws IntakeError where the file is no Shapefile or beyond what the format can address.
 */
export const readShapefile: ReadFeatureFormat = async ({ source, siblings, context, findings, take }) => {
  if (source.size > largestBytes) throw new IntakeError("fileTooLarge", { limitMb: 2048 });
  const pull = createBytePull(source, context);
  const dbf = siblings.get("dbf");
  if (dbf === undefined) findings.add("dropped", "shapefileWithoutTable");
  const table = dbf === undefined ? null : await openTable(dbf, siblings.get("cpg"), context, findings);
  try {
    const header = await pull.take(headerBytes);
    if (header.length < headerBytes) throw new IntakeError("shapefileBroken");
    const starts = await recordStarts(siblings.get("shx"), context, findings);
    let count = 0;
    let rowMissing = false;
    /** Place in the index of the first record that was not passed yet. */
    let next = 0;
    for (;;) {
      const head = await pull.take(8);
      if (head.length === 0) break;
      const length = head.length < 8 ? -1 : new DataView(head.buffer, head.byteOffset, 8).getInt32(4) * 2;
      if (length < 4 || length > source.size - pull.at()) {
        const place = { objectId: "", line: count + 1 };
        while (starts !== null && next < starts.length && starts[next] < pull.at()) next += 1;
        if (starts === null || next >= starts.length || !(await pull.skip(starts[next] - pull.at()))) {
          findings.add("problem", "shapefileCutShort", { features: count }, place);
          break;
        }
        findings.add("dropped", "shapefileRecordBroken", {}, place);
        // Rows of the records that were passed over.
        for (; count < next; count++) await table?.next();
        continue;
      }
      count += 1;
      const row = table === null ? null : await table.next();
      if (table !== null && row === null && !rowMissing) {
        rowMissing = true;
        findings.add("dropped", "shapefileTableShort", { rows: count - 1 });
      }
      if (length > largestRecordBytes) {
        findings.add("dropped", "featureTooLong", { limitMb: 64 }, { line: count });
        if (!(await pull.skip(length))) break;
        continue;
      }
      const content = await pull.take(length);
      if (content.length < length) {
        findings.add("problem", "shapefileCutShort", { features: count - 1 }, { line: count });
        break;
      }
      if (row?.deleted === true) continue;
      const geometry = geometryOfRecord(content);
      if (geometry === undefined) {
        findings.add("dropped", "shapefileRecordBroken", {}, { line: count });
        continue;
      }
      take({ id: "", geometry, properties: row?.row ?? {}, line: count });
    }
  } finally {
    await pull.close();
    await table?.close();
  }
  // A .prj beside it is read by whoever settles the system.
  return { statedCrs: "" };
};
