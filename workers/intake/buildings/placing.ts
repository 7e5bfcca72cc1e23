import type { Frame } from "#twin/frame.ts";
import { frameForSample, type Projector, projectorTo } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import type { CrsFinding } from "../report.ts";

/** Settles where a city model lies, once its first coordinates are known. */
export type Placing = {
  /** What the file says of its system; the first statement counts. */
  readonly state: (srsName: string) => void;
  /** The projector, settled by this sample (its first two numbers) where that has not happened yet; null without one. */
  readonly projector: (sample: ArrayLike<number> | null) => Projector | null;
  readonly frame: () => Frame | null;
  readonly finding: () => CrsFinding | null;
};

export function createPlacing(options: {
  readonly crs: string | null;
  readonly preferredCrs: string | null;
}): Placing {
  let stated = "";
  let settled: SettledCrs | null = null;
  let frame: Frame | null = null;
  let project: Projector | null = null;
  return {
    state: (srsName) => {
      if (stated === "") stated = srsName;
    },
    projector: (sample) => {
      if (project !== null || sample === null) return project;
      const [first, second] = [sample[0], sample[1]];
      settled = settleCrs(stated, options.crs, [first, second], options.preferredCrs);
      frame = frameForSample(settled, first, second, options.preferredCrs);
      project = projectorTo(settled, frame);
      return project;
    },
    frame: () => frame,
    finding: () => settled?.finding ?? null,
  };
}
