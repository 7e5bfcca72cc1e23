import { type TwinData, twinLayerNames } from "#twin/twin.ts";
import type { FileChoice } from "./choices.ts";
import { besideOf } from "./companions.ts";
import type { Found } from "./expand.ts";
import { formatLicence } from "./licences.ts";
import { readingOrder } from "./readers.ts";
import type { ReadFile } from "./readFile.ts";

/** A file of a session before it is read. */
export type Pending = { readonly id: number; readonly found: Found; readonly choice: FileChoice };

/** A file of a session with what was read from it. */
export type Entry = Pending & { readonly read: ReadFile };

const rank = ({ found }: { readonly found: Found }): number => {
  const at = readingOrder.indexOf(found.format);
  return at < 0 ? readingOrder.length : at;
};

export const inReadingOrder = <Item extends { readonly found: Found }>(items: readonly Item[]): Item[] =>
  [...items].sort((a, b) => rank(a) - rank(b));

/** Files by the name that those share which belong together. */
export function byBeside<Item extends { readonly found: Found }>(
  items: readonly Item[],
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const { key } = besideOf(item.found.source.name);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Whether a grid can shift what this file was read in: systems of the old German datum. */
export const isOldDatum = ({ read }: Entry): boolean =>
  /^EPSG:(3146[6-9]|3068)$/.test(read.report.crs?.crs ?? "");

/** The system of the first file that has a place; the one that stood before where a file still has it. */
export function settledCrs(entries: readonly Entry[], before: string | null): string | null {
  if (before !== null && entries.some(({ read }) => read.frameCrs === before)) return before;
  return inReadingOrder(entries).find(({ read }) => read.frameCrs !== null)?.read.frameCrs ?? null;
}

/** A package among the files: a whole twin, taken alone. */
export const openedTwin = (entries: readonly Entry[]): TwinData | null =>
  entries.find(({ read }) => read.opened !== null)?.read.opened ?? null;

export function licencesOf({ choice, found, read }: Entry): readonly string[] {
  const known =
    read.opened === null
      ? [choice.licence ?? formatLicence(found.format)]
      : twinLayerNames.map((layer) => read.opened?.sources[layer]?.licence ?? "");
  return [...new Set(known)].filter((licence) => licence !== "");
}
