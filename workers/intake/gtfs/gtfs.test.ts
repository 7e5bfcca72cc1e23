import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import type { Timetable } from "#twin/timetable.ts";
import { expandSources } from "../expand.ts";
import type { IntakeError } from "../report.ts";
import { memorySource, type Source } from "../source.ts";
import { diskSource, quiet, reading, textSource } from "../testing.ts";
import { readGtfs } from "./read.ts";
import { dayOf, isoOfDay, secondsOf, weekdayOf } from "./time.ts";

type Tables = Readonly<Record<string, string>>;

/** Three stops about 680 m apart in a row, one line, one trip on weekdays of one week. */
const feed: Tables = {
  "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,V,https://example.org,Europe/Berlin\n",
  "stops.txt":
    'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station\nA,"Am Tor, Süd",52.5,13.40,,\nB,Markt,52.5,13.41,,\nC,Hof,52.5,13.43,,\nS,Bahnhof,52.5,13.44,1,\nP,,,,0,S\n',
  "routes.txt": "route_id,route_short_name,route_long_name,route_type\nR,23,Lang,0\n",
  "trips.txt": "route_id,service_id,trip_id\nR,W,T\n",
  "stop_times.txt":
    "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,08:00:00,08:00:00,A,1\nT,08:02:00,08:02:30,B,2\nT,08:06:00,08:06:00,C,3\n",
  "calendar.txt":
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20260105,20260111\n",
};

const sourcesOf = (tables: Tables): ReadonlyMap<string, Source> =>
  new Map(Object.entries(tables).map(([name, text]) => [name, textSource(text, name, 11)]));

const read = async (changes: Tables = {}) => {
  const { result, findings, keys } = await reading((found) =>
    readGtfs(sourcesOf({ ...feed, ...changes }), null, quiet, found),
  );
  return { ...result, table: result.timetable, findings, keys };
};
const times = (...rows: readonly string[]): Tables => ({
  "stop_times.txt": `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${rows.join("\n")}\n`,
});

/** Trips as lists, for comparing. */
const tripsIn = (table: Timetable) => {
  const list: { line: string; stops: string[]; arrivals: number[]; departures: number[]; service: string }[] =
    [];
  for (let p = 0; p < table.patternLine.length; p++) {
    const stops = [...table.patternStop.subarray(table.patternStopStart[p], table.patternStopStart[p + 1])];
    for (let t = table.patternTripStart[p]; t < table.patternTripStart[p + 1]; t++)
      list.push({
        line: table.lines.names[table.patternLine[p]],
        stops: stops.map((stop) => table.stops.ids[stop]),
        arrivals: [...table.arrivalS.subarray(table.tripTimeStart[t], table.tripTimeStart[t + 1])],
        departures: [...table.departureS.subarray(table.tripTimeStart[t], table.tripTimeStart[t + 1])],
        service: table.services.ids[table.tripService[t]],
      });
  }
  return list;
};

describe("readGtfs", () => {
  it("reads stops, lines, days and times", async () => {
    const { table, keys, objects, frame } = await read();
    expect(keys).toEqual([]);
    expect(objects).toEqual({ transitLines: 1, transitStops: 3, transitTrips: 1 });
    expect(table.stops.names).toEqual(["Am Tor, Süd", "Markt", "Hof"]);
    expect(table.lines).toMatchObject({ ids: ["R"], names: ["23"], routeType: Uint16Array.of(0) });
    expect(tripsIn(table)).toEqual([
      {
        line: "23",
        stops: ["A", "B", "C"],
        arrivals: [28800, 28920, 29160],
        departures: [28800, 28950, 29160],
        service: "W",
      },
    ]);
    expect(table.services).toMatchObject({ firstDate: "2026-01-05", days: 7 });
    expect([...table.services.runs]).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(table.timezone).toBe("Europe/Berlin");
    expect(frame.crs).toBe("EPSG:25833");
    // 0.01° of longitude at 52.5° N is 679 m.
    expect(table.stops.xy[2] - table.stops.xy[0]).toBeCloseTo(679, -1);
  });

  it("reads tables with byte order marks, other line ends, other orders and without what is optional", async () => {
    const { table, keys } = await read({
      "stops.txt": "\ufeffstop_lon,stop_lat,stop_id\r\n13.40,52.5,A\r\n13.41,52.5,B\r\n13.43,52.5,C\r\n",
      "routes.txt": "route_type,route_long_name,route_id\r\n900,Ring,R\r\n",
      "calendar.txt": "service_id\n",
      "calendar_dates.txt": "service_id,date,exception_type\nW,20260103,1\nW,20260101,1\nW,20260102,2",
    });
    expect(keys).toEqual([]);
    expect(table.lines).toMatchObject({ names: ["Ring"], routeType: Uint16Array.of(900) });
    expect(table.services).toMatchObject({ firstDate: "2026-01-01", days: 3 });
    expect([...table.services.runs]).toEqual([1, 0, 1]);
    const without = await read({ "agency.txt": "agency_id\n1\n" });
    expect([without.table.timezone, without.keys]).toEqual(["Europe/Berlin", ["gtfsTimezoneAssumed"]]);
  });

  it("fills missing times in by distance, counts on after midnight and turns no time backwards", async () => {
    const gap = await read(times("T,25:00:00,25:00:00,A,1", "T,,,B,2", "T,25:03:00,25:03:00,C,3"));
    // B lies at a third of the way.
    expect(tripsIn(gap.table)[0].arrivals).toEqual([90000, 90060, 90180]);
    expect(gap.findings).toMatchObject([
      { key: "gtfsTimesInterpolated", level: "repaired", values: { stops: 1 } },
    ]);
    const midnight = await read(
      times("T,23:58:00,23:58:00,A,1", "T,00:02:00,00:02:00,B,2", "T,00:05:00,,C,3"),
    );
    expect(tripsIn(midnight.table)[0].arrivals).toEqual([86280, 86520, 86700]);
    expect(midnight.keys).toEqual(["gtfsMidnight"]);
    const back = await read(times("T,08:00:00,08:05:00,A,1", "T,08:04:00,08:03:00,B,2", "T,08:06,,C,3"));
    expect(tripsIn(back.table)[0]).toMatchObject({
      arrivals: [28800, 29100, 29160],
      departures: [29100, 29100, 29160],
    });
    expect(back.keys).toEqual(["gtfsTimeBackwards"]);
  });

  it("drops trips and rows that go nowhere, and says which", async () => {
    const { table, findings } = await read({
      "trips.txt": "route_id,service_id,trip_id\nR,W,T\nR,W,T\nX,W,U\nR,Y,V\nR,W,Z\n",
      ...times(
        "T,08:00:00,,A,1",
        "T,08:01:00,,Q,2",
        "T,08:02:00,,B,3",
        "T,08:02:00,,C,3",
        "T,soon,,C,4",
        "U,08:00:00,,A,1",
        "Z,08:00:00,,A,1",
      ),
    });
    expect(tripsIn(table)).toHaveLength(1);
    expect(findings.map(({ key, count, places }) => [key, count, places[0]])).toEqual([
      ["gtfsIdRepeated", 1, { objectId: "T", line: 3 }],
      ["gtfsReferenceWrong", 4, { objectId: "U", line: 4 }],
      ["gtfsTimeUnusable", 1, { objectId: "T", line: 6 }],
      ["gtfsStopTimeRepeated", 1, { objectId: "T", line: null }],
      ["gtfsEndsWithoutTime", 1, { objectId: "T", line: null }],
      ["gtfsTripTooShort", 1, { objectId: "Z", line: null }],
    ]);
  });

  it("writes intervals out", async () => {
    const { table, keys } = await read({
      "frequencies.txt":
        "trip_id,start_time,end_time,headway_secs\nT,06:00:00,06:30:00,600\nT,06:00:00,07:00:00,0\nQ,1:00:00,2:00:00,60\n",
    });
    expect(tripsIn(table).map(({ departures }) => departures)).toEqual([
      [21600, 21750, 21960],
      [22200, 22350, 22560],
      [22800, 22950, 23160],
    ]);
    expect(keys).toEqual(["gtfsFrequencyUnusable", "gtfsReferenceWrong"]);
  });

  it("takes the place and name of a station for a platform without one, and leaves stops without a place out", async () => {
    const { table, findings } = await read({
      "stops.txt": `${feed["stops.txt"]}N,Nirgends,0,0,,\nW,Falsch,91,13,,X\n`,
      ...times("T,08:00:00,,A,1", "T,08:01:00,,N,2", "T,08:02:00,,P,3", "T,08:05:00,,W,4"),
    });
    expect(table.stops).toMatchObject({ ids: ["A", "P"], names: ["Am Tor, Süd", "Bahnhof"] });
    expect(findings.map(({ key, places }) => [key, places[0].objectId])).toEqual([
      ["gtfsReferenceWrong", "W"],
      ["gtfsStopWithoutPlace", "T"],
    ]);
  });

  it("orders trips of a pattern by departure and gives those that overtake a pattern of their own", async () => {
    const { table } = await read({
      "trips.txt": "route_id,service_id,trip_id\nR,W,late\nR,W,early\nR,W,fast\n",
      ...times(
        "late,09:00:00,,A,1",
        "late,09:10:00,,B,2",
        "early,08:00:00,,A,1",
        "early,08:30:00,,B,2",
        "fast,08:10:00,,A,1",
        "fast,08:20:00,,B,2",
      ),
    });
    expect(table.patternLine).toHaveLength(2);
    expect(tripsIn(table).map(({ departures }) => departures[0])).toEqual([28800, 32400, 29400]);
  });

  it("refuses a feed without the tables that make one, and one that is nowhere", async () => {
    const keyOf = (tables: Tables): Promise<string> =>
      reading((found) => readGtfs(sourcesOf(tables), null, quiet, found)).then(
        () => "",
        (error: IntakeError) => `${error.key} ${error.values.tables ?? ""}`.trim(),
      );
    const { "stop_times.txt": _times, "calendar.txt": _calendar, ...rest } = feed;
    expect(await keyOf(rest)).toBe("gtfsTableMissing stop_times.txt, calendar.txt");
    expect(await keyOf({ ...feed, "stops.txt": "stop_id,stop_name\nA,B\n" })).toBe("gtfsWithoutPlaces");
    const idle = await read({ "calendar.txt": feed["calendar.txt"].replace("1,1,1,1,1", "0,0,0,0,0") });
    expect(idle.keys).toEqual(["gtfsWithoutDays"]);
    const ages = await read({ "calendar.txt": feed["calendar.txt"].replace("20260111", "99991231") });
    expect([ages.table.services.days, ages.keys]).toEqual([4000, ["gtfsCalendarLong"]]);
  });
});

describe("times and days", () => {
  it("reads times beyond a day and no others", () => {
    expect(["00:00:00", "8:05:00", "25:10:30", "08:05"].map(secondsOf)).toEqual([0, 29100, 90630, 29100]);
    expect(["", "8", "8:60:00", "-1:00:00", "8:00:0x", "1:2:3:4", "9999:00:00"].map(secondsOf)).toEqual(
      new Array(7).fill(-1),
    );
  });

  it("reads dates and knows their weekday", () => {
    expect(isoOfDay(dayOf("20260131") ?? 0)).toBe("2026-01-31");
    expect(weekdayOf(dayOf("20260105") ?? 0)).toBe(0);
    expect(weekdayOf(dayOf("2026-01-11") ?? 0)).toBe(6);
    expect(["20260230", "20261301", "heute", ""].map(dayOf)).toEqual([null, null, null, null]);
  });
});

describe.skipIf(sharedData("city") === null)("real feeds (needs ../shared/data/city)", () => {
  const readZip = async (path: string) => {
    const source = diskSource(sharedData(`city/${path}`) ?? "");
    const [found] = await expandSources([source], quiet.signal);
    return reading((findings) => readGtfs(found.members, null, quiet, findings));
  };

  it("reads the 7 lines and 1,480 trips of the VRN, 748 of them on a Monday", async () => {
    const { result, findings } = await readZip("heidelberg/vrn_gtfs_cut.zip");
    expect(findings).toEqual([]);
    expect(result.objects).toMatchObject({ transitLines: 7, transitTrips: 1480 });
    const { services, tripService, arrivalS } = result.timetable;
    expect(arrivalS).toHaveLength(46_269);
    const day = (dayOf("20220926") ?? 0) - (dayOf(services.firstDate) ?? 0);
    const runs = [...tripService].filter((service) => services.runs[service * services.days + day] === 1);
    expect(runs).toHaveLength(748);
  });

  it("says of the feed with blank times what is wrong with it", async () => {
    const { findings } = await readZip("bad-input/generated/gtfs_02_times_over_24h_and_blank.zip");
    expect(findings.map(({ key }) => key)).toEqual([
      "gtfsEndsWithoutTime",
      "gtfsTripTooShort",
      "gtfsWithoutTrips",
    ]);
  });
});

describe("feeds as people give them", () => {
  it("are one source in a nested folder of an archive", async () => {
    const entries = Object.entries(feed).map(
      ([name, text]) => [`gtfs/export/${name}`, strToU8(text)] as const,
    );
    const zip = zipSync(Object.fromEntries(entries));
    const found = await expandSources([memorySource("feed.zip", zip)], quiet.signal);
    expect(found.map(({ format }) => format)).toEqual(["gtfs"]);
    const { result } = await reading((findings) => readGtfs(found[0].members, null, quiet, findings));
    expect(result.objects.transitTrips).toBe(1);
  });
});
