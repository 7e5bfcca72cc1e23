import { type FootprintFacts, noFootprintFacts } from "../features/footprintLayer.ts";
import { keptAttributes } from "../features/takers/footprints.ts";
import { directionOfValue, largestOfList, lengthOfValue, numberOfValue } from "../features/values.ts";
import type { FindingCollector } from "../report.ts";
import type { Tags } from "./contract.ts";

const tallestM = 900;

/** Garages and halls under the ground are no buildings on it. */
const isUnderground = ({ location }: Tags): boolean => location === "underground";

export const isBuilding = (tags: Tags): boolean =>
  tags.building !== undefined && tags.building !== "no" && !isUnderground(tags);
export const isBuildingPart = (tags: Tags): boolean =>
  tags["building:part"] !== undefined && tags["building:part"] !== "no" && !isUnderground(tags);

/** A number of storeys as OSM gives it: "3", "3;4" (the most), "2.5". */
export function storeysOf(text: string | undefined, most: number): number {
  const storeys = Math.round(largestOfList(text));
  return storeys > 0 && storeys < most ? storeys : 0;
}

/** What a building's tags say of its height, roof and use (Simple 3D Buildings). */
export function buildingFacts(
  tags: Tags,
  id: string,
  line: number | null,
  findings: FindingCollector,
): FootprintFacts {
  const metres = (key: string): number => {
    const text = tags[key];
    if (text === undefined) return Number.NaN;
    const value = lengthOfValue(text);
    if (value === 0) return Number.NaN;
    if (value > 0 && value <= tallestM) return value;
    findings.add("dropped", "buildingHeightUnusable", { value: text.slice(0, 40) }, { objectId: id, line });
    return Number.NaN;
  };
  const angle = numberOfValue(tags["roof:angle"]);
  const shape = tags["roof:shape"] ?? tags["building:roof:shape"] ?? "";
  const use = tags.building === "yes" || tags.building === undefined ? "" : tags.building;
  const heightM = metres("height");
  return {
    ...noFootprintFacts,
    id,
    line,
    heightM: Number.isNaN(heightM) ? metres("building:height") : heightM,
    storeys: storeysOf(tags["building:levels"] ?? tags.levels, 200),
    roofStoreys: storeysOf(tags["roof:levels"], 10),
    roofShape: shape,
    roofHeightM: metres("roof:height"),
    roofAngleDeg: angle > 0 && angle < 85 ? angle : Number.NaN,
    roofDirectionDeg: directionOfValue(tags["roof:direction"]),
    ridge: tags["roof:orientation"] === "across" ? "across" : "along",
    functionCode: use || (tags.amenity ?? tags["building:use"] ?? "yes"),
    roofTypeCode: shape,
    attributes: keptAttributes(tags),
  };
}
