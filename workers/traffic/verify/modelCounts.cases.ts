import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { gehOf, sqvOf } from "../calibration.ts";
import { field, fresh, madeTown, runTraffic } from "./place.ts";

const values: VerifyCase = {
  id: "modelCountMeasures",
  title: "GEH and SQV as defined",
  async run() {
    return {
      figures: [
        // √(2 · 100² / 1900)
        atMost("GEH of 900 and 1000", Math.abs(gehOf(900, 1000) - 3.244_428), 1e-6, ""),
        atMost("GEH of nothing", gehOf(0, 0), 0, ""),
        // 1 / (1 + √(100² / (1000 · 1000)))
        atMost("SQV of 900 and 1000", Math.abs(sqvOf(900, 1000) - 1 / 1.1), 1e-12, ""),
        atMost("SQV of cars where none were counted", sqvOf(10, 0), 0, ""),
      ],
    };
  },
};

/** Counts from a town with another demand: what a calibration must find back. */
async function town(): Promise<{
  readonly data: ReturnType<typeof madeTown>;
  readonly counts: [number, number][];
}> {
  const data = fresh(madeTown());
  const truth = await runTraffic(data, [], { tripsPerPersonDay: 3.8, throughPercent: 130, reachKm: 1 });
  const flow = field(truth, "flow");
  const counts: [number, number][] = [];
  for (let step = 0; step < flow.length; step += 3)
    if (flow[step] > 5) counts.push([step, Math.round(flow[step])]);
  return { data, counts };
}

const calibration: VerifyCase = {
  id: "modelCalibration",
  title: "Fitting brings the base to its counts within the bounds, and says by how much",
  async run() {
    const { data, counts } = await town();
    const compared = await runTraffic(data, [], { counts });
    const bounds = { demandBoundPercent: 30, capacityBoundPercent: 20 };
    const fitted = await runTraffic(data, [], { counts, calibrate: true, ...bounds });
    const held = await runTraffic(data, [], {
      counts,
      calibrate: true,
      demandBoundPercent: 0,
      capacityBoundPercent: 0,
    });
    const { ledger } = fitted;
    const change = fitted.fields.find(({ id }) => id === "demandChange")?.values ?? new Float32Array(0);
    return {
      figures: [
        atLeast("counts", compared.ledger.counts, 10, ""),
        atMost("compared alone is not fitted", compared.ledger.calibrated, 0, ""),
        atLeast("fitted says so", ledger.calibrated, 1, ""),
        atMost(
          "mean GEH against that of the assumptions",
          ledger.meanGeh / compared.ledger.meanGeh,
          0.5,
          "share",
        ),
        atLeast("counts with GEH below 5", ledger.gehBelow5Percent, 85, "%"),
        atLeast("mean SQV gained", ledger.meanSqv - ledger.meanSqvBefore, 0.01, ""),
        atLeast("lowest demand of a zone", ledger.lowestDemandPercent, 70, "%"),
        atMost("highest demand of a zone", ledger.highestDemandPercent, 130, "%"),
        atLeast("lowest capacity", ledger.lowestCapacityPercent, 80, "%"),
        atMost("highest capacity", ledger.highestCapacityPercent, 120, "%"),
        atLeast("zones whose change is shown", change.filter((value) => Math.abs(value) > 1).length, 1, ""),
        atMost(
          "within bounds of 0 nothing moves",
          Math.abs(held.ledger.meanGeh - compared.ledger.meanGeh),
          1e-3,
          "",
        ),
        atMost("gap", ledger.gap, 1e-6, ""),
      ],
      note: `mean GEH ${compared.ledger.meanGeh.toFixed(2)} → ${ledger.meanGeh.toFixed(2)}`,
    };
  },
};

export const cases: VerifyCase[] = [values, calibration];
