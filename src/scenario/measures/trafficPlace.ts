import { madeStreet } from "#twin/network/testing.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { HandmadePlace } from "#twin/read/handmadeTwin.ts";
import { buildPatterns, type Trip } from "#twin/read/patterns.ts";
import type { Timetable } from "#twin/timetable.ts";
import type { MeasureGeometry } from "../types.ts";

/** For tests: two streets that cross at (200, 200) in a place of 400 m, and a bus along the one from west to east. */

export const handmadeStreet = (
  id: string,
  line: StreetSection["line"],
  about: Partial<StreetSection> = {},
): StreetSection =>
  madeStreet(id, line, { name: `${id}-Straße`, widthM: 8, lanes: 4, speedKmh: 50, ...about });

const run = (stops: readonly number[], startS: number): Trip => {
  const timesS = stops.map((_, i) => startS + i * 60);
  return { line: 0, service: 0, stops, arrivalS: timesS, departureS: timesS };
};

export const handmadeTimetable: Timetable = {
  stops: {
    count: 3,
    ids: ["west", "middle", "east"],
    names: ["West", "Mitte", "Ost"],
    xy: Float32Array.of(10, 200, 100, 200, 390, 200),
  },
  lines: { count: 1, ids: ["line-7"], names: ["7"], routeType: Uint16Array.of(3) },
  ...buildPatterns(
    Array.from({ length: 30 }, (_, i) => 6 * 3600 + i * 1800).flatMap((s) => [
      run([0, 1, 2], s),
      run([2, 1, 0], s + 300),
    ]),
  ),
  services: { count: 1, ids: ["daily"], firstDate: "2026-01-05", days: 7, runs: new Uint8Array(7).fill(1) },
  timezone: "Europe/Berlin",
};

export const trafficPlace: HandmadePlace = {
  extent: { minX: 0, minY: 0, maxX: 400, maxY: 400 },
  cellSizeM: 4,
  landCover: () => "asphalt",
  streets: [
    handmadeStreet("west", [
      [0, 200],
      [200, 200],
    ]),
    handmadeStreet("east", [
      [200, 200],
      [400, 200],
    ]),
    // Drawn towards the crossing, so that directions are not all alike.
    handmadeStreet("north", [
      [200, 400],
      [200, 200],
    ]),
    handmadeStreet("south", [
      [200, 200],
      [200, 0],
    ]),
    handmadeStreet(
      "path",
      [
        [200, 0],
        [400, 0],
      ],
      {
        class: "footway",
        access: { car: false, bike: true, foot: true, bus: false },
      },
    ),
  ],
  timetable: handmadeTimetable,
};

/** One drawing of each type that means something there. */
export const trafficGeometry: Record<"line" | "point" | "sections" | "transitLine", MeasureGeometry> &
  Partial<Record<MeasureGeometry["type"], MeasureGeometry>> = {
  line: {
    type: "line",
    points: [
      [20, 300],
      [380, 320],
    ],
  },
  point: { type: "point", at: [204, 203] },
  sections: { type: "sections", sectionIds: ["west", "north"] },
  transitLine: { type: "transitLine", lineId: "line-7" },
};

export const trafficKinds: ReadonlySet<string> = new Set([
  "modalFilter",
  "diagonalFilter",
  "oneWay",
  "turnBan",
  "speedLimit",
  "streetClosure",
  "bikeLane",
  "parkingTrees",
  "busLine",
  "newStop",
  "denserHeadway",
]);
