import type { Extent, Frame } from "#twin/frame.ts";
import type { Place } from "#twin/objects.ts";
import { buildPatterns, type Trip, tripsOf } from "#twin/read/patterns.ts";
import type { Timetable } from "#twin/timetable.ts";
import { rebase } from "../crs/project.ts";
import { createUsedRows } from "../gtfs/patterns.ts";
import { dayOf, isoOfDay } from "../gtfs/time.ts";
import type { FindingCollector } from "../report.ts";
import { isInside } from "./buildings.ts";

/** How far beyond the twin's edge stops are kept, metres: people walk there, and trips come from there. */
const transitMarginM = 3000;
/** Within this distance of a place where something stops, a stop of the timetable is no place of its own, metres. */
const sameStopM = 60;

type TimetablePart = { readonly frame: Frame; readonly layer: Timetable };

const grown = ({ minX, minY, maxX, maxY }: Extent, by: number): Extent => ({
  minX: minX - by,
  minY: minY - by,
  maxX: maxX + by,
  maxY: maxY + by,
});

/** The part of a trip that serves the given stops; null where these are fewer than two. */
function cutTrip(trip: Trip, isNear: Uint8Array): Trip | null {
  const kept: number[] = [];
  for (let i = 0; i < trip.stops.length; i++) if (isNear[trip.stops[i]] === 1) kept.push(i);
  if (kept.length < 2) return null;
  if (kept.length === trip.stops.length) return trip;
  return {
    line: trip.line,
    service: trip.service,
    stops: kept.map((i) => trip.stops[i]),
    arrivalS: kept.map((i) => trip.arrivalS[i]),
    departureS: kept.map((i) => trip.departureS[i]),
  };
}

/** Days of several feeds in one table. */
function joinServices(parts: readonly Timetable["services"][]): Timetable["services"] {
  const running = parts.flatMap((part) => {
    const first = part.days > 0 ? dayOf(part.firstDate) : null;
    return first === null ? [] : [{ part, first }];
  });
  const first = Math.min(...running.map(({ first: day }) => day));
  const end = Math.max(...running.map(({ first: day, part }) => day + part.days));
  const days = running.length === 0 ? 0 : Math.min(4000, end - first);
  const ids = parts.flatMap((part) => part.ids);
  const runs = new Uint8Array(ids.length * days);
  let row = 0;
  for (const part of parts) {
    const from = running.find(({ part: own }) => own === part)?.first ?? first;
    for (let service = 0; service < part.count; service++, row++) {
      for (let day = 0; day < part.days; day++) {
        const at = day + from - first;
        if (at < days) runs[row * days + at] = part.runs[service * part.days + day];
      }
    }
  }
  return { count: ids.length, ids, firstDate: days === 0 ? "" : isoOfDay(first), days, runs };
}

/** Rows that are in use, and what each becomes. */
function createRows(): { readonly of: (row: number) => number; readonly kept: readonly number[] } {
  const rows = new Map<number, number>();
  const kept: number[] = [];
  return {
    of: (row) => {
      let made = rows.get(row);
      if (made === undefined) {
        made = kept.push(row) - 1;
        rows.set(row, made);
      }
      return made;
    },
    kept,
  };
}

/**
 * The timetables of all feeds as one, in the twin's frame: trips are cut to the stops within the extent and a margin, their
 * times stay; trips that serve fewer than two of these fall away, with the stops, lines and services that nothing uses then.
 * Null where nothing is left.
 */
export function assembleTimetable(
  parts: readonly TimetablePart[],
  frame: Frame,
  extent: Extent,
  findings: FindingCollector,
): Timetable | null {
  if (parts.length === 0) return null;
  const reach = grown(extent, transitMarginM);
  const services = joinServices(parts.map(({ layer }) => layer.services));
  const stopIds: string[] = [];
  const stopNames: string[] = [];
  const xy: number[] = [];
  const lines = { ids: [] as string[], names: [] as string[], types: [] as number[] };
  const trips: Trip[] = [];
  const seenStops = new Set<string>();
  let serviceOffset = 0;
  let away = 0;
  for (const [index, { layer, frame: from }] of parts.entries()) {
    const places = layer.stops.xy.slice();
    rebase(places, 2, from, frame);
    const isNear = new Uint8Array(layer.stops.count);
    for (let stop = 0; stop < layer.stops.count; stop++)
      if (isInside(reach, places[stop * 2], places[stop * 2 + 1])) isNear[stop] = 1;
    const stopOffset = stopIds.length;
    for (const [stop, id] of layer.stops.ids.entries()) {
      // Ids are the feed's own: two feeds may use one for different stops.
      stopIds.push(seenStops.has(id) ? `${index + 1}:${id}` : id);
      stopNames.push(layer.stops.names[stop]);
      xy.push(places[stop * 2], places[stop * 2 + 1]);
    }
    for (const id of layer.stops.ids) seenStops.add(id);
    const lineOffset = lines.ids.length;
    lines.ids.push(...layer.lines.ids);
    lines.names.push(...layer.lines.names);
    lines.types.push(...layer.lines.routeType);
    for (const trip of tripsOf(layer)) {
      const cut = cutTrip(trip, isNear);
      if (cut === null) {
        away += 1;
        continue;
      }
      trips.push({
        ...cut,
        line: cut.line + lineOffset,
        service: cut.service + serviceOffset,
        stops: Array.from(cut.stops, (stop) => stop + stopOffset),
      });
    }
    serviceOffset += layer.services.count;
  }
  if (away > 0) findings.add("dropped", "gtfsTripsOutside", { trips: away, marginKm: transitMarginM / 1000 });
  if (trips.length === 0) return null;
  const used = createUsedRows(trips, stopIds.length);
  const lineRows = createRows();
  const serviceRows = createRows();
  const numbered = trips.map((trip) => ({
    ...trip,
    line: lineRows.of(trip.line),
    service: serviceRows.of(trip.service),
    stops: Array.from(trip.stops, (stop) => used.row[stop]),
  }));
  const { days } = services;
  return {
    stops: {
      count: used.kept.length,
      ids: used.kept.map((row) => stopIds[row]),
      names: used.kept.map((row) => stopNames[row]),
      xy: Float32Array.from(used.kept.flatMap((row) => [xy[row * 2], xy[row * 2 + 1]])),
    },
    lines: {
      count: lineRows.kept.length,
      ids: lineRows.kept.map((row) => lines.ids[row]),
      names: lineRows.kept.map((row) => lines.names[row]),
      routeType: Uint16Array.from(lineRows.kept, (row) => lines.types[row]),
    },
    ...buildPatterns(numbered),
    services: {
      count: serviceRows.kept.length,
      ids: serviceRows.kept.map((row) => services.ids[row]),
      firstDate: services.firstDate,
      days,
      runs: Uint8Array.from(
        serviceRows.kept.flatMap((row) => Array.from(services.runs.subarray(row * days, (row + 1) * days))),
      ),
    },
    timezone: parts[0].layer.timezone,
  };
}

/** Stops of the timetable inside the extent as places, where no stop or station is known nearby. */
export function stopPlaces(
  timetable: Timetable | null,
  places: readonly Place[],
  extent: Extent,
): readonly Place[] {
  if (timetable === null) return [];
  const { stops } = timetable;
  // Cells as wide as the distance that is asked for: a neighbour lies in one of nine.
  const cells = new Map<string, (readonly [number, number])[]>();
  const cellOf = (value: number): number => Math.floor(value / sameStopM);
  const put = (x: number, y: number): void => {
    const key = `${cellOf(x)},${cellOf(y)}`;
    const list = cells.get(key);
    if (list === undefined) cells.set(key, [[x, y]]);
    else list.push([x, y]);
  };
  const isKnown = (x: number, y: number): boolean => {
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const [px, py] of cells.get(`${cellOf(x) + dx},${cellOf(y) + dy}`) ?? [])
          if (Math.hypot(px - x, py - y) < sameStopM) return true;
    return false;
  };
  for (const { kind, at } of places) if (kind === "stop" || kind === "station") put(at[0], at[1]);
  const added: Place[] = [];
  for (const [row, id] of stops.ids.entries()) {
    const [x, y] = [stops.xy[row * 2], stops.xy[row * 2 + 1]];
    if (!isInside(extent, x, y) || isKnown(x, y)) continue;
    put(x, y);
    added.push({
      id: `stop/${id}`,
      name: stops.names[row],
      kind: "stop",
      at: [x, y],
      buildingId: "",
      critical: false,
    });
  }
  return added;
}
