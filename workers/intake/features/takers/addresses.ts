import { finished, growableDoubles, push } from "../../buildings/growable.ts";
import { createFieldReader } from "../columns.ts";
import { middleOf } from "../geometry.ts";
import { nothingTaken, placeOf, type Taker, type TakerContext } from "./taker.ts";

/** Addresses: a street and a house number with a place. Nothing about who lives there is taken. */
export function createAddressTaker({ findings, columns }: TakerContext): Taker {
  const fields = createFieldReader("addresses", columns);
  const coordinates = growableDoubles(256);
  const streets: string[] = [];
  const rows = new Map<string, number>();
  const streetIndex: number[] = [];
  const houseNumbers: string[] = [];
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
      const street = fields.text("street");
      const number = fields.text("houseNumber").slice(0, 20);
      const suffix = fields.text("suffix").slice(0, 10);
      if (at === null || street === "" || number === "") {
        findings.add("dropped", "addressIncomplete", {}, placeOf(feature));
        return;
      }
      let row = rows.get(street);
      if (row === undefined) {
        row = streets.push(street) - 1;
        rows.set(street, row);
      }
      streetIndex.push(row);
      houseNumbers.push(suffix === "" || number.endsWith(suffix) ? number : `${number} ${suffix}`);
      push(coordinates, at[0]);
      push(coordinates, at[1]);
    },
    finish: (file, frame, parts) => {
      if (houseNumbers.length === 0 || frame === null) return nothingTaken;
      parts.addresses.push({
        file,
        frame,
        layer: {
          count: houseNumbers.length,
          streets,
          streetIndex: Uint32Array.from(streetIndex),
          houseNumbers,
          xy: Float32Array.from(finished(coordinates)),
        },
      });
      return { addresses: houseNumbers.length };
    },
  };
}
