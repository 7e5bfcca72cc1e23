import type { Frame } from "#twin/frame.ts";
import type { TreeTable } from "#twin/objects.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { settleCrs } from "../crs/settle.ts";
import { landCoverCodeOf } from "../landCover/classes.ts";
import { createLandCoverPolygons, type LandCoverPolygons, pushPolygon } from "../landCover/polygons.ts";
import { type CrsFinding, type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { textOf } from "../text.ts";
import { createFeatureSplitter, type FeatureText, legacyCrsName } from "./features.ts";
import { createRawTrees, finishedTrees, looksLikeTree, type Properties, pushTree } from "./trees.ts";

export type GeoJsonOptions = { readonly crs: string | null; readonly preferredCrs: string | null };

export type ReadGeoJson = {
  readonly frame: Frame | null;
  readonly crs: CrsFinding | null;
  /** Null where the file has no trees. */
  readonly trees: TreeTable | null;
  /** In frame offsets; null where the file has no polygons of a known class. */
  readonly landCover: LandCoverPolygons | null;
  readonly objects: Readonly<Record<string, number>>;
};

type Feature = { readonly id?: unknown; readonly geometry?: unknown; readonly properties?: unknown };
type Geometry = { readonly type?: unknown; readonly coordinates?: unknown };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads trees (points with the columns of a tree cadastre) and land cover (polygons with a class) from a GeoJSON
 * FeatureCollection, WGS 84 or with the legacy `crs` member of 2008, as a stream.
 * @throws IntakeError where the text has no features at all.
 */
export async function readGeoJson(
  source: Source,
  options: GeoJsonOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadGeoJson> {
  const splitter = createFeatureSplitter();
  const trees = createRawTrees();
  const polygons = createLandCoverPolygons();
  let count = 0;

  const take = ({ text, line }: FeatureText): void => {
    count += 1;
    let feature: Feature;
    try {
      feature = JSON.parse(text) as Feature;
    } catch (error) {
      findings.add("dropped", "featureBroken", { detail: String(error).slice(0, 120) }, { line });
      return;
    }
    const geometry = feature.geometry;
    const properties: Properties = isObject(feature.properties) ? feature.properties : {};
    const id =
      typeof feature.id === "string" || typeof feature.id === "number"
        ? String(feature.id).slice(0, 100)
        : "";
    if (!isObject(geometry)) {
      findings.add("dropped", "featureWithoutGeometry", {}, { objectId: id, line });
      return;
    }
    const { type, coordinates } = geometry as Geometry;
    if (type === "Point" || type === "MultiPoint") {
      const points = type === "Point" ? [coordinates] : Array.isArray(coordinates) ? coordinates : [];
      for (const point of points) {
        if (!Array.isArray(point) || !Number.isFinite(point[0]) || !Number.isFinite(point[1])) {
          findings.add("dropped", "coordinateNotFinite", {}, { objectId: id, line });
        } else if (!looksLikeTree(properties) && !/baum|bäume|tree/i.test(source.name)) {
          findings.add("dropped", "pointNotTree", {}, { objectId: id, line });
        } else
          pushTree(trees, feature.id, [point[0] as number, point[1] as number], properties, line, findings);
      }
      return;
    }
    if (type === "Polygon" || type === "MultiPolygon") {
      const code = landCoverCodeOf(properties);
      if (code === 0) {
        findings.add("dropped", "polygonWithoutClass", {}, { objectId: id, line });
        return;
      }
      const parts = type === "Polygon" ? [coordinates] : Array.isArray(coordinates) ? coordinates : [];
      for (const part of parts) {
        if (!pushPolygon(polygons, code, part))
          findings.add("dropped", "polygonBroken", {}, { objectId: id, line });
      }
      return;
    }
    findings.add("dropped", "geometryNotUsed", { type: String(type).slice(0, 40) }, { objectId: id, line });
  };

  try {
    for await (const piece of textOf(
      source,
      { signal: context.signal, progress: (bytes) => context.progress(bytes, count) },
      findings,
    )) {
      for (const feature of splitter.push(piece)) take(feature);
    }
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    findings.add("problem", error.key, error.values, { line: error.line });
  }
  const { complete, around, sawFeatures } = splitter.end();
  if (!sawFeatures) throw new IntakeError("jsonWithoutFeatures");
  if (!complete) findings.add("problem", "fileCutShort", { features: count });

  const treePoints = trees.coordinates;
  const sampleFrom = treePoints.length > 0 ? treePoints : polygons.coordinates;
  if (sampleFrom.length === 0) return { frame: null, crs: null, trees: null, landCover: null, objects: {} };
  const sample: readonly [number, number] = [sampleFrom.values[0], sampleFrom.values[1]];
  const settled = settleCrs(legacyCrsName(around) || "OGC:CRS84", options.crs, sample, options.preferredCrs);
  const frame = frameForSample(settled, sample[0], sample[1], options.preferredCrs);
  const project = projectorTo(settled, frame);
  for (const { values, length } of [treePoints, polygons.coordinates]) {
    for (let at = 0; at < length; at += 2) project(values[at], values[at + 1], values, at);
  }
  const { coordinates, ...columns } = finishedTrees(trees);
  return {
    frame,
    crs: settled.finding,
    trees: columns.count > 0 ? { ...columns, xy: Float32Array.from(coordinates) } : null,
    landCover: polygons.codes.length > 0 ? polygons : null,
    objects: {
      ...(columns.count > 0 ? { trees: columns.count } : {}),
      ...(polygons.codes.length > 0 ? { landCoverPolygons: polygons.codes.length } : {}),
    },
  };
}
