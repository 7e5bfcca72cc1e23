import { writeFileSync } from "node:fs";
import { strToU8, zipSync } from "fflate";
import type { Point } from "#twin/frame.ts";
import { at, distance, projectOnSegment } from "../geometry/vector.ts";
import { type Line, lines, stops } from "../plan/transit.ts";
import { latitudeLongitude } from "./geographic.ts";

const services = [
  { id: "mo-fr", days: "1,1,1,1,1,0,0", first: 5 * 60, last: 24 * 60 + 20, kind: "weekday" },
  { id: "sa-so", days: "0,0,0,0,0,1,1", first: 6 * 60, last: 24 * 60 + 40, kind: "weekend" },
] as const;
const dwellSeconds = 20;

const clock = (seconds: number): string => {
  const pad = (n: number) => String(n).padStart(2, "0");
  // Trips after midnight keep counting: 24:10:00 belongs to the service day before.
  return `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
};

/** Distance of each stop along the line, metres; stops come in order, so each search starts where the last ended. */
const stopDistances = (line: Line): number[] => {
  const reached: number[] = [];
  let from = 0;
  for (const id of line.stops) {
    const stop = stops.find((s) => s.id === id);
    if (!stop) throw new Error(`line ${line.id} names an unknown stop ${id}`);
    let travelled = 0;
    let best = { along: from, squared: Infinity };
    for (let i = 0; i + 1 < line.points.length; i++) {
      const a = at(line.points, i);
      const b = at(line.points, i + 1);
      const { t, distanceSquared } = projectOnSegment(stop.at, a, b);
      const along = travelled + t * distance(a, b);
      if (along >= from && distanceSquared < best.squared - 0.01) best = { along, squared: distanceSquared };
      travelled += distance(a, b);
    }
    reached.push(best.along);
    from = best.along;
  }
  return reached;
};

/** The timetable as a GTFS zip: agency, stops, routes, trips, stop times, calendar; no shapes, as is common. */
const buildGtfs = (): Uint8Array => {
  const trips: string[] = ["route_id,service_id,trip_id,trip_headsign,direction_id"];
  const times: string[] = ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"];
  for (const line of lines) {
    const forwards = stopDistances(line);
    const total = at(forwards, forwards.length - 1);
    for (const direction of [0, 1]) {
      const ids = direction === 0 ? line.stops : [...line.stops].reverse();
      const distances = direction === 0 ? forwards : forwards.map((d) => total - d).reverse();
      const headsign = stops.find((s) => s.id === ids[ids.length - 1])?.name ?? "";
      for (const service of services) {
        const headway = line.headwayMin[service.kind];
        for (let start = service.first; start <= service.last; start += headway) {
          const trip = `${line.id}-${service.id}-${direction}-${start}`;
          trips.push(`${line.id},${service.id},${trip},"${headsign}",${direction}`);
          ids.forEach((id, k) => {
            const seconds =
              start * 60 +
              Math.round((at(distances, k) / (line.speedKmh / 3.6) + k * dwellSeconds) / 10) * 10;
            const leave = k === 0 || k === ids.length - 1 ? seconds : seconds + dwellSeconds;
            times.push(`${trip},${clock(seconds)},${clock(leave)},${id},${k + 1}`);
          });
        }
      }
    }
  }
  const files: Readonly<Record<string, readonly string[]>> = {
    "agency.txt": [
      "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
      "WBV,Wiesenbrücker Verkehrsbetriebe (fiktiv),https://example.org/wiesenbrueck,Europe/Berlin,de",
    ],
    "stops.txt": ["stop_id,stop_name,stop_lat,stop_lon", ...stops.map((s) => stopRow(s.id, s.name, s.at))],
    "routes.txt": [
      "route_id,agency_id,route_short_name,route_long_name,route_type,route_color,route_text_color",
      ...lines.map((l) => `${l.id},WBV,${l.shortName},"${l.longName}",${l.type},${l.colour},FFFFFF`),
    ],
    "trips.txt": trips,
    "stop_times.txt": times,
    "calendar.txt": [
      "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
      ...services.map((s) => `${s.id},${s.days},20251214,20261212`),
    ],
  };
  const entries = Object.entries(files).map(
    ([name, rows]) => [name, strToU8(`${rows.join("\r\n")}\r\n`)] as const,
  );
  // A zip stores wall-clock time: a fixed local date keeps the bytes the same everywhere.
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: new Date(2025, 11, 14, 0, 0, 0) });
};

const stopRow = (id: string, name: string, p: Point): string => {
  const { lat, lon } = latitudeLongitude(p);
  return `${id},"${name}",${lat},${lon}`;
};

export const writeGtfs = (path: string): void => writeFileSync(path, buildGtfs());
