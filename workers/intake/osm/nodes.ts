import { growableDoubles, push } from "../buildings/growable.ts";
import { IntakeError } from "../report.ts";

/** Largest count of nodes that are kept: 24 bytes each, with room to grow about a gigabyte. */
const mostNodes = 20_000_000;

/** Places of nodes, found by id. */
export type NodeTable = {
  readonly add: (id: number, lon: number, lat: number) => void;
  readonly count: () => number;
  /** Row of a node; −1 where the file does not hold it. Call only once all nodes are in. */
  readonly find: (id: number) => number;
  readonly lon: (row: number) => number;
  readonly lat: (row: number) => number;
};

/**
 * Nodes as columns, sorted by id: files come sorted as a rule, so nothing is done for them; others are sorted once. Of a
 * node that occurs again the last place counts.
 */
export function createNodeTable(): NodeTable {
  const ids = growableDoubles();
  const lonLat = growableDoubles();
  let sorted = true;

  const sort = (): void => {
    const order = Uint32Array.from({ length: ids.length }, (_, row) => row);
    const { values } = ids;
    // Equal ids in file order, so that the last one is found.
    order.sort((a, b) => values[a] - values[b] || a - b);
    const places = lonLat.values;
    const sortedIds = new Float64Array(ids.length);
    const sortedPlaces = new Float64Array(lonLat.length);
    for (let i = 0; i < order.length; i++) {
      sortedIds[i] = values[order[i]];
      sortedPlaces[i * 2] = places[order[i] * 2];
      sortedPlaces[i * 2 + 1] = places[order[i] * 2 + 1];
    }
    ids.values = sortedIds;
    lonLat.values = sortedPlaces;
    sorted = true;
  };

  return {
    add: (id, lon, lat) => {
      if (ids.length >= mostNodes) throw new IntakeError("osmTooLarge", { limit: mostNodes });
      if (ids.length > 0 && id < ids.values[ids.length - 1]) sorted = false;
      push(ids, id);
      push(lonLat, lon);
      push(lonLat, lat);
    },
    count: () => ids.length,
    find: (id) => {
      if (!sorted) sort();
      const { values } = ids;
      // The last row that is not beyond the id.
      let low = 0;
      let high = ids.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (values[middle] <= id) low = middle + 1;
        else high = middle;
      }
      return low > 0 && values[low - 1] === id ? low - 1 : -1;
    },
    lon: (row) => lonLat.values[row * 2],
    lat: (row) => lonLat.values[row * 2 + 1],
  };
}
