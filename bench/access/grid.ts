import { openTwinAt } from "#cli/openTwin.ts";
import { demoFolders, ensureDemo } from "#demo/ensure.ts";
import { sharedData } from "#tools/sharedData.ts";
import type { Twin, TwinData } from "#twin/twin.ts";
import { type AccessConditions, accessConditions } from "#workers/access/conditions.ts";
import { accessModel } from "#workers/access/model.ts";
import { heidelberg, heidelbergFolder } from "#workers/access/verify/heidelberg.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { cpuSecondsOf, report } from "./cost.ts";

const defaults = Object.fromEntries(
  Object.entries(accessConditions).map(([key, field]) => [key, field.default]),
) as AccessConditions;

const twinOf = (data: TwinData): Twin => ({ data, operations: [], layerHashes: data.baseHashes });

/** The model `access` as a whole: facilities, places by all modes, transit at 60 departures. */
export async function benchGrid(): Promise<void> {
  await ensureDemo();
  const demo = twinOf(await openTwinAt(demoFolders.twin));
  for (const within of ["15", "30"] as const) {
    const run = () => accessModel.run(demo, { ...defaults, within }, unwatched(100));
    await run();
    const cpuS = await cpuSecondsOf(run);
    const { ledger } = await run();
    const name = `demo city, ${ledger.cells} cells of 100 m, ${ledger.departures} departures, ${within} min`;
    report(name, `${cpuS.toFixed(2)} s CPU`, "at most 10 s");
  }
  if (sharedData(heidelbergFolder) === null) return;
  const town = twinOf(await heidelberg());
  let cells = 0;
  const cpuS = await cpuSecondsOf(async () => {
    cells = (await accessModel.run(town, defaults, unwatched(100))).ledger.cells;
  });
  report(`Heidelberg, ${cells} cells of 100 m, 60 departures, 15 min`, `${cpuS.toFixed(1)} s CPU`);
  report("a cancelled run ends after", `${(await cancelMs(town)).toFixed(0)} ms by the clock`, "soon");
}

/** From the cancel in the middle of a run to its end. */
async function cancelMs(twin: Twin): Promise<number> {
  const abort = new AbortController();
  let cancelledAt = Number.NaN;
  const progress = (fraction: number): void => {
    if (fraction < 0.6 || abort.signal.aborted) return;
    cancelledAt = performance.now();
    abort.abort(new Error("cancelled"));
  };
  await accessModel
    .run(twin, defaults, unwatched(100, { signal: abort.signal, progress }))
    .catch(() => undefined);
  return performance.now() - cancelledAt;
}
