import type { DataRole } from "../choices.ts";
import { columnRules, type MeaningRule, type TableDataRole } from "./columnRules.ts";
import { isBlank, lengthOfValue, numberOfValue, textOfValue } from "./values.ts";

export const isTableRole = (role: DataRole | undefined): role is TableDataRole =>
  role !== undefined && Object.hasOwn(columnRules, role);

/** A column's name without case, marks and punctuation: "Höhe [m]" → "hoehem", "addr:street" → "addrstreet". */
export const plainName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replace(/[^a-z0-9]+/g, "");

const unitEnding = /^(.*?)(?:in)?(cm|mm|dm|m|meter|metres?)$/;
const unitFactors: Readonly<Record<string, number>> = { cm: 0.01, mm: 0.001, dm: 0.1 };

type Match = { readonly rank: number; readonly factor: number };

/** How a column's name fits a meaning; null = not. Names may carry a unit: "kronendurchmesserM", "HOEHE_CM". */
function matchOf(plain: string, { names }: MeaningRule): Match | null {
  const rank = names.indexOf(plain);
  if (rank >= 0) return { rank, factor: 1 };
  const unit = unitEnding.exec(plain);
  if (unit === null) return null;
  const bare = names.indexOf(unit[1]);
  return bare < 0 ? null : { rank: bare, factor: unitFactors[unit[2]] ?? 1 };
}

/** Whether a column's name stands for a meaning of a role. */
export const nameMeans = (role: TableDataRole, meaning: string, name: string): boolean =>
  Object.hasOwn(columnRules[role], meaning) && matchOf(plainName(name), columnRules[role][meaning]) !== null;

type Properties = Readonly<Record<string, unknown>>;

export type FieldReader = {
  /** Takes the properties of one record; the other functions speak of it until the next. */
  readonly open: (properties: Properties) => void;
  readonly value: (meaning: string) => unknown;
  readonly text: (meaning: string) => string;
  readonly number: (meaning: string) => number;
  /** Metres, with the unit of the column's name or of the value. */
  readonly lengthM: (meaning: string) => number;
  /** Whether the properties at hand have a column of the meaning with something in it. */
  readonly has: (meaning: string) => boolean;
  /** Whether a column belongs to any meaning. */
  readonly isUsed: (column: string) => boolean;
  /** Looks through the first records for columns that names alone do not tell. */
  readonly adopt: (sample: readonly Properties[]) => void;
  /** Column by meaning, "" = none seen. */
  readonly columns: () => Readonly<Record<string, string>>;
};

const mostColumns = 4000;

/**
 * Reads values by what they mean. Where several columns fit, the most trusted one that holds something in the record is
 * taken; what a person chose stands above all names, and "" takes none.
 */
export function createFieldReader(
  role: TableDataRole,
  chosen: Readonly<Record<string, string>> = {},
): FieldReader {
  const meanings = Object.keys(columnRules[role]);
  const fits = new Map<string, readonly { readonly slot: number; readonly match: Match }[]>();
  const best: { column: string; rank: number }[] = meanings.map(() => ({ column: "", rank: Infinity }));
  const values: unknown[] = meanings.map(() => undefined);
  const ranks = new Float64Array(meanings.length);
  const factors = new Float64Array(meanings.length);
  const slotOf = new Map(meanings.map((meaning, slot) => [meaning, slot]));
  const picked = (meaning: string): string | undefined =>
    Object.hasOwn(chosen, meaning) ? chosen[meaning] : undefined;

  const fitsOf = (column: string): readonly { readonly slot: number; readonly match: Match }[] => {
    const known = fits.get(column);
    if (known !== undefined) return known;
    const plain = plainName(column);
    const list = meanings.flatMap((meaning, slot) => {
      const choice = picked(meaning);
      const match = matchOf(plain, columnRules[role][meaning]);
      if (choice === undefined) return match === null ? [] : [{ slot, match }];
      return choice === column ? [{ slot, match: { rank: -1, factor: unitOf(plain) } }] : [];
    });
    if (fits.size < mostColumns) fits.set(column, list);
    return list;
  };

  const slot = (meaning: string): number => slotOf.get(meaning) ?? -1;
  return {
    open: (properties) => {
      values.fill(undefined);
      ranks.fill(Infinity);
      for (const column in properties) {
        const value = properties[column];
        for (const { slot: at, match } of fitsOf(column)) {
          if (match.rank < best[at].rank) best[at] = { column, rank: match.rank };
          if (match.rank >= ranks[at] || isBlank(value)) continue;
          values[at] = value;
          ranks[at] = match.rank;
          factors[at] = match.factor;
        }
      }
    },
    value: (meaning) => values[slot(meaning)],
    text: (meaning) => textOfValue(values[slot(meaning)]),
    number: (meaning) => numberOfValue(values[slot(meaning)]),
    lengthM: (meaning) => lengthOfValue(values[slot(meaning)], factors[slot(meaning)]),
    has: (meaning) => values[slot(meaning)] !== undefined,
    isUsed: (column) => fitsOf(column).length > 0,
    adopt: (sample) => {
      const columns = new Set(sample.flatMap((properties) => Object.keys(properties)));
      for (const column of columns) fitsOf(column);
      for (const [at, meaning] of meanings.entries()) {
        const rule = columnRules[role][meaning];
        const found = [...fits.values()].some((list) => list.some((fit) => fit.slot === at));
        if (rule.loose === undefined || found || picked(meaning) !== undefined) continue;
        for (const column of columns) {
          if (fitsOf(column).length > 0 || !rule.loose.test(plainName(column))) continue;
          const factor = unitOf(plainName(column));
          if (!areInRange(sample, column, factor, rule)) continue;
          fits.set(column, [{ slot: at, match: { rank: 1000, factor } }]);
          break;
        }
      }
    },
    columns: () =>
      Object.fromEntries(meanings.map((meaning, at) => [meaning, picked(meaning) ?? best[at].column])),
  };
}

const unitOf = (plain: string): number => unitFactors[unitEnding.exec(plain)?.[2] ?? ""] ?? 1;

/** Whether at least half of what a column holds in the sample are numbers of the range. */
function areInRange(
  sample: readonly Properties[],
  column: string,
  factor: number,
  { low = -Infinity, high = Infinity }: MeaningRule,
): boolean {
  let filled = 0;
  let fitting = 0;
  for (const properties of sample) {
    const value = properties[column];
    if (isBlank(value)) continue;
    filled += 1;
    const number = lengthOfValue(value, factor);
    if (number >= low && number <= high) fitting += 1;
  }
  return filled > 0 && fitting * 2 >= filled;
}
