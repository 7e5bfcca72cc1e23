import type { Extent, Point } from "#twin/frame.ts";
import { strongParts } from "#twin/network/components.ts";
import { type Connection, streetFinder } from "#twin/network/connectors.ts";
import type { StreetGraph } from "#twin/network/contract.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { isStreet, type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";
import { tripsToPlace, tripsToResident } from "./attraction.ts";
import { type Gate, gatesOf } from "./cordon.ts";
import { clusterNodes } from "./zoneClusters.ts";

/** Where a zone's cars come onto the streets. Ends of sections stay when a plan renumbers nodes: 2 · section + (0 begin, 1 end). */
export type ZoneConnector = { readonly end: number; readonly metres: number };

/** Residents and places by area, then the streets that leave the data. Numbered alike in the base and in every plan. */
export type Zones = {
  readonly count: number;
  /** The first of the external ones; all after it are. */
  readonly firstExternal: number;
  readonly names: readonly string[];
  readonly xy: Float32Array;
  readonly residents: Float64Array;
  /** Relative pull (`attraction.ts`). */
  readonly attraction: Float64Array;
  readonly connectors: readonly (readonly ZoneConnector[])[];
  readonly gates: readonly Gate[];
  /** The edge of the squares that records were gathered in; larger than asked for where there would be too many zones. */
  readonly sizeM: number;
  /** Residents farther from any street than cars can be taken to stand. */
  readonly residentsWithoutStreet: number;
};

/** Trees of the equilibrium and matrices of trips stay small up to here. */
const mostZones = 320;
/** Farther from a street than this nobody is taken to reach it. */
const reachM = 400;
const connectorsAtMost = 3;

type Sum = { residents: number; attraction: number; metres: number; weight: number; x: number; y: number };

/**
 * Zones of a place: what is nearest to a node of the road network belongs to it, and nodes of one square that are near to each other
 * along the streets are one zone. The base's streets decide, so that plans can be compared zone by zone.
 */
export function zonesOf(data: TwinData, wantedSizeM: number): Zones {
  const { streets } = data;
  const nodes = streetNodes(streets);
  const graph = streetGraphOf(streets, "car", nodes);
  const { part, largest } = strongParts(graph);
  const endOf = anyEndOf(nodes, streets);
  const find = streetFinder(streets, (row) => {
    const section = streets.sections[row];
    const ends = [nodes.ofSection[2 * row], nodes.ofSection[2 * row + 1]];
    return (
      isStreet(section) && section.access.car && largest >= 0 && ends.every((node) => part[node] === largest)
    );
  });
  const sums = new Map<number, Sum>();
  let residentsWithoutStreet = 0;
  const add = (at: Point, residents: number, attraction: number): void => {
    if (!(residents > 0) && !(attraction > 0)) return;
    const found = find(at, reachM);
    if (found === null) {
      residentsWithoutStreet += residents;
      return;
    }
    for (const { node, metres, share } of endsBeside(nodes, found)) {
      const sum = sums.get(node) ?? { residents: 0, attraction: 0, metres: 0, weight: 0, x: 0, y: 0 };
      const weight = share * (residents + attraction);
      sum.residents += share * residents;
      sum.attraction += share * attraction;
      sum.metres += weight * (metres + found.distanceM);
      sum.weight += weight;
      sum.x += weight * at[0];
      sum.y += weight * at[1];
      sums.set(node, sum);
    }
  };
  const { population, places } = data;
  for (let row = 0; row < population.count; row += 1) {
    const residents = population.residents[row];
    add([population.xy[2 * row], population.xy[2 * row + 1]], residents, tripsToResident * residents);
  }
  for (const { at, kind } of places) if (inside(data.extent, at)) add(at, 0, tripsToPlace[kind]);

  const used = [...sums.keys()].sort((a, b) => a - b);
  let sizeM = wantedSizeM;
  let groups = clusterNodes(used, nodes, graph, sizeM);
  while (groups.length > mostZones) {
    sizeM *= 1.25;
    groups = clusterNodes(used, nodes, graph, sizeM);
  }
  const gates = gatesOf(data, nodes, graph);
  const count = groups.length + gates.length;
  const xy = new Float32Array(2 * count);
  const residents = new Float64Array(count);
  const attraction = new Float64Array(count);
  const names: string[] = [];
  const connectors: ZoneConnector[][] = [];
  const namer = createNamer();
  for (const [zone, group] of groups.entries()) {
    const weighted = group.map((node) => ({ node, sum: sums.get(node) as Sum }));
    weighted.sort((a, b) => b.sum.weight - a.sum.weight || a.node - b.node);
    let [x, y, weight] = [0, 0, 0];
    for (const { sum } of weighted) {
      residents[zone] += sum.residents;
      attraction[zone] += sum.attraction;
      x += sum.x;
      y += sum.y;
      weight += sum.weight;
    }
    xy[2 * zone] = x / weight;
    xy[2 * zone + 1] = y / weight;
    connectors.push(
      weighted.slice(0, connectorsAtMost).map(({ node, sum }) => ({
        end: endOf[node],
        metres:
          sum.metres / sum.weight +
          Math.hypot(nodes.xy[2 * node] - x / weight, nodes.xy[2 * node + 1] - y / weight),
      })),
    );
    names.push(namer(nameAt(streets, graph, weighted[0].node)));
  }
  for (const [index, gate] of gates.entries()) {
    const zone = groups.length + index;
    xy.set(gate.at, 2 * zone);
    connectors.push([{ end: gate.end, metres: 0 }]);
    names.push(namer(gate.name));
  }
  return {
    count,
    firstExternal: groups.length,
    names,
    xy,
    residents,
    attraction,
    connectors,
    gates,
    sizeM,
    residentsWithoutStreet,
  };
}

const inside = ({ minX, maxX, minY, maxY }: Extent, [x, y]: Point): boolean =>
  x >= minX && x <= maxX && y >= minY && y <= maxY;

/** Both ends of the section that a record lies at, the nearer one with more of it. */
function endsBeside(
  nodes: StreetNodes,
  { section, alongM, lengthM }: Connection,
): { readonly node: number; readonly metres: number; readonly share: number }[] {
  const share = lengthM > 0 ? alongM / lengthM : 0;
  const ends = [
    { node: nodes.ofSection[2 * section], metres: alongM, share: 1 - share },
    { node: nodes.ofSection[2 * section + 1], metres: lengthM - alongM, share },
  ];
  return ends.filter((end) => end.share > 0);
}

/** One end of a section for each node: the first that lies there. */
function anyEndOf(nodes: StreetNodes, { sections }: StreetLayer): Int32Array {
  const ends = new Int32Array(nodes.count).fill(-1);
  for (let end = 2 * sections.length - 1; end >= 0; end -= 1)
    if (nodes.ofSection[end] >= 0) ends[nodes.ofSection[end]] = end;
  return ends;
}

/** The first named street at a node, else the section's id. */
function nameAt({ sections }: StreetLayer, graph: StreetGraph, node: number): string {
  const here = Array.from(
    graph.arcStep.subarray(graph.arcStart[node], graph.arcStart[node + 1]),
    (step) => sections[step >> 1],
  );
  return here.find(({ name }) => name !== "")?.name ?? here[0]?.id ?? String(node);
}

/** Names stay apart: "Marktstraße", "Marktstraße 2". */
function createNamer(): (name: string) => string {
  const seen = new Map<string, number>();
  return (name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  };
}
