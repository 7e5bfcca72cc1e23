import type { StreetState } from "#app/state/street.ts";
import type { RunOutcome } from "#runs/contract.ts";
import { flowsOf, type LinkDirection, routesThrough } from "#runs/routes.ts";
import type { ResultLayer, ResultRoutes } from "#workers/runtime/model.ts";

/** The traffic through one street: the routes, and what they bring to all streets. */
export type Link = {
  readonly routes: ResultRoutes;
  /** Row of the street in the result. */
  readonly section: number;
  /** Numbers of routes, the busiest first. */
  readonly chosen: readonly number[];
  readonly sectionIds: readonly string[];
  /** Vehicles an hour, two a section; NaN = none of them. */
  readonly values: Float32Array;
};

const links = new WeakMap<ResultRoutes, Map<string, Link>>();
/** Every link keeps a number a street: more than a few are not looked at again. */
const mostLinks = 12;

/** The traffic through a street in one result; the same object as long as it is asked again. Null where the result has no routes. */
export function linkOf(
  { result: { routes, streets } }: RunOutcome,
  sectionId: string | null,
  direction: LinkDirection,
): Link | null {
  if (routes === undefined || streets === undefined || sectionId === null) return null;
  const known = links.get(routes) ?? new Map<string, Link>();
  links.set(routes, known);
  const key = `${direction} ${sectionId}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const section = streets.sectionIds.indexOf(sectionId);
  if (section < 0) return null;
  const chosen = routesThrough(routes, section, direction);
  const values = flowsOf(routes, chosen, streets.sectionIds.length);
  const link = { routes, section, chosen, sectionIds: streets.sectionIds, values };
  const [oldest] = known.keys();
  if (known.size >= mostLinks && oldest !== undefined) known.delete(oldest);
  known.set(key, link);
  return link;
}

/** The layer that the traffic through a street is drawn as: that of all traffic, so that both can be read by one legend. */
export function linkLayer(layers: readonly ResultLayer[]): ResultLayer | null {
  return layers.find(({ on, ramp, unit }) => on === "streets" && ramp === "flow" && unit === "veh/h") ?? null;
}

export const isLinked = (street: StreetState): boolean => street.linked && street.sectionId !== null;
