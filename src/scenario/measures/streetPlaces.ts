import type { Point } from "#twin/frame.ts";
import { along } from "#twin/geometry/line.ts";
import { distance, lineLength } from "#twin/geometry/planar.ts";
import { type Connection, type StreetFinder, streetFinder } from "#twin/network/connectors.ts";
import { isStreet, type StreetNodes, streetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry } from "../types.ts";
import { sectionIdsOf } from "./shapes.ts";

/** Where measures on streets stand. Lines of sections never change, so that places are looked up among the base's. */

/** Streets that motor traffic used before any plan: what measures on streets are about. */
export const isMotorStreet = (section: StreetSection): boolean =>
  isStreet(section) && (section.access.car || section.access.bus);

/** A bollard or a stop is meant for a street that is this near, metres. */
export const streetReachM = 20;
/** A diagonal filter is meant for a junction that is this near, metres. */
export const junctionReachM = 35;

type Places = {
  readonly find: StreetFinder;
  readonly nodes: StreetNodes;
  readonly rows: ReadonlyMap<string, number>;
};
const known = new WeakMap<StreetLayer, Places>();

/** What is looked up among streets, made once for each city. */
export function placesOf(streets: StreetLayer): Places {
  let places = known.get(streets);
  if (places === undefined) {
    places = {
      find: streetFinder(streets, (row) => isMotorStreet(streets.sections[row])),
      nodes: streetNodes(streets),
      rows: new Map(streets.sections.map(({ id }, row) => [id, row])),
    };
    known.set(streets, places);
  }
  return places;
}

/** The motor street nearest to a point, and where on it; null where none is within reach. */
export const streetNear = (twin: Twin, at: Point, reachM = streetReachM): Connection | null =>
  placesOf(twin.data.streets).find(at, reachM);

/** The chosen sections as earlier measures left them, in the order of choice; those that the city does not have are left out. */
export function sectionsIn(geometry: MeasureGeometry, twin: Twin): readonly StreetSection[] {
  const { rows } = placesOf(twin.data.streets);
  const { sections } = streetsOf(twin);
  return sectionIdsOf(geometry).flatMap((id) => {
    const row = rows.get(id);
    return row === undefined ? [] : [sections[row]];
  });
}

export const lengthOf = (sections: readonly StreetSection[]): number =>
  sections.reduce((sum, { line }) => sum + lineLength(line), 0);

/** Names of streets without repeats, as a list to be shown; unnamed ones are left out. */
export const namesOf = (sections: readonly StreetSection[]): readonly string[] => [
  ...new Set(sections.map(({ name }) => name).filter((name) => name !== "")),
];

/** Ends nearer to each other than this are one, metres. */
const sameM = 0.05;

/** The end that two sections share; null where they do not meet. */
export function sharedEnd(a: StreetSection, b: StreetSection): Point | null {
  for (const end of endsOf(a)) for (const other of endsOf(b)) if (distance(end, other) < sameM) return end;
  return null;
}

const endsOf = ({ line }: StreetSection): readonly [Point, Point] => [line[line.length - 1], line[0]];

/** For each section the direction of the way through them in their order, told by where it meets the next or the one before. */
export function directionsAlong(sections: readonly StreetSection[]): readonly ("forward" | "backward")[] {
  return sections.map((section, i) => {
    const [last, first] = endsOf(section);
    const meets = (other: StreetSection | undefined, end: Point): boolean =>
      other !== undefined && endsOf(other).some((each) => distance(each, end) < sameM);
    if (meets(sections[i + 1], last)) return "forward";
    if (meets(sections[i + 1], first)) return "backward";
    if (meets(sections[i - 1], first)) return "forward";
    return meets(sections[i - 1], last) ? "backward" : "forward";
  });
}

/** A street that leads to a junction, with the way it points from there, degrees clockwise from north. */
export type Arm = { readonly section: StreetSection; readonly bearingDeg: number };
export type Junction = { readonly at: Point; readonly arms: readonly Arm[] };

/** Bearings are told by where a street is this far from the junction, metres. */
const bearingAtM = 12;

/** The junction of at least three motor streets nearest to a point, arms by bearing; null where none is within reach. */
export function junctionNear(twin: Twin, at: Point, reachM = junctionReachM): Junction | null {
  const { nodes } = placesOf(twin.data.streets);
  const base = twin.data.streets.sections;
  const near = new Map<number, number[]>();
  for (let step = 0; step < nodes.ofSection.length; step++) {
    const node = nodes.ofSection[step];
    if (node < 0 || !isMotorStreet(base[step >> 1])) continue;
    if (Math.hypot(nodes.xy[node * 2] - at[0], nodes.xy[node * 2 + 1] - at[1]) > reachM) continue;
    near.set(node, [...(near.get(node) ?? []), step]);
  }
  let best: { readonly node: number; readonly away: number } | null = null;
  for (const [node, steps] of near) {
    if (steps.length < 3) continue;
    const away = Math.hypot(nodes.xy[node * 2] - at[0], nodes.xy[node * 2 + 1] - at[1]);
    if (best === null || away < best.away) best = { node, away };
  }
  if (best === null) return null;
  const { sections } = streetsOf(twin);
  const arms = (near.get(best.node) ?? []).map((step): Arm => {
    const section = sections[step >> 1];
    const line = step % 2 === 0 ? section.line : section.line.toReversed();
    return { section, bearingDeg: bearingOf(line) };
  });
  const [first] = near.get(best.node) ?? [0];
  const { line } = base[first >> 1];
  return {
    at: first % 2 === 0 ? line[0] : line[line.length - 1],
    arms: arms.sort((a, b) => a.bearingDeg - b.bearingDeg),
  };
}

function bearingOf(line: readonly Point[]): number {
  const to = along(line, bearingAtM).at;
  const degrees = (Math.atan2(to[0] - line[0][0], to[1] - line[0][1]) * 180) / Math.PI;
  return (degrees + 360) % 360;
}
