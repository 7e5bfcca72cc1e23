import { describe, expect, it } from "vitest";
import type { HydraulicLink } from "#twin/objects.ts";
import { runFlood } from "./verify/runFlood.ts";
import { twinOf } from "./verify/testTwin.ts";

/** A slope with a hollow at its foot. */
const ground = {
  columns: 60,
  rows: 60,
  cellSizeM: 2,
  heightM: (x: number, y: number) => 10 + 0.02 * x + 0.0004 * (y - 60) ** 2,
};
const conditions = {
  storm: "customBlock",
  rainDepthMm: 60,
  rainDurationMin: 30,
  afterRainMin: 30,
  boundary: "closed",
} as const;
const links: readonly HydraulicLink[] = [
  {
    id: "c",
    from: [40, 60],
    to: [8, 60],
    kind: { type: "culvert", diameterM: 0.5, lengthM: 30, manningN: 0.013 },
  },
  { id: "p", from: [8, 60], to: null, kind: { type: "pump", capacityM3PerS: 0.05, startDepthM: 0.05 } },
];

describe("links and sources", () => {
  it("cost a run neither its long steps nor its balance", async () => {
    const bare = await runFlood(twinOf(ground), conditions, 4);
    const linked = await runFlood(twinOf({ ...ground, links }), conditions, 4);
    for (const { movedM3 } of linked.run.links) expect(movedM3).toBeGreaterThan(0.1);
    expect(linked.run.ledger.linkOutflowM3).toBe(linked.run.links[1].movedM3);
    expect(linked.run.ledger.massErrorRelative).toBeLessThan(1e-6);
    expect(linked.run.ledger.cellUpdates / bare.run.ledger.cellUpdates).toBeLessThan(1.25);
  });

  it("bring a source's whole hydrograph, whatever the steps", async () => {
    const { run } = await runFlood(
      twinOf(ground),
      {
        ...conditions,
        rainDepthMm: 0,
        inflowAt: "point",
        inflowX: 60,
        inflowY: 60,
        inflowHydrograph: [
          [1, 0],
          [3.3, 0.4],
          [20, 0.1],
        ],
      },
      4,
    );
    expect(run.ledger.inflowM3).toBeCloseTo(60 * (2.3 * 0.2 + 16.7 * 0.25), 3);
    expect(run.ledger.massErrorRelative).toBeLessThan(1e-6);
  });
});
