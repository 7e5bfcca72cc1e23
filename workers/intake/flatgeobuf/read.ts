import type { Header } from "flatgeobuf/lib/mjs/flat-geobuf/header.js";
import { createBytePull } from "../bytePull.ts";
import { srsNameOfWkt } from "../companions.ts";
import type { ReadFeatureFormat } from "../features/contract.ts";
import { IntakeError } from "../report.ts";
import type { FlatColumn } from "./properties.ts";

const magicBytes = 8;
const largestHeaderBytes = 4 * 1024 * 1024;
const largestFeatureBytes = 64 * 1024 * 1024;
const mostColumns = 2000;
const nodeBytes = 40;

const littleLength = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true);

/** Bytes of the packed R-tree between header and features. */
function indexBytes(features: number, nodeSize: number): number {
  if (nodeSize === 0 || features === 0) return 0;
  const size = Math.max(2, nodeSize);
  let nodes = features;
  for (let level = features; level > 1; ) {
    level = Math.ceil(level / size);
    nodes += level;
  }
  return Math.max(nodes, 1) * nodeBytes + (features === 1 ? nodeBytes : 0);
}

/** The system in words that `resolveSrsName` takes; "" = not stated. */
function systemOf(header: Header): string {
  const crs = header.crs();
  if (crs === null) return "";
  const organisation = crs.org() || "EPSG";
  if (crs.code() > 0 && /^epsg$/i.test(organisation)) return `EPSG:${crs.code()}`;
  return (
    srsNameOfWkt(crs.wkt() ?? "") ||
    (crs.codeString() ?? "").slice(0, 100) ||
    (crs.name() ?? "").slice(0, 100)
  );
}

/**
 * @param bytes of the table that describes them: all names together are no longer.
 * @throws RangeError where they are.
 */
function columnsOf(table: Pick<Header, "columns" | "columnsLength">, bytes: number): FlatColumn[] {
  const count = Math.min(table.columnsLength(), mostColumns);
  const seen = new Set<string>(["__proto__", ""]);
  let letters = 0;
  return Array.from({ length: count }, (_, at) => {
    const column = table.columns(at);
    const base = column?.name() ?? "";
    letters += base.length;
    if (letters > bytes) throw new RangeError("columns");
    let name = base.slice(0, 100);
    for (let copy = 2; seen.has(name); copy++) name = `${base.slice(0, 100)} (${copy})`;
    seen.add(name);
    return { name, type: column?.type() ?? 0 };
  });
}

/**
 * Reads the features of a FlatGeobuf file as a stream; the index is passed over. A feature that is broken costs only itself.
 * @throws IntakeError where the header cannot be read.
 */
export const readFlatGeobuf: ReadFeatureFormat = async ({ source, context, findings, take }) => {
  const [{ ByteBuffer }, { Header: FlatHeader }, { Feature }, { geometryOfFlat }, { propertiesOf }] =
    await Promise.all([
      import("flatbuffers"),
      import("flatgeobuf/lib/mjs/flat-geobuf/header.js"),
      import("flatgeobuf/lib/mjs/flat-geobuf/feature.js"),
      import("./geometry.ts"),
      import("./properties.ts"),
    ]);
  const pull = createBytePull(source, context);
  try {
    const start = await pull.take(magicBytes + 4);
    const headerLength = start.length < magicBytes + 4 ? 0 : littleLength(start.subarray(magicBytes));
    if (headerLength < 8 || headerLength > largestHeaderBytes) throw new IntakeError("flatGeobufBroken");
    const headerBytes = Uint8Array.from(await pull.take(headerLength));
    if (headerBytes.length < headerLength) throw new IntakeError("flatGeobufBroken");
    let columns: FlatColumn[];
    let statedCrs: string;
    let geometryType: number;
    let features: number;
    let nodeSize: number;
    try {
      const header = FlatHeader.getRootAsHeader(new ByteBuffer(headerBytes));
      columns = columnsOf(header, headerLength);
      statedCrs = systemOf(header);
      geometryType = header.geometryType();
      features = Number(header.featuresCount());
      nodeSize = header.indexNodeSize();
    } catch (error) {
      context.signal.throwIfAborted();
      throw new IntakeError("flatGeobufBroken", { detail: String(error).slice(0, 100) });
    }
    const index = indexBytes(features, nodeSize);
    if (index > source.size || !(await pull.skip(index))) throw new IntakeError("flatGeobufBroken");
    let count = 0;
    for (;;) {
      const head = await pull.take(4);
      if (head.length === 0) break;
      const length = head.length < 4 ? 0 : littleLength(head);
      if (length < 4 || length > source.size) {
        findings.add("problem", "fileCutShort", { features: count }, { line: count + 1 });
        return { statedCrs };
      }
      count += 1;
      if (length > largestFeatureBytes) {
        findings.add("dropped", "featureTooLong", { limitMb: 64 }, { line: count });
        if (await pull.skip(length)) continue;
        break;
      }
      const taken = await pull.take(length);
      if (taken.length < length) {
        findings.add("problem", "fileCutShort", { features: count - 1 }, { line: count });
        return { statedCrs };
      }
      // Numbers of eight bytes are read where their place is divisible by eight, counted from the length before.
      const bytes = new Uint8Array(length);
      bytes.set(taken);
      let geometry: unknown;
      let properties: Record<string, unknown> = {};
      let whole = true;
      try {
        const feature = Feature.getRootAsFeature(new ByteBuffer(bytes));
        geometry = geometryOfFlat(feature.geometry(), geometryType, length);
        const values = feature.propertiesArray();
        // Where no schema stands for all, each feature has its own.
        const own = feature.columnsLength() > 0 ? columnsOf(feature, length) : columns;
        if (values !== null) ({ properties, whole } = propertiesOf(values, own));
      } catch {
        context.signal.throwIfAborted();
        geometry = undefined;
      }
      if (geometry === undefined || !whole)
        findings.add(
          "dropped",
          geometry === undefined ? "geometryBroken" : "attributesBroken",
          {},
          { line: count },
        );
      if (geometry !== undefined) take({ id: "", geometry, properties, line: count });
    }
    if (features > 0 && count < features) findings.add("problem", "fileCutShort", { features: count });
    return { statedCrs };
  } finally {
    await pull.close();
  }
};
