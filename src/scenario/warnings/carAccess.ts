import type { Point } from "#twin/frame.ts";
import { strongParts } from "#twin/network/components.ts";
import { beforeFilter, type Connection, connectorLegs, streetFinder } from "#twin/network/connectors.ts";
import type { StreetGraph } from "#twin/network/contract.ts";
import { isOpen, passes, streetGraphOf } from "#twin/network/graph.ts";
import { type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { PlaceKind, StreetLayer } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";

/** Which houses a vehicle of the fire service could get to, on the streets as cars may use them. */

/** A house belongs to a street that is this near, metres. */
const houseReachM = 100;
/** Streets that end this near to the edge of the data go on outside of it, metres. */
const edgeM = 40;

export type CarAccess = {
  /** Houses: addresses where there are any, else buildings with residents. */
  readonly houses: readonly Connection[];
  readonly hospitals: readonly NamedConnection[];
  readonly stations: readonly NamedConnection[];
  readonly nodes: StreetNodes;
};
type NamedConnection = Connection & { readonly name: string };

const known = new WeakMap<TwinData, CarAccess>();

/** Houses that are met with streets in one go. */
const housesAtOnce = 400;

/** What is to be reached, met with the streets of the base once for each city; pauses on the way where that takes long. */
export function* carAccessOf(data: TwinData): Generator<void, CarAccess> {
  const before = known.get(data);
  if (before !== undefined) return before;
  const find = streetFinder(data.streets, (row) => passes(data.streets.sections[row], "car"));
  yield;
  const meet = (at: Point): Connection[] => {
    const met = find(at, houseReachM);
    return met === null ? [] : [met];
  };
  const named = (kind: PlaceKind): NamedConnection[] =>
    data.places
      .filter((place) => place.kind === kind)
      .flatMap(({ name, at }) => meet(at).map((met) => ({ ...met, name })));
  const { xy, count } = data.addresses ?? data.population;
  const houses: Connection[] = [];
  for (let row = 0; row < count; row++) {
    houses.push(...meet([xy[row * 2], xy[row * 2 + 1]]));
    if (row % housesAtOnce === housesAtOnce - 1) yield;
  }
  const access = {
    houses,
    hospitals: named("hospital"),
    stations: named("fireStation"),
    nodes: streetNodes(data.streets),
  };
  known.set(data, access);
  return access;
}

/** Whether each house and hospital can be reached, and how many houses each fire station gets to. */
export type Reached = {
  readonly houses: Uint8Array;
  readonly hospitals: Uint8Array;
  readonly byStation: readonly number[];
};

/**
 * Reach from the fire stations; without one, from the edge of the data, and where no street goes there, from the largest
 * connected part. Rules for turns hold, turning round is possible everywhere: fire engines can.
 */
export function reachedByCar(data: TwinData, streets: StreetLayer, access: CarAccess): Reached {
  const { houses, hospitals, stations, nodes } = access;
  const graph = streetGraphOf(streets, "car", nodes);
  const reached = { houses: new Uint8Array(houses.length), hospitals: new Uint8Array(hospitals.length) };
  const starts =
    stations.length > 0
      ? stations.map((station) => waysOut(streets, nodes, graph, station))
      : [edgeNodes(data, graph)];
  const byStation = starts.map((start, i) => {
    const search = searchFrom(graph, start);
    const station = stations[i];
    const isReached = (place: Connection): boolean =>
      (station !== undefined && sameStretch(streets, station, place)) ||
      arrives(streets, nodes, search, place);
    let count = 0;
    for (const [row, house] of houses.entries())
      if (isReached(house)) {
        reached.houses[row] = 1;
        count++;
      }
    for (const [row, hospital] of hospitals.entries()) if (isReached(hospital)) reached.hospitals[row] = 1;
    return count;
  });
  return { ...reached, byStation: stations.length > 0 ? byStation : [] };
}

/** The ends of its section that a vehicle gets to from a place: not the one beyond a filter. */
function waysOut(
  streets: StreetLayer,
  nodes: StreetNodes,
  graph: StreetGraph,
  place: Connection,
): readonly number[] {
  const section = streets.sections[place.section];
  if (!section.access.car) return [];
  if (passes(section, "car"))
    return connectorLegs(streets, nodes, graph, place, "leave").map(({ node }) => node);
  const begin = beforeFilter(section, place.alongM);
  return isOpen(section, "car", begin ? 1 : 0) ? [nodes.ofSection[2 * place.section + (begin ? 0 : 1)]] : [];
}

/** What lies on the station's own street, on its side of a filter, needs no way. */
function sameStretch(streets: StreetLayer, a: Connection, b: Connection): boolean {
  if (a.section !== b.section) return false;
  const section = streets.sections[a.section];
  return (
    section.access.car &&
    (passes(section, "car") || beforeFilter(section, a.alongM) === beforeFilter(section, b.alongM))
  );
}

function edgeNodes({ extent }: TwinData, graph: StreetGraph): readonly number[] {
  const found: number[] = [];
  for (let node = 0; node < graph.nodeCount; node++) {
    if (graph.arcStart[node] === graph.arcStart[node + 1]) continue;
    const [x, y] = [graph.nodeXY[node * 2], graph.nodeXY[node * 2 + 1]];
    if (Math.min(x - extent.minX, extent.maxX - x, y - extent.minY, extent.maxY - y) < edgeM)
      found.push(node);
  }
  if (found.length > 0) return found;
  const { part, largest } = strongParts(graph);
  const first = part.indexOf(largest);
  return largest < 0 || first < 0 ? [] : [first];
}

type Search = { readonly usedStep: ReadonlySet<number>; readonly node: Uint8Array };

/** All arcs that can be driven from some nodes, rules for turns kept. */
function searchFrom(graph: StreetGraph, start: readonly number[]): Search {
  const { arcStart, arcHead, arcStep, bannedStart, banned } = graph;
  const node = new Uint8Array(graph.nodeCount);
  const seen = new Uint8Array(arcStep.length);
  const usedStep = new Set<number>();
  const open: number[] = [];
  const enter = (arc: number): void => {
    if (seen[arc] === 1) return;
    seen[arc] = 1;
    usedStep.add(arcStep[arc]);
    node[arcHead[arc]] = 1;
    open.push(arc);
  };
  for (const from of start) {
    node[from] = 1;
    for (let arc = arcStart[from]; arc < arcStart[from + 1]; arc++) enter(arc);
  }
  while (open.length > 0) {
    const arc = open.pop() ?? 0;
    const at = arcHead[arc];
    next: for (let after = arcStart[at]; after < arcStart[at + 1]; after++) {
      for (let rule = bannedStart[arc]; rule < bannedStart[arc + 1]; rule++)
        if (banned[rule] === after) continue next;
      enter(after);
    }
  }
  return { usedStep, node };
}

/** Whether a place on a section is come by: anywhere on one that is driven through, on either side of a filter from that end. */
function arrives(streets: StreetLayer, nodes: StreetNodes, search: Search, place: Connection): boolean {
  const section = streets.sections[place.section];
  if (!section.access.car) return false;
  if (passes(section, "car"))
    return search.usedStep.has(2 * place.section) || search.usedStep.has(2 * place.section + 1);
  const fromBegin = beforeFilter(section, place.alongM);
  const node = nodes.ofSection[2 * place.section + (fromBegin ? 0 : 1)];
  return search.node[node] === 1 && isOpen(section, "car", fromBegin ? 0 : 1);
}
