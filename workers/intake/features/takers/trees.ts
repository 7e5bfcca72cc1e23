import { finished, growableDoubles, growableFloats, push } from "../../buildings/growable.ts";
import { tallestTreeM, widestCrownM } from "../../treeLimits.ts";
import { createFieldReader } from "../columns.ts";
import type { TableFeature } from "../contract.ts";
import { middleOf } from "../geometry.ts";
import { isBlank, textOfValue } from "../values.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

/** Trees: points with the columns of a cadastre. 0 and no text at all mean "not known" there. */
export function createTreeTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("trees", columns);
  const ids: string[] = [];
  const coordinates = growableDoubles(256);
  const heights = growableFloats(256);
  const crowns = growableFloats(256);
  const speciesIndex: number[] = [];
  const species: string[] = [];
  const speciesRows = new Map<string, number>();

  const metresOf = (feature: TableFeature, meaning: string, id: string, most: number): number => {
    const raw = fields.value(meaning);
    if (isBlank(raw)) return Number.NaN;
    const metres = fields.lengthM(meaning);
    if (metres === 0) return Number.NaN;
    if (metres > 0 && metres <= most) return metres;
    findings.add("dropped", "treeValueUnusable", { value: textOfValue(raw, 40), most }, placeOf(feature, id));
    return Number.NaN;
  };

  return {
    fields,
    coordinates: [coordinates],
    take: (feature, shape) => {
      const middle = shape.kind === "polygons" ? middleOf(shape.polygons) : null;
      const points = shape.kind === "points" ? shape.points : middle === null ? [] : [middle];
      for (const [x, y] of points) {
        // The record's own id first: of several columns called so, that is the one that the data's keeper chose.
        const stated = feature.id === "" ? fields.text("id") : feature.id;
        const id = stated === "" ? `tree-${ids.length + 1}` : stated;
        ids.push(points.length > 1 ? `${id}#${ids.length + 1}` : id);
        push(coordinates, x);
        push(coordinates, y);
        push(heights, metresOf(feature, "heightM", id, tallestTreeM));
        const diameter = metresOf(feature, "crownDiameterM", id, widestCrownM);
        push(
          crowns,
          Number.isNaN(diameter) ? 2 * metresOf(feature, "crownRadiusM", id, widestCrownM / 2) : diameter,
        );
        const name = fields.text("species");
        let row = speciesRows.get(name);
        if (row === undefined) {
          // A column of 16 bits: the 65,536th species onwards is "not known".
          row = species.length < 65535 ? species.push(name) - 1 : 0;
          speciesRows.set(name, row);
        }
        speciesIndex.push(row);
      }
    },
    finish: (file, frame, parts) => {
      if (ids.length === 0 || frame === null) return nothingTaken;
      parts.trees.push({
        file,
        frame,
        layer: {
          count: ids.length,
          ids,
          xy: Float32Array.from(finished(coordinates)),
          heightM: finished(heights),
          crownDiameterM: finished(crowns),
          speciesIndex: Uint16Array.from(speciesIndex),
          species,
        },
      });
      return { trees: ids.length };
    },
  };
}
