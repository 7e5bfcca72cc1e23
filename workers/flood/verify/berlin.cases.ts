import { sharedData } from "#tools/sharedData.ts";
import type { Twin } from "#twin/twin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { readRasterFile } from "#workers/runtime/verify/rasterFile.ts";
import { defaultFloodConditions, type FloodConditions } from "../conditions.ts";
import { floodModel } from "../model.ts";
import { defaultFloodTables, prepareFlood } from "../prepare.ts";
import { simulateSetup } from "./runFlood.ts";
import { twinOf } from "./testTwin.ts";

const terrain = "city/berlin-tiergarten/Berlin_DEM2021.tif";
const massBound = 5e-6;

/** The bare terrain as a twin: asphalt everywhere, no buildings; what is tested is size and relief. */
async function berlin(): Promise<Twin> {
  const raster = await readRasterFile(sharedData(terrain) ?? terrain);
  const { columns, rows, cellSizeM, values } = raster;
  const heightM = (x: number, y: number): number =>
    values[(rows - 1 - Math.floor(y / cellSizeM)) * columns + Math.floor(x / cellSizeM)];
  return twinOf({ columns, rows, cellSizeM, heightM });
}

function depthFigures(depthM: Float32Array, bedM: Float32Array): VerifyFigure[] {
  let faulty = 0;
  for (let cell = 0; cell < depthM.length; cell += 1) {
    if (!Number.isNaN(bedM[cell]) && !(depthM[cell] >= 0 && depthM[cell] < 100)) faulty += 1;
  }
  return [atMost("faulty depths", faulty, 0, "cells")];
}

function endToEnd(id: string, storm: string, long: boolean, changes: Partial<FloodConditions>): VerifyCase {
  return {
    id,
    title: `The Berlin terrain (5.2 million cells of 1 m) floods end to end on 4 m: ${storm}`,
    needs: terrain,
    long,
    run: async () => {
      const conditions = { ...defaultFloodConditions(), ...changes };
      let frames = 0;
      const result = await floodModel.run(
        await berlin(),
        conditions,
        unwatched(4, {
          frames: {
            write: async () => {
              frames += 1;
            },
          },
        }),
      );
      const { ledger, grid } = result;
      const wet = result.fields.find(({ id: field }) => field === "maxDepth")?.values;
      return {
        figures: [
          atMost("mass error", ledger.massErrorRelative, massBound, ""),
          atLeast("water above 50 cm somewhere", wet?.some((depth) => depth > 0.5) ? 1 : 0, 1, ""),
          atLeast("time steps kept", frames, 2 * result.frameTimesS.length, ""),
        ],
        note: `${grid.columns} × ${grid.rows} cells, ${ledger.steps} steps, ground ${(100 * ledger.hydrologyShare).toFixed(1)} % of the time`,
      };
    },
  };
}

export const cases: VerifyCase[] = [
  endToEnd("berlin-4m", "a cloudburst of 40 mm in 20 min and 10 min after", false, {
    storm: "customBlock",
    rainDepthMm: 40,
    rainDurationMin: 20,
    afterRainMin: 10,
  }),
  endToEnd("berlin-4m-two-hours", "100 mm in 1 h and 1 h after", true, {}),
  {
    id: "berlin-1m",
    title: "The Berlin terrain at 1 m opens and runs 60 simulated seconds",
    needs: terrain,
    long: true,
    run: async () => {
      const conditions = defaultFloodConditions();
      const prepared = await prepareFlood(
        await berlin(),
        conditions,
        1,
        defaultFloodTables,
        async () => undefined,
      );
      const run = await simulateSetup({ ...prepared.setup, durationS: 60 });
      return {
        figures: [
          atMost("mass error", run.ledger.massErrorRelative, massBound, ""),
          ...depthFigures(run.depthM, prepared.setup.bedM),
          atLeast("cells", run.depthM.length, 5_000_000, ""),
        ],
        note: `${run.ledger.steps} steps, ${(process.memoryUsage.rss() / 1e9).toFixed(1)} GB`,
      };
    },
  },
];
