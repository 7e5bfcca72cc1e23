import type { PbfReader } from "pbf";
import type { FindingCollector } from "../../report.ts";
import {
  addTag,
  isLonLat,
  mostMembers,
  mostWayNodes,
  noTags,
  type OsmMember,
  type OsmSink,
  type Tags,
} from "../contract.ts";
import { lengthEnd, PbfDamage, readBytes, readerOf, readFields, readNumbers, undoDeltas } from "./fields.ts";

/** What all objects of a block share. */
type Block = {
  readonly textOf: (index: number) => string;
  readonly lonOf: (value: number) => number;
  readonly latOf: (value: number) => number;
  readonly findings: FindingCollector;
  readonly sink: OsmSink;
};

const mostTexts = 4_000_000;

/** Texts are decoded when something first asks for them: most tags of a block are never looked at twice. */
function createTexts(views: readonly Uint8Array[]): (index: number) => string {
  const decoder = new TextDecoder();
  const decoded: (string | undefined)[] = new Array(views.length);
  return (index) => {
    const view = views[index];
    if (view === undefined) throw new PbfDamage("text index");
    let text = decoded[index];
    if (text === undefined) {
      text = decoder.decode(view);
      decoded[index] = text;
    }
    return text;
  };
}

function readTexts(reader: PbfReader, messageEnd: number): Uint8Array[] {
  const end = lengthEnd(reader, messageEnd);
  const views: Uint8Array[] = [];
  readFields(reader, end, (field) => {
    if (field !== 1) return false;
    if (views.length >= mostTexts) throw new PbfDamage("too many texts");
    views.push(readBytes(reader, end));
    return true;
  });
  return views;
}

function tagsOf(block: Block, keys: readonly number[], values: readonly number[]): Tags {
  if (keys.length !== values.length) throw new PbfDamage("keys without values");
  if (keys.length === 0) return noTags;
  const tags: Record<string, string> = {};
  let count = 0;
  for (const [i, key] of keys.entries())
    count = addTag(tags, count, block.textOf(key), block.textOf(values[i]));
  return tags;
}

function takeNode(block: Block, id: number, lat: number, lon: number, tags: Tags): void {
  const east = block.lonOf(lon);
  const north = block.latOf(lat);
  if (isLonLat(east, north)) block.sink.node(id, east, north, tags, null);
  else block.findings.add("dropped", "coordinateNotFinite", {}, { objectId: `node/${id}` });
}

function readNode(block: Block, reader: PbfReader, messageEnd: number): void {
  const end = lengthEnd(reader, messageEnd);
  const numbers = { id: Number.NaN, lat: Number.NaN, lon: Number.NaN };
  const keys: number[] = [];
  const values: number[] = [];
  readFields(reader, end, (field, wire) => {
    if (field === 2) return readNumbers(reader, wire, end, false, keys);
    if (field === 3) return readNumbers(reader, wire, end, false, values);
    if (wire !== 0) return false;
    if (field === 1) numbers.id = reader.readSVarint();
    else if (field === 8) numbers.lat = reader.readSVarint();
    else if (field === 9) numbers.lon = reader.readSVarint();
    else return false;
    return true;
  });
  if (!Number.isSafeInteger(numbers.id)) throw new PbfDamage("node id");
  takeNode(block, numbers.id, numbers.lat, numbers.lon, tagsOf(block, keys, values));
}

function readDenseNodes(block: Block, reader: PbfReader, messageEnd: number): void {
  const end = lengthEnd(reader, messageEnd);
  const ids: number[] = [];
  const lats: number[] = [];
  const lons: number[] = [];
  const keysValues: number[] = [];
  readFields(reader, end, (field, wire) => {
    if (field === 1) return readNumbers(reader, wire, end, true, ids);
    if (field === 8) return readNumbers(reader, wire, end, true, lats);
    if (field === 9) return readNumbers(reader, wire, end, true, lons);
    if (field === 10) return readNumbers(reader, wire, end, false, keysValues);
    return false;
  });
  if (lats.length !== ids.length || lons.length !== ids.length) throw new PbfDamage("nodes without places");
  undoDeltas(ids);
  undoDeltas(lats);
  undoDeltas(lons);
  let at = 0;
  for (const [i, id] of ids.entries()) {
    let tags: Record<string, string> | null = null;
    let count = 0;
    // Keys and values in turn, a zero behind each node; left out altogether where no node has any.
    while (at < keysValues.length && keysValues[at] !== 0) {
      if (at + 1 >= keysValues.length) throw new PbfDamage("key without value");
      tags ??= {};
      count = addTag(tags, count, block.textOf(keysValues[at]), block.textOf(keysValues[at + 1]));
      at += 2;
    }
    at += 1;
    takeNode(block, id, lats[i], lons[i], tags ?? noTags);
  }
}

function readWay(block: Block, reader: PbfReader, messageEnd: number): void {
  const end = lengthEnd(reader, messageEnd);
  let id = Number.NaN;
  const keys: number[] = [];
  const values: number[] = [];
  const nodes: number[] = [];
  readFields(reader, end, (field, wire) => {
    if (field === 2) return readNumbers(reader, wire, end, false, keys);
    if (field === 3) return readNumbers(reader, wire, end, false, values);
    if (field === 8) return readNumbers(reader, wire, end, true, nodes);
    if (field !== 1 || wire !== 0) return false;
    id = reader.readVarint(true);
    return true;
  });
  if (!Number.isSafeInteger(id)) throw new PbfDamage("way id");
  undoDeltas(nodes);
  if (nodes.length > mostWayNodes) nodes.length = mostWayNodes;
  block.sink.way(id, nodes, tagsOf(block, keys, values), null);
}

const memberTypes = ["node", "way", "relation"] as const;

function readRelation(block: Block, reader: PbfReader, messageEnd: number): void {
  const end = lengthEnd(reader, messageEnd);
  let id = Number.NaN;
  const keys: number[] = [];
  const values: number[] = [];
  const roles: number[] = [];
  const refs: number[] = [];
  const types: number[] = [];
  readFields(reader, end, (field, wire) => {
    if (field === 2) return readNumbers(reader, wire, end, false, keys);
    if (field === 3) return readNumbers(reader, wire, end, false, values);
    if (field === 8) return readNumbers(reader, wire, end, false, roles);
    if (field === 9) return readNumbers(reader, wire, end, true, refs);
    if (field === 10) return readNumbers(reader, wire, end, false, types);
    if (field !== 1 || wire !== 0) return false;
    id = reader.readVarint(true);
    return true;
  });
  if (!Number.isSafeInteger(id)) throw new PbfDamage("relation id");
  if (roles.length !== refs.length || types.length !== refs.length)
    throw new PbfDamage("members without roles");
  undoDeltas(refs);
  const members: OsmMember[] = [];
  for (let i = 0; i < Math.min(refs.length, mostMembers); i++) {
    const type = memberTypes[types[i]];
    if (type === undefined) throw new PbfDamage("member type");
    members.push({ type, ref: refs[i], role: block.textOf(roles[i]) });
  }
  block.sink.relation(id, members, tagsOf(block, keys, values), null);
}

/**
 * Hands the objects of an unpacked PrimitiveBlock to the sink.
 * @throws PbfDamage where the block is damaged; objects before the damage went to the sink.
 */
export function readBlock(bytes: Uint8Array, findings: FindingCollector, sink: OsmSink): void {
  const reader = readerOf(bytes);
  const end = bytes.length;
  let texts: Uint8Array[] = [];
  const groups: (readonly [number, number])[] = [];
  const scale = { granularity: 100, latOffset: 0, lonOffset: 0 };
  // Groups stand before the granularity in the file, so they wait.
  readFields(reader, end, (field, wire) => {
    if (field === 1) texts = readTexts(reader, end);
    else if (field === 2) {
      const groupEnd = lengthEnd(reader, end);
      groups.push([reader.pos, groupEnd]);
      reader.pos = groupEnd;
    } else if (wire !== 0) return false;
    else if (field === 17) scale.granularity = reader.readVarint(true);
    else if (field === 19) scale.latOffset = reader.readVarint(true);
    else if (field === 20) scale.lonOffset = reader.readVarint(true);
    else return false;
    return true;
  });
  const { granularity, latOffset, lonOffset } = scale;
  if (!(granularity > 0 && Number.isSafeInteger(latOffset) && Number.isSafeInteger(lonOffset)))
    throw new PbfDamage("granularity");
  const block: Block = {
    textOf: createTexts(texts),
    // A whole number of nanodegrees over 1e9 is the double nearest to the decimal number that XML has.
    lonOf: (value) => (lonOffset + granularity * value) / 1e9,
    latOf: (value) => (latOffset + granularity * value) / 1e9,
    findings,
    sink,
  };
  for (const [from, groupEnd] of groups) {
    reader.pos = from;
    readFields(reader, groupEnd, (field, wire) => {
      if (wire !== 2) return false;
      if (field === 1) readNode(block, reader, groupEnd);
      else if (field === 2) readDenseNodes(block, reader, groupEnd);
      else if (field === 3) readWay(block, reader, groupEnd);
      else if (field === 4) readRelation(block, reader, groupEnd);
      else return false;
      return true;
    });
  }
}
