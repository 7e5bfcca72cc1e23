import { sharedData } from "#tools/sharedData.ts";
import { alongStreets } from "#workers/access/alongStreets.ts";
import { reachConditions, speedsOf } from "#workers/access/conditions.ts";
import { modeNetwork } from "#workers/access/network.ts";
import { connectPoints, sourcesAt } from "#workers/access/points.ts";
import type { TravelMode } from "#workers/access/speeds.ts";
import { heidelberg, heidelbergFolder, placeAt } from "#workers/access/verify/heidelberg.ts";
import {
  createConnectionScan,
  createTransitRouter,
  departuresFrom,
  footpathsByAirLine,
  transitDayOf,
} from "#workers/kernels/raptor/index.ts";
import { createStreetReach } from "#workers/kernels/reach/index.ts";
import { cpuMs, ms, report } from "./cost.ts";

const { adultKmh, bikeKmh, carPercent } = reachConditions;
const speeds = speedsOf(
  {
    adultKmh: adultKmh.default,
    childKmh: adultKmh.default,
    seniorKmh: adultKmh.default,
    bikeKmh: bikeKmh.default,
    carPercent: carPercent.default,
  },
  "adult",
);

/** Searches on Heidelberg's streets and timetable. */
export async function benchSearches(): Promise<void> {
  if (sharedData(heidelbergFolder) === null) {
    console.log(`Heidelberg left out: needs ../shared/data/${heidelbergFolder}`);
    return;
  }
  const data = await heidelberg();
  const at = placeAt(data, 8.6943, 49.4106);
  for (const mode of ["foot", "bike", "car"] as const satisfies readonly TravelMode[]) {
    const network = modeNetwork(data.streets, mode, speeds);
    const reach = createStreetReach(network);
    const connect = () => connectPoints(network, [at], "leave");
    const origin = connect();
    const count = reach.search(sourcesAt(origin, 0), 900).count;
    const bar = mode === "foot" ? "at most 10 ms" : "";
    const quarter = cpuMs(200, () => reach.search(sourcesAt(connect(), 0), 900));
    report(
      `15 min by ${mode}, the place connected, ${count} of ${network.nodeCount} nodes`,
      ms(quarter),
      bar,
    );
    if (mode === "foot") {
      const drawn = cpuMs(20, () => {
        const { seconds, nodes, count: reached } = reach.search(sourcesAt(connect(), 0), 900);
        const along = alongStreets(network, seconds, origin);
        const near = new Set(nodes.subarray(0, reached));
        for (let row = 0; row < data.streets.sections.length; row += 1)
          if (near.has(network.nodes.ofSection[2 * row])) along.at(row, along.lengthM(row) / 2);
      });
      report("the same with the minutes of every section reached", ms(drawn), "at most 10 ms");
    }
    const all = reach.search(sourcesAt(origin, 0), 1e9).count;
    report(
      `everything by ${mode}, ${all} nodes`,
      ms(cpuMs(30, () => reach.search(sourcesAt(origin, 0), 1e9))),
    );
  }
  const { timetable } = data;
  if (timetable === null) return;
  const fromS = 7.5 * 3600;
  const departuresS = departuresFrom(fromS, 60, 60);
  const walks = footpathsByAirLine(timetable.stops.xy, { reachM: 400, detour: 1.3, speedMPerS: 1.33 });
  const whole = transitDayOf(timetable, "2022-09-26", fromS, 36 * 3600);
  const hour = transitDayOf(timetable, "2022-09-26", fromS, fromS + 3600 + 1800);
  const accessAt = (call: number) => ({ stops: [call % whole.stopCount], seconds: [0] });
  const visit = (): void => undefined;
  const router = createTransitRouter(whole, walks);
  const raptor = cpuMs(whole.stopCount, (call) => router.run(accessAt(call), departuresS, 48 * 3600, visit));
  report(`transit, one stop to all ${whole.stopCount}, 60 departures, no limit`, ms(raptor), "at most 10 ms");
  const short = createTransitRouter(hour, walks);
  const halfHour = cpuMs(whole.stopCount, (call) => short.run(accessAt(call), departuresS, 1800, visit));
  report("the same within 30 minutes", ms(halfHour));
  const scan = createConnectionScan(whole, walks);
  const scanned = cpuMs(20, (call) => {
    for (const departure of departuresS) scan.arrivals(accessAt(call * 17), departure);
  });
  report(
    "connection scan of the check, 60 departures",
    `${ms(scanned)}, ${(scanned / raptor).toFixed(0)} times`,
  );
}
