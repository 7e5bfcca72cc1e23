import type { AddressTable } from "#twin/addresses.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import { rebase } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import { isInside } from "./buildings.ts";

const sameAddressM = 100;

/** Addresses of all files inside the extent, each house number of a street once within a hundred metres; null without any. */
export function assembleAddresses(
  parts: readonly { readonly frame: Frame; readonly layer: AddressTable }[],
  frame: Frame,
  extent: Extent,
  findings: FindingCollector,
): AddressTable | null {
  const streets: string[] = [];
  const streetRow = new Map<string, number>();
  const streetIndex: number[] = [];
  const houseNumbers: string[] = [];
  const xy: number[] = [];
  const placesOf = new Map<string, (readonly [number, number])[]>();
  for (const part of parts) {
    const places = part.layer.xy.slice();
    rebase(places, 2, part.frame, frame);
    for (let i = 0; i < part.layer.count; i++) {
      const street = part.layer.streets[part.layer.streetIndex[i]] ?? "";
      const [x, y] = [places[i * 2], places[i * 2 + 1]];
      const number = part.layer.houseNumbers[i];
      // Written so that NaN fails.
      if (!isInside(extent, x, y)) {
        findings.add("dropped", "addressOutside", {}, { objectId: `${street} ${number}` });
        continue;
      }
      // An entrance, the house and its garage carry one address, and so do two files of one town; a street of the same name
      // in another village does not.
      const name = `${street}|${number}`;
      const before = placesOf.get(name);
      if (before?.some(([px, py]) => Math.hypot(px - x, py - y) < sameAddressM)) continue;
      if (before === undefined) placesOf.set(name, [[x, y]]);
      else before.push([x, y]);
      let row = streetRow.get(street);
      if (row === undefined) {
        row = streets.push(street) - 1;
        streetRow.set(street, row);
      }
      streetIndex.push(row);
      houseNumbers.push(number);
      xy.push(x, y);
    }
  }
  if (houseNumbers.length === 0) return null;
  return {
    count: houseNumbers.length,
    streets,
    streetIndex: Uint32Array.from(streetIndex),
    houseNumbers,
    xy: Float32Array.from(xy),
  };
}
