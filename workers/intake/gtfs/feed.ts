import type { FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { noDays, type ServiceDays } from "./calendar.ts";
import { readTable } from "./table.ts";
import { dayOf, secondsOf } from "./time.ts";

export type TableReader = {
  readonly members: ReadonlyMap<string, Source>;
  readonly contextOf: (source: Source) => ReadContext;
  readonly findings: FindingCollector;
};

const shortText = (text: string): string => text.slice(0, 200);

/** Adds a row under its id; says so where the id is missing or stands there already. */
function taken<Value>(
  rows: Map<string, Value>,
  id: string,
  value: Value,
  table: string,
  line: number,
  findings: FindingCollector,
): boolean {
  if (id === "" || rows.has(id)) {
    findings.add(
      "dropped",
      id === "" ? "gtfsIdMissing" : "gtfsIdRepeated",
      { table },
      { objectId: id, line },
    );
    return false;
  }
  rows.set(id, value);
  return true;
}

/** IANA name of the feed's time zone; the one of the area where it states none that is known. */
export async function readTimezone({ members, contextOf, findings }: TableReader): Promise<string> {
  let zone = "";
  const agency = members.get("agency.txt");
  if (agency !== undefined)
    await readTable(agency, ["agency_timezone"], contextOf(agency), findings, (row) => {
      if (zone === "") zone = row.of("agency_timezone").slice(0, 100);
    });
  try {
    if (zone !== "") new Intl.DateTimeFormat("en", { timeZone: zone });
    else throw new RangeError();
    return zone;
  } catch {
    findings.add("info", "gtfsTimezoneAssumed", { stated: zone, zone: "Europe/Berlin" });
    return "Europe/Berlin";
  }
}

export type Route = { readonly name: string; readonly type: number };

export async function readRoutes({ members, contextOf, findings }: TableReader): Promise<Map<string, Route>> {
  const routes = new Map<string, Route>();
  const source = members.get("routes.txt");
  if (source === undefined) return routes;
  const columns = ["route_id", "route_short_name", "route_long_name", "route_type"] as const;
  await readTable(source, columns, contextOf(source), findings, (row) => {
    const id = row.of("route_id");
    const stated = row.of("route_type");
    const number = stated === "" ? Number.NaN : Number(stated);
    // Extended types (100–1700) are kept as delivered; what is none at all counts as a bus.
    const known = Number.isInteger(number) && number >= 0 && number <= 1799;
    if (!known)
      findings.add(
        "repaired",
        "gtfsRouteTypeUnknown",
        { type: stated.slice(0, 40) },
        { objectId: id, line: row.line },
      );
    const name = shortText(row.of("route_short_name") || row.of("route_long_name") || id);
    taken(routes, id, { name, type: known ? number : 3 }, "routes.txt", row.line, findings);
  });
  return routes;
}

/** Both calendars; null where the feed has neither. */
export async function readServices({
  members,
  contextOf,
  findings,
}: TableReader): Promise<Map<string, ServiceDays> | null> {
  const calendar = members.get("calendar.txt");
  const dates = members.get("calendar_dates.txt");
  if (calendar === undefined && dates === undefined) return null;
  const services = new Map<string, ServiceDays>();
  const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
  if (calendar !== undefined) {
    const columns = ["service_id", ...weekdays, "start_date", "end_date"] as const;
    await readTable(calendar, columns, contextOf(calendar), findings, (row) => {
      const id = row.of("service_id");
      const from = dayOf(row.of("start_date"));
      const to = dayOf(row.of("end_date"));
      if (from === null || to === null) {
        findings.add(
          "dropped",
          "gtfsDateUnusable",
          { table: "calendar.txt" },
          { objectId: id, line: row.line },
        );
        return;
      }
      const days = { ...noDays(), weekdays: weekdays.map((day) => row.of(day) === "1"), from, to };
      taken(services, id, days, "calendar.txt", row.line, findings);
    });
  }
  if (dates !== undefined) {
    const columns = ["service_id", "date", "exception_type"] as const;
    await readTable(dates, columns, contextOf(dates), findings, (row) => {
      const id = row.of("service_id");
      const day = dayOf(row.of("date"));
      const type = row.of("exception_type");
      if (id === "" || day === null || (type !== "1" && type !== "2")) {
        findings.add(
          "dropped",
          "gtfsDateUnusable",
          { table: "calendar_dates.txt" },
          { objectId: id, line: row.line },
        );
        return;
      }
      let days = services.get(id);
      if (days === undefined) {
        days = noDays();
        services.set(id, days);
      }
      (type === "1" ? days.added : days.removed).add(day);
    });
  }
  return services;
}

export type FeedStop = {
  readonly id: string;
  readonly name: string;
  /** Degrees; NaN = not stated. */
  readonly lon: number;
  readonly lat: number;
};

type StatedStop = FeedStop & { readonly parent: string; readonly line: number };

/** Stops with their places; those without one, or without a name, take their station's. */
export async function readStops({
  members,
  contextOf,
  findings,
}: TableReader): Promise<Map<string, FeedStop>> {
  const stops = new Map<string, StatedStop>();
  const source = members.get("stops.txt");
  if (source === undefined) return stops;
  const columns = ["stop_id", "stop_name", "stop_lat", "stop_lon", "parent_station"] as const;
  const degrees = (text: string): number => (text === "" ? Number.NaN : Number(text.replace(",", ".")));
  await readTable(source, columns, contextOf(source), findings, (row) => {
    const id = row.of("stop_id");
    const lat = degrees(row.of("stop_lat"));
    const lon = degrees(row.of("stop_lon"));
    // Nothing stops in the Gulf of Guinea.
    const sound = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && !(lat === 0 && lon === 0);
    const stop: StatedStop = {
      id,
      name: shortText(row.of("stop_name")),
      lon: sound ? lon : Number.NaN,
      lat: sound ? lat : Number.NaN,
      parent: row.of("parent_station"),
      line: row.line,
    };
    taken(stops, id, stop, "stops.txt", row.line, findings);
  });
  const placed = new Map<string, FeedStop>();
  for (const stop of stops.values()) {
    const parent = stop.parent === "" ? undefined : stops.get(stop.parent);
    if (stop.parent !== "" && parent === undefined)
      findings.add(
        "repaired",
        "gtfsReferenceWrong",
        { table: "stops.txt", column: "parent_station", id: shortText(stop.parent) },
        { objectId: stop.id, line: stop.line },
      );
    const at = Number.isNaN(stop.lat) && parent !== undefined ? parent : stop;
    placed.set(stop.id, { id: stop.id, name: stop.name || (parent?.name ?? ""), lon: at.lon, lat: at.lat });
  }
  return placed;
}

export type FeedTrip = { readonly id: string; readonly route: string; readonly service: string };

/** Trips of known lines on known days, with their row. */
export async function readTrips(
  { members, contextOf, findings }: TableReader,
  routes: ReadonlyMap<string, unknown>,
  services: ReadonlyMap<string, unknown>,
): Promise<{ readonly rows: ReadonlyMap<string, number>; readonly trips: readonly FeedTrip[] }> {
  const rows = new Map<string, number>();
  const trips: FeedTrip[] = [];
  const source = members.get("trips.txt");
  if (source === undefined) return { rows, trips };
  const columns = ["route_id", "service_id", "trip_id"] as const;
  await readTable(source, columns, contextOf(source), findings, (row) => {
    const id = row.of("trip_id");
    const [route, service] = [row.of("route_id"), row.of("service_id")];
    const wrong = !routes.has(route) ? "route_id" : !services.has(service) ? "service_id" : "";
    if (wrong !== "") {
      const values = { table: "trips.txt", column: wrong, id: shortText(row.of(wrong as "route_id")) };
      findings.add("dropped", "gtfsReferenceWrong", values, { objectId: id, line: row.line });
      return;
    }
    if (taken(rows, id, trips.length, "trips.txt", row.line, findings)) trips.push({ id, route, service });
  });
  return { rows, trips };
}

export type Frequency = { readonly startS: number; readonly endS: number; readonly headwayS: number };

/** Trips that run at intervals, by their row. */
export async function readFrequencies(
  { members, contextOf, findings }: TableReader,
  rows: ReadonlyMap<string, number>,
): Promise<Map<number, Frequency[]>> {
  const frequencies = new Map<number, Frequency[]>();
  const source = members.get("frequencies.txt");
  if (source === undefined) return frequencies;
  const columns = ["trip_id", "start_time", "end_time", "headway_secs"] as const;
  await readTable(source, columns, contextOf(source), findings, (row) => {
    const id = row.of("trip_id");
    const trip = rows.get(id);
    const place = { objectId: id, line: row.line };
    const startS = secondsOf(row.of("start_time"));
    const endS = secondsOf(row.of("end_time"));
    const headwayS = Number(row.of("headway_secs"));
    if (trip === undefined)
      findings.add(
        "dropped",
        "gtfsReferenceWrong",
        { table: "frequencies.txt", column: "trip_id", id: shortText(id) },
        place,
      );
    else if (startS < 0 || endS <= startS || !(headwayS >= 10))
      findings.add("dropped", "gtfsFrequencyUnusable", {}, place);
    else {
      const list = frequencies.get(trip);
      if (list === undefined) frequencies.set(trip, [{ startS, endS, headwayS }]);
      else list.push({ startS, endS, headwayS });
    }
  });
  return frequencies;
}
