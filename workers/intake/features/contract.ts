import type { FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";

/**
 * One record of a table with a place, as any vector format gives it. Nothing is checked yet: files are hostile, so the
 * takers look at geometry and properties before they use them.
 */
export type TableFeature = {
  /** As delivered; "" = none. */
  readonly id: string;
  /** A GeoJSON geometry in the file's own coordinates and axis order, or null. */
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Line or record, from 1; null where the format has none. */
  readonly line: number | null;
};

export type FeatureFormatReading = {
  readonly source: Source;
  /** Files of the same name with other endings (`.dbf`, `.prj`, `.cpg` of a Shapefile), by ending in lower case. */
  readonly siblings: ReadonlyMap<string, Source>;
  readonly context: ReadContext;
  readonly findings: FindingCollector;
  /** Columns that a person chose, for formats whose geometry stands in columns (`x`, `y`, `wkt`). */
  readonly columns?: Readonly<Record<string, string>>;
  /** Called for each record in file order. */
  readonly take: (feature: TableFeature) => void;
};

/** What a format knows once its records went to `take`. */
export type ReadFeatures = {
  readonly statedCrs: string;
  /** Columns that the geometry was taken from ({ x: "lon", y: "lat" }); absent where the format has a geometry. */
  readonly placeColumns?: Readonly<Record<string, string>>;
};

/**
 * Reads the records of one vector format (GeoJSON, CSV, Shapefile, GeoPackage, FlatGeobuf, GeoParquet, XPlanGML). What the
 * records are (trees, footprints, land cover …) is not its business: `features/read.ts` decides that.
 * A broken record costs only itself; a broken rest of the file is a finding of level "problem".
 * @returns the coordinate system as the file states it, in any style that `resolveSrsName` takes; "" = not stated.
 * @throws IntakeError where the file has no records at all.
 */
export type ReadFeatureFormat = (reading: FeatureFormatReading) => Promise<ReadFeatures>;
