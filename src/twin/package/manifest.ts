import * as v from "valibot";
import { isTilePath, mostTilesetFiles } from "../tilesets.ts";
import { type LayerSource, type TwinLayerName, twinLayerNames } from "../twin.ts";
import { TwinPackageError } from "./error.ts";

/** A tileset has thousands. */
const mostFiles = mostTilesetFiles + 200;

const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const finite = v.pipe(v.number(), v.finite());
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** A plain name in the package's own folder, or in its folder of columns: no parent, no drive. */
const fileName = v.pipe(v.string(), v.regex(/^(columns\/)?[a-z][A-Za-z0-9-]{0,40}\.bin$/));
/** A plain name, at most one folder deep; files of tilesets keep the names by which they refer to each other. */
const openFileName = v.pipe(
  v.string(),
  v.check(
    (name) =>
      /^([A-Za-z0-9][A-Za-z0-9_-]{0,40}\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,80}$/.test(name) ||
      (name.startsWith("tiles3d/") && isTilePath(name)),
  ),
);

const layerSource = v.object({
  title: text(500),
  licence: text(500),
  attribution: text(2000),
  date: v.pipe(v.string(), v.regex(/^(\d{4}(-\d{2}(-\d{2})?)?)?$/)),
  derivation: v.union([
    v.literal("delivered"),
    v.object({
      derivedBy: text(200),
      share: v.exactOptional(v.pipe(finite, v.minValue(0), v.maxValue(1))),
    }),
  ]),
});

const layer = v.object({
  file: fileName,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4 * 1024 ** 3)),
  sha256: hash,
  /** How many objects or cells, for lists. */
  count: v.pipe(v.number(), v.integer(), v.minValue(0)),
  source: v.nullable(layerSource),
});

const packageFile = v.object({
  file: openFileName,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(4 * 1024 ** 3)),
  sha256: hash,
  mediaType: text(200),
  layer: v.nullable(v.picklist(twinLayerNames)),
  licence: text(500),
  attribution: text(2000),
});

const manifest = v.object({
  format: v.literal("planfall-twin"),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/)),
  name: text(200),
  frame: v.object({
    crs: v.pipe(v.string(), v.regex(/^EPSG:\d{4,6}$/)),
    originEastM: v.pipe(finite, v.integer()),
    originNorthM: v.pipe(finite, v.integer()),
  }),
  extent: v.pipe(
    v.object({ minX: finite, minY: finite, maxX: finite, maxY: finite }),
    v.check(
      ({ minX, minY, maxX, maxY }) =>
        minX < maxX && minY < maxY && maxX - minX < 200_000 && maxY - minY < 200_000,
    ),
  ),
  layers: v.record(v.picklist(twinLayerNames), layer),
  files: v.optional(v.pipe(v.array(packageFile), v.maxLength(mostFiles)), []),
});

/** `twin.json` of a package: what place it is, and one entry for each layer with its file, hash, source and licence. */
export type TwinManifest = {
  readonly format: "planfall-twin";
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly frame: { readonly crs: string; readonly originEastM: number; readonly originNorthM: number };
  readonly extent: {
    readonly minX: number;
    readonly minY: number;
    readonly maxX: number;
    readonly maxY: number;
  };
  readonly layers: Readonly<Partial<Record<TwinLayerName, ManifestLayer>>>;
  /** All other files of an exported package, columns among them; empty where it has only columns. */
  readonly files: readonly PackageFile[];
};
export type PackageFile = {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mediaType: string;
  /** Null = about the whole package. */
  readonly layer: TwinLayerName | null;
  /** Those of the layer; "" = not stated. */
  readonly licence: string;
  readonly attribution: string;
};
export type ManifestLayer = {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly count: number;
  readonly source: LayerSource | null;
};

export const manifestName = "twin.json";
/** Five thousand tiles with their credits; a city without tiles needs some kilobytes. */
const largestManifestBytes = 16 * 1024 * 1024;

/**
 * Reads and checks `twin.json`.
 * @throws TwinPackageError naming the first place that does not fit.
 */
export function parseManifest(bytes: Uint8Array): TwinManifest {
  if (bytes.length > largestManifestBytes) throw new TwinPackageError("packageManifestTooLarge");
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new TwinPackageError("packageManifestBroken", { detail: "JSON" });
  }
  const version: unknown =
    typeof raw === "object" && raw !== null ? (raw as Record<string, unknown>).version : null;
  if (typeof version === "number" && version > 1) throw new TwinPackageError("packageTooNew", { version });
  const checked = v.safeParse(manifest, raw);
  if (!checked.success) {
    const issue = checked.issues[0];
    throw new TwinPackageError("packageManifestBroken", {
      detail: `${v.getDotPath(issue) ?? "/"}: ${issue.message}`.slice(0, 200),
    });
  }
  return checked.output;
}
