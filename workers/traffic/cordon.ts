import type { Point } from "#twin/frame.ts";
import { strongParts } from "#twin/network/components.ts";
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
  /** Whether cars come in there, and whether they get out: one-way carriageways do one of both. */
  readonly entry: boolean;
  readonly exit: boolean;
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
  const connected = connectedNodes(graph);
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
      const entry = connected.into[node] === 1;
      const exit = connected.outOf[node] === 1;
      // Pieces of streets that the cut left alone lead nowhere.
      if (!entry && !exit) continue;
      const capacity = capacityOf(section);
      gates.push({
        section: row,
        end,
        at,
        name: section.name || section.id,
        capacity,
        entry,
        exit,
        throughVehPerH: capacity * throughShare,
        exitWeight: capacity * exitWeight,
      });
    }
  }
  return gates;
}

/** Nodes from which the largest connected part of the streets can be reached, and those that can be reached from it. */
function connectedNodes(graph: StreetGraph): { readonly into: Uint8Array; readonly outOf: Uint8Array } {
  const { part, largest } = strongParts(graph);
  const core = Uint8Array.from(part, (one) => (largest >= 0 && one === largest ? 1 : 0));
  const { arcTail, arcHead } = graph;
  return { into: spread(core, arcHead, arcTail), outOf: spread(core, arcTail, arcHead) };
}

/** All nodes that arcs lead to, from the marked ones on. */
function spread(marked: Uint8Array, from: Uint32Array, to: Uint32Array): Uint8Array {
  const reached = marked.slice();
  const next = new Map<number, number[]>();
  for (let arc = 0; arc < from.length; arc += 1) {
    const list = next.get(from[arc]);
    if (list === undefined) next.set(from[arc], [to[arc]]);
    else list.push(to[arc]);
  }
  const open = Array.from(reached.keys()).filter((node) => reached[node] === 1);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const onward of next.get(node) ?? []) {
      if (reached[onward] === 1) continue;
      reached[onward] = 1;
      open.push(onward);
    }
  }
  return reached;
}
