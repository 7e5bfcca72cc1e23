import { encodeLayer, layersOf } from "#twin/package/layers.ts";
import type { TwinData } from "#twin/twin.ts";
import { cityJsonFiles } from "./cityJson.ts";
import type { ExportFile } from "./file.ts";
import { gtfsFiles } from "./gtfs.ts";
import { noteFiles } from "./notes.ts";
import { rasterFiles } from "./rasters.ts";
import { tilesetFiles } from "./tilesets.ts";
import { vectorFiles } from "./vectors.ts";

export const columnsFolder = "columns/";
const pieceBytes = 1024 * 1024;

const columnFiles = (data: TwinData): readonly ExportFile[] =>
  layersOf(data).map((layer) => ({
    path: `${columnsFolder}${layer}.bin`,
    layer,
    mediaType: "application/vnd.planfall.columns",
    stored: false,
    estimatedBytes:
      layer === "terrain"
        ? data.terrain.values.byteLength
        : layer === "tiles3d"
          ? (data.tiles3d?.bytes.length ?? 0)
          : 1_000_000,
    content: function* () {
      const bytes = encodeLayer(data, layer);
      // In pieces, so that a long layer neither holds up a cancel nor is compressed in one go.
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  }));

/** All files of an exported package but its manifest, in the order in which they stand in the archive. */
export function exportFiles(data: TwinData): readonly ExportFile[] {
  const open = [
    ...rasterFiles(data),
    ...cityJsonFiles(data),
    ...vectorFiles(data),
    ...gtfsFiles(data),
    ...tilesetFiles(data),
  ];
  const others = [...open, ...columnFiles(data)];
  return [...noteFiles(data, others), ...others];
}
