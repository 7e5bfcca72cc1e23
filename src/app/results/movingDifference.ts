import type { RunOutcome } from "#runs/contract.ts";
import type { SceneFrames } from "#scene/contract.ts";
import { sameGrid } from "#twin/read/grid.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { noRoofs, type RoofPair } from "./difference.ts";
import type { DifferenceState } from "./differences.ts";
import { bracketOf, createFrameHolder } from "./frameTrack.ts";
import { bracketFrames, noValues } from "./pictures.ts";
import { differenceStepsOf } from "./ramps.ts";
import { type CodeDifference, codeDifference, differenceDecode, sameSteps } from "./seriesDifference.ts";

type SeriesLayer = ResultLayer & { readonly series: NonNullable<ResultLayer["series"]> };

/** Stands between the addresses of the two runs. */
const pairMark = "\n";

type MovingDifference = { readonly state: DifferenceState; readonly frames: SceneFrames | null };

/**
 * plan − baseline of a series at the moment shown. Each step is subtracted once while it is needed; between two steps the
 * scene mixes their differences, which is the difference of the mixed values.
 *
 * @param load one stored frame of a run
 * @param onReady called when a step that was asked for is there
 */
export function createMovingDifference(
  load: (address: string, series: string, index: number) => Promise<Uint16Array | null>,
  onReady: () => void,
): (
  baseline: RunOutcome | null,
  plan: RunOutcome | null,
  layer: SeriesLayer,
  timeS: number,
) => MovingDifference {
  const counts = new WeakMap<Uint16Array, CodeDifference>();
  let scale = 1;
  let tolerance = 1;
  let roofs: RoofPair = noRoofs;
  const subtract = async (address: string, series: string, index: number): Promise<Uint16Array | null> => {
    const [from = "", to = ""] = address.split(pairMark);
    // Another pair may be asked for while this one is being read.
    const kinds = roofs;
    const [before, after] = await Promise.all([load(from, series, index), load(to, series, index)]);
    if (before === null || after === null) return null;
    const found = await codeDifference(before, after, scale, tolerance, kinds);
    counts.set(found.codes, found);
    return found.codes;
  };
  const holder = createFrameHolder(subtract, onReady);
  /** The state of a step keeps its identity, so that the legend is not said anew with every frame that plays. */
  let said: { readonly codes: Uint16Array; readonly state: DifferenceState } | null = null;

  return (baseline, plan, layer, timeS) => {
    const none = (status: "missing" | "otherGrid" | "working"): MovingDifference => ({
      state: waitingStates[status],
      frames: null,
    });
    if (baseline === null || plan === null || plan.result.frameTimesS.length === 0) return none("missing");
    if (!sameGrid(baseline.result.grid, plan.result.grid) || !sameSteps(baseline, plan))
      return none("otherGrid");
    const steps = differenceStepsOf(layer);
    scale = layer.series.scale;
    tolerance = steps[0];
    roofs = { baseline: baseline.result.roofs, plan: plan.result.roofs };
    const address = `${baseline.inputHash}${pairMark}${plan.inputHash}`;
    const keyOf = (index: number) => ({ address, series: layer.series.name, index });
    const frames = bracketFrames(plan, keyOf, timeS, holder, differenceDecode(scale));
    if (frames === null) return none("working");
    const codes = frames.mix < 0.5 ? frames.before : frames.after;
    if (said?.codes !== codes) {
      const { grid, frameTimesS } = plan.result;
      const bracket = bracketOf(frameTimesS, timeS);
      const index = bracket === null ? 0 : frames.mix < 0.5 ? bracket.before : bracket.after;
      const cellM2 = grid.cellSizeM ** 2;
      const { moreCells = 0, lessCells = 0 } = counts.get(codes) ?? {};
      const difference = {
        grid,
        layer,
        values: noValues,
        ...(roofs.plan === undefined ? {} : { roofs: roofs.plan }),
        steps,
        timeS: frameTimesS[index] ?? null,
        moreM2: moreCells * cellM2,
        lessM2: lessCells * cellM2,
      };
      said = { codes, state: { status: "ready", difference } };
    }
    return { state: said.state, frames };
  };
}

const waitingStates = {
  missing: { status: "missing" },
  otherGrid: { status: "otherGrid" },
  working: { status: "working" },
} as const;
