import { type Matrix, matrixOf, multiplied, type Surrounding, surroundingOf } from "./volume.ts";

/**
 * A tileset's description (tileset.json, 3D Tiles 1.0 and 1.1) without what a viewer could trip over. Descriptions come
 * from outside: tiles that cannot be placed are left out, with all below them, and counted by defect.
 */

type Json = Record<string, unknown>;

/** Why a tile, or part of one, was left out; texts under `intake:findings.tiles3d-<defect>`. */
export type TileDefect =
  | "boundingVolume"
  | "geometricError"
  | "transform"
  | "tooDeep"
  | "tooMany"
  | "implicitTiling";

export type TileContent = {
  readonly uri: string;
  /** Its address is a pattern over the levels of an implicit tiling. */
  readonly pattern: boolean;
};

export type CleanTileset = {
  /** What may be given to a viewer. */
  readonly document: Json;
  /** "1.0" or "1.1"; other texts as they are. */
  readonly version: string;
  readonly tiles: number;
  readonly contents: readonly TileContent[];
  /** Patterns of the subtree files of implicit tilings, and how many tiles each of those can have. */
  readonly subtrees: readonly { readonly uri: string; readonly mostTiles: number }[];
  readonly defects: ReadonlyMap<TileDefect, number>;
  /** Whether the root can be shown at all. */
  readonly usable: boolean;
};

export type CleanOptions = {
  /** Where the tileset's root stands in the one that names it; null = it is the outermost. */
  readonly transform: Matrix | null;
  /** Tiles that may still come; beyond them nothing is taken. */
  readonly mostTiles: number;
  /** Told of every tile that has a content, with what surrounds it, and of the root. */
  readonly onTile?: (
    surrounding: Surrounding,
    contents: readonly TileContent[],
    transform: Matrix | null,
  ) => void;
};

const deepest = 200;
const mostContentsPerTile = 100;
/** Tiles of one subtree: 9 levels of a quadtree, 6 of an octree. */
const mostTilesOfSubtree = 100_000;
const mostLevels = 30;

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Address of a content: `uri`, in drafts of 1.0 `url`; "" = none. */
const uriOf = (content: unknown): string => (isRecord(content) ? text(content.uri) || text(content.url) : "");

const extensionOf = (tile: Json, name: string): unknown =>
  isRecord(tile.extensions) ? tile.extensions[name] : undefined;

function contentsOf(tile: Json): readonly Json[] {
  const legacy = extensionOf(tile, "3DTILES_multiple_contents");
  const several = isRecord(legacy) ? [...listOf(legacy.contents), ...listOf(legacy.content)] : [];
  const all = [tile.content, ...listOf(tile.contents), ...several].slice(0, mostContentsPerTile);
  return all.flatMap((content): Json[] => {
    const uri = uriOf(content);
    if (uri === "" || !isRecord(content)) return [];
    const { boundingVolume, group, metadata } = content;
    return [
      {
        uri,
        ...(surroundingOf(boundingVolume, null) === null ? {} : { boundingVolume }),
        ...(Number.isSafeInteger(group) ? { group } : {}),
        ...(isRecord(metadata) ? { metadata } : {}),
      },
    ];
  });
}

const branchesOf = (scheme: unknown): number => (scheme === "QUADTREE" ? 4 : scheme === "OCTREE" ? 8 : 0);

/** Tiles that one subtree can have. */
function tilesOf({ subdivisionScheme, subtreeLevels }: Json): number {
  const branches = branchesOf(subdivisionScheme);
  return (branches ** Number(subtreeLevels) - 1) / (branches - 1);
}

/** An implicit tiling as 1.1 writes it, also from the extension that came before; null = none, undefined = a broken one. */
function implicitOf(tile: Json): Json | null | undefined {
  const legacy = extensionOf(tile, "3DTILES_implicit_tiling");
  const tiling = tile.implicitTiling ?? legacy;
  if (tiling === undefined) return null;
  if (!isRecord(tiling)) return undefined;
  const { subdivisionScheme, subtreeLevels, subtrees } = tiling;
  const availableLevels = tiling.availableLevels ?? Number(tiling.maximumLevel) + 1;
  const uri = uriOf(subtrees);
  if (
    branchesOf(subdivisionScheme) === 0 ||
    uri === "" ||
    !Number.isSafeInteger(subtreeLevels) ||
    !Number.isSafeInteger(availableLevels) ||
    Number(subtreeLevels) < 1 ||
    Number(availableLevels) < 1 ||
    Number(availableLevels) > mostLevels ||
    tilesOf({ subdivisionScheme, subtreeLevels }) > mostTilesOfSubtree
  )
    return undefined;
  return { subdivisionScheme, subtreeLevels, availableLevels, subtrees: { uri } };
}

const isError = (value: unknown): value is number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 && value <= 1e12;

type Open = {
  readonly raw: unknown;
  readonly parent: Json[];
  readonly transform: Matrix | null;
  readonly error: number;
  readonly depth: number;
};

/**
 * Takes a parsed description apart and puts together what of it is sound. No recursion: descriptions may be nested as deep
 * as their author liked.
 */
export function cleanTileset(raw: unknown, options: CleanOptions): CleanTileset {
  const given: Json = isRecord(raw) ? raw : {};
  const asset: Json = isRecord(given.asset) ? given.asset : {};
  const version = (typeof asset.version === "string" ? asset.version : String(asset.version ?? "?")).slice(
    0,
    20,
  );
  const defects = new Map<TileDefect, number>();
  const defect = (kind: TileDefect): void => void defects.set(kind, (defects.get(kind) ?? 0) + 1);
  const contents: TileContent[] = [];
  const subtrees: { uri: string; mostTiles: number }[] = [];
  const roots: Json[] = [];
  let tiles = 0;

  const wholeError = isError(given.geometricError) ? given.geometricError : 1e6;
  const open: Open[] = [
    { raw: given.root, parent: roots, transform: options.transform, error: wholeError, depth: 0 },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (tiles >= options.mostTiles) {
      defect("tooMany");
      break;
    }
    const { raw: tile, parent, error, depth } = next;
    if (!isRecord(tile)) {
      if (depth === 0) defect("boundingVolume");
      continue;
    }
    if (depth > deepest) {
      defect("tooDeep");
      continue;
    }
    const own = tile.transform === undefined ? null : matrixOf(tile.transform);
    if (tile.transform !== undefined && own === null) {
      defect("transform");
      continue;
    }
    const transform =
      own === null ? next.transform : next.transform === null ? own : multiplied(next.transform, own);
    const surrounding = surroundingOf(tile.boundingVolume, transform);
    if (surrounding === null) {
      defect("boundingVolume");
      continue;
    }
    const implicit = implicitOf(tile);
    if (implicit === undefined) {
      defect("implicitTiling");
      continue;
    }
    // A child may not be coarser than what it refines.
    let geometricError = error;
    if (isError(tile.geometricError)) geometricError = tile.geometricError;
    else defect("geometricError");
    const shown = contentsOf(tile);
    const named = shown.map(({ uri }): TileContent => ({ uri: String(uri), pattern: implicit !== null }));
    contents.push(...named);
    if (implicit !== null) subtrees.push({ uri: uriOf(implicit.subtrees), mostTiles: tilesOf(implicit) });
    if (named.length > 0 || depth === 0) options.onTile?.(surrounding, named, transform);
    tiles += 1;
    const children: Json[] = [];
    parent.push({
      boundingVolume: tile.boundingVolume,
      geometricError,
      ...(tile.refine === "ADD" || tile.refine === "REPLACE" ? { refine: tile.refine } : {}),
      ...(own === null ? {} : { transform: tile.transform }),
      ...(surroundingOf(tile.viewerRequestVolume, null) === null
        ? {}
        : { viewerRequestVolume: tile.viewerRequestVolume }),
      ...(shown.length === 1 ? { content: shown[0] } : shown.length > 1 ? { contents: shown } : {}),
      ...(implicit === null ? {} : { implicitTiling: implicit }),
      ...(isRecord(tile.metadata) ? { metadata: tile.metadata } : {}),
      ...(implicit === null ? { children } : {}),
    });
    if (implicit === null)
      for (const child of [...listOf(tile.children)].reverse())
        open.push({ raw: child, parent: children, transform, error: geometricError, depth: depth + 1 });
  }

  const root = roots[0];
  if (root !== undefined && root.refine === undefined) root.refine = "REPLACE";
  const document: Json = {
    asset: { version: version === "1.0" ? "1.0" : "1.1", ...upAxis(asset.gltfUpAxis) },
    geometricError: wholeError,
    ...(isRecord(given.schema) ? { schema: given.schema } : {}),
    ...(Array.isArray(given.groups) ? { groups: given.groups } : {}),
    ...(root === undefined ? {} : { root }),
  };
  return { document, version, tiles, contents, subtrees, defects, usable: root !== undefined };
}

const upAxis = (value: unknown): Json =>
  /^[XYZ]$/i.test(text(value)) ? { gltfUpAxis: text(value).toUpperCase() } : {};
