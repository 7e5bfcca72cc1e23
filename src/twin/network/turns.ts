import type { StreetLayer, Turn } from "../objects.ts";
import type { StreetGraph, StreetMode } from "./contract.ts";
import type { StreetNodes } from "./nodes.ts";

type Arcs = Omit<StreetGraph, "bannedStart" | "banned">;

/**
 * Arcs that rules forbid after each arc. A rule that names a section which the mode cannot use binds nobody; where all but one
 * turn are forbidden and that one is closed, the others are open again (the sign goes with the closure). Turning back is never listed.
 */
export function bannedTurns(
  { sections, turns }: StreetLayer,
  nodes: StreetNodes,
  graph: Arcs,
): Pick<StreetGraph, "bannedStart" | "banned"> {
  const arcCount = graph.arcStep.length;
  const bannedStart = new Uint32Array(arcCount + 1);
  const binding = turns.filter((turn) => binds(turn, graph.mode));
  if (binding.length === 0) return { bannedStart, banned: new Uint32Array(0) };
  const rowOf = new Map(sections.map(({ id }, row) => [id, row]));
  const forbidden = new Map<number, Set<number>>();
  const prescribed = new Map<number, Set<number>>();
  for (const { from, via, to, allowed } of binding) {
    const fromRow = rowOf.get(from);
    const toRow = rowOf.get(to);
    if (fromRow === undefined || toRow === undefined || fromRow === toRow) continue;
    const node = endNearest(nodes, fromRow, via);
    if (node < 0) continue;
    const before = arcInto(graph, nodes, fromRow, node);
    const after = arcOutOf(graph, toRow, node);
    if (before < 0 || after < 0) continue;
    const group = allowed ? prescribed : forbidden;
    const known = group.get(before);
    if (known === undefined) group.set(before, new Set([after]));
    else known.add(after);
  }
  for (const [before, only] of prescribed) {
    const all = forbidden.get(before) ?? new Set<number>();
    const node = graph.arcHead[before];
    for (let arc = graph.arcStart[node]; arc < graph.arcStart[node + 1]; arc += 1) {
      const back = graph.arcStep[arc] >> 1 === graph.arcStep[before] >> 1;
      if (!only.has(arc) && !back) all.add(arc);
    }
    forbidden.set(before, all);
  }
  for (const [before, after] of forbidden) bannedStart[before + 1] = after.size;
  for (let arc = 0; arc < arcCount; arc += 1) bannedStart[arc + 1] += bannedStart[arc];
  const banned = new Uint32Array(bannedStart[arcCount]);
  for (const [before, after] of forbidden) banned.set(Uint32Array.from(after).sort(), bannedStart[before]);
  return { bannedStart, banned };
}

/** Rules never bind people on foot. */
function binds({ except }: Turn, mode: StreetMode): boolean {
  if (mode === "foot") return false;
  return mode === "car" || !(except ?? []).includes(mode);
}

function endNearest(nodes: StreetNodes, row: number, [x, y]: Turn["via"]): number {
  const ends = [nodes.ofSection[2 * row], nodes.ofSection[2 * row + 1]];
  if (ends[0] < 0) return -1;
  const [first, last] = ends.map((node) => Math.hypot(nodes.xy[2 * node] - x, nodes.xy[2 * node + 1] - y));
  return first <= last ? ends[0] : ends[1];
}

function arcOutOf(graph: Arcs, row: number, node: number): number {
  for (let arc = graph.arcStart[node]; arc < graph.arcStart[node + 1]; arc += 1)
    if (graph.arcStep[arc] >> 1 === row) return arc;
  return -1;
}

function arcInto(graph: Arcs, nodes: StreetNodes, row: number, node: number): number {
  for (const direction of [0, 1]) {
    const step = 2 * row + direction;
    if (nodes.ofSection[step ^ 1] !== node) continue;
    const tail = nodes.ofSection[step];
    for (let arc = graph.arcStart[tail]; arc < graph.arcStart[tail + 1]; arc += 1)
      if (graph.arcStep[arc] === step) return arc;
  }
  return -1;
}
