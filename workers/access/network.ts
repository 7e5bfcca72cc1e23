import type { Point } from "#twin/frame.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import { strongParts } from "#twin/network/components.ts";
import { type Connection, connectorLegs, type StreetFinder, streetFinder } from "#twin/network/connectors.ts";
import { expandTurns } from "#twin/network/expansion.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { isStreet, type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer } from "#twin/objects.ts";
import type { ReachNetwork } from "#workers/kernels/reach/index.ts";
import { type Speeds, secondsPerMetre, type TravelMode } from "./speeds.ts";

/** The streets of a mode, ready to be searched, and the way from places to them. */
export type ModeNetwork = ReachNetwork & {
  readonly mode: TravelMode;
  readonly streets: StreetLayer;
  readonly nodes: StreetNodes;
  readonly find: StreetFinder;
  /** Seconds a metre by section. */
  readonly secondsPerM: Float32Array;
  /** 1 where a section can be passed, by 2 · section + direction. */
  readonly isOpen: Uint8Array;
  /** Metres a second between a place and the street: always on foot. */
  readonly walkMPerS: number;
};

/** Where a point meets the network: seconds to its nodes (or from them), the walk to the street included. */
export type Legs = {
  readonly nodes: readonly number[];
  readonly seconds: readonly number[];
  readonly connection: Connection;
  /** Of these, the walk between place and street. */
  readonly walkS: number;
};

/** Farthest street that a place is connected to, air-line metres. */
export const connectM = 300;

/**
 * The network of a mode. Only its largest connected part is met: an extract holds islands and dead one-way ends, from which
 * nothing could be reached.
 */
export function modeNetwork(
  streets: StreetLayer,
  mode: TravelMode,
  speeds: Speeds,
  nodes: StreetNodes = streetNodes(streets),
): ModeNetwork {
  const { sections } = streets;
  const graph = streetGraphOf(streets, mode, nodes);
  const { part, largest } = strongParts(graph);
  const inLargest = (node: number): boolean => node >= 0 && largest >= 0 && part[node] === largest;
  const usable = (row: number): boolean =>
    isStreet(sections[row]) &&
    sections[row].access[mode] &&
    (inLargest(nodes.ofSection[2 * row]) || inLargest(nodes.ofSection[2 * row + 1]));
  const secondsPerM = secondsPerMetre(streets, mode, speeds);
  const stepSeconds = new Float32Array(2 * sections.length);
  const isOpen = new Uint8Array(2 * sections.length);
  for (const step of graph.arcStep) {
    stepSeconds[step] = secondsPerM[step >> 1] * lineLength(sections[step >> 1].line);
    isOpen[step] = 1;
  }
  return {
    mode,
    streets,
    nodes,
    nodeCount: graph.nodeCount,
    expanded: expandTurns(graph),
    arcStep: graph.arcStep,
    stepSeconds,
    secondsPerM,
    isOpen,
    find: streetFinder(streets, usable),
    walkMPerS: speeds.footKmh / 3.6,
  };
}

/** Legs between a point and the network; null where no street is within reach. */
export function legsAt(
  network: ModeNetwork,
  at: Point,
  way: "leave" | "reach",
  reachM: number = connectM,
): Legs | null {
  const connection = network.find(at, reachM);
  if (connection === null) return null;
  const { streets, nodes, mode, secondsPerM, walkMPerS } = network;
  const walkS = connection.distanceM / walkMPerS;
  const legs = connectorLegs(streets, nodes, { mode }, connection, way);
  return {
    nodes: legs.map(({ node }) => node),
    seconds: legs.map(({ metres }) => walkS + metres * secondsPerM[connection.section]),
    connection,
    walkS,
  };
}
