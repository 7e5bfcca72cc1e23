import { addressWithin, patternOf } from "#twin/tiles3d/address.ts";
import { type ContentFacts, inspectContent, tilesOfSubtree } from "#twin/tiles3d/content.ts";
import { type CleanTileset, cleanTileset, type TileContent, type TileDefect } from "#twin/tiles3d/tileset.ts";
import type { Matrix } from "#twin/tiles3d/volume.ts";
import type { FindingCollector } from "../report.ts";
import type { ExtentCollector } from "./extent.ts";

/** What the descriptions of a tileset, the outer one and those that it names, come to. */
export type TilesetFacts = {
  readonly version: string;
  readonly tiles: number;
  readonly contents: number;
  readonly copyrights: readonly string[];
  /** Files that some tile needs and that can be shown. */
  readonly shown: number;
};

const mostTiles = 1_000_000;
const mostDescriptions = 20_000;
/** Descriptions that name descriptions: deeper than this goes round in a circle or means harm. */
const deepestNesting = 32;

type Files = ReadonlyMap<string, Uint8Array>;
type Task = {
  readonly path: string;
  readonly transform: Matrix | null;
  /** Descriptions on the way here. */
  readonly chain: readonly string[];
};

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Finds files by path as they are, else by path in any case: disks of Windows know no difference. */
function finderOf(files: Files): (path: string) => string | null {
  const lower = new Map([...files.keys()].map((path) => [path.toLowerCase(), path]));
  return (path) => (files.has(path) ? path : (lower.get(path.toLowerCase()) ?? null));
}

/**
 * Goes through a tileset from its entry and reports what cannot be shown. Nothing is asked for: addresses of other hosts,
 * of places outside its folder and of files that are not there are told.
 */
export function walkTileset(
  files: Files,
  entry: string,
  extent: ExtentCollector,
  findings: FindingCollector,
): TilesetFacts {
  const find = finderOf(files);
  const inspected = new Map<string, ContentFacts>();
  const told = new Set<string>();
  const copyrights = new Set<string>();
  const missing: string[] = [];
  const defects = new Map<TileDefect, { readonly tiles: number; readonly first: string }>();
  let version = "";
  let tiles = 0;
  let contents = 0;
  let shown = 0;
  let descriptions = 0;

  const once = (level: "dropped" | "info", key: string, path: string, detail: string): void => {
    if (told.has(`${key} ${path}`)) return;
    told.add(`${key} ${path}`);
    findings.add(level, key, { detail: detail.slice(0, 100) }, { objectId: path.slice(0, 200) });
  };
  /** The file that an address in another one means; null where it cannot be shown, which is told. */
  const resolved = (base: string, uri: string): string | null => {
    const address = addressWithin(base, uri);
    if (address.type === "foreign") once("dropped", "tiles3d-foreign", base, uri);
    else if (address.type === "outside") once("dropped", "tiles3d-outsideFolder", base, uri);
    if (address.type !== "inside") return null;
    const path = find(address.path);
    if (path === null && !told.has(address.path)) {
      told.add(address.path);
      missing.push(address.path);
    }
    return path;
  };
  const look = (path: string): ContentFacts => {
    const known = inspected.get(path);
    if (known !== undefined) return known;
    const facts = inspectContent(files.get(path) ?? new Uint8Array());
    inspected.set(path, facts);
    if (facts.defect !== null) once("dropped", `tiles3d-${facts.defect}`, path, facts.detail);
    else {
      shown += 1;
      for (const uri of facts.addresses) resolved(path, uri);
      for (const copyright of facts.copyrights) if (copyrights.size < 10) copyrights.add(copyright);
    }
    return facts;
  };
  const tasks: Task[] = [{ path: entry, transform: null, chain: [] }];
  const takeContent = (task: Task, { uri, pattern }: TileContent, transform: Matrix | null): void => {
    if (pattern) {
      const test = patternOf(task.path, uri);
      if (test === null) resolved(task.path, uri);
      else
        for (const path of files.keys())
          if (test.test(path)) {
            contents += 1;
            look(path);
          }
      return;
    }
    contents += 1;
    if (/^data:/i.test(uri)) return;
    const path = resolved(task.path, uri);
    if (path === null || look(path).format !== "tileset") return;
    if (path === task.path || task.chain.includes(path) || task.chain.length >= deepestNesting)
      once("dropped", "tiles3d-circle", task.path, path);
    else tasks.push({ path, transform, chain: [...task.chain, task.path] });
  };
  const takeSubtrees = (path: string, { subtrees }: CleanTileset): void => {
    for (const { uri, mostTiles: most } of subtrees) {
      const test = patternOf(path, uri);
      const found = test === null ? [] : [...files].filter(([name]) => test.test(name));
      if (test === null || found.length === 0) missing.push(uri);
      // The tile that stands for the tiling counts in its own subtree.
      tiles += found.reduce(
        (sum, [, bytes]) => sum + (tilesOfSubtree(bytes, most) ?? 0),
        found.length > 0 ? -1 : 0,
      );
    }
  };

  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    descriptions += 1;
    if (descriptions > mostDescriptions || tiles >= mostTiles) {
      once("dropped", "tiles3d-tooMany", task.path, "");
      break;
    }
    const here = task;
    const pending: { readonly content: TileContent; readonly transform: Matrix | null }[] = [];
    const clean = cleanTileset(parsed(files.get(task.path) ?? new Uint8Array()), {
      transform: task.transform,
      mostTiles: mostTiles - tiles,
      onTile: (surrounding, named, transform) => {
        extent.add(surrounding);
        for (const content of named) pending.push({ content, transform });
      },
    });
    if (version === "") version = clean.version;
    tiles += clean.tiles;
    for (const [defect, count] of clean.defects) {
      const known = defects.get(defect);
      defects.set(defect, { tiles: count + (known?.tiles ?? 0), first: known?.first ?? task.path });
    }
    for (const { content, transform } of pending) takeContent(here, content, transform);
    takeSubtrees(here.path, clean);
  }
  for (const [defect, { tiles: dropped, first }] of defects)
    findings.add(
      defect === "geometricError" ? "repaired" : "dropped",
      `tiles3d-${defect}`,
      { tiles: dropped },
      { objectId: first.slice(0, 200) },
    );
  if (missing.length > 0)
    findings.add("dropped", "tiles3dFilesMissing", {
      missing: missing.length,
      first: (missing[0] ?? "").slice(0, 100),
    });
  return { version, tiles, contents, copyrights: [...copyrights], shown };
}
