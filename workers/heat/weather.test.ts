import { describe, expect, it } from "vitest";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { defaultHeatConditions, type HeatConditions } from "./conditions.ts";
import { extraterrestrial, splitGlobal, sunriseHour } from "./radiation.ts";
import { dayOf } from "./weather.ts";

/** 9° E, 51.5° N: 36 minutes of mean solar time after UTC. */
const twin = handmadeTwin();
const at = (changes: Partial<HeatConditions>) => dayOf(twin, { ...defaultHeatConditions(), ...changes });
const shown = ({ day }: ReturnType<typeof at>) => day.steps.filter((step) => step.shown);

describe("catalogue days", () => {
  it("are hottest in the afternoon, coolest at dawn, and as warm as they say", () => {
    const { day } = at({ hourFrom: 0, hourTo: 23 });
    const hottest = day.steps.reduce((a, b) => (b.airC > a.airC ? b : a));
    const coolest = day.steps.reduce((a, b) => (b.airC < a.airC ? b : a));
    expect(hottest.airC).toBeCloseTo(35, 0);
    expect([15, 16]).toContain(hottest.timeS / 3600);
    expect(coolest.airC).toBeCloseTo(20, 0);
    expect([5, 6]).toContain(coolest.timeS / 3600);
    expect(hottest.humidityPercent).toBeGreaterThan(25);
    expect(hottest.humidityPercent).toBeLessThan(40);
  });

  it("three degrees warmer are three degrees warmer at the same humidity", () => {
    const now = shown(at({}));
    shown(at({ day: "hotDay30" })).forEach((step, i) => {
      expect(step.airC - now[i].airC).toBeCloseTo(3, 9);
      expect(step.humidityPercent).toBeCloseTo(now[i].humidityPercent, 9);
    });
  });

  it("have the sun highest at 13:24 in summer time at 9° E, and the light of a clear sky", () => {
    const steps = shown(at({ hourFrom: 12, hourTo: 15 }));
    const highest = steps.reduce((a, b) => (b.sunAltitudeDeg > a.sunAltitudeDeg ? b : a));
    expect(highest.timeS).toBe(13 * 3600);
    expect(highest.globalWPerM2).toBeGreaterThan(800);
    expect(highest.globalWPerM2).toBeLessThan(1000);
    expect(highest.clearness).toBe(1);
  });

  it("start the ground at sunrise, however late the first hour shown is", () => {
    const { day } = at({ hourFrom: 14, hourTo: 15 });
    expect(day.steps[0].timeS).toBeLessThan(7 * 3600);
    expect(day.steps.filter((step) => step.shown).map(({ timeS }) => timeS / 3600)).toEqual([14, 15]);
  });

  it("know bare crowns in winter, and an hour later by the clock in summer", () => {
    expect(at({ month: 1 }).report.leafOff).toBe(true);
    expect(at({ month: 1 }).day.leafTransmissivity).toBe(0.5);
    const sunAt = (month: number, clock: "Europe/Berlin" | "UTC", hour: number): number =>
      shown(at({ month, clock, hourFrom: hour, hourTo: hour }))[0].sunAltitudeDeg;
    expect(sunAt(7, "Europe/Berlin", 12)).toBe(sunAt(7, "UTC", 10));
    expect(sunAt(1, "Europe/Berlin", 12)).toBe(sunAt(1, "UTC", 11));
  });
});

describe("own weather", () => {
  const hours = Array.from({ length: 24 }, (_, hour) => hour + 1);
  const own = (changes: Partial<HeatConditions> = {}): Partial<HeatConditions> => ({
    day: "own",
    ownAirC: hours.map((hour) => [hour, 20 + hour / 2] as const),
    ownHumidityPercent: hours.map((hour) => [hour, 50] as const),
    ...changes,
  });

  it("stands where its sun stands: half an hour before the stamp, an hour later in summer time", () => {
    const step = shown(at(own())).find(({ airC }) => airC === 27);
    // The hour that ends at 14:00 UTC+1 has its middle at 14:30 in German summer time.
    expect(step?.timeS).toBe(14.5 * 3600);
    expect(step?.otherSuns.length).toBe(6);
    const instant = shown(at(own({ ownStamp: "instant" }))).find(({ airC }) => airC === 27);
    expect(instant?.timeS).toBe(15 * 3600);
    expect(instant?.otherSuns).toEqual([]);
  });

  it("tells what it filled and what it assumed", () => {
    const gap = own({
      ownHumidityPercent: hours.filter((hour) => hour !== 12).map((hour) => [hour, 50] as const),
    });
    expect(at(gap).report).toMatchObject({ filledHours: 1, assumedRadiation: true });
    const lit = own({
      ownGlobalWPerM2: hours.map((hour) => [hour, hour > 5 && hour < 21 ? 300 : 0] as const),
    });
    const { day, report } = at(lit);
    expect(report).toMatchObject({ filledHours: 0, assumedRadiation: false });
    const noon = day.steps.find(({ timeS }) => timeS === 13.5 * 3600);
    expect(noon?.globalWPerM2).toBe(300);
    expect(noon?.clearness).toBeLessThan(0.5);
    expect(noon?.diffuseWPerM2).toBeGreaterThan(250);
  });
});

describe("radiation", () => {
  it("splits into parts that make up the whole, all of it diffuse under thick clouds", () => {
    for (const global of [50, 300, 850]) {
      const { beamWPerM2, diffuseWPerM2 } = splitGlobal(global, 50, global / extraterrestrial(50, 196), {
        airC: 30,
        humidityPercent: 40,
      });
      expect(beamWPerM2 * Math.sin((50 * Math.PI) / 180) + diffuseWPerM2).toBeCloseTo(global, 6);
      expect(beamWPerM2).toBeGreaterThanOrEqual(0);
    }
    const thick = splitGlobal(40, 50, 40 / extraterrestrial(50, 196), { airC: 20, humidityPercent: 80 });
    expect(thick.diffuseWPerM2 / 40).toBeGreaterThan(0.95);
  });

  it("knows when the sun does not rise or set", () => {
    expect(sunriseHour(172, 70)).toBe(0);
    expect(sunriseHour(355, 70)).toBe(12);
    expect(sunriseHour(80, 51)).toBeCloseTo(6, 0);
  });
});
