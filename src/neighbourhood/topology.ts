import { isStreet, type StreetNodes } from "#twin/network/nodes.ts";
import type { StreetSection } from "#twin/objects.ts";

/** Which ends of sections (2 · section, + 1 for the last point of its line) meet at a node. */
export type Junctions = { readonly nodes: StreetNodes; readonly endsAt: (node: number) => readonly number[] };

export function junctionsOf(nodes: StreetNodes): Junctions {
  const ends: number[][] = Array.from({ length: nodes.count }, () => []);
  nodes.ofSection.forEach((node, end) => {
    if (node >= 0) ends[node].push(end);
  });
  return { nodes, endsAt: (node) => ends[node] };
}

/** The two nodes of a section. */
export const nodesOf = ({ ofSection }: StreetNodes, section: number): readonly [number, number] => [
  ofSection[2 * section],
  ofSection[2 * section + 1],
];

const mainClasses: ReadonlySet<string> = new Set(["motorway", "primary", "secondary", "tertiary"]);

/** Streets that are there for traffic to go somewhere else: they bound neighbourhoods. */
export const isMain = (section: StreetSection): boolean => mainClasses.has(section.class);

/** Streets that cars may use and that are there for those who live on them. */
export const isLocal = (section: StreetSection): boolean =>
  section.access.car && isStreet(section) && !isMain(section);
