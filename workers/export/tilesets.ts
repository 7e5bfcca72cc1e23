import type { TwinData } from "#twin/twin.ts";
import type { ExportFile } from "./file.ts";

/** Folder of the tilesets in a package, one folder a set below it. */
export const tilesetFolder = "tiles3d/";

const mediaTypes: Readonly<Record<string, string>> = {
  json: "application/json",
  glb: "model/gltf-binary",
  gltf: "model/gltf+json",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  ktx2: "image/ktx2",
};

const pieceBytes = 1024 * 1024;

/** The files of the city's tilesets, byte for byte as they were delivered. */
export function tilesetFiles({ tiles3d }: TwinData): readonly ExportFile[] {
  if (tiles3d === null) return [];
  const { paths, fileStart, bytes } = tiles3d;
  return paths.map((path, i) => {
    const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
    return {
      path: `${tilesetFolder}${path}`,
      layer: "tiles3d",
      mediaType: mediaTypes[ending] ?? "application/octet-stream",
      // Geometry shrinks by half; pictures and descriptions of compressed models do not.
      stored: false,
      estimatedBytes: fileStart[i + 1] - fileStart[i],
      content: function* () {
        for (let at = fileStart[i]; at < fileStart[i + 1]; at += pieceBytes)
          // A copy: what is zipped may lie in shared memory, which no stream takes.
          yield bytes.slice(at, Math.min(fileStart[i + 1], at + pieceBytes));
      },
    };
  });
}
