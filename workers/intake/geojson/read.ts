import type { ReadFeatureFormat } from "../features/contract.ts";
import { IntakeError } from "../report.ts";
import { textOf } from "../text.ts";
import { createFeatureSplitter, legacyCrsName } from "./features.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Reads the features of GeoJSON as a stream: a FeatureCollection (RFC 7946, or of 2008 with its `crs` member), a single
 * feature, or a text sequence of features (RFC 8142, with or without record separators).
 * @throws IntakeError where the text has no features at all.
 */
export const readGeoJsonFeatures: ReadFeatureFormat = async ({
  source,
  siblings,
  context,
  findings,
  take,
}) => {
  const splitter = createFeatureSplitter();
  let count = 0;
  try {
    for await (const piece of textOf(source, context, findings)) {
      for (const { text, line } of splitter.push(piece)) {
        count += 1;
        let feature: unknown;
        try {
          feature = JSON.parse(text);
        } catch (error) {
          findings.add("dropped", "featureBroken", { detail: String(error).slice(0, 120) }, { line });
          continue;
        }
        if (!isObject(feature)) continue;
        const { id, properties } = feature;
        take({
          id: typeof id === "string" || typeof id === "number" ? String(id).slice(0, 200) : "",
          // A bare geometry is an object without properties.
          geometry:
            (feature.type === "Feature" || "geometry" in feature ? feature.geometry : feature) ?? null,
          properties: isObject(properties) ? properties : {},
          line,
        });
      }
    }
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    findings.add("problem", error.key, error.values, { line: error.line });
  }
  const { complete, around, sawFeatures } = splitter.end();
  if (!sawFeatures) throw new IntakeError("jsonWithoutFeatures");
  if (!complete) findings.add("problem", "fileCutShort", { features: count });
  // Without a crs member GeoJSON is longitude and latitude; a .prj beside it was put there because it is not.
  return { statedCrs: legacyCrsName(around) || (siblings.has("prj") ? "" : "OGC:CRS84") };
};
