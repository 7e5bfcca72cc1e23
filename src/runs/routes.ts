import type { ResultRoutes } from "#workers/runtime/model.ts";

/** Which way through a section is meant: along its line as drawn, against it, or either. */
export type LinkDirection = "both" | 0 | 1;

/** Routes that run through a section, by number, those with the most vehicles first. */
export function routesThrough(
  routes: ResultRoutes,
  section: number,
  direction: LinkDirection,
): readonly number[] {
  const found: number[] = [];
  for (let route = 0; route < routes.origin.length; route++)
    if (passes(routes, route, section, direction)) found.push(route);
  return found.sort((a, b) => routes.flowVehPerH[b] - routes.flowVehPerH[a] || a - b);
}

function passes(routes: ResultRoutes, route: number, section: number, direction: LinkDirection): boolean {
  const { stepStart, steps } = routes;
  for (let at = stepStart[route]; at < stepStart[route + 1]; at++) {
    const step = steps[at];
    if (step >> 1 === section && (direction === "both" || (step & 1) === direction)) return true;
  }
  return false;
}

/** Vehicles an hour of these routes on every street, two values a section; NaN where none of them runs. */
export function flowsOf(routes: ResultRoutes, chosen: readonly number[], sectionCount: number): Float32Array {
  const flows = new Float32Array(2 * sectionCount);
  for (const route of chosen)
    for (let at = routes.stepStart[route]; at < routes.stepStart[route + 1]; at++)
      flows[routes.steps[at]] += routes.flowVehPerH[route];
  for (let i = 0; i < flows.length; i++) if (flows[i] === 0) flows[i] = Number.NaN;
  return flows;
}

/** Vehicles an hour by the zone that they start in or go to, the most first. */
export type ZoneFlow = { readonly zone: number; readonly flowVehPerH: number };

export function zoneFlows(
  routes: ResultRoutes,
  chosen: readonly number[],
  end: "origin" | "destination",
): readonly ZoneFlow[] {
  const byZone = new Map<number, number>();
  for (const route of chosen) {
    const zone = routes[end][route];
    byZone.set(zone, (byZone.get(zone) ?? 0) + routes.flowVehPerH[route]);
  }
  return [...byZone]
    .map(([zone, flowVehPerH]) => ({ zone, flowVehPerH }))
    .sort((a, b) => b.flowVehPerH - a.flowVehPerH || a.zone - b.zone);
}

export const totalFlow = (routes: ResultRoutes, chosen: readonly number[]): number =>
  chosen.reduce((sum, route) => sum + routes.flowVehPerH[route], 0);

/** What became of the traffic between two zones that ran through a section before or runs through it now. */
export type RouteChange = {
  readonly from: string;
  readonly to: string;
  /** Through the section, vehicles an hour. */
  readonly beforeVehPerH: number;
  readonly afterVehPerH: number;
  /** The busiest route between the two zones in either result; null where there is none any more. */
  readonly routeBefore: number | null;
  readonly routeAfter: number | null;
};

/**
 * Pairs of zones whose traffic through the section changed, the greatest change first. Zones go by name and the section by its
 * row in either result, so that the two may be of plans with other streets.
 *
 * @param toleranceVehPerH changes up to this are left out
 */
export function routeChanges(
  before: { readonly routes: ResultRoutes; readonly section: number },
  after: { readonly routes: ResultRoutes; readonly section: number },
  direction: LinkDirection,
  toleranceVehPerH: number,
): readonly RouteChange[] {
  const through = {
    before: pairFlows(before.routes, routesThrough(before.routes, before.section, direction)),
    after: pairFlows(after.routes, routesThrough(after.routes, after.section, direction)),
  };
  const pairs = new Set([...through.before.keys(), ...through.after.keys()]);
  const busiest = {
    before: busiestByPair(before.routes, pairs),
    after: busiestByPair(after.routes, pairs),
  };
  const changes: RouteChange[] = [];
  for (const pair of pairs) {
    const beforeVehPerH = through.before.get(pair) ?? 0;
    const afterVehPerH = through.after.get(pair) ?? 0;
    if (Math.abs(afterVehPerH - beforeVehPerH) <= toleranceVehPerH) continue;
    const [from = "", to = ""] = pair.split(between);
    changes.push({
      from,
      to,
      beforeVehPerH,
      afterVehPerH,
      routeBefore: busiest.before.get(pair) ?? null,
      routeAfter: busiest.after.get(pair) ?? null,
    });
  }
  const size = (change: RouteChange): number => Math.abs(change.afterVehPerH - change.beforeVehPerH);
  return changes.sort((a, b) => size(b) - size(a) || a.from.localeCompare(b.from));
}

const between = "\n";

const pairOf = ({ zones, origin, destination }: ResultRoutes, route: number): string =>
  `${zones.names[origin[route]] ?? ""}${between}${zones.names[destination[route]] ?? ""}`;

function pairFlows(routes: ResultRoutes, chosen: readonly number[]): ReadonlyMap<string, number> {
  const flows = new Map<string, number>();
  for (const route of chosen) {
    const pair = pairOf(routes, route);
    flows.set(pair, (flows.get(pair) ?? 0) + routes.flowVehPerH[route]);
  }
  return flows;
}

/** The busiest route of each of these pairs. Of a city's many routes only theirs are named. */
function busiestByPair(routes: ResultRoutes, pairs: ReadonlySet<string>): ReadonlyMap<string, number> {
  const { zones, origin, destination, flowVehPerH } = routes;
  const zoneOf = new Map(zones.names.map((name, zone) => [name, zone]));
  const wanted = new Map<number, string>();
  for (const pair of pairs) {
    const [from, to] = pair.split(between).map((name) => zoneOf.get(name));
    if (from !== undefined && to !== undefined) wanted.set(from * zones.count + to, pair);
  }
  const busiest = new Map<string, number>();
  for (let route = 0; route < origin.length; route++) {
    const pair = wanted.get(origin[route] * zones.count + destination[route]);
    if (pair === undefined) continue;
    const known = busiest.get(pair);
    if (known === undefined || flowVehPerH[route] > flowVehPerH[known]) busiest.set(pair, route);
  }
  return busiest;
}

/** Names of the streets that a route runs over, in order, each once where it stays on it; sections without a name are passed over. */
export function namesAlong(
  routes: ResultRoutes,
  route: number,
  nameOf: (section: number) => string,
): readonly string[] {
  const names: string[] = [];
  for (let at = routes.stepStart[route]; at < routes.stepStart[route + 1]; at++) {
    const name = nameOf(routes.steps[at] >> 1);
    if (name !== "" && name !== names[names.length - 1]) names.push(name);
  }
  return names;
}
