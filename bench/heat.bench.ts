import { benchHeatKernel } from "./heat/kernel.ts";

/** What heat costs: the sweeps. */
export async function benchHeat(): Promise<void> {
  await benchHeatKernel();
}
