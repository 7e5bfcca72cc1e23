import type { LayerOperation } from "#twin/operations.ts";
import { cellAt } from "#twin/read/grid.ts";
import { type HandmadePlace, handmadeTwin } from "#twin/read/handmadeTwin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { defaultHeatConditions, type HeatConditions } from "../conditions.ts";
import { heatCode } from "../hour.ts";
import { heatModel } from "../model.ts";

/** An open square of asphalt, 120 m wide. */
export const square: HandmadePlace = {
  extent: { minX: 0, minY: 0, maxX: 120, maxY: 120 },
  landCover: () => "asphalt",
};

export type Day = {
  readonly result: ModelResult;
  /** A series' value at a place and an hour of the clock; NaN where there is none. */
  readonly at: (series: "tmrt" | "utci" | "pet", x: number, y: number, hour: number) => number;
};

/** A whole run of the model on a handmade place. */
export async function runPlace(
  place: HandmadePlace = square,
  operations: readonly LayerOperation[] = [],
  changes: Partial<HeatConditions> = {},
  resolutionM = 1,
): Promise<Day> {
  const frames = new Map<string, Uint16Array>();
  const result = await heatModel.run(
    handmadeTwin(place, operations),
    { ...defaultHeatConditions(), hourFrom: 12, hourTo: 16, ...changes },
    unwatched(resolutionM, {
      frames: {
        write: async (series, timeS, codes) => {
          frames.set(`${series} ${timeS}`, codes.slice());
        },
      },
    }),
  );
  return {
    result,
    at: (series, x, y, hour) => {
      const code = frames.get(`${series} ${hour * 3600}`)?.[cellAt(result.grid, x, y)] ?? 0;
      return code === 0 ? Number.NaN : heatCode.offset + heatCode.scale * code;
    },
  };
}
