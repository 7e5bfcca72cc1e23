import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createConnectionScan,
  createTransitRouter,
  departuresFrom,
  footpathsByAirLine,
  neverS,
  transitDayOf,
  transitSkim,
  typicalDate,
  type Walks,
} from "./index.ts";
import { type MadeLine, madeTimetable } from "./madeTimetable.ts";

const date = "2026-03-02";
const noWalks = (stops: number): Walks => ({
  start: new Uint32Array(stops + 1),
  to: new Uint32Array(0),
  seconds: new Int32Array(0),
});

/** Stops on a line 500 m apart. */
const inARow = (count: number): number[] => Array.from({ length: count }, (_, i) => [500 * i, 0]).flat();

describe("range RAPTOR", () => {
  it("boards the next vehicle and changes", () => {
    const timetable = madeTimetable(inARow(4), [
      { stops: [0, 1], afterS: [0, 300], startsS: [600, 1200] },
      { stops: [1, 2, 3], afterS: [0, 200, 400], startsS: [900, 1600] },
    ]);
    const router = createTransitRouter(transitDayOf(timetable, date), noWalks(4));
    const found: number[][] = [];
    router.run({ stops: [0], seconds: [60] }, [500, 560], 3600, (departure, arrivals) => {
      found[departure] = [arrivals.vehicleS[3], arrivals.rideS[3], arrivals.walkS[3], arrivals.boardings[3]];
    });
    expect(found).toEqual([
      [1300, 700, 60, 2],
      // The first vehicle has left by then.
      [2000, 700, 60, 2],
    ]);
  });

  it("walks on after a vehicle although somebody else comes there earlier on foot", () => {
    // Stop 1 is reached on foot at 100 and by vehicle at 200; only from the vehicle one may walk on to stop 2.
    const timetable = madeTimetable(inARow(3), [{ stops: [0, 1], afterS: [0, 100], startsS: [100] }]);
    const walks: Walks = {
      start: Uint32Array.of(0, 0, 1, 1),
      to: Uint32Array.of(2),
      seconds: Int32Array.of(50),
    };
    let onFoot = neverS;
    createTransitRouter(transitDayOf(timetable, date), walks).run(
      { stops: [0, 1], seconds: [0, 100] },
      [0],
      3600,
      (_, { footS }) => {
        onFoot = footS[2];
      },
    );
    expect(onFoot).toBe(250);
  });

  it("needs time to change where it is told so", () => {
    const timetable = madeTimetable(inARow(3), [
      { stops: [0, 1], afterS: [0, 100], startsS: [0] },
      { stops: [1, 2], afterS: [0, 100], startsS: [120, 400] },
    ]);
    const arrivals = [0, 60].map((changeS) => {
      let arrived = neverS;
      createTransitRouter(transitDayOf(timetable, date), noWalks(3), changeS).run(
        { stops: [0], seconds: [0] },
        [0],
        3600,
        (_, { vehicleS }) => {
          arrived = vehicleS[2];
        },
      );
      return arrived;
    });
    expect(arrivals).toEqual([220, 500]);
  });

  it("rides after midnight with what the day before sent out", () => {
    const timetable = madeTimetable(
      inARow(2),
      [{ stops: [0, 1], afterS: [0, 600], startsS: [86_400 + 1800] }],
      [[1, 0]],
    );
    const arrivalOn = (day: string, leaveS: number): number => {
      let arrived = neverS;
      createTransitRouter(transitDayOf(timetable, day), noWalks(2)).run(
        { stops: [0], seconds: [0] },
        [leaveS],
        7200,
        (_, { vehicleS }) => {
          arrived = vehicleS[1];
        },
      );
      return arrived;
    };
    expect(arrivalOn("2026-03-03", 600)).toBe(2400);
    expect(arrivalOn("2026-03-02", 86_400)).toBe(86_400 + 2400);
    expect(arrivalOn("2026-03-04", 600)).toBe(neverS);
  });

  it("equals the connection scan on made-up timetables, labels apart", () => {
    const line = (stops: number): fc.Arbitrary<MadeLine> =>
      fc
        .record({
          order: fc.shuffledSubarray(
            Array.from({ length: stops }, (_, i) => i),
            { minLength: 2 },
          ),
          rides: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: stops, maxLength: stops }),
          startsS: fc.array(
            fc.integer({ min: 0, max: 60 }).map((minute) => minute * 60),
            { minLength: 1, maxLength: 5 },
          ),
        })
        .map(({ order, rides, startsS }) => {
          let after = 0;
          const afterS = order.map((_, i) => {
            if (i > 0) after += rides[i] * 60;
            return after;
          });
          return { stops: order, afterS, startsS };
        });
    const places = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(places, fc.array(line(7), { minLength: 1, maxLength: 8 }), fc.nat(6), (xy, lines, from) => {
        const timetable = madeTimetable(
          xy.map((at) => at * 100),
          lines,
        );
        const day = transitDayOf(timetable, date);
        const walks = footpathsByAirLine(timetable.stops.xy, { reachM: 400, detour: 1.3, speedMPerS: 1.33 });
        const scan = createConnectionScan(day, walks);
        const access = { stops: [from], seconds: [0] };
        createTransitRouter(day, walks).run(
          access,
          departuresFrom(0, 20, 120),
          100_000,
          (departure, arrivals) => {
            const other = scan.arrivals(access, departure * 120);
            expect(Array.from(arrivals.vehicleS)).toEqual(Array.from(other.vehicleS));
            expect(Array.from(arrivals.footS)).toEqual(Array.from(other.footS));
          },
        );
      }),
      { numRuns: 150 },
    );
  });
});

describe("service days", () => {
  it("takes the commonest number of trips of a kind of day", () => {
    // Two weeks from Monday, 2 March 2026; Wednesday the 4th is a holiday.
    const workdays = [1, 1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 0] as const;
    const sundays = [0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1] as const;
    const timetable = madeTimetable(
      inARow(2),
      [
        { stops: [0, 1], afterS: [0, 60], startsS: [0, 600, 1200], service: 0 },
        { stops: [0, 1], afterS: [0, 60], startsS: [0], service: 1 },
      ],
      [workdays, sundays],
    );
    expect(typicalDate(timetable, "workday")).toBe("2026-03-03");
    expect(typicalDate(timetable, "sunday")).toBe("2026-03-08");
    expect(typicalDate(timetable, "saturday")).toBeNull();
    const mondayOnly = madeTimetable(inARow(2), [{ stops: [0, 1], afterS: [0, 60], startsS: [0] }]);
    expect(typicalDate(mondayOnly, "workday")).toBe("2026-03-02");
  });
});

describe("times between zones", () => {
  it("adds up walking, waiting and riding at the median", () => {
    // Every 10 minutes, 5 minutes' ride; zones 100 m beside the stops.
    const startsS = Array.from({ length: 30 }, (_, i) => 7 * 3600 + i * 600);
    const timetable = madeTimetable(
      [0, 0, 4000, 0],
      [
        { stops: [0, 1], afterS: [0, 300], startsS },
        { stops: [1, 0], afterS: [0, 300], startsS },
      ],
    );
    const skim = transitSkim(timetable, date, [0, 100, 4000, 100, 9000, 9000], {
      walkSpeedMPerS: 1,
      detour: 1,
      intervalS: 60,
    });
    // Waits of 20 … 560 s at departures every minute: the lower median is 260 s.
    expect(skim.walkS[1]).toBe(200);
    expect(skim.rideS[1]).toBe(300);
    expect(skim.waitS[1]).toBe(260);
    expect(skim.timeS[1]).toBe(760);
    expect(skim.boardings[1]).toBe(1);
    expect(skim.timeS[2]).toBe(Number.POSITIVE_INFINITY);
  });
});
