import type { StreetSection } from "#twin/objects.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { oneWaysOf } from "./oneWay.ts";
import { knownSections } from "./streetChecks.ts";
import { lengthOf, sectionsIn } from "./streetPlaces.ts";

const parameters = {
  lanes: { kind: "number", unit: "1", min: 1, max: 4, step: 1, default: 1 },
  type: { kind: "choice", options: ["lane", "track"], default: "lane" },
  /** A street with one lane left for cars can only be driven in one direction. */
  oneWay: { kind: "choice", options: ["no", "asChosen", "against"], default: "no" },
} as const satisfies ParameterSchema;

/** Lanes that cars need to go on in the directions that are open to them. */
const leastLanes = ({ oneway }: Pick<StreetSection, "oneway">): number => (oneway === "no" ? 2 : 1);

/** Lanes of cars become room for bikes. */
export const bikeLane = defineKind({
  id: "bikeLane",
  group: "street",
  geometry: "sections",
  parameters,
  cost: { per: "m", lowEur: 60, highEur: 600, source: planningAssumption },
  quantity: ({ geometry }, twin) => lengthOf(sectionsIn(geometry, twin)),
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const sections = sectionsIn(geometry, twin);
    const ways = p.oneWay === "no" ? null : oneWaysOf(sections, p.oneWay);
    return sections.flatMap((section, i) => {
      const way = ways?.[i];
      const oneway = way ?? section.oneway;
      const lanes = section.lanes - p.lanes;
      if (lanes < leastLanes({ oneway })) return [];
      const tags = way ? { tags: { ...section.tags, "oneway:bicycle": "no" } } : {};
      return [
        {
          layer: "streets",
          op: "alter",
          id: section.id,
          change: { lanes, cycleway: p.type, ...(way ? { oneway: way } : {}), ...tags },
        },
      ];
    });
  },
  sketch: { fill: "#4d9a6a", outline: "#1c5434", form: "street" },
  sentence: ({ geometry, parameters: p }, seen) => ({
    ...(p.oneWay === "no" ? {} : { context: "oneWay" }),
    lengthM: seen ? Math.round(lengthOf(sectionsIn(geometry, seen.twin))) : 0,
    lanesForm: p.lanes === 1 ? "one" : "other",
    lanes: p.lanes,
    type: p.type,
  }),
  refuses: ({ geometry, parameters: p }, twin) =>
    firstRefusal(knownSections(geometry, twin), () => {
      const least = leastLanes({ oneway: p.oneWay === "no" ? "no" : "forward" });
      const narrow = sectionsIn(geometry, twin).filter(
        (section) => section.lanes - p.lanes < (section.oneway === "no" ? least : 1),
      );
      if (narrow.length === 0) return null;
      // With one direction for cars it would do.
      const key = narrow.every(({ lanes }) => lanes - p.lanes >= 1) ? "tooFewLanesBothWays" : "tooFewLanes";
      return { key, values: { lanes: Math.min(...narrow.map(({ lanes }) => lanes)) } };
    }),
  shape: () => null,
});
