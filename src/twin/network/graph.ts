import { lineLength } from "../geometry/planar.ts";
import type { StreetLayer, StreetSection } from "../objects.ts";
import type { StreetGraph, StreetMode } from "./contract.ts";
import { isStreet, type StreetNodes, streetNodes } from "./nodes.ts";
import { bannedTurns } from "./turns.ts";

/**
 * The streets that a mode may use, as a routable graph: access, one-ways (with what is open to bikes and buses against
 * them), filters and rules for turns. A filtered section has no arc for those whom the filter stops; its two ends stay nodes.
 * Nodes are those of all streets, so that they are numbered alike for every mode.
 */
export function streetGraphOf(
  streets: StreetLayer,
  mode: StreetMode,
  nodes: StreetNodes = streetNodes(streets),
): StreetGraph {
  const { sections } = streets;
  const steps: number[] = [];
  const outgoing = new Uint32Array(nodes.count + 1);
  const tailOf = (step: number): number => nodes.ofSection[step];
  const headOf = (step: number): number => nodes.ofSection[step ^ 1];
  for (const [row, section] of sections.entries()) {
    if (!passes(section, mode)) continue;
    for (const direction of [0, 1] as const) {
      if (!isOpen(section, mode, direction)) continue;
      const step = 2 * row + direction;
      steps.push(step);
      outgoing[tailOf(step) + 1] += 1;
    }
  }
  for (let node = 0; node < nodes.count; node += 1) outgoing[node + 1] += outgoing[node];
  const arcStart = outgoing;
  const next = arcStart.slice();
  const arcStep = new Uint32Array(steps.length);
  for (const step of steps) arcStep[next[tailOf(step)]++] = step;
  const arcHead = Uint32Array.from(arcStep, headOf);
  const arcTail = Uint32Array.from(arcStep, tailOf);
  const arcLengthM = Float32Array.from(arcStep, (step) => lineLength(sections[step >> 1].line));
  const graph = {
    mode,
    nodeCount: nodes.count,
    nodeXY: nodes.xy,
    arcStart,
    arcTail,
    arcHead,
    arcLengthM,
    arcStep,
  };
  return { ...graph, ...bannedTurns(streets, nodes, graph) };
}

/** Whether the mode gets from one end of the section to the other, whatever the direction. */
export function passes(section: StreetSection, mode: StreetMode): boolean {
  return isStreet(section) && section.access[mode] && (section.filter?.passes[mode] ?? true);
}

/** Whether the mode may use the section in a direction: 0 along its line as drawn, 1 against it. Filters are not looked at. */
export function isOpen({ oneway, tags }: StreetSection, mode: StreetMode, direction: 0 | 1): boolean {
  if (mode === "foot") return true;
  const against = oneway === "no" ? null : oneway === "forward" ? 1 : 0;
  if (mode === "bike" && against === null && tags["oneway:bicycle"] === "yes") return direction === 0;
  if (direction !== against) return true;
  if (mode === "bike") return bikesBothWays(tags);
  return mode === "bus" && (tags["oneway:bus"] === "no" || tags["oneway:psv"] === "no");
}

/** OSM: a one-way street that bikes may ride against. */
function bikesBothWays(tags: StreetSection["tags"]): boolean {
  if (tags["oneway:bicycle"] !== undefined) return tags["oneway:bicycle"] === "no";
  return ["cycleway", "cycleway:left", "cycleway:right", "cycleway:both"].some((key) =>
    (tags[key] ?? "").startsWith("opposite"),
  );
}
