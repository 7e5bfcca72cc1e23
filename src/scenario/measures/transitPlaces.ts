import type { Point } from "#twin/frame.ts";
import { along } from "#twin/geometry/line.ts";
import { distance, lineLength } from "#twin/geometry/planar.ts";
import type { NewStop, Timetable } from "#twin/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import { streetNear } from "./streetPlaces.ts";

/** A stop of a drawn line that is this near to one that is there is that one, metres. */
const sameStopM = 30;
/** Stops of one line at most. */
export const mostStops = 120;
/** Two stops of a new line do not stand closer than this, metres. */
const leastApartM = 30;

/** Where a drawn line stops: at its corners, or at equal distances near to those asked for, its ends included. */
export function stopPlaces(
  points: readonly Point[],
  at: "spacing" | "corners",
  spacingM: number,
): readonly { readonly at: Point; readonly alongM: number }[] {
  if (points.length < 2) return [];
  const lengthM = lineLength(points);
  if (at === "spacing") {
    const legs = Math.max(1, Math.round(lengthM / spacingM));
    if (legs + 1 > mostStops) return [];
    return Array.from({ length: legs + 1 }, (_, i) => {
      const alongM = (lengthM * i) / legs;
      return { at: rounded(along(points, alongM).at), alongM };
    });
  }
  const places: { readonly at: Point; readonly alongM: number }[] = [];
  let alongM = 0;
  for (const [i, point] of points.entries()) {
    if (i > 0) alongM += distance(points[i - 1], point);
    const before = places.at(-1);
    if (before && alongM - before.alongM < leastApartM) continue;
    places.push({ at: rounded(point), alongM });
  }
  return places.length > mostStops ? [] : places;
}

const rounded = ([x, y]: Point): Point => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000];

/** A stop that is there already where one is near, else a new one with the name of the street. */
export function stopOn(
  twin: Twin,
  measureId: string,
  number: number,
  at: Point,
): { readonly stop: NewStop; readonly isNew: boolean } {
  const known = nearestStop(twin.data.timetable, at);
  if (known !== null && known.awayM <= sameStopM) {
    const { ids, names, xy } = known.timetable.stops;
    const { row } = known;
    const stop = { id: ids[row], name: names[row], at: [xy[row * 2], xy[row * 2 + 1]] as const };
    return { stop, isNew: false };
  }
  return {
    stop: { id: `${measureId}-stop-${number}`, name: streetName(twin, at) ?? String(number), at },
    isNew: true,
  };
}

function streetName(twin: Twin, at: Point): string | null {
  const met = streetNear(twin, at, 60);
  const name = met === null ? "" : twin.data.streets.sections[met.section].name;
  return name === "" ? null : name;
}

function nearestStop(
  timetable: Timetable | null,
  at: Point,
): { readonly timetable: Timetable; readonly row: number; readonly awayM: number } | null {
  if (timetable === null) return null;
  const { count, xy } = timetable.stops;
  let best = -1;
  let awayM = Number.POSITIVE_INFINITY;
  for (let row = 0; row < count; row++) {
    const each = Math.hypot(xy[row * 2] - at[0], xy[row * 2 + 1] - at[1]);
    if (each < awayM) {
      awayM = each;
      best = row;
    }
  }
  return best < 0 ? null : { timetable, row: best, awayM };
}
