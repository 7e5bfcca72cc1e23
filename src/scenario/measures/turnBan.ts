import type { LayerOperation } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import { firstRefusal } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { knownSections } from "./streetChecks.ts";
import { sectionsIn, sharedEnd } from "./streetPlaces.ts";

const parameters = {
  bothWays: { kind: "flag", default: false },
  bikesExempt: { kind: "flag", default: true },
  busesExempt: { kind: "flag", default: false },
} as const satisfies ParameterSchema;

/** The two sections of the turn, and where they meet; null where it is no turn. */
export function turnIn(geometry: MeasureGeometry, twin: Twin) {
  const sections = sectionsIn(geometry, twin);
  if (sections.length !== 2) return null;
  const [from, to] = sections;
  const via = sharedEnd(from, to);
  return via === null ? null : { from, to, via };
}

/** No turning from the first section into the second. */
export const turnBan = defineKind({
  id: "turnBan",
  group: "street",
  geometry: "sections",
  choose: { least: 2, most: 2 },
  parameters,
  cost: { per: "piece", lowEur: 300, highEur: 3000, source: planningAssumption },
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const turn = turnIn(geometry, twin);
    if (turn === null) return [];
    const except = [
      ...(p.bikesExempt ? (["bike"] as const) : []),
      ...(p.busesExempt ? (["bus"] as const) : []),
    ];
    const ban = (from: string, to: string): LayerOperation => ({
      layer: "streets",
      op: "turn",
      turn: { from, via: turn.via, to, allowed: false, except },
    });
    return [ban(turn.from.id, turn.to.id), ...(p.bothWays ? [ban(turn.to.id, turn.from.id)] : [])];
  },
  sketch: { fill: "#d9483b", outline: "#7d1d14", form: "turn" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const turn = seen && turnIn(geometry, seen.twin);
    const [from, to] = [turn?.from.name ?? "", turn?.to.name ?? ""];
    const named = from !== "" && to !== "" && from !== to;
    const context = p.bothWays ? (named ? "bothNamed" : "both") : named ? "named" : "";
    return { ...(context === "" ? {} : { context }), from, to };
  },
  refuses: ({ geometry }, twin) =>
    firstRefusal(knownSections(geometry, twin), (): Refusal | null => {
      const sections = sectionsIn(geometry, twin);
      if (sections.length !== 2) return { key: "needsTwoSections", values: { count: sections.length } };
      return turnIn(geometry, twin) === null ? { key: "notJoined", values: {} } : null;
    }),
  shape: () => null,
});
