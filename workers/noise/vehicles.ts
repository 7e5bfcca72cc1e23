import type { StreetClass } from "#twin/objects.ts";
import type { NoiseConditions } from "./conditions.ts";
import type { HourlyTraffic } from "./emission.ts";

export const periods = ["day", "evening", "night"] as const;
/** 6–18, 18–22 and 22–6 (34. BImSchV). */
export type Period = (typeof periods)[number];
export const periodHours: Readonly<Record<Period, number>> = { day: 12, evening: 4, night: 8 };

/** Kinds of roads of RLS-19, table 2. */
type RoadKind = "motorway" | "primary" | "link" | "local";

/**
 * Shares of lorries (p1) and trucks (p2) in per cent by day and by night, RLS-19, table 2: motorways, federal roads, roads of
 * states and counties, municipal roads.
 */
const heavyShares: Readonly<
  Record<RoadKind, { readonly day: readonly [number, number]; readonly night: readonly [number, number] }>
> = {
  motorway: { day: [3, 11], night: [10, 25] },
  primary: { day: [3, 7], night: [7, 13] },
  link: { day: [3, 5], night: [5, 6] },
  local: { day: [3, 4], night: [3, 4] },
};

function roadKindOf(streetClass: StreetClass): RoadKind {
  if (streetClass === "motorway" || streetClass === "primary") return streetClass;
  return streetClass === "secondary" || streetClass === "tertiary" ? "link" : "local";
}

/** Share of lorries and trucks by day that a run is asked for, %. */
function askedPercent(kind: RoadKind, conditions: NoiseConditions): number {
  if (kind === "local") return conditions.heavyLocalPercent;
  return kind === "link" ? conditions.heavyLinkPercent : conditions.heavyPrimaryPercent;
}

/** Vehicles an hour in each period, from the vehicles of a day; motorcycles count as cars where nobody says otherwise. */
export function hourlyTraffic(
  vehPerDay: number,
  streetClass: StreetClass,
  conditions: NoiseConditions,
): Readonly<Record<Period, HourlyTraffic>> {
  const kind = roadKindOf(streetClass);
  const { day, night } = heavyShares[kind];
  // Motorways keep their table: the conditions name none.
  const scale = kind === "motorway" ? 1 : askedPercent(kind, conditions) / (day[0] + day[1]);
  const nightPerH = (vehPerDay * conditions.nightPercent) / 100;
  // An hour of 6–22 in the mean; the evening has less, the day the rest.
  const dayPerH = Math.max(0, vehPerDay - 8 * nightPerH) / 16;
  const eveningPerH = dayPerH * conditions.eveningRatio;
  return {
    day: split((16 * dayPerH - 4 * eveningPerH) / 12, day, scale),
    evening: split(eveningPerH, day, scale),
    night: split(nightPerH, night, scale),
  };
}

function split(vehPerH: number, [p1, p2]: readonly [number, number], scale: number): HourlyTraffic {
  const heavy = Math.min(100, (p1 + p2) * scale);
  const lorry = (vehPerH * heavy * p1) / (p1 + p2) / 100;
  const truck = (vehPerH * heavy * p2) / (p1 + p2) / 100;
  return { car: vehPerH - lorry - truck, lorry, truck, motorcycle: 0 };
}
