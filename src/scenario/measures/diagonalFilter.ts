import type { LayerOperation } from "#twin/operations.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import { firstRefusal, insidePlace } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { pointAt } from "./shapes.ts";
import { nearJunction } from "./streetChecks.ts";
import { type Arm, type Junction, junctionNear, namesOf } from "./streetPlaces.ts";

const parameters = {
  // Of the row of bollards, clockwise from north; the streets on either side of it are kept apart.
  bearingDeg: { kind: "number", unit: "°", min: 0, max: 175, step: 5, default: 45 },
  busesPass: { kind: "flag", default: false },
} as const satisfies ParameterSchema;

/** The streets of a junction on either side of a line through it. */
export function sidesOf(
  { arms }: Junction,
  bearingDeg: number,
): { readonly right: readonly Arm[]; readonly left: readonly Arm[] } {
  const isRight = (arm: Arm): boolean => (arm.bearingDeg - bearingDeg + 360) % 360 < 180;
  return { right: arms.filter(isRight), left: arms.filter((arm) => !isRight(arm)) };
}

/** Bollards across a junction, from corner to corner: cars turn within either side, and do not get to the other. */
export const diagonalFilter = defineKind({
  id: "diagonalFilter",
  group: "street",
  geometry: "point",
  parameters,
  cost: { per: "piece", lowEur: 5000, highEur: 40_000, source: planningAssumption },
  operations: ({ geometry, parameters: p }, _year, twin) => {
    const junction = junctionNear(twin, pointAt(geometry));
    if (junction === null) return [];
    const { right, left } = sidesOf(junction, p.bearingDeg);
    const except = p.busesPass ? (["bike", "bus"] as const) : (["bike"] as const);
    const ban = (from: Arm, to: Arm): LayerOperation => ({
      layer: "streets",
      op: "turn",
      turn: { from: from.section.id, via: junction.at, to: to.section.id, allowed: false, except },
    });
    return right.flatMap((a) => left.flatMap((b) => [ban(a, b), ban(b, a)]));
  },
  sketch: { fill: "#d9483b", outline: "#7d1d14", form: "diagonal" },
  sentence: ({ geometry, parameters: p }, seen) => {
    const junction = seen && junctionNear(seen.twin, pointAt(geometry));
    const { right, left } = junction ? sidesOf(junction, p.bearingDeg) : { right: [], left: [] };
    const names = (arms: readonly Arm[]): string =>
      namesOf(arms.map(({ section }) => section))
        .toSorted()
        .join(", ");
    const [one, other] = [names(right), names(left)];
    return { ...(one !== "" && other !== "" && one !== other ? { context: "named" } : {}), one, other };
  },
  refuses: ({ geometry, parameters: p }, twin) => {
    const at = pointAt(geometry);
    return firstRefusal(insidePlace([at], twin), nearJunction(at, twin), () => {
      const junction = junctionNear(twin, at);
      const { right, left } = junction ? sidesOf(junction, p.bearingDeg) : { right: [], left: [] };
      return right.length === 0 || left.length === 0 ? { key: "separatesNothing", values: {} } : null;
    });
  },
  shape: ({ geometry }) => ({ type: "circle", centre: pointAt(geometry), radiusM: 6 }),
});
