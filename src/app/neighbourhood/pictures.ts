import type { Tempo30Section } from "#neighbourhood/tempo30.ts";
import type { SceneStreets } from "#scene/contract.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { Analysis } from "./analysis.ts";

/** Told apart by colour-blind eyes too; numbers in the table say the same. */
const cellColours = [
  "#0072b2",
  "#e69f00",
  "#7b3f8c",
  "#56b4e9",
  "#a0522d",
  "#cc79a7",
  "#3a4a5a",
  "#b8a000",
] as const;

export const cellColour = (cell: number): string => cellColours[cell % cellColours.length];

/** What is not pointed out while something else is. */
const quietColour = "#a3abb2";

/** How many shortcuts a street has from each class on. */
export const shortcutEdges = [1, 3, 6, 12] as const;
export const shortcutColours = ["#f0a235", "#d9701f", "#a8430f", "#561706"] as const;
const markedColour = "#0b5c8a";
export const tempo30Colour = "#b4491f";

type Values = (row: number) => readonly [number, number];

function ribbons(
  sections: readonly StreetSection[],
  values: Values,
  classEdges: readonly number[],
  colours: readonly string[],
  widthsPx: readonly number[],
): SceneStreets {
  return {
    sectionIds: sections.map(({ id }) => id),
    values: Float32Array.from(sections.flatMap((_, row) => values(row))),
    classEdges,
    colours,
    widthsPx,
  };
}

const none = [Number.NaN, Number.NaN] as const;

/**
 * Streets in the colour of their cell, or one cell alone and the others quiet. A street with a filter has on each side the cell that
 * its end on that side belongs to.
 */
export function cellsPicture(
  { sections, neighbourhood, cells }: Analysis,
  marked: number | null,
): SceneStreets {
  const rows = new Map(neighbourhood.sections.map((section, row) => [section, row]));
  const classOf = (cell: number): number => {
    if (cell < 0) return Number.NaN;
    if (marked === null) return (cell % cellColours.length) + 1;
    return cell === marked ? 2 : 1;
  };
  const colours = marked === null ? cellColours : [quietColour, cellColour(marked)];
  return ribbons(
    sections,
    (section) => {
      const row = rows.get(section);
      if (row === undefined) return none;
      const [first, last] = cells.halves[row];
      return [classOf(first), classOf(last)];
    },
    colours.map((_, i) => i + 1),
    colours,
    colours.map(() => 7),
  );
}

/** Streets by the number of shortcuts over them, or one shortcut alone. */
export function shortcutsPicture(
  { sections, neighbourhood, shortcuts }: Analysis,
  marked: number | null,
): SceneStreets {
  const route = marked === null ? undefined : shortcuts.routes[marked];
  if (route !== undefined) {
    const steps = new Set(route.steps);
    const along = (step: number): number => (steps.has(step) ? 1 : Number.NaN);
    return ribbons(sections, (row) => [along(2 * row), along(2 * row + 1)], [1], [markedColour], [8]);
  }
  const rows = new Map(neighbourhood.sections.map((section, row) => [section, row]));
  const count = (section: number): number => {
    const row = rows.get(section);
    const value = row === undefined ? 0 : shortcuts.counts[row];
    return value > 0 ? value : Number.NaN;
  };
  return ribbons(sections, (row) => [count(row), count(row)], shortcutEdges, shortcutColours, [4, 6, 8, 10]);
}

/** Sections that Tempo 30 can be argued for. */
export function tempo30Picture(
  sections: readonly StreetSection[],
  found: readonly Tempo30Section[],
): SceneStreets {
  const arguable = new Set(found.map(({ section }) => section));
  return ribbons(sections, (row) => (arguable.has(row) ? [1, 1] : none), [1], [tempo30Colour], [7]);
}
