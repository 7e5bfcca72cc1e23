import { describe, expect, it } from "vitest";
import type { Frame } from "#twin/frame.ts";
import type { Place } from "#twin/objects.ts";
import { buildPatterns, type Trip, tripsOf } from "#twin/read/patterns.ts";
import type { Timetable } from "#twin/timetable.ts";
import { reading } from "../testing.ts";
import { assembleTimetable, stopPlaces } from "./timetable.ts";

const frame: Frame = { crs: "EPSG:25832", originEastM: 500_000, originNorthM: 5_600_000 };
const extent = { minX: 0, minY: 0, maxX: 1000, maxY: 1000 };

function timetable(
  xs: readonly number[],
  trips: readonly Trip[],
  firstDate = "2026-01-05",
  days = 2,
): Timetable {
  const services = Math.max(...trips.map(({ service }) => service)) + 1;
  const lines = Math.max(...trips.map(({ line }) => line)) + 1;
  return {
    stops: {
      count: xs.length,
      ids: xs.map((_, i) => `s${i}`),
      names: xs.map((_, i) => `Stop ${i}`),
      xy: Float32Array.from(xs.flatMap((x) => [x, 500])),
    },
    lines: {
      count: lines,
      ids: Array.from({ length: lines }, (_, i) => `l${i}`),
      names: Array.from({ length: lines }, (_, i) => String(i)),
      routeType: new Uint16Array(lines).fill(3),
    },
    ...buildPatterns(trips),
    services: {
      count: services,
      ids: Array.from({ length: services }, (_, i) => `d${i}`),
      firstDate,
      days,
      runs: new Uint8Array(services * days).fill(1),
    },
    timezone: "Europe/Berlin",
  };
}

const trip = (line: number, service: number, stops: readonly number[], start: number): Trip => ({
  line,
  service,
  stops,
  arrivalS: stops.map((_, i) => start + i * 60),
  departureS: stops.map((_, i) => start + i * 60 + 10),
});

const assemble = async (...layers: readonly Timetable[]) => {
  const { result, findings } = await reading(async (found) =>
    assembleTimetable(
      layers.map((layer) => ({ frame, layer })),
      frame,
      extent,
      found,
    ),
  );
  if (result === null) throw new Error("nothing left");
  return { result, findings };
};

describe("assembleTimetable", () => {
  it("cuts trips to the stops near the area, keeps their times and drops what nothing uses then", async () => {
    // Stops at −20 km, −2 km, 500 m, 3.9 km, 30 km: the middle three lie within 3 km of the area.
    const feed = timetable(
      [-20_000, -2000, 500, 3900, 30_000],
      [trip(0, 0, [0, 1, 2, 3, 4], 1000), trip(1, 1, [0, 1], 500), trip(2, 1, [0, 4], 700)],
    );
    const { result, findings } = await assemble(feed);
    expect(result.stops.ids).toEqual(["s1", "s2", "s3"]);
    expect(result.lines.ids).toEqual(["l0"]);
    expect(result.services.ids).toEqual(["d0"]);
    expect([...tripsOf(result)].map(({ arrivalS }) => [...Array.from(arrivalS)])).toEqual([
      [1060, 1120, 1180],
    ]);
    expect(findings).toMatchObject([{ key: "gtfsTripsOutside", values: { trips: 2 } }]);
  });

  it("puts feeds of different weeks into one calendar", async () => {
    const { result } = await assemble(
      timetable([0, 500], [trip(0, 0, [0, 1], 100)]),
      timetable([0, 500], [trip(0, 0, [1, 0], 200)], "2026-01-08", 1),
    );
    expect(result.stops.ids).toEqual(["s0", "s1", "2:s0", "2:s1"]);
    expect(result.services).toMatchObject({ count: 2, firstDate: "2026-01-05", days: 4 });
    expect([...result.services.runs]).toEqual([1, 1, 0, 0, 0, 0, 0, 1]);
    expect([...result.patternStop]).toEqual([0, 1, 3, 2]);
  });
});

describe("stopPlaces", () => {
  it("adds the stops inside the area once, where no stop or station is known nearby", async () => {
    const { result } = await assemble(timetable([10, 40, 500, 900, 2000], [trip(0, 0, [0, 1, 2, 3, 4], 0)]));
    const known: Place = {
      id: "node/1",
      name: "Halt",
      kind: "stop",
      at: [910, 510],
      buildingId: "",
      critical: false,
    };
    expect(stopPlaces(result, [known], extent).map(({ id, kind }) => [id, kind])).toEqual([
      ["stop/s0", "stop"],
      ["stop/s2", "stop"],
    ]);
  });
});
