import type { SourceFormat } from "../report.ts";
import { tableNames } from "../sniffing/table.ts";
import type { Source } from "../source.ts";

/** A file with what it is. */
export type Leaf = { readonly source: Source; readonly format: SourceFormat };

/** A file, or several that are one thing together. */
export type Grouped = Leaf & {
  /** The files of the group by their path below it, lower case; empty where the file stands alone. */
  readonly members: ReadonlyMap<string, Source>;
};

const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf("/")));
const baseOf = (name: string): string => name.slice(name.lastIndexOf("/") + 1).toLowerCase();
const isBelow = (folder: string, name: string): boolean => folder === "" || name.startsWith(`${folder}/`);
const pathBelow = (folder: string, name: string): string =>
  (folder === "" ? name : name.slice(folder.length + 1)).toLowerCase();

/** Stands for several files: they are read through the members, it has no bytes of its own. */
export function groupSource(name: string, members: ReadonlyMap<string, Source>): Source {
  const all = [...members.values()];
  return {
    name,
    size: all.reduce((sum, { size }) => sum + size, 0),
    stream: () => new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
    faults: () => all.flatMap(({ faults }) => faults?.() ?? []),
  };
}

function group(format: SourceFormat, name: string, folder: string, leaves: readonly Leaf[]): Grouped {
  const members = new Map(leaves.map(({ source }) => [pathBelow(folder, source.name), source] as const));
  return { source: groupSource(name, members), format, members };
}

const alone = (leaf: Leaf): Grouped => ({ ...leaf, members: new Map() });

/** Folders that no other of them lies above. */
function topmost(folders: Iterable<string>): string[] {
  const all = [...new Set(folders)];
  return all.filter((folder) => !all.some((other) => other !== folder && isBelow(other, `${folder}/`)));
}

const isFeed = (leaves: readonly Leaf[]): boolean => {
  const names = new Set(leaves.map(({ source }) => baseOf(source.name)));
  return ["stops.txt", "stop_times.txt", "trips.txt"].every((name) => names.has(name));
};

/** Which files form one thing with which others. Each finder takes its leaves out of those that are left. */
type Finder = (
  leaves: readonly Leaf[],
) => readonly { readonly group: Grouped; readonly taken: readonly Leaf[] }[];

/** Tables of a timetable that lie in one folder. A whole feed takes tables along that are not known here. */
const feeds: Finder = (leaves) =>
  [
    ...new Set(leaves.filter(({ format }) => format === "gtfs").map(({ source }) => folderOf(source.name))),
  ].map((folder) => {
    const here = leaves.filter(({ source }) => folderOf(source.name) === folder);
    const tables = here.filter(({ format }) => format === "gtfs");
    const taken = isFeed(tables)
      ? here.filter(({ format, source }) => format === "gtfs" || tableNames.has(baseOf(source.name)))
      : tables;
    return { group: group("gtfs", folder === "" ? "GTFS" : folder, folder, taken), taken };
  });

/** An unpacked package: its manifest and the layers beside it. */
const packages: Finder = (leaves) =>
  leaves
    .filter(({ format, source }) => format === "twinPackage" && baseOf(source.name) === "twin.json")
    .map((manifest) => {
      const folder = folderOf(manifest.source.name);
      const taken = leaves.filter(({ source }) => isBelow(folder, source.name));
      return { group: group("twinPackage", folder === "" ? "twin.json" : folder, folder, taken), taken };
    });

/** Files that tiles refer to: pictures and buffers of their models, the index of a packed tileset. */
const isPartOfTiles = ({ format, source }: Leaf): boolean =>
  format === "tiles3d" ||
  (/\.(png|jpe?g|webp|ktx2)$/i.test(source.name) && (format === "picture" || format === "unknown")) ||
  (/\.(bin|gltf|json)$|@3dtilesIndex1@$/i.test(source.name) &&
    (format === "unknown" || format === "jsonOther"));

/**
 * A tileset and all that it may need below it. Where no folder has a tileset.json, a lone description of any name is one; of
 * pictures beside other data only those count that lie below a description.
 */
const tilesets: Finder = (leaves) => {
  const stemOf = (name: string): string => name.replace(/\.[^./]*$/, "").toLowerCase();
  // A picture with a world file is one of the ground.
  const onGround = new Set(
    leaves
      .filter(({ source }) => /\.(pgw|pngw|jgw|jpgw|wld)$/i.test(source.name))
      .map(({ source }) => stemOf(source.name)),
  );
  const tiles = leaves.filter(({ format }) => format === "tiles3d");
  const descriptions = tiles.filter(({ source }) => /\.json$/i.test(source.name));
  const usual = descriptions.filter(({ source }) => baseOf(source.name) === "tileset.json");
  const usualFolders = topmost(usual.map(({ source }) => folderOf(source.name)));
  const apart = descriptions.filter(
    ({ source }) => !usualFolders.some((folder) => isBelow(folder, source.name)),
  );
  const folders = [...usualFolders, ...topmost(apart.map(({ source }) => folderOf(source.name)))];
  return folders.map((folder) => {
    const taken = leaves.filter((leaf) => {
      if (!isBelow(folder, leaf.source.name)) return false;
      // Files that were dropped one by one have no folder: a picture among them may be anything.
      return folder === "" && !leaf.source.name.includes("/")
        ? leaf.format === "tiles3d"
        : isPartOfTiles(leaf) && !onGround.has(stemOf(leaf.source.name));
    });
    const lone = apart.find(({ source }) => folderOf(source.name) === folder)?.source.name ?? "";
    const entry = usualFolders.includes(folder) ? "tileset.json" : lone.slice(lone.lastIndexOf("/") + 1);
    return { group: group("tiles3d", folder === "" ? entry : `${folder}/${entry}`, folder, taken), taken };
  });
};

/** The many files of an ESRI file geodatabase are one thing. */
const geodatabases: Finder = (leaves) => {
  const files = leaves.filter(({ format }) => format === "fileGeodatabase");
  return [...new Set(files.map(({ source }) => folderOf(source.name)))].map((folder) => {
    const taken = files.filter(({ source }) => folderOf(source.name) === folder);
    return { group: group("fileGeodatabase", folder, folder, taken), taken };
  });
};

/** Puts files together that are one thing; the order of the others stays. */
export function groupLeaves(leaves: readonly Leaf[]): readonly Grouped[] {
  const at = new Map<Leaf, Grouped>();
  const gone = new Set<Leaf>();
  for (const find of [packages, feeds, tilesets, geodatabases]) {
    const left = leaves.filter((leaf) => !gone.has(leaf));
    for (const { group: found, taken } of find(left)) {
      const fresh = taken.filter((leaf) => !gone.has(leaf));
      if (fresh.length === 0) continue;
      at.set(fresh[0], found);
      for (const leaf of fresh) gone.add(leaf);
    }
  }
  return leaves.flatMap((leaf) => {
    const found = at.get(leaf);
    if (found !== undefined) return [found];
    return gone.has(leaf) ? [] : [alone(leaf)];
  });
}
