import type { Twin } from "#twin/twin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { defaultFloodConditions, type FloodConditions } from "../conditions.ts";
import type { FloodErrorKey, FloodInputError } from "../errors.ts";
import { floodModel } from "../model.ts";
import { rectangle, type TwinRules, twinOf } from "./testTwin.ts";

const hillside: TwinRules = {
  columns: 60,
  rows: 40,
  cellSizeM: 1,
  heightM: (x, y) => 100 + 0.01 * x + 0.02 * y,
};

async function resultOf(twin: Twin, changes: Partial<FloodConditions> = {}) {
  return floodModel.run(
    twin,
    {
      ...defaultFloodConditions(),
      storm: "customBlock",
      rainDepthMm: 20,
      rainDurationMin: 10,
      afterRainMin: 10,
      ...changes,
    },
    unwatched(2),
  );
}

/** Counts what must not be: infinities anywhere, NaN in numbers, negative depths. */
function faults(result: Awaited<ReturnType<typeof resultOf>>): number {
  let count = 0;
  for (const { values } of result.fields)
    for (const value of values) if (value < 0 || Math.abs(value) > 1e6) count += 1;
  for (const value of Object.values(result.ledger)) if (!Number.isFinite(value)) count += 1;
  const { ledger } = result;
  if (!(ledger.massErrorRelative <= 5e-6)) count += 1;
  return count;
}

async function answered(twin: Twin, warning: string): Promise<VerifyFigure[]> {
  const result = await resultOf(twin);
  const said = result.warnings.filter(({ key }) => key === warning).length;
  return [atLeast(`warning "${warning}"`, said, 1, ""), atMost("faulty numbers", faults(result), 0, "")];
}

async function refused(
  twin: Twin,
  changes: Partial<FloodConditions>,
  key: FloodErrorKey,
): Promise<VerifyFigure[]> {
  try {
    await resultOf(twin, changes);
  } catch (error) {
    const matches = (error as FloodInputError).key === key ? 1 : 0;
    return [atLeast(`refused with "${key}"`, matches, 1, "")];
  }
  return [atLeast(`refused with "${key}"`, 0, 1, "")];
}

function withHeights(change: (x: number, y: number, z: number) => number): Twin {
  return twinOf({ ...hillside, heightM: (x, y) => change(x, y, hillside.heightM(x, y)) });
}

const bad = (id: string, title: string, run: () => Promise<VerifyFigure[]>): VerifyCase => ({
  id: `bad-input-${id}`,
  title,
  run: async () => ({ figures: await run() }),
});

export const cases: VerifyCase[] = [
  bad("hole", "A hole of 6 × 6 m in the terrain is filled and told", () =>
    answered(
      withHeights((x, y, z) => (x > 20 && x < 26 && y > 20 && y < 26 ? Number.NaN : z)),
      "terrainFilled",
    ),
  ),
  bad("hole-under-house", "A terrain without heights under a large hall loses no water there", async () => {
    const hall = { id: "hall", ring: rectangle(10, 5, 50, 35) };
    const whole = await resultOf(twinOf({ ...hillside, columns: 80, rows: 60, buildings: [hall] }));
    const holed = await resultOf(
      twinOf({
        ...hillside,
        columns: 80,
        rows: 60,
        buildings: [hall],
        heightM: (x, y) => (x > 11 && x < 49 && y > 6 && y < 34 ? Number.NaN : hillside.heightM(x, y)),
      }),
    );
    const off = Math.abs(holed.ledger.outflowM3 / whole.ledger.outflowM3 - 1);
    return [
      atMost("outflow off", 100 * off, 0.5, "%"),
      atMost("warnings", holed.warnings.length, 0, ""),
      atMost("faulty numbers", faults(holed), 0, ""),
    ];
  }),
  bad("missing-quarter", "A quarter without terrain is outside, and told", () =>
    answered(
      withHeights((x, y, z) => (x > 30 && y > 20 ? Number.NaN : z)),
      "terrainMissing",
    ),
  ),
  {
    id: "rim-outflow",
    title:
      "Terrain that ends at a town's outline lets its water out as the same terrain in its rectangle does",
    run: async () => {
      const slope: TwinRules = { columns: 60, rows: 40, cellSizeM: 2, heightM: (x) => 50 - 0.01 * x };
      const cut = twinOf({ ...slope, columns: 80, heightM: (x) => (x < 120 ? 50 - 0.01 * x : Number.NaN) });
      // A lone cell at the far side keeps the rectangle wider than the terrain.
      cut.data.terrain.values[79] = 40;
      const whole = await resultOf(twinOf(slope), { rainDepthMm: 40, afterRainMin: 60 });
      const outlined = await resultOf(cut, { rainDepthMm: 40, afterRainMin: 60 });
      const off = Math.abs(outlined.ledger.outflowM3 / whole.ledger.outflowM3 - 1);
      return {
        figures: [
          atMost("outflow off", 100 * off, 2, "%"),
          atMost("mass error", outlined.ledger.massErrorRelative, 5e-6, ""),
        ],
      };
    },
  },
  bad("spike", "A spike of 10 km is taken out and told", () =>
    answered(
      withHeights((x, y, z) => (Math.floor(x) === 25 && Math.floor(y) === 15 ? 10_000 : z)),
      "terrainFaulty",
    ),
  ),
  bad("no-data-as-height", "Heights of −9999 over half the terrain are refused", () =>
    refused(
      withHeights((x, _y, z) => (x > 30 ? -9999 : z)),
      {},
      "terrainImplausible",
    ),
  ),
  bad("no-terrain", "A terrain without any height is refused", () =>
    refused(
      withHeights(() => Number.NaN),
      {},
      "noTerrain",
    ),
  ),
  bad("storm-zero", "A storm of 0 mm is refused", () =>
    refused(twinOf(hillside), { rainDepthMm: 0 }, "noWater"),
  ),
  bad("storm-1000", "A storm of 1000 mm is refused", () =>
    refused(twinOf(hillside), { rainDepthMm: 1000 }, "rainAboveRange"),
  ),
  bad("storm-nan", "A storm that is no number is refused", () =>
    refused(twinOf(hillside), { rainDepthMm: Number.NaN }, "notANumber"),
  ),
  bad("building-outside", "A building outside the terrain is left out and told", () =>
    answered(
      twinOf({ ...hillside, buildings: [{ id: "far", ring: rectangle(500, 500, 520, 510) }] }),
      "buildingsOutside",
    ),
  ),
  bad("most-rain", "The largest storm that is accepted gives numbers", async () => {
    const result = await resultOf(twinOf(hillside), { rainDepthMm: 400, rainDurationMin: 5 });
    return [atMost("faulty numbers", faults(result), 0, "")];
  }),
];
