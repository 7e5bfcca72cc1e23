import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { pollutants, vehicleKinds } from "./contract.ts";
import { addEmissions, emissionsOf, factorsOf, noEmissions } from "./emissionsOf.ts";
import { busRows } from "./exhaustRows.ts";
import { fleet } from "./fleet.ts";
import { factorAt, type SpeedFunction } from "./speedFunction.ts";
import { brakeFactor, tyreFactor } from "./wear.ts";

const shared = sharedData("mobility/emep-bus");

describe("exhaust over speed", () => {
  it("gives the published factors of urban buses", () => {
    const { standardV, standardVI } = busRows;
    const cases: [SpeedFunction, number, number, number][] = [
      [standardVI.nox, 20, 0.5516, 0.001],
      [standardVI.nox, 30, 0.3825, 0.001],
      [standardVI.energy, 20, 13.98, 0.006],
      [standardVI.energy, 30, 11.62, 0.006],
      [standardVI.pm, 20, 0.0066, 0.001],
      [standardVI.pm, 30, 0.0049, 0.001],
      [standardV.nox, 20, 8.67, 0.001],
      [standardV.nox, 30, 5.671, 0.001],
    ];
    for (const [row, speed, expected, within] of cases)
      expect(Math.abs(factorAt(row, speed) - expected)).toBeLessThanOrEqual(within);
  });

  it("keeps the value at the end of a row's range", () => {
    expect(factorAt(busRows.standardVI.nox, 3)).toBe(factorAt(busRows.standardVI.nox, 5));
    expect(factorAt(busRows.standardVI.nox, 120)).toBe(factorAt(busRows.standardVI.nox, 85));
  });

  it.skipIf(shared === null)("has the rows of the published table", () => {
    const [head, ...lines] = readFileSync(join(shared ?? "", "emep_eea_2019_urban_bus_hot_ef.csv"), "utf8")
      .trim()
      .split(/\r?\n/);
    const columns = head.split(",");
    const rows = lines.map((line) =>
      Object.fromEntries(line.split(",").map((cell, i) => [columns[i], cell])),
    );
    const names = {
      standardV: ["Ubus Std 15 - 18 t", "V", "SCR"],
      standardVI: ["Ubus Std 15 - 18 t", "VI", "DPF+SCR"],
      midiVI: ["Ubus Midi <=15 t", "VI", "DPF+SCR"],
    } as const;
    const kinds = { energy: "EC", nox: "NOx", pm: "PM10" } as const;
    for (const [name, [segment, euro, technology]] of Object.entries(names)) {
      for (const [kind, pollutant] of Object.entries(kinds)) {
        const found = rows.filter(
          (row) =>
            row.Fuel === "D" &&
            row.Segment === segment &&
            row.Euro === euro &&
            row.Technology === technology &&
            row.Pol === pollutant,
        );
        expect(found).toHaveLength(1);
        const [row] = found;
        const ours = busRows[name as keyof typeof busRows][kind as keyof typeof kinds];
        expect(ours.c).toEqual(
          ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zita", "Hta"].map((column) => Number(row[column])),
        );
        expect([ours.from, ours.to, ours.reduction ?? 0]).toEqual([
          Number(row.Vmin),
          Number(row.Vmax),
          Number(row.RF),
        ]);
        expect([Number(row.k), Number(row.Thita)]).toEqual([1, 0]);
      }
    }
  });

  it("is positive and smooth at every speed that a street may have", () => {
    for (const kind of vehicleKinds) {
      const { fuel, nox, pm } = fleet[kind];
      for (const part of [...fuel, ...nox, ...pm]) {
        for (let v = 1; v <= 140; v += 1) {
          const value = factorAt(part.factor, v);
          expect(value).toBeGreaterThan(0);
          if (v >= 10) expect(Math.abs(factorAt(part.factor, v + 1) - value) / value).toBeLessThan(0.35);
        }
      }
    }
  });

  it("has shares that do not exceed a whole", () => {
    for (const kind of vehicleKinds)
      for (const parts of [fleet[kind].fuel, fleet[kind].nox, fleet[kind].pm]) {
        const whole = parts.reduce((sum, { share }) => sum + share, 0);
        expect(whole).toBeLessThanOrEqual(1 + 1e-12);
        expect(whole).toBeGreaterThanOrEqual(0.85);
      }
  });
});

describe("wear over speed", () => {
  it("has hardly a step where its formulas meet", () => {
    for (const at of [40, 90])
      expect(Math.abs(tyreFactor(at - 1e-9) - tyreFactor(at + 1e-9))).toBeLessThan(0.01);
    for (const at of [40, 95])
      expect(Math.abs(brakeFactor(at - 1e-9) - brakeFactor(at + 1e-9))).toBeLessThan(0.01);
  });
});

describe("emissions", () => {
  it("are in the order of what cars emit in towns", () => {
    const { co2, nox, pm10, pm25 } = factorsOf("car", 40);
    expect(co2.value).toBeGreaterThan(130);
    expect(co2.value).toBeLessThan(230);
    expect(nox.value).toBeGreaterThan(0.08);
    expect(nox.value).toBeLessThan(0.4);
    expect(pm10.value).toBeGreaterThan(0.015);
    expect(pm10.value).toBeLessThan(0.05);
    expect(pm25.value).toBeLessThan(pm10.value);
  });

  it("hold a range that cannot tell Tempo 30 from Tempo 50 by the function alone", () => {
    for (const pollutant of ["co2", "nox", "pm10"] as const) {
      const slow = factorsOf("car", 30)[pollutant];
      const fast = factorsOf("car", 50)[pollutant];
      expect(slow.value).toBeGreaterThan(fast.value);
      // As comparisons take it: low against low, high against high.
      expect(slow.low).toBeLessThan(fast.low);
      expect(slow.high).toBeGreaterThan(slow.value);
    }
  });

  it("add up over kinds and streets, whatever the order", () => {
    const a = emissionsOf(30, { car: 100, bus: 3 });
    const b = emissionsOf(50, { van: 10, heavy: 2 });
    const ab = addEmissions(a, b);
    const ba = addEmissions(b, a);
    for (const pollutant of pollutants) {
      expect(ab[pollutant].value).toBeCloseTo(ba[pollutant].value, 10);
      expect(ab[pollutant].low).toBeLessThan(ab[pollutant].value);
    }
    expect(emissionsOf(30, { car: 0 })).toEqual(noEmissions);
    const cars = emissionsOf(30, { car: 100 }).nox.value;
    expect(emissionsOf(30, { car: 200 }).nox.value).toBeCloseTo(2 * cars, 10);
  });
});
