import { expose } from "comlink";
import type { Frame } from "#twin/frame.ts";
import type { StreetLayer } from "#twin/objects.ts";
import { transformBetween } from "#workers/intake/crs/project.ts";
import { type MatchedCounts, matchCounts } from "#workers/traffic/countsFile/match.ts";
import { readCounts } from "#workers/traffic/countsFile/parse.ts";

/** What came of a file of counts: its format, what was found in it, and where that lies among the streets. */
export type ReadCounts = MatchedCounts & {
  readonly format: "csv" | "geojson" | "vmz";
  readonly unreadable: readonly string[];
  readonly year: number | null;
};

/**
 * Reads counts and puts them on streets, off the page: a file may be large, and it is foreign.
 * @throws CountsFileError its message alone gets out of a worker: `counts.errors.<key>`
 */
function read(text: string, streets: StreetLayer, frame: Frame, hour: number): ReadCounts {
  const { rows, format, unreadable, year } = readCounts(text);
  const project = transformBetween("EPSG:4326", frame.crs);
  const matched = matchCounts(rows, streets, hour, (place) => {
    const [east, north] =
      place.type === "lonLat" ? project(place.longitude, place.latitude) : [place.east, place.north];
    const at = [east - frame.originEastM, north - frame.originNorthM] as const;
    return at.every(Number.isFinite) ? at : null;
  });
  return { ...matched, format, unreadable, year };
}

const reader = { read };
export type CountsReader = typeof reader;

expose(reader);
