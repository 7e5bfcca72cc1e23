import type { Point } from "#twin/frame.ts";
import { distanceToLine } from "#twin/geometry/line.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { toleranceOf } from "./streetDifference.ts";

const headings = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;
export type Heading = (typeof headings)[number];

/** Values of a layer, two a section, with the ids of its rows. */
export type StreetColumn = { readonly sectionIds: readonly string[]; readonly values: Float32Array };

/** A street in one direction, or in both where they have the same values. */
export type StreetRow = {
  readonly section: StreetSection;
  readonly direction: 0 | 1 | "both";
  /** Where the direction leads by the compass; null for both. */
  readonly heading: Heading | null;
  /** The street that it leads to; "" where that is not known. */
  readonly towards: string;
  /** NaN = not known, or not open that way. */
  readonly before: number;
  readonly after: number;
  /** NaN where either is not known. */
  readonly change: number;
};

/** Where a line leads from its first point to its last, along it or against it. */
export function headingOf(line: readonly Point[], direction: 0 | 1): Heading {
  const from = line[0] ?? [0, 0];
  const to = line.at(-1) ?? [0, 0];
  const sign = direction === 0 ? 1 : -1;
  const clockwise = Math.atan2(sign * (to[0] - from[0]), sign * (to[1] - from[1])) / (Math.PI / 4);
  return headings[((Math.round(clockwise) % 8) + 8) % 8] ?? "n";
}

const keyOf = ([x, y]: Point): string => `${Math.round(x * 10)} ${Math.round(y * 10)}`;

const endsKnown = new WeakMap<readonly StreetSection[], ReadonlyMap<string, readonly string[]>>();

/** Names of the streets that meet at every end of a section; kept as long as the list of sections is. */
export function namesAtEnds(sections: readonly StreetSection[]): ReadonlyMap<string, readonly string[]> {
  const known = endsKnown.get(sections) ?? readNamesAtEnds(sections);
  endsKnown.set(sections, known);
  return known;
}

function readNamesAtEnds(sections: readonly StreetSection[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { name, line } of sections) {
    if (name === "") continue;
    for (const end of [line[0], line.at(-1)]) {
      if (end === undefined) continue;
      const known = names.get(keyOf(end));
      if (known === undefined) names.set(keyOf(end), [name]);
      else if (!known.includes(name)) known.push(name);
    }
  }
  return names;
}

/** The other street that a section leads to in a direction; "" where there is none with a name. */
export function towards(
  section: StreetSection,
  direction: 0 | 1,
  ends: ReadonlyMap<string, readonly string[]>,
): string {
  const end = direction === 0 ? section.line.at(-1) : section.line[0];
  const names = end === undefined ? undefined : ends.get(keyOf(end));
  return names?.find((name) => name !== section.name) ?? "";
}

/**
 * A row for every section and direction that has a value in either result. An amount that one of them does not have is none: a
 * closed street has lost its traffic.
 */
export function streetRows(
  sections: readonly StreetSection[],
  layer: ResultLayer,
  before: StreetColumn | null,
  after: StreetColumn,
): readonly StreetRow[] {
  const rowBefore = new Map(before?.sectionIds.map((id, row) => [id, row]));
  const rowAfter = new Map(after.sectionIds.map((id, row) => [id, row]));
  const ends = namesAtEnds(sections);
  const at = (column: StreetColumn | null, row: number | undefined, direction: 0 | 1): number =>
    row === undefined ? Number.NaN : (column?.values[2 * row + direction] ?? Number.NaN);
  return sections.flatMap((section) => {
    const rows = ([0, 1] as const).map((direction): StreetRow => {
      const values = [
        at(before, rowBefore.get(section.id), direction),
        at(after, rowAfter.get(section.id), direction),
      ] as const;
      const [was, is] = values.map((value) =>
        Number.isNaN(value) && layer.ramp === "flow" && !values.every(Number.isNaN) ? 0 : value,
      );
      return {
        section,
        direction,
        heading: headingOf(section.line, direction),
        towards: towards(section, direction, ends),
        before: was ?? Number.NaN,
        after: is ?? Number.NaN,
        change: before === null ? Number.NaN : (is ?? Number.NaN) - (was ?? Number.NaN),
      };
    });
    const [along, against] = rows;
    if (along === undefined || against === undefined) return [];
    const same = Object.is(along.after, against.after) && Object.is(along.before, against.before);
    if (same && layer.unit !== "veh/h") {
      if (isEmpty(along)) return [];
      return [{ ...along, direction: "both", heading: null, towards: "" } satisfies StreetRow];
    }
    return rows.filter((row) => !isEmpty(row));
  });
}

const isEmpty = ({ before, after }: StreetRow): boolean => Number.isNaN(before) && Number.isNaN(after);

export type StreetSort = {
  readonly by: "name" | "before" | "after" | "change";
  readonly descending: boolean;
};

/** Rows in order; changes by their size, whatever their sign. What is not known stands at the end. */
export function sortedRows(rows: readonly StreetRow[], { by, descending }: StreetSort): readonly StreetRow[] {
  const sign = descending ? -1 : 1;
  const numberOf = (row: StreetRow): number =>
    by === "change" ? Math.abs(row.change) : by === "before" ? row.before : row.after;
  return [...rows].sort((a, b) => {
    if (by === "name") return sign * a.section.name.localeCompare(b.section.name, "de");
    const [one, other] = [numberOf(a), numberOf(b)];
    if (Number.isNaN(one) || Number.isNaN(other))
      return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
    return sign * (one - other);
  });
}

/** Rows of one street that say the same: a street is cut at every junction, and its traffic seldom changes there. */
export type RowGroup = { readonly row: StreetRow; readonly sections: number };

/** One row for all sections of a street that lead the same way with the same figures, in the place of the first. */
export function groupedRows(
  rows: readonly StreetRow[],
  figures: (row: StreetRow) => string,
): readonly RowGroup[] {
  const groups = new Map<string, { row: StreetRow; sections: number }>();
  for (const row of rows) {
    const { id, name } = row.section;
    const key = [name === "" ? id : name, row.direction === "both", row.heading, figures(row)].join("\n");
    const known = groups.get(key);
    if (known === undefined) {
      groups.set(key, { row, sections: 1 });
      continue;
    }
    known.sections += 1;
    if (known.row.towards !== row.towards) known.row = { ...known.row, towards: "" };
  }
  return [...groups.values()];
}

/** Whether a change is one that the map draws. */
const isDrawn = (row: StreetRow, layer: ResultLayer): boolean =>
  Math.abs(row.change) >= toleranceOf(layer, row.before, row.after);

/** Kilometres of streets with more and with less, both directions of a section together, and the greatest change of either sign. */
export type StreetChanges = {
  readonly moreKm: number;
  readonly lessKm: number;
  readonly mostMore: StreetRow | null;
  readonly mostLess: StreetRow | null;
};

export function changesOf(rows: readonly StreetRow[], layer: ResultLayer): StreetChanges {
  const bySection = new Map<string, { section: StreetSection; sum: number }>();
  let mostMore: StreetRow | null = null;
  let mostLess: StreetRow | null = null;
  for (const row of rows) {
    if (!isDrawn(row, layer)) continue;
    const known = bySection.get(row.section.id) ?? { section: row.section, sum: 0 };
    known.sum += row.change;
    bySection.set(row.section.id, known);
    if (row.change > (mostMore?.change ?? 0)) mostMore = row;
    if (row.change < (mostLess?.change ?? 0)) mostLess = row;
  }
  const km = (sign: 1 | -1): number =>
    [...bySection.values()]
      .filter(({ sum }) => sum * sign > 0)
      .reduce((total, { section }) => total + lineLength(section.line) / 1000, 0);
  return { moreKm: km(1), lessKm: km(-1), mostMore, mostLess };
}

/** The nearest section that may be meant by a point, or null where none is near enough. */
export function sectionAt(
  sections: readonly StreetSection[],
  at: Point,
  toleranceM: number,
  isMeant: (section: StreetSection) => boolean,
): StreetSection | null {
  let found: StreetSection | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const section of sections) {
    if (!isMeant(section)) continue;
    const apartM = distanceToLine(at, section.line);
    if (apartM <= Math.max(toleranceM, section.widthM / 2 + 2) && apartM < least) {
      least = apartM;
      found = section;
    }
  }
  return found;
}
