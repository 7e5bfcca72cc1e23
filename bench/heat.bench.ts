import { benchHeatKernel } from "./heat/kernel.ts";
import { benchHeatModel } from "./heat/model.ts";

/** What heat costs: the sweeps, and the model's day. */
export async function benchHeat(): Promise<void> {
  await benchHeatKernel();
  await benchHeatModel();
}
