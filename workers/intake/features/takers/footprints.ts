import { createFieldReader } from "../columns.ts";
import type { TableFeature } from "../contract.ts";
import {
  createFootprintLayer,
  type FootprintFacts,
  noFootprintFacts,
  pushFootprint,
} from "../footprintLayer.ts";
import { isPersonal } from "../personal.ts";
import { directionOfValue, largestOfList, textOfValue } from "../values.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

const mostAttributes = 40;
const tallestM = 900;

/** Building outlines with what their columns say of height, storeys, roof and use. */
export function createFootprintTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("buildings", columns);
  const layer = createFootprintLayer();
  const measure = (feature: TableFeature, meaning: string): number => {
    const metres = fields.lengthM(meaning);
    if (!fields.has(meaning) || metres === 0) return Number.NaN;
    if (metres > 0 && metres <= tallestM) return metres;
    findings.add(
      "dropped",
      "buildingHeightUnusable",
      { value: textOfValue(fields.value(meaning), 40) },
      placeOf(feature),
    );
    return Number.NaN;
  };
  return {
    fields,
    coordinates: [layer.coordinates],
    take: (feature, shape) => {
      if (shape.kind !== "polygons") return;
      const facts = footprintFacts(feature.properties, fields, {
        id: feature.id === "" ? fields.text("id") : feature.id,
        line: feature.line,
        heightM: measure(feature, "heightM"),
        roofHeightM: measure(feature, "roofHeightM"),
      });
      const taken = pushFootprint(layer, facts, shape.polygons);
      if (taken < shape.polygons.length)
        findings.add("dropped", "polygonBroken", {}, placeOf(feature, facts.id));
    },
    finish: (file, frame, parts) => {
      if (layer.facts.length === 0 || frame === null) return nothingTaken;
      parts.footprints.push({ file, frame, layer });
      return { footprints: layer.facts.length };
    },
  };
}

type Stated = Pick<FootprintFacts, "id" | "line" | "heightM" | "roofHeightM">;

function footprintFacts(
  properties: Readonly<Record<string, unknown>>,
  fields: ReturnType<typeof createFieldReader>,
  stated: Stated,
): FootprintFacts {
  const storeys = Math.round(largestOfList(fields.value("storeys")));
  const roofStoreys = Math.round(fields.number("roofStoreys"));
  const angle = fields.number("roofAngleDeg");
  const shape = fields.text("roofShape");
  return {
    ...noFootprintFacts,
    ...stated,
    storeys: storeys > 0 && storeys < 200 ? storeys : 0,
    roofStoreys: roofStoreys > 0 && roofStoreys < 10 ? roofStoreys : 0,
    roofShape: shape,
    roofAngleDeg: angle > 0 && angle < 85 ? angle : Number.NaN,
    roofDirectionDeg: directionOfValue(fields.value("roofDirectionDeg")),
    ridge: fields.text("ridge") === "across" ? "across" : "along",
    functionCode: fields.text("function"),
    roofTypeCode: fields.text("roofType") || shape,
    attributes: keptAttributes(properties),
  };
}

/** Columns as delivered, but for what is about people. */
export function keptAttributes(
  properties: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string | number | boolean>> {
  const kept: Record<string, string | number | boolean> = {};
  let count = 0;
  for (const column in properties) {
    if (count >= mostAttributes) break;
    const value = properties[column];
    if (column === "" || column === "__proto__" || isPersonal(column)) continue;
    if (typeof value === "number" || typeof value === "boolean") kept[column.slice(0, 100)] = value;
    else if (typeof value === "string" && value.trim() !== "")
      kept[column.slice(0, 100)] = value.trim().slice(0, 200);
    else if (typeof value === "bigint") kept[column.slice(0, 100)] = String(value);
    else continue;
    count += 1;
  }
  return kept;
}
