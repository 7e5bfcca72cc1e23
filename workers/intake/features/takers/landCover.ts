import { landCoverColumnOf } from "../../landCover/classes.ts";
import { createLandCoverPolygons, pushPolygon } from "../../landCover/polygons.ts";
import { createFieldReader } from "../columns.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

const mostValues = 500;

/** Land cover: polygons with a class. Values that are no known class are counted, so that a person can map them. */
export function createLandCoverTaker({ findings, columns }: TakerContext): Taker {
  const polygons = createLandCoverPolygons();
  const unknown = new Map<string, number>();
  const classColumns = new Map<string, number>();
  return {
    // The column is chosen record by record: OSM's classes stand under many keys.
    fields: {
      ...createFieldReader("landCover", columns),
      columns: () => ({
        class: columns.class ?? [...classColumns].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "",
      }),
    },
    coordinates: [polygons.coordinates],
    take: (feature, shape) => {
      if (shape.kind !== "polygons") return;
      const { column, value, code } = landCoverColumnOf(feature.properties, columns);
      // Columns whose values are known classes stand before those that only could hold one.
      if (column !== "") classColumns.set(column, (classColumns.get(column) ?? 0) + (code === 0 ? 1e-6 : 1));
      if (code === 0) {
        if (value === "") findings.add("dropped", "polygonWithoutClass", {}, placeOf(feature));
        else if (unknown.has(value) || unknown.size < mostValues)
          unknown.set(value, (unknown.get(value) ?? 0) + 1);
        return;
      }
      for (const polygon of shape.polygons) {
        if (!pushPolygon(polygons, code, polygon))
          findings.add("dropped", "polygonBroken", {}, placeOf(feature));
      }
    },
    finish: (file, frame, parts) => {
      if (unknown.size > 0) {
        const sorted = [...unknown].sort((a, b) => b[1] - a[1]);
        const values = sorted.slice(0, 12).map(([value, count]) => `${value.slice(0, 40)} (${count})`);
        if (sorted.length > 12) values.push("…");
        findings.add("dropped", "landCoverValuesUnknown", {
          values: values.join(", "),
          total: sorted.reduce((sum, [, count]) => sum + count, 0),
        });
      }
      if (polygons.codes.length === 0 || frame === null) return nothingTaken;
      parts.landCover.push({ file, frame, layer: polygons });
      return { landCoverPolygons: polygons.codes.length };
    },
  };
}
