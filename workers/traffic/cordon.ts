import type { Point } from "#twin/frame.ts";
import type { StreetGraph } from "#twin/network/contract.ts";
import type { StreetNodes } from "#twin/network/nodes.ts";
import type { TwinData } from "#twin/twin.ts";
import { capacityOf, figuresOf } from "./capacities.ts";

/** A street that leaves the data. */
export type Gate = {
  readonly section: number;
  /** 2 · section + (0 its line begins there, 1 it ends there). */
  readonly end: number;
  readonly at: Point;
  readonly name: string;
  /** Vehicles an hour in one direction. */
  readonly capacity: number;
  /** Through traffic in the busiest hour and one direction, vehicles an hour. */
  readonly throughVehPerH: number;
  /** Relative pull as the way out. */
  readonly exitWeight: number;
};

/** An end so near to the edge, or beyond it, is where the street leaves, metres. */
const edgeM = 15;

/**
 * External zones: ends of car streets at or beyond the edge of the data from which no other street goes on. An extract that was cut
 * through a junction has an end for each of its arms.
 */
export function gatesOf({ extent, streets }: TwinData, nodes: StreetNodes, graph: StreetGraph): Gate[] {
  const arms = new Uint32Array(nodes.count);
  const open = new Set(Array.from(graph.arcStep, (step) => step >> 1));
  for (const row of open) {
    arms[nodes.ofSection[2 * row]] += 1;
    arms[nodes.ofSection[2 * row + 1]] += 1;
  }
  const gates: Gate[] = [];
  for (const row of [...open].sort((a, b) => a - b)) {
    const section = streets.sections[row];
    const { exitWeight, throughShare } = figuresOf(section);
    if (exitWeight === 0) continue;
    for (const end of [2 * row, 2 * row + 1]) {
      const node = nodes.ofSection[end];
      if (arms[node] !== 1) continue;
      const at: Point = [nodes.xy[2 * node], nodes.xy[2 * node + 1]];
      const inM = Math.min(
        at[0] - extent.minX,
        extent.maxX - at[0],
        at[1] - extent.minY,
        extent.maxY - at[1],
      );
      if (inM > edgeM) continue;
      const capacity = capacityOf(section);
      gates.push({
        section: row,
        end,
        at,
        name: section.name || section.id,
        capacity,
        throughVehPerH: capacity * throughShare,
        exitWeight: capacity * exitWeight,
      });
    }
  }
  return gates;
}
