import { describe, expect, it } from "vitest";
import { initialSession } from "#app/state/session.ts";
import { readSnapshot, readSteps, snapshotOf } from "./snapshot.ts";

describe("snapshot", () => {
  it("brings a view back as it was left", () => {
    const left = snapshotOf({
      ...initialSession,
      activePlanId: "p1",
      compareMode: "swipe",
      comparePlanId: "baseline",
      swipe: 0.3,
      panelsFolded: { measures: true, simulation: false, time: true },
      camera: { x: 1, y: 2, z: 300, headingDeg: 10, pitchDeg: -40 },
      bookmarks: [{ id: "view-1", name: "Markt", pose: { x: 1, y: 2, z: 3, headingDeg: 4, pitchDeg: -5 } }],
    });
    expect(readSnapshot(JSON.parse(JSON.stringify(left)))).toEqual(left);
  });

  it("replaces what is stale or broken by the default, whatever it is", () => {
    const usual = snapshotOf(initialSession);
    for (const broken of [
      null,
      7,
      "x",
      [],
      {},
      { swipe: "half", sun: 3, camera: { x: Number.NaN }, layers: null },
    ]) {
      expect(readSnapshot(broken)).toEqual(usual);
    }
    expect(readSnapshot({ swipe: 7 }).swipe).toBe(1);
    expect(readSnapshot({ bookmarks: [{ id: "a" }, 3] }).bookmarks).toEqual([]);
  });

  it("keeps only steps that are steps", () => {
    const step = { type: "addPlan", patches: [], gesture: null };
    expect(readSteps({ past: [step, 3, { type: 4 }], future: "none" })).toEqual({ past: [step], future: [] });
  });
});
