import { jsonFormat } from "#twin/tiles3d/content.ts";
import { isTilePath, mostTilesetBytes, mostTilesetFiles } from "#twin/tilesets.ts";
import type { TilesetLayer } from "../assemble/parts.ts";
import type { Read, Reading } from "../reading.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, headOf, type Source } from "../source.ts";
import { createExtent, type TilesetExtent } from "./extent.ts";
import { walkTileset } from "./walk.ts";

const headBytes = 64 * 1024;
const nothing: Read = { objects: {}, crs: null, frame: null };

type Files = ReadonlyMap<string, Uint8Array>;

/** The files with their paths below the tileset's folder, in the letters in which they came. */
function filesOf({ source, members }: Reading): ReadonlyMap<string, Source> {
  if (members.size === 0) return new Map([[source.name.slice(source.name.lastIndexOf("/") + 1), source]]);
  return new Map(
    [...members].map(([key, member]) => {
      const path = member.name.slice(member.name.length - key.length);
      return [path.toLowerCase() === key ? path : key, member];
    }),
  );
}

/** Whether a file begins like a tileset's description, packed with a mark of its encoding or not. */
async function isDescription(source: Source): Promise<boolean> {
  const head = new TextDecoder().decode(await headOf(source, headBytes)).replace(/^\uFEFF/, "");
  return head.trimStart().startsWith("{") && /"geometricError"/.test(head);
}

/** The outermost description: tileset.json, else the one JSON that is none of the others'; null = there is none. */
async function entryOf(files: ReadonlyMap<string, Source>): Promise<string | null> {
  const paths = [...files.keys()];
  const usual = paths.find((path) => path.toLowerCase() === "tileset.json");
  if (usual !== undefined) return usual;
  for (const path of paths) {
    const source = files.get(path);
    const isJson = /\.json$/i.test(path) && !path.includes("/");
    if (isJson && source !== undefined && (await isDescription(source))) return path;
  }
  return null;
}

async function readAll(
  sources: ReadonlyMap<string, Source>,
  { context }: Reading,
  findings: FindingCollector,
): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  const stated = [...sources.values()].reduce((sum, { size }) => sum + size, 0);
  const tooLarge = (bytes: number): IntakeError =>
    new IntakeError("tiles3dTooLarge", {
      megabytes: Math.ceil(bytes / 1048576),
      limitMb: mostTilesetBytes / 1048576,
      files: sources.size,
      limitFiles: mostTilesetFiles,
    });
  if (stated > mostTilesetBytes || sources.size > mostTilesetFiles) throw tooLarge(stated);
  let bytes = 0;
  for (const [path, source] of sources) {
    if (!isTilePath(path)) {
      findings.add("dropped", "tiles3dNameUnsafe", {}, { objectId: path.slice(0, 200) });
      continue;
    }
    const before = bytes;
    let file: Uint8Array;
    try {
      file = await bytesOf(
        source,
        { signal: context.signal, progress: (read) => context.progress(before + read, files.size) },
        mostTilesetBytes - bytes,
      );
    } catch (error) {
      // What unpacks to more than it said.
      if (error instanceof RangeError) throw tooLarge(mostTilesetBytes + 1);
      throw error;
    }
    bytes += file.length;
    files.set(path, file);
  }
  return files;
}

/** A description that is no tileset, told before anything is made of it. @throws IntakeError where it is none. */
function checkEntry(bytes: Uint8Array): void {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    throw new IntakeError("tiles3dBroken", { detail });
  }
  if (jsonFormat(json) !== "tileset") throw new IntakeError("tiles3dBroken", { detail: "asset, root" });
}

function reportPlace(extent: TilesetExtent, findings: FindingCollector): void {
  if (extent.type === "local") findings.add("problem", "tiles3dNoPlace");
  else if (Number.isNaN(extent.geoidM)) findings.add("problem", "heightsEllipsoidalUnknown");
  else findings.add("repaired", "heightsEllipsoidal", { undulationM: Number(extent.geoidM.toFixed(1)) });
}

/** Folder or archive that a tileset came in, as its name. */
function nameOf(sourceName: string): string {
  const parts = sourceName.split("/");
  const folder = parts.at(-2) ?? parts.at(-1) ?? "";
  return folder.replace(/\.(zip|3tz|json)$/i, "").slice(0, 200);
}

/**
 * Reads a tileset for viewing: its files are kept as they are, looked through for what cannot be shown. No model sees it;
 * buildings come from CityGML or CityJSON.
 * @throws IntakeError where the description is unreadable or the files are more than a city can hold.
 */
export async function readTiles3d(reading: Reading): Promise<Read> {
  const { source, findings, parts, options } = reading;
  const sources = filesOf(reading);
  const entry = await entryOf(sources);
  if (entry === null) {
    findings.add("problem", "tiles3dPart");
    return nothing;
  }
  const files = await readAll(sources, reading, findings);
  const description = files.get(entry);
  if (description === undefined) throw new IntakeError("tiles3dBroken", { detail: entry.slice(0, 100) });
  checkEntry(description);
  const collector = createExtent();
  const facts = walkTileset(files, entry, collector, findings);
  if (!/^1\.[01]$/.test(facts.version))
    findings.add("info", "tiles3dVersionUnknown", { version: facts.version });
  const extent = collector.finish(options.preferredCrs);
  const objects = { tiles: facts.tiles, tileContents: facts.shown };
  if (extent === null || facts.shown === 0) {
    findings.add("problem", extent === null ? "tiles3dNothingSound" : "tiles3dNothingToShow");
    return { ...nothing, objects };
  }
  findings.add("info", "tiles3dViewOnly", { version: facts.version, tiles: facts.tiles });
  reportPlace(extent, findings);
  const credit = facts.copyrights.join("; ");
  if (credit !== "") findings.add("info", "tiles3dCopyright", { credit: credit.slice(0, 300) });
  const layer: TilesetLayer = {
    count: facts.tiles,
    xy: extent.type === "earth" ? Float64Array.from(extent.ring.flat()) : new Float64Array(0),
    name: nameOf(source.name),
    entry,
    version: facts.version,
    contents: facts.contents,
    extent,
    credit: credit.slice(0, 500),
    files,
  };
  const frame = extent.type === "earth" ? extent.frame : null;
  parts.tiles3d.push({ file: source.name, frame, layer });
  const crs =
    extent.type === "earth"
      ? ({ crs: "EPSG:4978", how: "stated", stated: "3D Tiles (WGS 84)", repairs: [] } as const)
      : null;
  return { objects, crs, frame };
}
