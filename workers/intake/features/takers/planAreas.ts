import { createFieldReader } from "../columns.ts";
import { createFootprintLayer, noFootprintFacts, pushFootprint } from "../footprintLayer.ts";
import { keptAttributes } from "./footprints.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

/**
 * Areas of a land-use plan: what may be, not what is. They are kept with what they allow and stay out of the twin until a
 * person takes them for buildings (envelopes) or for land cover.
 */
export function createPlanAreaTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("planAreas", columns);
  const layer = createFootprintLayer();
  return {
    fields,
    coordinates: [layer.coordinates],
    take: (feature, shape) => {
      if (shape.kind !== "polygons") return;
      const storeys = Math.round(fields.number("storeys"));
      const height = fields.lengthM("heightM");
      const facts = {
        ...noFootprintFacts,
        id: feature.id === "" ? fields.text("id") : feature.id,
        line: feature.line,
        heightM: fields.has("heightM") && height > 0 && height < 500 ? height : Number.NaN,
        storeys: storeys > 0 && storeys < 200 ? storeys : 0,
        functionCode: fields.text("class"),
        attributes: keptAttributes(feature.properties),
      };
      if (pushFootprint(layer, facts, shape.polygons) < shape.polygons.length)
        findings.add("dropped", "polygonBroken", {}, placeOf(feature, facts.id));
    },
    finish: (file, frame, parts) => {
      if (layer.facts.length === 0 || frame === null) return nothingTaken;
      parts.planAreas.push({ file, frame, layer });
      return { planAreas: layer.facts.length };
    },
  };
}
