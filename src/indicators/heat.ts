import type { IndicatorDefinition } from "./indicator.ts";

/** Thresholds and distances of the heat indicators: data with a source, for a town to edit. */
export type HeatThresholds = {
  /** UTCI from which heat stress is strong, and very strong, °C. */
  readonly strongC: number;
  readonly veryStrongC: number;
  /** Outdoor space that counts as a building's, m around its bounding box. */
  readonly aroundBuildingM: number;
  readonly aroundPlaygroundM: number;
  readonly aroundStopM: number;
  /** 3-30-300: trees that count as seen from a home, the neighbourhood, and the way to a park, m; its canopy share. */
  readonly treesSeenWithinM: number;
  readonly treesSeen: number;
  readonly neighbourhoodM: number;
  readonly neighbourhoodCanopy: number;
  readonly parkWithinM: number;
};

export const heatThresholds: HeatThresholds = {
  strongC: 32,
  veryStrongC: 38,
  aroundBuildingM: 15,
  aroundPlaygroundM: 10,
  aroundStopM: 5,
  treesSeenWithinM: 25,
  treesSeen: 3,
  neighbourhoodM: 500,
  neighbourhoodCanopy: 0.3,
  parkWithinM: 300,
};

export const heatThresholdSources = {
  utci: "Bröde et al. (2012): strong heat stress from 32 °C UTCI, very strong from 38 °C",
  classes: "Bröde et al. (2012): classes of UTCI",
  shade: "share of direct sun that houses, trees and shade structures keep off",
  rule: "Konijnendijk (2023), doi:10.1007/s11676-022-01523-z: 3 trees in sight, 30 % canopy in the neighbourhood, a park within 300 m; sight is stood in for by 25 m, the way to a park by the straight line",
} as const;

/**
 * How far a UTCI may be off at a place: 5–7 K of mean radiant temperature (ISO 7726 as read by Staiger and Matzarakis 2020; our own
 * cases) make some 0.27 K of UTCI each on a hot day. The range of an indicator is what it gives with its threshold moved by this.
 */
export const utciToleranceK = 1.5;

const people = (id: string): IndicatorDefinition => ({
  id,
  unit: "1",
  better: "lower",
  digits: 2,
  type: "count",
  source: heatThresholdSources.utci,
  countsResidents: true,
});

/** Grows with how many people there are and how long they bear it: it tells plans apart where all are above a threshold at its hour. */
const hoursOfPeople = (id: string): IndicatorDefinition => ({
  id,
  unit: "h",
  better: "lower",
  digits: 2,
  type: "amount",
  source: heatThresholdSources.utci,
  finest: 1,
  tellingFrom: 10,
  countsResidents: true,
});

const ground = (id: string): IndicatorDefinition => ({
  id,
  unit: "m²",
  better: "lower",
  digits: 2,
  type: "amount",
  source: heatThresholdSources.utci,
  // As much as a large tree shades: a plan for one square is not lost in the area of a city.
  tellingFrom: 50,
});

const share = (id: string, better: IndicatorDefinition["better"], source: string): IndicatorDefinition => ({
  id,
  unit: "%",
  better,
  digits: 2,
  type: "share",
  source,
});

const rule = (id: string): IndicatorDefinition => ({
  id,
  unit: "1",
  better: "higher",
  digits: 2,
  type: "count",
  source: heatThresholdSources.rule,
  countsResidents: true,
});

export const heatIndicators: readonly IndicatorDefinition[] = [
  people("heatResidents32"),
  people("heatResidents38"),
  people("heatChildren32"),
  people("heatChildren38"),
  people("heatSeniors32"),
  people("heatSeniors38"),
  hoursOfPeople("heatPersonHours32"),
  hoursOfPeople("heatPersonHours38"),
  {
    id: "feltAtHomes",
    unit: "°C",
    better: "lower",
    digits: 2,
    type: "amount",
    finest: 0.01,
    source: heatThresholdSources.utci,
    countsResidents: true,
  },
  ground("heatGround32"),
  ground("heatGround38"),
  share("heatArea26", "neutral", heatThresholdSources.classes),
  share("heatArea32", "neutral", heatThresholdSources.classes),
  share("heatArea38", "lower", heatThresholdSources.classes),
  share("heatArea46", "lower", heatThresholdSources.classes),
  share("shadedWalking", "higher", heatThresholdSources.shade),
  share("shadedPlaygrounds", "higher", heatThresholdSources.shade),
  share("shadedStops", "higher", heatThresholdSources.shade),
  share("canopyShare", "higher", "crowns of the twin's trees over all ground that is known"),
  rule("threeTrees"),
  rule("thirtyCanopy"),
  rule("parkWithin300"),
];
