import { describe, expect, it } from "vitest";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { forgetBases } from "./baseCache.ts";
import { defaultTrafficConditions } from "./conditions.ts";
import { trafficModel } from "./model.ts";
import { closed, fresh, madeTown, planned } from "./verify/place.ts";

describe("cancelling a traffic run", () => {
  it.each(["base", "plan"])("ends in the phase “%s”, and leaves nothing half done behind", async (phase) => {
    forgetBases();
    const twin = planned(fresh(madeTown()), [closed("h1.1")]);
    const conditions = { ...defaultTrafficConditions(), throughPercent: 300, tripsPerPersonDay: 6 };
    const reason = new Error("enough");
    const cancel = new AbortController();
    const run = trafficModel.run(
      twin,
      conditions,
      unwatched(1, {
        signal: cancel.signal,
        progress: (_, now) => {
          if (now === phase) cancel.abort(reason);
        },
      }),
    );
    await expect(run).rejects.toBe(reason);
    const after = await trafficModel.run(twin, conditions, unwatched(1));
    expect(after.ledger.gap).toBeLessThanOrEqual(1e-6);
  });

  it("says how far it is, never backwards", async () => {
    forgetBases();
    const said: number[] = [];
    await trafficModel.run(
      planned(fresh(madeTown()), [closed("h1.1")]),
      defaultTrafficConditions(),
      unwatched(1, { progress: (fraction) => said.push(fraction) }),
    );
    expect(said[said.length - 1]).toBe(1);
    expect(said).toEqual([...said].sort((a, b) => a - b));
  });
});
