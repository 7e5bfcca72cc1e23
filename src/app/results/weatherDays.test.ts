import { describe, expect, it } from "vitest";
import { readWeatherFile } from "#workers/heat/weatherFile.ts";
import { failureOf, hottestDays } from "./weatherDays.ts";

describe("weather files in the window", () => {
  it("offer the hottest days first", () => {
    const rows = [24, 33, 29].flatMap((highest, i) =>
      [12, 15].map((hour) => `2026-07-${20 + i} ${hour}:00,${highest - (hour === 12 ? 3 : 0)},40`),
    );
    const file = readWeatherFile(["time,temp,rh", ...rows].join("\n"));
    expect(hottestDays(file, 2).map(({ day }) => day)).toEqual([21, 22]);
  });

  it("say what is wrong with a file also when the error came out of a worker", () => {
    let thrown: unknown;
    try {
      readWeatherFile("time,rh\n2026-07-25 14:00,30");
    } catch (error) {
      // A structured clone keeps name and message alone.
      thrown = new Error((error as Error).message);
    }
    expect(failureOf(thrown)).toEqual({ status: "failed", key: "noAir", values: {} });
    expect(failureOf(new Error("broken"))).toMatchObject({ key: "unreadable", values: { detail: "broken" } });
  });
});
