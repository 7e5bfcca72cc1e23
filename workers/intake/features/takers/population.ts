import { finished, growableDoubles, growableFloats, push } from "../../buildings/growable.ts";
import type { SettledCrs } from "../../crs/settle.ts";
import { createPopulationAreas, type PopulationAreas } from "../../population/areas.ts";
import { cellOfId, cellSizeOfColumn } from "../../population/cellId.ts";
import { createFieldReader } from "../columns.ts";
import type { TableFeature } from "../contract.ts";
import { noFootprintFacts, pushFootprint } from "../footprintLayer.ts";
import { middleOf, type Shape } from "../geometry.ts";
import { isBlank, numberOfValue, textOfValue } from "../values.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

const mostPerRow = 20_000_000;
/** What statistics offices write for a number that is kept secret. */
const hiddenWords = /^(-1|[-–—•.x*]|k\.?\s?a\.?|geheim|n\/a)$/i;

/** A count of people; NaN where it is none. */
const countOf = (value: unknown): number => {
  const number = numberOfValue(value);
  return number >= 0 && number <= mostPerRow ? number : Number.NaN;
};

/** Residents by building, by point, by grid cell or by district. Missing age groups are NaN = not known. */
export function createPopulationTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("population", columns);
  const buildingIds: string[] = [];
  const coordinates = growableDoubles(256);
  const residents = growableFloats(256);
  const under18 = growableFloats(256);
  const over65 = growableFloats(256);
  const areas: PopulationAreas = createPopulationAreas();
  let hidden = 0;

  const cellSizeOf = (feature: TableFeature, shape: Shape): number => {
    if (shape.kind !== "points") return 0;
    const cell = cellOfId(fields.text("cell"));
    if (cell !== null) return cell.sizeM;
    for (const column in feature.properties) {
      const size = cellSizeOfColumn(column);
      if (size > 0) return size;
    }
    return 0;
  };

  return {
    fields,
    coordinates: [coordinates, areas.outlines.coordinates],
    settle: ({ crs, swapAxes, prefixM }: SettledCrs) => {
      areas.cellCrs = crs;
      for (let row = 0; row < buildingIds.length; row++) {
        const first = coordinates.values[row * 2];
        const second = coordinates.values[row * 2 + 1];
        push(areas.cellXY, (swapAxes ? second : first) - prefixM);
        push(areas.cellXY, swapAxes ? first : second);
      }
    },
    take: (feature, shape) => {
      const at =
        shape.kind === "points"
          ? (shape.points[0] ?? null)
          : shape.kind === "polygons"
            ? middleOf(shape.polygons)
            : null;
      const id = fields.text("building");
      const place = placeOf(feature, id || feature.id);
      const raw = fields.value("residents");
      const people = countOf(raw);
      if (Number.isNaN(people)) {
        if (isBlank(raw) || hiddenWords.test(textOfValue(raw, 20))) hidden += 1;
        else findings.add("dropped", "residentsNotNumber", { value: textOfValue(raw, 40) }, place);
        return;
      }
      if (at === null && id === "") {
        findings.add("dropped", "rowWithoutPlace", {}, place);
        return;
      }
      const cellSizeM = cellSizeOf(feature, shape);
      const isArea =
        shape.kind === "polygons" && pushFootprint(areas.outlines, noFootprintFacts, shape.polygons) > 0;
      if (isArea) areas.outlineRow.push(buildingIds.length);
      // The id of a cell or a district is no building's.
      buildingIds.push(isArea || cellSizeM > 0 ? "" : id);
      push(areas.cellSizeM, cellSizeM);
      push(coordinates, at?.[0] ?? Number.NaN);
      push(coordinates, at?.[1] ?? Number.NaN);
      push(residents, people);
      push(under18, countOf(fields.value("under18")));
      push(over65, countOf(fields.value("over65")));
    },
    finish: (file, frame, parts) => {
      if (hidden > 0) findings.add("info", "residentsHidden", { rows: hidden });
      if (buildingIds.length === 0) return nothingTaken;
      parts.population.push({
        file,
        frame,
        areas,
        layer: {
          count: buildingIds.length,
          buildingIds,
          xy: Float32Array.from(finished(coordinates)),
          residents: finished(residents),
          under18: finished(under18),
          over65: finished(over65),
          method: "delivered",
        },
      });
      return { populationRows: buildingIds.length };
    },
  };
}
