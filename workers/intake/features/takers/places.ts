import type { Place, PlaceKind } from "#twin/objects.ts";
import { growableDoubles, push } from "../../buildings/growable.ts";
import { isCritical } from "../../osm/places.ts";
import { createFieldReader } from "../columns.ts";
import { middleOf } from "../geometry.ts";
import { placeKindOfTags, placeKindOfWord } from "../places.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

/** Places of daily need: points or outlines with OSM tags or a word for their kind. */
export function createPlaceTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("places", columns);
  const coordinates = growableDoubles(64);
  const rows: { readonly id: string; readonly name: string; readonly kind: PlaceKind }[] = [];
  return {
    fields,
    coordinates: [coordinates],
    take: (feature, shape) => {
      const at =
        shape.kind === "points"
          ? (shape.points[0] ?? null)
          : shape.kind === "polygons"
            ? middleOf(shape.polygons)
            : null;
      if (at === null) {
        findings.add("dropped", "coordinateNotFinite", {}, placeOf(feature));
        return;
      }
      const kind =
        placeKindOfTags(feature.properties) ??
        placeKindOfWord(fields.text("kind")) ??
        placeKindOfWord(fields.text("name")) ??
        "other";
      const stated = feature.id === "" ? fields.text("id") : feature.id;
      rows.push({ id: stated === "" ? `place-${rows.length + 1}` : stated, name: fields.text("name"), kind });
      push(coordinates, at[0]);
      push(coordinates, at[1]);
    },
    finish: (file, frame, parts) => {
      if (rows.length === 0 || frame === null) return nothingTaken;
      const places = rows.map(
        ({ id, name, kind }, i): Place => ({
          id,
          name,
          kind,
          // Kept as the float that the package stores, so that a twin has one hash before and after it was written.
          at: [Math.fround(coordinates.values[i * 2]), Math.fround(coordinates.values[i * 2 + 1])],
          buildingId: "",
          critical: isCritical(kind),
        }),
      );
      parts.places.push({ file, frame, layer: places });
      return { places: places.length };
    },
  };
}
