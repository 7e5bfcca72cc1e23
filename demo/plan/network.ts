import type { Point } from "#twin/frame.ts";
import { intersectAll, type Polygon, subtractAll, uniteAll } from "../geometry/clip.ts";
import { bufferLine, smoothLine } from "../geometry/line.ts";
import { at, crossSegments, distance, lerp, projectOnSegment, roundPoint } from "../geometry/vector.ts";
import { districtSizeM, paths as pathPlans } from "./nature.ts";
import { churchSquare, coreStreets, marketSquare } from "./streetsCore.ts";
import { northStreets } from "./streetsNorth.ts";
import { southStreets } from "./streetsSouth.ts";
import { type StreetPlan, streetWidths } from "./streetTypes.ts";

export type Street = StreetPlan & {
  readonly line: readonly Point[];
  readonly carriagewayM: number;
  readonly pavementM: number;
};

export type Network = {
  readonly streets: readonly Street[];
  readonly paths: readonly Street[];
  /** Asphalt carriageways, sett carriageways, pavements and squares: disjoint, together the street land. */
  readonly asphalt: readonly Polygon[];
  readonly sett: readonly Polygon[];
  readonly pavement: readonly Polygon[];
  /** What the streets leave over. */
  readonly blocks: readonly Polygon[];
};

export const districtRectangle: Polygon = [
  [
    [0, 0],
    [districtSizeM, 0],
    [districtSizeM, districtSizeM],
    [0, districtSizeM],
  ],
];

/** Farthest that a street end is pulled onto the street it was drawn to meet, metres. */
const snapM = 14;

const nearestOn = (p: Point, line: readonly Point[]): { point: Point; distanceM: number } => {
  let best = { point: at(line, 0), distanceM: Infinity };
  for (let i = 0; i + 1 < line.length; i++) {
    const a = at(line, i);
    const b = at(line, i + 1);
    const { t, distanceSquared } = projectOnSegment(p, a, b);
    const d = Math.sqrt(distanceSquared);
    if (d < best.distanceM) best = { point: lerp(a, b, t), distanceM: d };
  }
  return best;
};

const snapEnd = (
  end: Point,
  own: StreetPlan,
  lines: readonly { plan: StreetPlan; line: readonly Point[] }[],
): Point => {
  let best: { point: Point; distanceM: number } = { point: end, distanceM: snapM };
  for (const { plan, line } of lines) {
    if (plan === own) continue;
    // Street ends that were drawn together stay together.
    for (const other of [at(line, 0), at(line, line.length - 1)]) {
      if (distance(other, end) < 0.01) return end;
    }
    const near = nearestOn(end, line);
    if (near.distanceM < best.distanceM) best = near;
  }
  return roundPoint(best.point);
};

const toStreet = (plan: StreetPlan, line: readonly Point[]): Street => ({
  ...plan,
  line,
  ...streetWidths[plan.kind],
});

const buildStreets = (plans: readonly StreetPlan[]): Street[] => {
  const lines = plans.map((plan) => ({ plan, line: smoothLine(plan.points) }));
  return lines.map(({ plan, line }) => {
    const snapped = [
      snapEnd(at(line, 0), plan, lines),
      ...line.slice(1, -1),
      snapEnd(at(line, line.length - 1), plan, lines),
    ];
    return toStreet(plan, snapped);
  });
};

let built: Network | null = null;
/** Street axes, street land and blocks of the base district: the same for every seed, so built once. */
export const buildNetwork = (): Network => {
  built ??= assembleNetwork();
  return built;
};

const assembleNetwork = (): Network => {
  const streets = buildStreets([...coreStreets, ...southStreets, ...northStreets]);
  const paths = pathPlans.map((plan) => toStreet(plan, smoothLine(plan.points)));
  const strip = (street: Street, extraM: number): Polygon => [
    bufferLine(street.line, street.carriagewayM / 2 + extraM),
  ];
  const within = (polygons: readonly Polygon[]) => intersectAll(polygons, [districtRectangle]);
  const asphaltAll = uniteAll(streets.filter((s) => s.surface !== "sett").map((s) => strip(s, 0)));
  const settAll = uniteAll(streets.filter((s) => s.surface === "sett").map((s) => strip(s, 0)));
  const squares: Polygon[] = [[marketSquare], [churchSquare]];
  const corridor = uniteAll([...streets.map((s) => strip(s, s.pavementM)), ...squares]);
  const settOnly = subtractAll(settAll, asphaltAll);
  return {
    streets,
    paths,
    asphalt: within(asphaltAll),
    sett: within(settOnly),
    pavement: within(subtractAll(corridor, [...asphaltAll, ...settOnly])),
    blocks: subtractAll([districtRectangle], corridor),
  };
};

/** Points where two lines cross, with the position along each (segment index + fraction). */
export const crossingsOf = (
  a: readonly Point[],
  b: readonly Point[],
): { point: Point; onA: number; onB: number }[] => {
  const result: { point: Point; onA: number; onB: number }[] = [];
  for (let i = 0; i + 1 < a.length; i++) {
    for (let j = 0; j + 1 < b.length; j++) {
      const hit = crossSegments(at(a, i), at(a, i + 1), at(b, j), at(b, j + 1));
      if (hit) result.push({ point: lerp(at(a, i), at(a, i + 1), hit.t), onA: i + hit.t, onB: j + hit.u });
    }
  }
  return result;
};
