import { ensureDemo } from "#demo/ensure.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { forgetBases } from "#workers/traffic/baseCache.ts";
import type { TrafficConditions } from "#workers/traffic/conditions.ts";
import { closed, openDemoCity, runTraffic } from "#workers/traffic/verify/place.ts";

/** The bars of one closed street, CPU seconds: the map, and the preview in front of it. */
const mapS = 1;
const previewS = 0.3;
/** Side streets, main streets, a wall street: what is closed, one after the other. */
const streets = ["way/38", "way/45#0", "way/2#0", "way/24#0", "way/48#2", "way/27#0"];

async function cpuOf(
  work: () => Promise<ModelResult>,
): Promise<{ readonly cpuS: number; readonly result: ModelResult }> {
  const started = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(started);
  return { cpuS: (user + system) / 1e6, result };
}

const report = (name: string, value: string, bar = ""): void =>
  console.log(`${name.padEnd(58)} ${value}${bar === "" ? "" : `  [${bar}]`}`);

async function closures(
  city: TwinData,
  name: string,
  resolutionM: number,
  changes: Partial<TrafficConditions>,
  barS: number,
): Promise<void> {
  const work = (id: string) => cpuOf(() => runTraffic(city, [closed(id)], changes, resolutionM));
  // The compiler's rounds.
  for (const id of streets) await work(id);
  const costs: number[] = [];
  let gap = 0;
  for (const id of streets) {
    const { cpuS, result } = await work(id);
    costs.push(cpuS);
    gap = Math.max(gap, result.ledger.gap);
  }
  costs.sort((a, b) => a - b);
  const most = costs[costs.length - 1];
  const figures = `${costs[costs.length >> 1].toFixed(3)} (${costs[0].toFixed(3)} – ${most.toFixed(3)}) s CPU, gap ≤ ${gap.toExponential(0)}`;
  report(name, figures, `${most <= barS ? "kept" : "MISSED"}: ≤ ${barS} s`);
}

/** One street of the demo city closed at a time, from the base's paths: whole runs of the model, with everything that they give back. */
export async function benchClosedStreets(): Promise<void> {
  await ensureDemo();
  const city = await openDemoCity();
  forgetBases();
  const first = await cpuOf(() => runTraffic(city));
  const { zones, exits, carTrips } = first.result.ledger;
  report(
    "demo city: base demand and equilibrium, first run",
    `${first.cpuS.toFixed(2)} s CPU, ${zones} zones, ${exits} exits, ${carTrips.toFixed(0)} cars an hour`,
  );
  await closures(city, "one street closed: both answers, gap 1e-6", 1, {}, mapS);
  await closures(city, "one street closed: routes only, gap 1e-6", 1, { demand: "routesOnly" }, mapS);
  await closures(
    city,
    "one street closed: destinations too, gap 1e-6",
    1,
    { demand: "modesAndPlaces" },
    mapS,
  );
  await closures(city, "one street closed: preview of both answers, gap 1e-4", 2, {}, previewS);
  const busy = { throughPercent: 250, tripsPerPersonDay: 4.5 };
  await runTraffic(city, [], busy);
  await closures(city, "the same at twice the traffic: both answers, gap 1e-6", 1, busy, mapS);
  await closures(city, "the same at twice the traffic: preview", 2, busy, previewS);
}
