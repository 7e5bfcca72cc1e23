import type { Read, Reading } from "../reading.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { bytesOf, headOf, type Source } from "../source.ts";

const largestTilesetBytes = 64 * 1024 * 1024;
const mostTiles = 1_000_000;
const headBytes = 64 * 1024;

type JsonObject = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a tileset's description says (3D Tiles 1.0 and 1.1). */
export type TilesetSummary = {
  readonly version: string;
  readonly tiles: number;
  readonly contents: readonly string[];
  /** Whether contents are named by a pattern over a quadtree or octree instead of one by one. */
  readonly implicit: boolean;
};

/** Address of a content: `uri`, in drafts of 1.0 `url`; "" = none. */
function uriOf(content: unknown): string {
  if (!isObject(content)) return "";
  const uri = content.uri ?? content.url;
  return typeof uri === "string" ? uri.slice(0, 1000) : "";
}

/** Counts the tiles of a tileset and lists their contents, without reading those. */
export function summaryOf(tileset: unknown): TilesetSummary {
  const document: JsonObject = isObject(tileset) ? tileset : {};
  const asset: JsonObject = isObject(document.asset) ? document.asset : {};
  const contents: string[] = [];
  const open: unknown[] = [document.root];
  let tiles = 0;
  let implicit = false;
  while (open.length > 0 && tiles < mostTiles) {
    const tile = open.pop();
    if (!isObject(tile)) continue;
    tiles += 1;
    implicit ||=
      isObject(tile.implicitTiling) ||
      isObject(isObject(tile.extensions) ? tile.extensions["3DTILES_implicit_tiling"] : null);
    for (const content of [tile.content, ...listOf(tile.contents)]) {
      const uri = uriOf(content);
      if (uri !== "") contents.push(uri);
    }
    for (const child of listOf(tile.children)) open.push(child);
  }
  return { version: String(asset.version ?? "?").slice(0, 20), tiles, contents, implicit };
}

async function parsed(source: Source, context: Reading["context"]): Promise<unknown> {
  if (source.size > largestTilesetBytes)
    throw new IntakeError("fileTooLarge", { limitMb: largestTilesetBytes / 1048576 });
  const text = new TextDecoder().decode(await bytesOf(source, context, largestTilesetBytes));
  try {
    return JSON.parse(text);
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 200);
    throw new IntakeError("tiles3dBroken", { detail });
  }
}

/** Path of a content below the tileset's folder, as members are named; null where it leads elsewhere or is a pattern. */
function memberPath(uri: string): string | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/|\{/i.test(uri)) return null;
  const path: string[] = [];
  for (const part of (uri.split(/[?#]/)[0] ?? "").split("/")) {
    if (part === "..") path.pop();
    else if (part !== "." && part !== "") path.push(part);
  }
  return path.join("/").toLowerCase();
}

function reportMissing(
  { contents }: TilesetSummary,
  members: ReadonlyMap<string, Source>,
  findings: FindingCollector,
): void {
  const missing = contents.filter((uri) => {
    const path = memberPath(uri);
    return path !== null && !members.has(path);
  });
  if (missing.length > 0)
    findings.add("info", "tiles3dFilesMissing", {
      missing: missing.length,
      first: (missing[0] ?? "").slice(0, 100),
    });
}

/**
 * Recognises 3D Tiles and says what they are and what to take instead: they are pictures of buildings for a viewer, without
 * footprints, heights and ids, and no model could use them. Their contents are not read.
 * @throws IntakeError where the description is unreadable.
 */
export async function readTiles3d({ source, members, context, findings }: Reading): Promise<Read> {
  const nothing: Read = { objects: {}, crs: null, frame: null };
  const description = members.get("tileset.json") ?? (members.size === 0 ? source : undefined);
  if (description === undefined) return nothing;
  const head = new TextDecoder()
    .decode(await headOf(description, headBytes))
    .replace(/^\uFEFF/, "")
    .trimStart();
  if (!head.startsWith("{") || !/"geometricError"/.test(head)) {
    findings.add("problem", "tiles3dPart");
    return nothing;
  }
  const summary = summaryOf(await parsed(description, context));
  const contents = summary.implicit && members.size > 0 ? members.size - 1 : summary.contents.length;
  findings.add("problem", "tiles3dNotShown", { version: summary.version, contents });
  if (members.size > 0) reportMissing(summary, members, findings);
  return nothing;
}
