import type { Timetable } from "#twin/timetable.ts";
import type { LayerSource, TwinData } from "#twin/twin.ts";
import { transformBetween } from "#workers/intake/crs/project.ts";
import { type ExportFile, utf8 } from "./file.ts";
import { creditOf } from "./rasters.ts";

/**
 * The timetable as GTFS Schedule, as far as a twin carries it: which line serves which stops when on which days. Agencies,
 * head signs, shapes and fares are not kept at import, so the feed has one agency that stands for the source.
 */

const agencyId = "source";
/** GTFS asks for an address; a name that can never exist says that none is known (RFC 2606). */
const unknownAddress = "https://not-stated.invalid";

const cell = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const line = (...cells: readonly (string | number)[]): string => `${cells.map(cell).join(",")}\r\n`;

const two = (value: number): string => String(value).padStart(2, "0");
const clock = (seconds: number): string =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;

/** Day d of a calendar as GTFS writes it. */
function dayText(firstDate: string, day: number): string {
  const date = new Date(Date.parse(`${firstDate}T00:00:00Z`) + day * 86_400_000);
  return `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
}

function* agencyTexts({ timezone }: Timetable, source: LayerSource | undefined): Generator<string> {
  const name = source?.attribution || source?.title || "?";
  const address = /https?:\/\/[^\s,;)]+/.exec(source?.attribution ?? "")?.[0] ?? unknownAddress;
  yield line("agency_id", "agency_name", "agency_url", "agency_timezone");
  yield line(agencyId, name, address, timezone || "Europe/Berlin");
}

function* stopTexts({ stops }: Timetable, data: TwinData): Generator<string> {
  const { crs, originEastM, originNorthM } = data.frame;
  const degrees = transformBetween(crs, "EPSG:4326");
  yield line("stop_id", "stop_name", "stop_lat", "stop_lon");
  for (let row = 0; row < stops.count; row++) {
    const [longitude, latitude] = degrees(
      originEastM + stops.xy[row * 2],
      originNorthM + stops.xy[row * 2 + 1],
    );
    yield line(stops.ids[row], stops.names[row], latitude.toFixed(8), longitude.toFixed(8));
  }
}

function* routeTexts({ lines }: Timetable): Generator<string> {
  yield line("route_id", "agency_id", "route_short_name", "route_type");
  for (let row = 0; row < lines.count; row++)
    yield line(lines.ids[row], agencyId, lines.names[row], lines.routeType[row]);
}

const tripId = (trip: number): string => `t${trip + 1}`;

function* tripTexts(table: Timetable): Generator<string> {
  yield line("route_id", "service_id", "trip_id");
  for (let pattern = 0; pattern < table.patternLine.length; pattern++) {
    const route = table.lines.ids[table.patternLine[pattern]];
    for (let trip = table.patternTripStart[pattern]; trip < table.patternTripStart[pattern + 1]; trip++)
      yield line(route, table.services.ids[table.tripService[trip]], tripId(trip));
  }
}

function* stopTimeTexts(table: Timetable): Generator<string> {
  yield line("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence");
  for (let pattern = 0; pattern < table.patternLine.length; pattern++) {
    const from = table.patternStopStart[pattern];
    const served = table.patternStopStart[pattern + 1] - from;
    for (let trip = table.patternTripStart[pattern]; trip < table.patternTripStart[pattern + 1]; trip++) {
      const start = table.tripTimeStart[trip];
      for (let stop = 0; stop < served; stop++)
        yield line(
          tripId(trip),
          clock(table.arrivalS[start + stop]),
          clock(table.departureS[start + stop]),
          table.stops.ids[table.patternStop[from + stop]],
          stop + 1,
        );
    }
  }
}

/** Every day by itself: exact whatever the weekly rule was. */
function* dateTexts({ services }: Timetable): Generator<string> {
  yield line("service_id", "date", "exception_type");
  for (let row = 0; row < services.count; row++) {
    for (let day = 0; day < services.days; day++)
      if (services.runs[row * services.days + day] === 1)
        yield line(services.ids[row], dayText(services.firstDate, day), 1);
  }
}

function* attributionTexts(source: LayerSource | undefined): Generator<string> {
  yield line("organization_name", "is_producer");
  yield line(creditOf(source) || "?", 1);
}

/** The tables of the feed; none where the twin has no timetable. */
export function gtfsFiles(data: TwinData): readonly ExportFile[] {
  const { timetable, sources } = data;
  if (timetable === null) return [];
  const file = (name: string, estimatedBytes: number, texts: () => Iterable<string>): ExportFile => ({
    path: `gtfs/${name}`,
    layer: "timetable",
    mediaType: "text/csv; charset=utf-8",
    stored: false,
    estimatedBytes,
    content: () => utf8(texts()),
  });
  return [
    file("agency.txt", 200, () => agencyTexts(timetable, sources.timetable)),
    file("stops.txt", timetable.stops.count * 60, () => stopTexts(timetable, data)),
    file("routes.txt", timetable.lines.count * 40, () => routeTexts(timetable)),
    file("trips.txt", timetable.tripService.length * 40, () => tripTexts(timetable)),
    file("stop_times.txt", timetable.arrivalS.length * 50, () => stopTimeTexts(timetable)),
    file("calendar_dates.txt", timetable.services.runs.length * 20, () => dateTexts(timetable)),
    file("attributions.txt", 200, () => attributionTexts(sources.timetable)),
  ];
}
