import type { Point } from "#twin/frame.ts";
import { distanceToSegment } from "#twin/geometry/planar.ts";
import { isOpen, passes } from "#twin/network/graph.ts";
import type { StreetLayer } from "#twin/objects.ts";
import { shareOfHour } from "#workers/kernels/demand/index.ts";
import type { CountPlace, CountRow } from "./types.ts";

export type MatchedCount = {
  readonly row: CountRow;
  /** 2 · section + direction. */
  readonly step: number;
  readonly vehPerH: number;
  /** From the count to the street, metres; 0 where the file names the section. */
  readonly distanceM: number;
  /** Both directions were counted together: half is taken for each. */
  readonly halved: boolean;
};

export type UnmatchedCount = {
  readonly row: CountRow;
  readonly reason: "noPlace" | "noSuchSection" | "outside" | "noStreetNear" | "noStreetThatWay";
};

export type MatchedCounts = {
  readonly matched: readonly MatchedCount[];
  readonly unmatched: readonly UnmatchedCount[];
  /** What the condition `counts` of the model takes, ascending; two counts of one direction are averaged. */
  readonly series: readonly (readonly [step: number, vehPerH: number])[];
};

/** A count farther from any street for cars was not taken on it, metres. */
const reachM = 30;
/** A street that heads elsewhere by more than this is another one, degrees. */
const mostTurnDeg = 50;
/** How much farther a street may be for each degree that its direction fits better, metres. */
const metresPerDeg = 0.3;

/**
 * Counts on the streets of a place, by distance and direction. Vehicles of the stated hour: as counted hour by hour, as stated, or the day's
 * by the usual daily profile.
 * @param locate a place of the file as frame offsets; null where it lies in no known system
 */
export function matchCounts(
  rows: readonly CountRow[],
  streets: StreetLayer,
  hour: number,
  locate: (place: Exclude<CountPlace, { readonly type: "section" }>) => Point | null,
): MatchedCounts {
  const rowsById = sectionRows(streets);
  const matched: MatchedCount[] = [];
  const unmatched: UnmatchedCount[] = [];
  for (const row of rows) {
    const vehPerH = volumeAt(row, hour);
    const found = vehPerH === null ? "noPlace" : stepsOf(row, streets, rowsById, locate);
    if (typeof found === "string") {
      unmatched.push({ row, reason: found });
      continue;
    }
    const halved = found.steps.length > 1;
    for (const step of found.steps)
      matched.push({
        row,
        step,
        vehPerH: (vehPerH ?? 0) / found.steps.length,
        distanceM: found.distanceM,
        halved,
      });
  }
  const byStep = new Map<number, number[]>();
  for (const { step, vehPerH } of matched) byStep.set(step, [...(byStep.get(step) ?? []), vehPerH]);
  const series = [...byStep]
    .sort(([a], [b]) => a - b)
    .map(([step, all]) => [step, all.reduce((sum, one) => sum + one, 0) / all.length] as const);
  return { matched, unmatched, series };
}

function volumeAt({ hourly, vehPerH, vehPerDay }: CountRow, hour: number): number | null {
  if (hourly !== null) return hourly[hour] ?? null;
  if (vehPerH !== null) return vehPerH;
  return vehPerDay === null ? null : vehPerDay * shareOfHour(hour);
}

type Found = { readonly steps: readonly number[]; readonly distanceM: number };

/** Sections by their own id, and by the bare number of the way where that has only one section. */
function sectionRows({ sections }: StreetLayer): ReadonlyMap<string, number> {
  const byId = new Map<string, number>();
  for (const [row, { id }] of sections.entries()) {
    byId.set(id, row);
    const bare = /^way\/(\d+)$/.exec(id)?.[1];
    if (bare !== undefined) byId.set(bare, row);
  }
  return byId;
}

function stepsOf(
  { place, direction, bearingDeg }: CountRow,
  streets: StreetLayer,
  rowsById: ReadonlyMap<string, number>,
  locate: Parameters<typeof matchCounts>[3],
): Found | UnmatchedCount["reason"] {
  if (place === null) return "noPlace";
  if (place.type === "section") {
    const row = rowsById.get(place.id);
    if (row === undefined) return "noSuchSection";
    const line = streets.sections[row].line;
    const along = bearing(line[0], line[line.length - 1]);
    return openSteps(streets, row, direction, bearingDeg, along, 0);
  }
  const at = locate(place);
  if (at === null) return "outside";
  let best: {
    readonly row: number;
    readonly along: number;
    readonly distanceM: number;
    readonly cost: number;
  } | null = null;
  for (const [row, section] of streets.sections.entries()) {
    if (!passes(section, "car")) continue;
    for (let i = 1; i < section.line.length; i += 1) {
      const distanceM = distanceToSegment(at, section.line[i - 1], section.line[i]);
      if (distanceM > reachM) continue;
      const along = bearing(section.line[i - 1], section.line[i]);
      const turned =
        bearingDeg === null ? 0 : Math.min(turn(along, bearingDeg), turn(along + 180, bearingDeg));
      const cost = distanceM + turned * metresPerDeg;
      if (best === null || cost < best.cost) best = { row, along, distanceM, cost };
    }
  }
  if (best === null) return "noStreetNear";
  return openSteps(streets, best.row, direction, bearingDeg, best.along, best.distanceM);
}

/** The directions of a section that a count stands for: that which it names, else all that are open. */
function openSteps(
  { sections }: StreetLayer,
  row: number,
  direction: 0 | 1 | null,
  bearingDeg: number | null,
  alongDeg: number,
  distanceM: number,
): Found | UnmatchedCount["reason"] {
  const open = ([0, 1] as const).filter((way) => isOpen(sections[row], "car", way));
  const asked = open.filter((way) => {
    if (bearingDeg !== null) return turn(alongDeg + 180 * way, bearingDeg) <= mostTurnDeg;
    return direction === null || direction === way;
  });
  return asked.length === 0 ? "noStreetThatWay" : { steps: asked.map((way) => 2 * row + way), distanceM };
}

/** Degrees clockwise from north. */
const bearing = (a: Point, b: Point): number =>
  ((Math.atan2(b[0] - a[0], b[1] - a[1]) * 180) / Math.PI + 360) % 360;

/** The smaller angle between two directions, 0–180. */
const turn = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);
