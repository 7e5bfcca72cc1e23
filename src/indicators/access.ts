import type { IndicatorDefinition } from "./indicator.ts";

/**
 * Facilities of everyday life that a twin can know, in the order of tables, after the 24 types of the BBSR (2025, Die Stadt der
 * Viertelstunde). Those that people go to seldom are reached by bike there, the others on foot.
 */
export const facilityTypes = [
  "supermarket",
  "bakery",
  "pharmacy",
  "doctor",
  "kindergarten",
  "school",
  "playground",
  "park",
  "sports",
  "stop",
  "library",
  "townHall",
  "hospital",
  "station",
] as const;
export type FacilityType = (typeof facilityTypes)[number];

/** Minutes within which everyday life should be reached: BBSR (2025), as in the idea of the city of a quarter of an hour. */
export const everydayMin = 15;

/**
 * How far travel times may be off either way. Own judgement: people's pace, waits at crossings, and where a cell of 100 m is entered.
 * Indicators are computed with times that much longer and shorter.
 */
export const timeToleranceShare = 0.1;

const name = (type: FacilityType): string => type[0].toUpperCase() + type.slice(1);
/** Field of an access result that holds, by cell, which facility of a type is the nearest. */
export const nearestFieldId = (type: FacilityType): string => `${type}Nearest`;
export const accessIndicatorId = (type: FacilityType): string => `access${name(type)}`;
export const reachIndicatorId = (type: FacilityType): string => `reach${name(type)}`;

const bbsr = "BBSR (2025): Die Stadt der Viertelstunde; network times, access model";
const cumulative = "cumulative opportunities, network times; transit at the median of the departures";
const residents = { better: "higher", type: "share", digits: 2, countsResidents: true } as const;

export const accessIndicators: readonly IndicatorDefinition[] = [
  { id: "accessTypes", unit: "%", source: bbsr, ...residents },
  ...facilityTypes.map(
    (type): IndicatorDefinition => ({ id: accessIndicatorId(type), unit: "%", source: bbsr, ...residents }),
  ),
  ...["accessPlacesFoot", "accessPlacesBike", "accessPlacesCar", "accessPlacesTransit"].map(
    (id): IndicatorDefinition => ({
      id,
      unit: "1",
      better: "higher",
      type: "amount",
      digits: 2,
      countsResidents: true,
      source: cumulative,
    }),
  ),
];

export const reachIndicators: readonly IndicatorDefinition[] = [
  {
    id: "reachResidents",
    unit: "1",
    better: "higher",
    type: "count",
    digits: 3,
    countsResidents: true,
    source: "network times, reach model",
  },
  ...facilityTypes.map(
    (type): IndicatorDefinition => ({
      id: reachIndicatorId(type),
      unit: "1",
      better: "higher",
      type: "count",
      digits: 3,
      source: "network times, reach model",
    }),
  ),
];
