import { type Heading, headingOf, namesAtEnds, towards } from "#app/results/streetRows.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { ModelResult } from "#workers/runtime/model.ts";

/** A count as the condition of the model has it: 2 · section + direction, and vehicles in the stated hour. */
export type CountPair = readonly [step: number, vehPerH: number];

/** The street and the direction that a count was taken on. */
export type CountedStreet = {
  readonly section: StreetSection;
  readonly heading: Heading;
  readonly towards: string;
};

/** Streets of counts, in their order; null where the place has no such street. */
export function countedStreets(
  sections: readonly StreetSection[],
  steps: readonly number[],
): readonly (CountedStreet | null)[] {
  const ends = namesAtEnds(sections);
  return steps.map((step) => {
    const section = sections[step >> 1];
    if (section === undefined) return null;
    const direction = (step & 1) as 0 | 1;
    return {
      section,
      heading: headingOf(section.line, direction),
      towards: towards(section, direction, ends),
    };
  });
}

/** How the base stands against one count. */
export type CountComparison = {
  readonly step: number;
  readonly counted: number;
  /** NaN = the street is not open to cars that way. */
  readonly modelled: number;
  readonly geh: number;
  /** Change of the street's capacity by the calibration, percent. */
  readonly capacityPercent: number;
};

/** Every count beside what the base has there, the worst first; empty where a result was made without counts. */
export function countComparisons({ streets }: ModelResult): readonly CountComparison[] {
  const column = (id: string): Float32Array | undefined =>
    streets?.fields.find((field) => field.id === id)?.values;
  const counted = column("counted");
  const [base, geh, capacity] = ["flowBase", "geh", "capacityChange"].map(column);
  if (counted === undefined) return [];
  const found: CountComparison[] = [];
  counted.forEach((value, step) => {
    if (Number.isNaN(value)) return;
    found.push({
      step,
      counted: value,
      modelled: base?.[step] ?? Number.NaN,
      geh: geh?.[step] ?? Number.NaN,
      capacityPercent: capacity?.[step] ?? Number.NaN,
    });
  });
  // What cannot be compared stands at the end.
  return found.sort((a, b) => (Number.isNaN(b.geh) ? -1 : b.geh) - (Number.isNaN(a.geh) ? -1 : a.geh));
}
