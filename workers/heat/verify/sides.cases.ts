import { sharedData } from "#tools/sharedData.ts";
import type { SkyViewSide } from "#workers/kernels/shearedSweep/contract.ts";
import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { delayWeight } from "../hour.ts";
import { sideWeight, viewFactorsOf } from "../viewFactors.ts";
import { readNpyFloats } from "./data/npyFloats.ts";

const needs = "heat/athens-golden";

/** The fixture's hour: W/m², shares and albedo as its README has them. */
const hour = { diffuse: 200, global: 800, shadedShare: 0.5, wallAlbedo: 0.2, upward: 50, leaf: 0.5 } as const;

const sideCase: VerifyCase = {
  id: "sides:shortWave",
  title: "Short-wave radiation on an upright plane against UMEP's fixtures of Athens, east and south",
  needs,
  run: async () => {
    const field = (name: string): Float32Array => readNpyFloats(`${sharedData(needs)}/${name}.npy`);
    const figures = ["e", "s"].map((side) => {
      const total = field(side === "e" ? "svf_east" : "svf_south");
      const canopy = field("svf_veg");
      const view = (): SkyViewSide => ({
        total: total.slice(),
        canopy: canopy.slice(),
        canopyBeforeBuilding: canopy.slice(),
        shade: null,
      });
      const { sidesBlocked } = viewFactorsOf(
        { ...view(), sides: [view(), view(), view(), view()] },
        hour.leaf,
        1,
      );
      const reflected =
        hour.wallAlbedo * (hour.global * (1 - hour.shadedShare) + hour.diffuse * hour.shadedShare);
      const expected = field(`radiation_kside_${side}`);
      let worst = 0;
      for (let cell = 0; cell < expected.length; cell += 1) {
        // UMEP's weight runs wild where the fixture's views are less than none; ours stands at 0 there.
        if (total[cell] + canopy[cell] < 1) continue;
        const blocked = sidesBlocked[cell] / 4;
        const ours = 0.5 * (hour.diffuse * (1 - blocked) + reflected * blocked + hour.upward);
        worst = Math.max(worst, Math.abs(ours - expected[cell]) / expected[cell]);
      }
      return atMost(`${side === "e" ? "east" : "south"}: largest relative error`, worst, 1e-3, "");
    });
    return {
      figures: [
        ...figures,
        atMost("an open side counts as 1", Math.abs(sideWeight(1) - 1), 1e-4, ""),
        atMost("a side less than closed counts as 0", Math.abs(sideWeight(-0.3)), 0, ""),
        atMost("the ground forgets three quarters in an hour", Math.abs(delayWeight(1) - 0.25), 1e-3, ""),
      ],
    };
  },
};

export const cases: readonly VerifyCase[] = [sideCase];
