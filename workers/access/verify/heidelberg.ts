import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { sharedData } from "#tools/sharedData.ts";
import type { Point } from "#twin/frame.ts";
import type { TwinData } from "#twin/twin.ts";
import { transformBetween } from "#workers/intake/crs/project.ts";
import { importSources } from "#workers/intake/importer.ts";
import { memorySource } from "#workers/intake/source.ts";

/** The extract of OpenStreetMap and the feed of its transit that openrouteservice tests with (data's README-mobility.md). */
export const heidelbergFolder = "city/heidelberg";

let imported: Promise<TwinData> | null = null;

/** Heidelberg as the project's own intake reads it; read once. */
export function heidelberg(): Promise<TwinData> {
  imported ??= (async () => {
    const folder = sharedData(heidelbergFolder) ?? "";
    const sources = ["heidelberg.test.pbf", "vrn_gtfs_cut.zip"].map((name) =>
      memorySource(basename(name), readFileSync(join(folder, name))),
    );
    const options = { id: "heidelberg", name: "Heidelberg" };
    const { signal } = new AbortController();
    const { data } = await importSources(sources, options, () => undefined, signal);
    if (data === null) throw new Error("Heidelberg could not be read.");
    return data;
  })();
  return imported;
}

/** A place in degrees as frame offsets. */
export function placeAt({ frame }: TwinData, longitude: number, latitude: number): Point {
  const [east, north] = transformBetween("EPSG:4326", frame.crs)(longitude, latitude);
  return [east - frame.originEastM, north - frame.originNorthM];
}
