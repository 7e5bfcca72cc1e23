import type { AddressTable } from "#twin/addresses.ts";
import { type Area, middleOfCorners, type PlaceNode } from "./areas.ts";
import { type Collected, hasAddress } from "./collect.ts";
import type { Tags } from "./contract.ts";

const mostNumbers = 50;

/** House numbers at nodes, houses and grounds; nothing about who lives there is taken. */
export function addressesOf(areas: readonly Area[], collected: Collected, placeOf: PlaceNode): AddressTable {
  const streets: string[] = [];
  const rows = new Map<string, number>();
  const streetIndex: number[] = [];
  const houseNumbers: string[] = [];
  const xy: number[] = [];
  const add = (tags: Tags, [x, y]: readonly [number, number]): void => {
    const street = (tags["addr:street"] ?? tags["addr:place"] ?? "").trim().slice(0, 200);
    // Several numbers of one house: "12;14", "12, 14".
    const numbers = (tags["addr:housenumber"] ?? "")
      .split(/[;,]/)
      .map((number) => number.trim().slice(0, 20))
      .filter((number) => number !== "")
      .slice(0, mostNumbers);
    if (street === "" || numbers.length === 0) return;
    let row = rows.get(street);
    if (row === undefined) {
      row = streets.push(street) - 1;
      rows.set(street, row);
    }
    for (const number of numbers) {
      streetIndex.push(row);
      houseNumbers.push(number);
      xy.push(x, y);
    }
  };
  for (const { id, tags } of collected.taggedNodes) {
    const at = hasAddress(tags) ? placeOf(id) : null;
    if (at !== null) add(tags, at);
  }
  for (const { tags, corners } of areas) if (hasAddress(tags)) add(tags, middleOfCorners(corners));
  return {
    count: houseNumbers.length,
    streets,
    streetIndex: Uint32Array.from(streetIndex),
    houseNumbers,
    xy: Float32Array.from(xy),
  };
}
