import type { ReadFeatureFormat } from "../features/contract.ts";
import { IntakeError } from "../report.ts";
import { readGmlFeatures } from "./features.ts";

/**
 * Reads the objects of any GML collection: answers of a WFS (ALKIS in its simplified form among them), exports of programs.
 * What an object is stands in its columns; the name of its element is one of them ("featureType").
 * @throws IntakeError where the file has no objects.
 */
export const readGml: ReadFeatureFormat = async ({ source, context, findings, take }) => {
  const { statedCrs, broken, count } = await readGmlFeatures({
    source,
    context,
    findings,
    take: ({ id, type, geometry, properties, line }) =>
      take({
        id,
        geometry,
        properties: "featureType" in properties ? properties : { ...properties, featureType: type },
        line,
      }),
  });
  if (broken !== null) {
    if (count === 0) throw broken;
    findings.add("problem", broken.key, broken.values, { line: broken.line });
  }
  if (count === 0) throw new IntakeError("gmlWithoutFeatures");
  return { statedCrs };
};
