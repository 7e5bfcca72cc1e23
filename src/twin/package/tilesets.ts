import * as v from "valibot";
import { type ColumnFile, encodeColumns } from "../columns.ts";
import {
  isTilePath,
  mostTilesetBytes,
  mostTilesetFiles,
  mostTilesets,
  type Tileset,
  type Tilesets,
} from "../tilesets.ts";
import { layerColumns } from "./check.ts";

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const triple = v.strictTuple([finite, finite, finite]);

const tileset = v.object({
  folder: v.pipe(v.string(), v.regex(/^\d{1,3}$/)),
  name: text(200),
  entry: v.pipe(v.string(), v.check(isTilePath)),
  version: text(20),
  tiles: count,
  contents: count,
  place: v.variant("type", [
    v.object({ type: v.literal("earth"), geoidM: finite }),
    v.object({ type: v.literal("put"), from: triple, to: triple }),
  ]),
  outline: v.pipe(v.array(v.strictTuple([finite, finite])), v.maxLength(5000)),
  minZ: finite,
  maxZ: finite,
});
const tilesetList = v.pipe(v.array(tileset), v.maxLength(mostTilesets));

export const encodeTilesets = ({ sets, ...columns }: Tilesets): Uint8Array<ArrayBuffer> =>
  encodeColumns({ files: columns.paths.length, sets }, columns);

export function decodeTilesets(raw: ColumnFile): Tilesets {
  const file = layerColumns("tiles3d", raw);
  const files = file.number("files", 0, mostTilesetFiles);
  const checked = v.safeParse(tilesetList, raw.meta.sets);
  if (!checked.success) {
    const [issue] = checked.issues;
    throw file.fail(`sets: ${v.getDotPath(issue) ?? ""}`.slice(0, 200));
  }
  const sets: readonly Tileset[] = checked.output;
  const bytes = file.u8("bytes");
  if (bytes.length > mostTilesetBytes) throw file.fail("more bytes than may be");
  const paths = file.texts("paths", files);
  const known = new Set(paths);
  if (known.size !== files || !paths.every(isTilePath)) throw file.fail("a path is not sound");
  for (const { folder, entry } of sets)
    if (!known.has(`${folder}/${entry}`)) throw file.fail(`tileset ${folder} has no description`);
  return { sets, paths, fileStart: file.starts("fileStart", files, bytes.length), bytes };
}
