import { growableDoubles, growableIndices, push, reserve } from "../buildings/growable.ts";
import { IntakeError } from "../report.ts";

/** Largest count of references from ways to nodes that are kept: eight bytes each. */
const mostReferences = 40_000_000;

/** All ways of a file as columns: areas are put together from ways that say nothing of themselves. */
export type WayTable = {
  /** @returns its row. */
  readonly add: (id: number, nodes: ArrayLike<number>) => number;
  readonly count: () => number;
  readonly id: (row: number) => number;
  /** Ids of its nodes, as a view. */
  readonly nodes: (row: number) => Float64Array;
  /** Rows of the ways that are asked for; of a way that occurs again the last one counts. */
  readonly rowsOf: (ids: ReadonlySet<number>) => ReadonlyMap<number, number>;
};

export function createWayTable(): WayTable {
  const ids = growableDoubles();
  const ends = growableIndices(4096);
  const references = growableDoubles();
  return {
    add: (id, nodes) => {
      if (references.length + nodes.length > mostReferences)
        throw new IntakeError("osmTooLarge", { limit: mostReferences });
      reserve(references, nodes.length);
      references.values.set(nodes, references.length);
      references.length += nodes.length;
      push(ids, id);
      push(ends, references.length);
      return ids.length - 1;
    },
    count: () => ids.length,
    id: (row) => ids.values[row],
    nodes: (row) => references.values.subarray(row === 0 ? 0 : ends.values[row - 1], ends.values[row]),
    rowsOf: (wanted) => {
      const rows = new Map<number, number>();
      if (wanted.size === 0) return rows;
      for (let row = 0; row < ids.length; row++) {
        const id = ids.values[row];
        if (wanted.has(id)) rows.set(id, row);
      }
      return rows;
    },
  };
}
