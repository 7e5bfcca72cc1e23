import { describe, expect, it } from "vitest";
import { readWeatherFile } from "./weatherFile.ts";

const epwLine = (hour: number, air: number, global: number): string =>
  [
    "2019",
    "7",
    "25",
    String(hour),
    "0",
    "?9",
    String(air),
    "14",
    "30",
    "101300",
    "0",
    "0",
    "350",
    String(global),
    "0",
    "90",
    "0",
    "0",
    "0",
    "0",
    "180",
    "2.1",
    "0",
  ].join(",");

describe("readWeatherFile", () => {
  it("reads EPW: offset, hour-ending stamps, and its own values for missing", () => {
    const text = [
      "LOCATION,Kassel,HE,DEU,DWD,104380,51.3,9.4,1.0,231",
      "DATA PERIODS,1",
      epwLine(13, 36.5, 820),
      epwLine(14, 37.9, 9999),
    ].join("\r\n");
    const { format, hottest } = readWeatherFile(text);
    expect(format).toBe("epw");
    expect(hottest).toMatchObject({
      year: 2019,
      month: 7,
      dayOfMonth: 25,
      ownUtcOffsetH: 1,
      ownStamp: "hourEnding",
    });
    expect(hottest.ownAirC).toEqual([
      [13, 36.5],
      [14, 37.9],
    ]);
    expect(hottest.ownGlobalWPerM2).toEqual([[13, 820]]);
    expect(hottest.ownWindMPerS).toEqual([
      [13, 2.1],
      [14, 2.1],
    ]);
  });

  it("reads German tables and takes the hottest of several days", () => {
    const text =
      "Datum;Lufttemperatur;Luftfeuchte;Globalstrahlung\n24.07.2019 12:00;33,1;40;800\n24.07.2019 13:00;34,0;38;810\n25.07.2019 12:00;37,4;28;805\n25.07.2019 13:00;38,2;26;-999\n";
    const { days, hottest } = readWeatherFile(text);
    expect(days.length).toBe(2);
    expect(hottest).toMatchObject({ month: 7, dayOfMonth: 25, ownStamp: "instant" });
    expect(hottest.ownAirC).toEqual([
      [12, 37.4],
      [13, 38.2],
    ]);
    expect(hottest.ownGlobalWPerM2).toEqual([[12, 805]]);
  });

  it("reads a plain table of hours", () => {
    const { hottest } = readWeatherFile("hour,temp_C,RH\n0,20,80\n1,19,82\n");
    expect(hottest.ownHumidityPercent).toEqual([
      [0, 80],
      [1, 82],
    ]);
  });

  it("says of other files where it stopped", () => {
    const keyOf = (text: string): unknown => {
      try {
        readWeatherFile(text);
        return null;
      } catch (error) {
        return (error as { key?: unknown }).key;
      }
    };
    expect(keyOf("")).toBe("weatherFileUnknown");
    expect(keyOf("PK\u0003\u0004 rubbish")).toBe("weatherFileUnknown");
    expect(keyOf("a,b,c\n1,2,3\n")).toBe("weatherFileUnknown");
    expect(keyOf("time,temp,rh\nyesterday,20,40\n")).toBe("weatherFileUnknown");
    expect(keyOf("hour,temp,rh\n")).toBe("weatherMissing");
  });
});
