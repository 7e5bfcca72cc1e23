import type { Frame } from "#twin/frame.ts";
import { buildPatterns, type Trip } from "#twin/read/patterns.ts";
import type { Timetable } from "#twin/timetable.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { settleCrs } from "../crs/settle.ts";
import { type CrsFinding, type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { type ServiceDays, serviceTable } from "./calendar.ts";
import {
  type FeedStop,
  type FeedTrip,
  type Frequency,
  type Route,
  readFrequencies,
  readRoutes,
  readServices,
  readStops,
  readTimezone,
  readTrips,
  type TableReader,
} from "./feed.ts";
import { createUsedRows } from "./patterns.ts";
import {
  type CleanTrip,
  cleanTrip,
  createStopTimes,
  noTime,
  pushStopTime,
  rowsByTrip,
  type StopTimes,
} from "./stopTimes.ts";
import { readTable } from "./table.ts";
import { secondsOf } from "./time.ts";

export type ReadGtfs = {
  readonly frame: Frame;
  readonly crs: CrsFinding;
  readonly timetable: Timetable;
  readonly objects: Readonly<Record<string, number>>;
};

/** Tables without which there is no timetable. */
const neededTables = ["stops.txt", "routes.txt", "trips.txt", "stop_times.txt"];
/** Most trips that intervals are written out to. */
const mostTrips = 2_000_000;

/** The bytes of all tables together are one progress. */
function createContexts(context: ReadContext, tripCount: () => number): TableReader["contextOf"] {
  let before = 0;
  return (source) => {
    const start = before;
    before += source.size;
    return {
      signal: context.signal,
      progress: (bytes) => context.progress(start + Math.min(bytes, source.size), tripCount()),
    };
  };
}

const timeOf = (text: string): number => {
  const seconds = text === "" ? -1 : secondsOf(text);
  return seconds < 0 ? noTime : seconds;
};

async function readStopTimes(
  { members, contextOf, findings }: TableReader,
  tripRows: ReadonlyMap<string, number>,
  stopRows: ReadonlyMap<string, number>,
): Promise<StopTimes> {
  const times = createStopTimes();
  const source = members.get("stop_times.txt");
  if (source === undefined) return times;
  const columns = [
    "trip_id",
    "arrival_time",
    "departure_time",
    "stop_id",
    "stop_sequence",
    "shape_dist_traveled",
  ] as const;
  let lastId = "";
  let lastTrip: number | undefined;
  let rows = 0;
  await readTable(source, columns, contextOf(source), findings, (row) => {
    rows += 1;
    const id = row.of("trip_id");
    if (id !== lastId) {
      lastId = id;
      lastTrip = tripRows.get(id);
    }
    const stopId = row.of("stop_id");
    const stop = stopRows.get(stopId);
    if (lastTrip === undefined || stop === undefined) {
      const [column, wrong] = lastTrip === undefined ? ["trip_id", id] : ["stop_id", stopId];
      findings.add(
        "dropped",
        "gtfsReferenceWrong",
        { table: "stop_times.txt", column, id: wrong.slice(0, 200) },
        { objectId: id, line: row.line },
      );
      return;
    }
    const stated = row.of("stop_sequence");
    const number = stated === "" ? Number.NaN : Number(stated);
    // Without a number the order of the file stands.
    const sequence = number >= 0 && number < noTime ? Math.floor(number) : rows;
    const arrival = row.of("arrival_time");
    const departure = row.of("departure_time");
    const [arrivalS, departureS] = [timeOf(arrival), timeOf(departure)];
    if ((arrival !== "" && arrivalS === noTime) || (departure !== "" && departureS === noTime)) {
      const value = (arrivalS === noTime ? arrival : departure).slice(0, 40);
      findings.add("repaired", "gtfsTimeUnusable", { value }, { objectId: id, line: row.line });
    }
    const travelled = row.of("shape_dist_traveled");
    pushStopTime(
      times,
      lastTrip,
      stop,
      sequence,
      arrivalS,
      departureS,
      travelled === "" ? Number.NaN : Number(travelled),
    );
  });
  return times;
}

/** Trips at intervals, each with its own times; the one that they are stated by does not run itself. */
function atIntervals(
  trip: CleanTrip,
  frequencies: readonly Frequency[],
  room: number,
): { readonly arrivalS: number[]; readonly departureS: number[] }[] {
  const runs: { arrivalS: number[]; departureS: number[] }[] = [];
  const first = trip.departureS[0];
  for (const { startS, endS, headwayS } of frequencies) {
    for (let start = startS; start < endS; start += headwayS) {
      if (runs.length >= room) throw new IntakeError("gtfsTooLarge");
      const shift = Math.round(start - first);
      const later = (seconds: number): number => seconds + shift;
      runs.push({ arrivalS: trip.arrivalS.map(later), departureS: trip.departureS.map(later) });
    }
  }
  return runs;
}

/** Ids as rows in the order of their first use. */
function createNumbering(): { readonly of: (id: string) => number; readonly ids: () => readonly string[] } {
  const rows = new Map<string, number>();
  return {
    of: (id) => {
      let row = rows.get(id);
      if (row === undefined) {
        row = rows.size;
        rows.set(id, row);
      }
      return row;
    },
    ids: () => [...rows.keys()],
  };
}

/** The stop in the middle of all: a feed may hold one at the other end of the country. */
function sampleOf(stops: readonly FeedStop[]): readonly [number, number] | null {
  const placed = stops.filter(({ lon }) => Number.isFinite(lon));
  if (placed.length === 0) return null;
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
  return [middle(placed.map(({ lon }) => lon)), middle(placed.map(({ lat }) => lat))];
}

type Feed = {
  readonly routes: ReadonlyMap<string, Route>;
  readonly services: ReadonlyMap<string, ServiceDays>;
  readonly stops: readonly FeedStop[];
  readonly trips: readonly FeedTrip[];
  readonly frequencies: ReadonlyMap<number, readonly Frequency[]>;
  readonly times: StopTimes;
  /** Places of the stops in the frame; NaN where one has none. */
  readonly xy: Float64Array;
};

function timetableOf(feed: Feed, timezone: string, findings: FindingCollector): Timetable {
  const { routes, services, stops, trips, frequencies, times, xy } = feed;
  const { start, rows } = rowsByTrip(times, trips.length);
  const lineRows = createNumbering();
  const serviceRows = createNumbering();
  const made: Trip[] = [];
  for (const [index, { id, route, service }] of trips.entries()) {
    const own = rows.subarray(start[index], start[index + 1]);
    const placed = own.filter((row) => Number.isFinite(xy[times.stop.values[row] * 2]));
    if (placed.length < own.length) findings.add("dropped", "gtfsStopWithoutPlace", {}, { objectId: id });
    const trip = cleanTrip(times, placed, xy, id, findings);
    if (trip.stops.length < 2) {
      findings.add("dropped", "gtfsTripTooShort", {}, { objectId: id });
      continue;
    }
    const line = lineRows.of(route);
    const serviceRow = serviceRows.of(service);
    const intervals = frequencies.get(index);
    const runs = intervals === undefined ? [trip] : atIntervals(trip, intervals, mostTrips - made.length);
    for (const { arrivalS, departureS } of runs)
      made.push({ line, service: serviceRow, stops: trip.stops, arrivalS, departureS });
  }
  // Only what trips use: stations and entrances stand among the stops, too.
  const used = createUsedRows(made, stops.length);
  const numbered = made.map((trip) => ({ ...trip, stops: Array.from(trip.stops, (stop) => used.row[stop]) }));
  const lines = lineRows.ids();
  return {
    stops: {
      count: used.kept.length,
      ids: used.kept.map((row) => stops[row].id),
      names: used.kept.map((row) => stops[row].name),
      xy: Float32Array.from(used.kept.flatMap((row) => [xy[row * 2], xy[row * 2 + 1]])),
    },
    lines: {
      count: lines.length,
      ids: lines,
      names: lines.map((id) => routes.get(id)?.name ?? id),
      routeType: Uint16Array.from(lines, (id) => routes.get(id)?.type ?? 3),
    },
    ...buildPatterns(numbered),
    services: serviceTable(
      serviceRows.ids().flatMap((id) => {
        const days = services.get(id);
        return days === undefined ? [] : [[id, days] as const];
      }),
      findings,
    ),
    timezone,
  };
}

/**
 * Reads the timetable of a GTFS feed (gtfs.org/schedule, 2025): stop times as a stream into columns, trips with all their
 * times, patterns in the frame of its stops.
 * @param members the tables by file name in lower case.
 * @throws IntakeError where a table is missing without which there is no timetable.
 */
export async function readGtfs(
  members: ReadonlyMap<string, Source>,
  preferredCrs: string | null,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadGtfs> {
  const missing = neededTables.filter((table) => !members.has(table));
  if (!members.has("calendar.txt") && !members.has("calendar_dates.txt")) missing.push("calendar.txt");
  if (missing.length > 0) throw new IntakeError("gtfsTableMissing", { tables: missing.join(", ") });
  let tripCount = 0;
  const reader: TableReader = {
    members,
    contextOf: createContexts(context, () => tripCount),
    findings,
  };
  const timezone = await readTimezone(reader);
  const routes = await readRoutes(reader);
  const services = (await readServices(reader)) ?? new Map<string, ServiceDays>();
  const byId = await readStops(reader);
  const stops = [...byId.values()];
  const sample = sampleOf(stops);
  if (sample === null) throw new IntakeError("gtfsWithoutPlaces");
  const { rows: tripRows, trips } = await readTrips(reader, routes, services);
  tripCount = trips.length;
  const frequencies = await readFrequencies(reader, tripRows);
  const stopRows = new Map(stops.map(({ id }, row) => [id, row]));
  const times = await readStopTimes(reader, tripRows, stopRows);

  const settled = settleCrs("CRS84", null, sample, preferredCrs);
  const frame = frameForSample(settled, sample[0], sample[1], preferredCrs);
  const project = projectorTo(settled, frame);
  const xy = new Float64Array(stops.length * 2);
  for (const [row, { lon, lat }] of stops.entries()) project(lon, lat, xy, row * 2);
  const timetable = timetableOf(
    { routes, services, stops, trips, frequencies, times, xy },
    timezone,
    findings,
  );
  if (timetable.tripService.length === 0) findings.add("problem", "gtfsWithoutTrips");
  else if (timetable.services.runs.every((runs) => runs === 0)) findings.add("problem", "gtfsWithoutDays");
  return {
    frame,
    crs: settled.finding,
    timetable,
    objects: {
      transitLines: timetable.lines.count,
      transitStops: timetable.stops.count,
      transitTrips: timetable.tripService.length,
    },
  };
}
