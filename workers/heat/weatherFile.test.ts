import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWeatherFile } from "./weatherFile.ts";

const epw = (rows: readonly string[]): string =>
  [
    "LOCATION,Musterstadt,-,DEU,TMY,000000,50.0,8.0,1.0,112.0",
    ...["DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0", "HOLIDAYS,No,0,0,0"],
    ...["COMMENTS 1,", "COMMENTS 2,", "DATA PERIODS,1,1,Data,Sunday,1/1,12/31"],
    ...rows,
  ].join("\n");
const epwRow = (hour: number, airC: number, rh: number, ghi: number, dhi: number, wind: number): string =>
  `2019,7,25,${hour},0,x,${airC},12,${rh},101000,0,0,300,${ghi},0,${dhi},0,0,0,0,180,${wind},0,0`;

describe("readWeatherFile", () => {
  it("reads the hours of an EnergyPlus file, its place and its clock", () => {
    const file = readWeatherFile(
      epw([1, 2, 3].map((hour) => epwRow(hour, 20 + hour, 50, 100 * hour, 40, 2))),
    );
    expect(file).toMatchObject({ place: "Musterstadt", utcOffsetH: 1, stamp: "hourEnding", missing: 0 });
    expect(file.days).toHaveLength(1);
    const [day] = file.days;
    expect([day.year, day.month, day.day, day.highestC]).toEqual([2019, 7, 25, 23]);
    expect(day.series.ownGlobalWPerM2).toEqual([
      [1, 100],
      [2, 200],
      [3, 300],
    ]);
  });

  it("leaves out what an EnergyPlus file marks as missing", () => {
    const rows = [
      epwRow(1, 21, 50, 9999, 9999, 999),
      epwRow(2, 22, 50, 200, 80, 3),
      epwRow(3, 99.9, 999, 1, 1, 1),
    ];
    const [day] = readWeatherFile(epw(rows)).days;
    expect(day.series.ownGlobalWPerM2).toEqual([
      [2, 200],
      [3, 1],
    ]);
    expect(day.series.ownAirC).toHaveLength(2);
  });

  it("reads the tables of Deutscher Wetterdienst: UTC, J/cm², −999", () => {
    const text = [
      "STATIONS_ID;MESS_DATUM;QN_9;TT_TU;RF_TU;FG_LBERG;eor",
      "       1048;2019072512;    3;  37.3;  20.0;  288.0;eor",
      "       1048;2019072513;    3;  38.1;  19.0; -999;eor",
    ].join("\n");
    const file = readWeatherFile(text);
    expect(file).toMatchObject({ utcOffsetH: 0, stamp: null, missing: 1 });
    expect(file.days[0].series.ownAirC).toEqual([
      [12, 37.3],
      [13, 38.1],
    ]);
    expect(file.days[0].series.ownGlobalWPerM2).toEqual([[12, 800]]);
  });

  it("reads German tables with decimal commas and an hour of their own", () => {
    const text =
      "Datum;Stunde;Lufttemperatur (°C);Relative Feuchte;Windgeschwindigkeit\n25.07.2026;14;33,5;30;2,1\n25.07.2026;15;34;28;1,8";
    const [day] = readWeatherFile(text).days;
    expect(day.series).toMatchObject({
      ownAirC: [
        [14, 33.5],
        [15, 34],
      ],
      ownWindMPerS: [
        [14, 2.1],
        [15, 1.8],
      ],
    });
  });

  it("takes the clock from stamps with a zone", () => {
    const text = "time,temp,rh\n2026-07-25T14:00:00+02:00,33,30\n2026-07-25T15:00:00+02:00,34,28";
    expect(readWeatherFile(text)).toMatchObject({ utcOffsetH: 2 });
  });

  it("keeps the whole hours of a finer table, each once", () => {
    const rows = Array.from({ length: 144 }, (_, i) => {
      const minute = String((i % 6) * 10).padStart(2, "0");
      return `20260725${String(Math.floor(i / 6)).padStart(2, "0")}${minute};${20 + i / 20};50`;
    });
    const [day] = readWeatherFile(["MESS_DATUM;TT_10;RF_10", ...rows, rows[6]].join("\n")).days;
    expect(day.series.ownAirC).toHaveLength(24);
    expect(day.series.ownAirC[1]).toEqual([1, 20.3]);
  });

  it("says what a file lacks", () => {
    expect(() => readWeatherFile("a,b\n1,2")).toThrow("noTime");
    expect(() => readWeatherFile("time,rh\n2026-07-25 14:00,30")).toThrow("noAir");
    expect(() => readWeatherFile("time,temp\n2026-07-25 14:00,30")).toThrow("noHumidity");
    expect(() => readWeatherFile("time,temp,rh\nyesterday,30,30")).toThrow("noDays");
    expect(() => readWeatherFile("")).toThrow("noTime");
  });

  it("either reads any text or says why not", () => {
    fc.assert(
      fc.property(fc.string(), (noise) => {
        for (const text of [noise, `time,temp,rh\n${noise}`, epw([noise])]) {
          try {
            for (const { series } of readWeatherFile(text).days)
              for (const [hour, value] of series.ownAirC) expect(Number.isFinite(hour + value)).toBe(true);
          } catch (error) {
            expect((error as Error).name).toBe("WeatherFileError");
          }
        }
      }),
    );
  });
});
