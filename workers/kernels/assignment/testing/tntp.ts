import type { AssignmentDemand, AssignmentNetwork } from "../contract.ts";
import type { TntpFactors } from "./tntpFactors.ts";

/**
 * Reader of the text format of "Transportation Networks for Research" (TNTP), for tests, verification and benchmarks: files from
 * outside, so every number is looked at. Cost there: free flow time · (1 + B · (x / capacity)^power) + toll factor · toll + distance factor ·
 * length. Units are the file's; nodes are numbered from 1 there and from 0 here.
 */
export type TntpNetwork = {
  readonly zones: number;
  readonly network: AssignmentNetwork;
  /** One value a link, in the file's units; part of `fixedS` by the factors. */
  readonly toll: Float64Array;
  readonly length: Float64Array;
  readonly factors: TntpFactors;
  /** False where neither file nor caller stated any. */
  readonly factorsStated: boolean;
};

/** Flow and cost of links as a file states them, matched to the links of a network by their ends. */
export type TntpFlows = {
  readonly flow: Float64Array;
  /** NaN where the file states none. */
  readonly cost: Float64Array;
  readonly stated: Uint8Array;
};

/** More than any street network of a country has; a number in a file must not make us allocate without end. */
const mostNodes = 20_000_000;

type Tntp = {
  readonly file: string;
  readonly metadata: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
  readonly firstLine: number;
};

const fail = (file: string, what: string): Error => new Error(`${file}: ${what}`);

function split(file: string, text: string): Tntp {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const metadata = new Map<string, string>();
  for (const [at, line] of lines.entries()) {
    const match = /^\s*<([^>]+)>(.*)$/.exec(line);
    if (match === null) continue;
    const name = match[1].trim().toUpperCase();
    if (name === "END OF METADATA") return { file, metadata, lines, firstLine: at + 1 };
    metadata.set(name, match[2].trim());
  }
  throw fail(file, "there is no line <END OF METADATA>, so it is no TNTP file.");
}

function metadataNumber({ file, metadata }: Tntp, name: string, otherwise?: number): number {
  const text = metadata.get(name);
  if (text === undefined || text === "") {
    if (otherwise === undefined) throw fail(file, `<${name}> is missing.`);
    return otherwise;
  }
  const value = Number(text.split(/\s+/)[0]);
  if (!Number.isFinite(value)) throw fail(file, `<${name}> is "${text}", which is no number.`);
  return value;
}

function metadataCount(tntp: Tntp, name: string): number {
  const value = metadataNumber(tntp, name);
  if (!Number.isInteger(value) || value < 0 || value > mostNodes)
    throw fail(tntp.file, `<${name}> is ${value}, which is no count.`);
  return value;
}

/**
 * @param factors used where the file itself states none
 * @throws Error that names file, line and what is wrong there
 */
export function readTntpNetwork(file: string, text: string, factors: TntpFactors | null = null): TntpNetwork {
  const tntp = split(file, text);
  const zones = metadataCount(tntp, "NUMBER OF ZONES");
  const nodeCount = metadataCount(tntp, "NUMBER OF NODES");
  const stated = metadataCount(tntp, "NUMBER OF LINKS");
  const firstThroughNode = metadataNumber(tntp, "FIRST THRU NODE", 1) - 1;
  if (zones > nodeCount) throw fail(file, `${zones} zones among ${nodeCount} nodes.`);
  if (!Number.isInteger(firstThroughNode) || firstThroughNode < 0 || firstThroughNode > nodeCount)
    throw fail(file, `<FIRST THRU NODE> is ${firstThroughNode + 1}.`);
  const own: TntpFactors = {
    toll: metadataNumber(tntp, "TOLL FACTOR", factors?.toll ?? 0),
    distance: metadataNumber(tntp, "DISTANCE FACTOR", factors?.distance ?? 0),
  };
  const factorsStated =
    factors !== null || ["TOLL FACTOR", "DISTANCE FACTOR"].some((name) => tntp.metadata.has(name));
  const rows: number[][] = [];
  for (let at = tntp.firstLine; at < tntp.lines.length; at += 1) {
    const line = tntp.lines[at].replace(/;.*$/, "").trim();
    if (line === "" || line.startsWith("~")) continue;
    // Some files have their heading without the mark of a remark.
    if (rows.length === 0 && /^[a-z]/i.test(line)) continue;
    const where = `line ${at + 1}`;
    const values = line.split(/[\s,]+/).map(Number);
    if (values.length < 7) throw fail(file, `${where} has ${values.length} columns, a link needs 7.`);
    const wrong = values.findIndex((value, column) => column < 9 && !Number.isFinite(value));
    if (wrong >= 0) throw fail(file, `${where}, column ${wrong + 1} holds no number.`);
    for (const node of values.slice(0, 2))
      if (!Number.isInteger(node) || node < 1 || node > nodeCount)
        throw fail(file, `${where}: node ${node} is not among the ${nodeCount}.`);
    const [, , capacity, , time, b] = values;
    if (capacity < 0 || (b > 0 && time > 0 && capacity === 0))
      throw fail(file, `${where}: a capacity of ${capacity}.`);
    if (time < 0 || b < 0 || values[6] < 0)
      throw fail(file, `${where}: time, B and power must not be negative.`);
    rows.push(values);
  }
  if (rows.length !== stated)
    throw fail(file, `it holds ${rows.length} links, but <NUMBER OF LINKS> says ${stated}.`);
  const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] ?? 0);
  const network: AssignmentNetwork = {
    nodeCount,
    firstThroughNode,
    tail: Uint32Array.from(rows, (row) => row[0] - 1),
    head: Uint32Array.from(rows, (row) => row[1] - 1),
    freeFlowS: column(4),
    b: column(5),
    power: column(6),
    capacityVehPerH: column(2),
    fixedS: Float64Array.from(rows, (row) => own.toll * (row[8] ?? 0) + own.distance * row[3]),
    closed: null,
  };
  const cheap = network.fixedS.findIndex((value) => !(value >= 0));
  if (cheap >= 0) throw fail(file, `link ${cheap + 1} has a toll or length below 0.`);
  return { zones, network, toll: column(8), length: column(3), factors: own, factorsStated };
}

/** @throws Error that names file, line and what is wrong there */
export function readTntpTrips(file: string, text: string, zones: number): AssignmentDemand {
  const tntp = split(file, text);
  const stated = metadataCount(tntp, "NUMBER OF ZONES");
  if (stated !== zones) throw fail(file, `it is for ${stated} zones, the network has ${zones}.`);
  const origin: number[] = [];
  const pairStart: number[] = [0];
  const destination: number[] = [];
  const trips: number[] = [];
  const zone = (value: string, where: string): number => {
    const number = Number(value);
    if (value === "" || !Number.isInteger(number) || number < 1 || number > zones)
      throw fail(file, `${where}: zone "${value}" is not among the ${zones}.`);
    return number - 1;
  };
  for (let at = tntp.firstLine; at < tntp.lines.length; at += 1) {
    const line = tntp.lines[at].trim();
    if (line === "" || line.startsWith("~")) continue;
    const where = `line ${at + 1}`;
    const start = /^origin\s+(\S+)$/i.exec(line);
    if (start !== null) {
      if (origin.length > 0) pairStart.push(destination.length);
      origin.push(zone(start[1], where));
      continue;
    }
    if (origin.length === 0) throw fail(file, `${where}: trips before the first origin.`);
    for (const part of line.split(";")) {
      if (part.trim() === "") continue;
      const [to, amount, ...rest] = part.split(":").map((word) => word.trim());
      if (amount === undefined || amount === "" || rest.length > 0)
        throw fail(file, `${where}: "${part.trim()}" is no destination with trips.`);
      const value = Number(amount);
      if (!(value >= 0) || !Number.isFinite(value)) throw fail(file, `${where}: ${amount} trips.`);
      destination.push(zone(to, where));
      trips.push(value);
    }
  }
  if (origin.length > 0) pairStart.push(destination.length);
  return {
    origin: Uint32Array.from(origin),
    pairStart: Uint32Array.from(pairStart),
    destination: Uint32Array.from(destination),
    tripsVehPerH: Float64Array.from(trips),
  };
}

/**
 * Reference flows: columns tail, head, flow, as `*_flow.tntp` (blanks) or `reference_flows.csv` (commas). Parallel links take the file's
 * rows in order.
 * @throws Error that names file and line
 */
export function readFlows(file: string, text: string, network: AssignmentNetwork): TntpFlows {
  const links = new Map<string, number[]>();
  for (let link = network.tail.length - 1; link >= 0; link -= 1) {
    const key = `${network.tail[link] + 1} ${network.head[link] + 1}`;
    const known = links.get(key);
    if (known === undefined) links.set(key, [link]);
    else known.push(link);
  }
  const flow = new Float64Array(network.tail.length);
  const cost = new Float64Array(network.tail.length).fill(Number.NaN);
  const stated = new Uint8Array(network.tail.length);
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    const words = line
      .replace(/;.*$/, "")
      .trim()
      .split(/[\s,:]+/);
    // The heading, and whatever else does not begin with a node.
    if (words.length < 3 || !/^\d+$/.test(words[0])) continue;
    const link = links.get(`${Number(words[0])} ${Number(words[1])}`)?.pop();
    if (link === undefined)
      throw fail(file, `line ${at + 1}: the network has no such link ${words[0]}–${words[1]}.`);
    const value = Number(words[2]);
    if (!Number.isFinite(value)) throw fail(file, `line ${at + 1}: a flow of "${words[2]}".`);
    flow[link] = value;
    if (words.length > 3) cost[link] = Number(words[3]);
    stated[link] = 1;
  }
  return { flow, cost, stated };
}
