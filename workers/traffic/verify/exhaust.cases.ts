import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "#tools/sharedData.ts";
import { busRows } from "#workers/kernels/emissions/exhaustRows.ts";
import { factorsOf } from "#workers/kernels/emissions/index.ts";
import { factorAt, type SpeedFunction } from "#workers/kernels/emissions/speedFunction.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";

const table = "mobility/emep-bus";

/** A row of the published table; the table's own numbers, not ours. */
function published(segment: string, euro: string, technology: string, pollutant: string): SpeedFunction {
  const path = join(sharedData(table) ?? "", "emep_eea_2019_urban_bus_hot_ef.csv");
  const [head, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const columns = head.split(",");
  const rows = lines.map((line) => new Map(line.split(",").map((cell, i) => [columns[i], cell])));
  const row = rows.find(
    (cells) =>
      cells.get("Fuel") === "D" &&
      cells.get("Segment") === segment &&
      cells.get("Euro") === euro &&
      cells.get("Technology") === technology &&
      cells.get("Pol") === pollutant,
  );
  const number = (column: string): number => Number(row?.get(column) ?? Number.NaN);
  return {
    form: "rational7",
    c: ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zita", "Hta"].map(number),
    from: number("Vmin"),
    to: number("Vmax"),
    reduction: number("RF"),
  };
}

/** Published factors with their place in the table, our row, and half of the last published digit where that is more than 0.001. */
const expected = [
  ["VI", "NOx", 20, 0.5516, busRows.standardVI.nox, 0.001],
  ["VI", "NOx", 30, 0.3825, busRows.standardVI.nox, 0.001],
  ["VI", "PM10", 20, 0.0066, busRows.standardVI.pm, 0.001],
  ["VI", "PM10", 30, 0.0049, busRows.standardVI.pm, 0.001],
  ["V", "NOx", 20, 8.67, busRows.standardV.nox, 0.001],
  ["V", "NOx", 30, 5.671, busRows.standardV.nox, 0.001],
  ["VI", "EC", 20, 13.98, busRows.standardVI.energy, 0.005],
  ["VI", "EC", 30, 11.62, busRows.standardVI.energy, 0.005],
] as const;

export const cases: readonly VerifyCase[] = [
  {
    id: "exhaust:emep-bus",
    title: "Hot exhaust of urban buses 15–18 t after EMEP/EEA 2019, ours and the published table's rows",
    needs: table,
    run: async () => ({
      figures: expected.flatMap(([euro, pollutant, speedKmh, value, ours, bound]) => {
        const row = published("Ubus Std 15 - 18 t", euro, euro === "VI" ? "DPF+SCR" : "SCR", pollutant);
        const unit = pollutant === "EC" ? "MJ/km" : "g/km";
        const name = `Euro ${euro} ${pollutant} at ${speedKmh} km/h against ${value}`;
        return [
          atMost(name, Math.abs(factorAt(ours, speedKmh) - value), bound, unit),
          atMost(
            `${name}, published row`,
            Math.abs(factorAt(row, speedKmh) - factorAt(ours, speedKmh)),
            1e-9,
            unit,
          ),
        ];
      }),
    }),
  },
  {
    id: "exhaust:tempo-30",
    title: "Between 50 and 30 km/h the range of exhaust holds less and more",
    run: async () => {
      const change = (pollutant: "co2" | "nox" | "pm10", end: "low" | "high"): number =>
        factorsOf("car", 30)[pollutant][end] - factorsOf("car", 50)[pollutant][end];
      return {
        figures: (["co2", "nox", "pm10"] as const).flatMap((pollutant) => [
          atMost(`${pollutant}, low end`, change(pollutant, "low"), 0, "g/km"),
          atLeast(`${pollutant}, high end`, change(pollutant, "high"), 0, "g/km"),
        ]),
      };
    },
  },
];
