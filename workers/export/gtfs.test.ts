import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import type { Timetable } from "#twin/timetable.ts";
import { readGtfs } from "#workers/intake/gtfs/read.ts";
import { createFindings } from "#workers/intake/report.ts";
import { memorySource } from "#workers/intake/source.ts";
import { exported } from "./testing.ts";

/** Two lines over three stops, with a trip past midnight and a service with a gap. */
const timetable: Timetable = {
  stops: {
    count: 3,
    ids: ["s1", "s2", "s3"],
    names: ["Markt", 'Bad, "Süd"', "Bahnhof"],
    xy: Float32Array.of(0, 0, 300, 0, 300, 450.5),
  },
  lines: { count: 2, ids: ["r1", "r2"], names: ["23", "N1"], routeType: Uint16Array.of(3, 0) },
  patternLine: Uint32Array.of(0, 1),
  patternStopStart: Uint32Array.of(0, 3, 5),
  patternStop: Uint32Array.of(0, 1, 2, 2, 0),
  patternTripStart: Uint32Array.of(0, 2, 3),
  tripService: Uint32Array.of(0, 1, 1),
  tripTimeStart: Uint32Array.of(0, 3, 6, 8),
  arrivalS: Int32Array.of(21_600, 21_700, 21_800, 86_390, 86_460, 90_000, 3_600, 3_700),
  departureS: Int32Array.of(21_600, 21_720, 21_800, 86_390, 86_460, 90_000, 3_600, 3_700),
  services: {
    count: 2,
    ids: ["week", "late"],
    firstDate: "2026-11-23",
    days: 4,
    runs: Uint8Array.of(1, 1, 0, 1, 0, 1, 1, 1),
  },
  timezone: "Europe/Berlin",
};

describe("the timetable as GTFS", () => {
  it("comes back through the reader of feeds as it was", async () => {
    const files = unzipSync(await exported({ ...sampleTwin(), timetable }));
    const members = new Map(
      Object.entries(files)
        .filter(([name]) => name.startsWith("gtfs/"))
        .map(([name, bytes]) => [name.slice(5), memorySource(name, bytes)] as const),
    );
    const findings = createFindings();
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const back = await readGtfs(members, "EPSG:25832", context, findings);
    expect(findings.list()).toEqual([]);
    const { stops, ...others } = back.timetable;
    const { stops: stopsBefore, ...othersBefore } = timetable;
    expect(others).toEqual(othersBefore);
    expect([stops.ids, stops.names]).toEqual([stopsBefore.ids, stopsBefore.names]);
    // Eight decimals of a degree are a millimetre.
    const { frame } = sampleTwin();
    for (const [i, value] of stopsBefore.xy.entries()) {
      const origin = i % 2 === 0 ? frame.originEastM : frame.originNorthM;
      const originBack = i % 2 === 0 ? back.frame.originEastM : back.frame.originNorthM;
      expect((stops.xy[i] ?? Number.NaN) + originBack).toBeCloseTo(value + origin, 2);
    }
  });
});
