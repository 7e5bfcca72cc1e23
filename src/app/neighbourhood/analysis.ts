import type { NeighbourhoodChoice } from "#app/state/neighbourhood.ts";
import { type Cells, cellsOf } from "#neighbourhood/cells.ts";
import {
  type Neighbourhood,
  neighbourhoodOf,
  neighbourhoodsOf,
  neighbourhoodWithin,
} from "#neighbourhood/choose.ts";
import { type Shortcuts, shortcutsOf } from "#neighbourhood/shortcuts.ts";
import { type Tempo30Section, tempo30Arguments } from "#neighbourhood/tempo30.ts";
import { isLocal, type Junctions, junctionsOf } from "#neighbourhood/topology.ts";
import type { Point } from "#twin/frame.ts";
import { distanceToSegment } from "#twin/geometry/planar.ts";
import type { StreetGraph } from "#twin/network/contract.ts";
import { streetGraphOf } from "#twin/network/graph.ts";
import { streetNodes } from "#twin/network/nodes.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";

/** What the tools say of one plan's streets. */
export type Analysis = {
  readonly sections: readonly StreetSection[];
  readonly neighbourhood: Neighbourhood;
  readonly cells: Cells;
  readonly shortcuts: Shortcuts;
};

/** Remembers what was made of an object as long as the object is there. */
function remembered<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? make(key);
    known.set(key, value);
    return value;
  };
}

const streetsNow = remembered((twin: Twin): StreetLayer => streetsOf(twin));
const junctionsNow = remembered((streets: StreetLayer): Junctions => junctionsOf(streetNodes(streets)));
const graphNow = remembered((streets: StreetLayer): StreetGraph => streetGraphOf(streets, "car"));

/** The streets that a choice means. A plan that closes one does not take it out of its neighbourhood: `base` decides. */
export function chosenNeighbourhood(base: Twin, choice: NeighbourhoodChoice | null): Neighbourhood | null {
  if (choice === null) return null;
  const streets = streetsNow(base);
  if (choice.type === "area") {
    const within = neighbourhoodWithin(streets.sections, choice.ring);
    return within.sections.length === 0 ? null : within;
  }
  const row = streets.sections.findIndex(({ id }) => id === choice.sectionId);
  return row < 0 ? null : neighbourhoodOf(streets.sections, junctionsNow(streets), row);
}

export const allNeighbourhoods = remembered((base: Twin): readonly Neighbourhood[] => {
  const streets = streetsNow(base);
  return neighbourhoodsOf(streets.sections, junctionsNow(streets));
});

/** @param speedKmh two a section, along and against, where traffic was simulated; null = as fast as allowed */
export function analyse(twin: Twin, neighbourhood: Neighbourhood, speedKmh: Float32Array | null): Analysis {
  const streets = streetsNow(twin);
  const { sections } = streets;
  const graph = graphNow(streets);
  const seconds = Float64Array.from(graph.arcStep, (step, arc) => {
    const simulated = speedKmh?.[step] ?? Number.NaN;
    const speed = simulated > 0 ? simulated : sections[step >> 1].speedKmh;
    return (graph.arcLengthM[arc] * 3.6) / Math.max(1, speed);
  });
  return {
    sections,
    neighbourhood,
    cells: cellsOf(streets, junctionsNow(streets), neighbourhood),
    shortcuts: shortcutsOf(sections, graph, neighbourhood, seconds),
  };
}

export const tempo30Of = remembered((twin: Twin): readonly Tempo30Section[] => {
  const streets = streetsNow(twin);
  return tempo30Arguments(streets.sections, junctionsNow(streets), twin.data.places);
});

/** The local street nearest to a place, within a distance; null where there is none. */
export function localStreetAt(twin: Twin, at: Point, withinM: number): StreetSection | null {
  let best: StreetSection | null = null;
  let leastM = withinM;
  for (const section of streetsNow(twin).sections) {
    if (!isLocal(section)) continue;
    for (let i = 1; i < section.line.length; i++) {
      const distanceM = distanceToSegment(at, section.line[i - 1], section.line[i]);
      if (distanceM > leastM) continue;
      leastM = distanceM;
      best = section;
    }
  }
  return best;
}

/** Names of sections, each once, in their order; those without a name are left out. */
export function streetNames(sections: readonly StreetSection[], rows: Iterable<number>): readonly string[] {
  return [...new Set(Array.from(rows, (row) => sections[row].name).filter((name) => name !== ""))];
}
