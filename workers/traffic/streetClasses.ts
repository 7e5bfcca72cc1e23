import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import { tableWith } from "#twin/parameters/table.ts";
import type { TableCells, TableField } from "#twin/parameters.ts";
import { unsaidLanes, unsaidStreets } from "#twin/unsaidStreets.ts";
import { type ClassFigures, classFigures, figuresOf } from "./capacities.ts";

const assumption = "planning assumption";
const capacities =
  "planning assumption between OSM defaults of MATSim (600–2000) and networks with signals (road_analytics, 400–1400)";
const bpr = "Bureau of Public Roads (1964): 0.15 on motorways; steeper elsewhere: planning assumption";

const cells: TableCells = Object.fromEntries(
  Object.entries(classFigures).map(([streetClass, { capacityPerLane, b, freeSpeedShare }]) => [
    streetClass,
    {
      capacityPerLane,
      freeSpeedPercent: Math.round(100 * freeSpeedShare),
      b,
      ...unsaidStreets[streetClass as keyof typeof classFigures],
    },
  ]),
);

/** Figures by class of street, as a town may adapt them. Rows and columns are named under `traffic:conditions.classes`. */
export const streetClassField = {
  kind: "table",
  columns: {
    capacityPerLane: { unit: "veh/h", min: 50, max: 2500, step: 25, source: capacities },
    lanes: { unit: "1", min: 1, max: 6, step: 1, source: "RASt 06 (FGSV 2006), section 4.3" },
    speedKmh: { unit: "km/h", min: 5, max: 130, step: 1, source: "StVO § 3" },
    freeSpeedPercent: { unit: "%", min: 20, max: 120, step: 1, source: assumption },
    b: { unit: "1", min: 0, max: 5, step: 0.05, source: bpr },
  },
  cells,
  default: {},
} as const satisfies TableField;

/** The figures of a street's class with what the town changed. */
export function adaptedFigures(section: Pick<StreetSection, "class">, changed: TableCells): ClassFigures {
  const usual = figuresOf(section);
  if (!Object.hasOwn(changed, section.class)) return usual;
  const { capacityPerLane, freeSpeedPercent, b } = tableWith(streetClassField, changed)[section.class];
  return { ...usual, capacityPerLane, freeSpeedShare: freeSpeedPercent / 100, b };
}

/**
 * Streets with the lanes and speeds that a town takes for granted where its data name none. What the data say, and what a plan
 * changes, stays; the layer itself where nothing is taken for granted otherwise.
 * @param delivered the streets before any plan, row by row
 */
export function withAssumptions(
  streets: StreetLayer,
  delivered: StreetLayer,
  changed: TableCells,
): StreetLayer {
  const assumes = Object.values(changed).some(({ lanes, speedKmh }) => (lanes ?? speedKmh) !== undefined);
  if (!assumes) return streets;
  const sections = streets.sections.map((section, row) => {
    const own = Object.hasOwn(changed, section.class) ? changed[section.class] : {};
    const before = delivered.sections[row];
    const usual = unsaidStreets[section.class];
    const isUnsaid = (key: "lanes" | "speedKmh", tag: string, value: number): boolean =>
      own[key] !== undefined &&
      section.tags[tag] === undefined &&
      section[key] === before[key] &&
      section[key] === value;
    const halved = (lanes: number): number => unsaidLanes(lanes, section.oneway !== "no");
    const lanes = isUnsaid("lanes", "lanes", halved(usual.lanes));
    const speed = isUnsaid("speedKmh", "maxspeed", usual.speedKmh);
    if (!lanes && !speed) return section;
    return {
      ...section,
      ...(lanes ? { lanes: halved(own.lanes) } : {}),
      ...(speed ? { speedKmh: own.speedKmh } : {}),
    };
  });
  return { ...streets, sections };
}
