import type { Point } from "#twin/frame.ts";
import { middleOfLine } from "#twin/geometry/line.ts";
import { insideRing } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import { isLocal, isMain, type Junctions, nodesOf } from "./topology.ts";

/** Rows of the local streets that belong together, ascending. */
export type Neighbourhood = { readonly sections: readonly number[] };

/**
 * The local streets that hang together with one of them without crossing a main street: what lies between the main streets
 * around it. Null where the street is none of a neighbourhood.
 */
export function neighbourhoodOf(
  sections: readonly StreetSection[],
  { nodes, endsAt }: Junctions,
  from: number,
): Neighbourhood | null {
  if (sections[from] === undefined || !isLocal(sections[from])) return null;
  const found = new Set([from]);
  const open = [from];
  for (let section = open.pop(); section !== undefined; section = open.pop()) {
    for (const node of nodesOf(nodes, section)) {
      const here = endsAt(node).map((end) => end >> 1);
      if (here.some((other) => isMain(sections[other]))) continue;
      for (const other of here) {
        if (found.has(other) || !isLocal(sections[other])) continue;
        found.add(other);
        open.push(other);
      }
    }
  }
  return { sections: [...found].sort((a, b) => a - b) };
}

/** The local streets whose middle lies within a drawn boundary. */
export function neighbourhoodWithin(
  sections: readonly StreetSection[],
  ring: readonly Point[],
): Neighbourhood {
  const rows = sections.flatMap((section, row) =>
    isLocal(section) && insideRing(middleOfLine(section.line), ring) ? [row] : [],
  );
  return { sections: rows };
}

/** Every neighbourhood of a place, the one with the most streets first. */
export function neighbourhoodsOf(
  sections: readonly StreetSection[],
  junctions: Junctions,
): readonly Neighbourhood[] {
  const seen = new Set<number>();
  const all: Neighbourhood[] = [];
  for (const row of sections.keys()) {
    const found = seen.has(row) ? null : neighbourhoodOf(sections, junctions, row);
    if (found === null) continue;
    for (const section of found.sections) seen.add(section);
    all.push(found);
  }
  return all.sort((a, b) => b.sections.length - a.sections.length);
}
