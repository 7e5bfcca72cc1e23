import type { IndicatorValue } from "#indicators/indicator.ts";
import { shareTolerance, timeTolerance, volumeTolerance } from "#indicators/traffic.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { addEmissions, emissionsOf, noEmissions, type Pollutant } from "#workers/kernels/emissions/index.ts";
import { type Severity, safetyChange } from "#workers/kernels/safety/index.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { modeKeys } from "./ledger.ts";
import type { TravelMode } from "./modes.ts";
import { mixOf } from "./vehicleMix.ts";

type Ends = { readonly value: number; readonly low: number; readonly high: number };

/** Traffic of one answer by direction of each section. */
type Driven = { readonly vehKm: Float64Array; readonly speedKmh: Float32Array };

/**
 * Indicators of a traffic run, for an average working day where nothing else is said. Ranges: the two answers (demand unchanged, demand that
 * responds) and the tolerance of the model around them; emissions by the ends of their factors instead.
 */
export function trafficIndicatorValues({ streets, ledger }: ModelResult, twin: Twin): IndicatorValue[] {
  if (streets === undefined) return [];
  const { sections } = streetsOf(twin);
  const daily = ledger.dailyFactor ?? 1;
  const calibrated = ledger.calibrated === 1;
  const fieldOf = (id: string): Float32Array =>
    streets.fields.find((field) => field.id === id)?.values ??
    new Float32Array(2 * sections.length).fill(Number.NaN);
  const lengthKm = sections.map(({ line }) => lineLength(line) / 1000);
  const driven = (end: "" | "Fixed" | "Base"): Driven => ({
    vehKm: Float64Array.from(fieldOf(`flow${end}`), (flow, step) =>
      flow > 0 ? flow * daily * lengthKm[step >> 1] : 0,
    ),
    speedKmh: fieldOf(`speedKmh${end}`),
  });
  const shown = driven("");
  const fixed = driven("Fixed");
  const volume = calibrated ? volumeTolerance.calibrated : volumeTolerance.assumed;
  const ofBoth = (of: (answer: Driven) => number): Ends => around(of(shown), of(fixed), volume);
  const side = (step: number): boolean => sideStreets.has(sections[step >> 1].class);
  const delays = (flows: Float32Array, seconds: Float32Array): number =>
    flows.reduce((sum, flow, step) => (flow > 0 ? sum + (flow * daily * seconds[step]) / 3600 : sum), 0);
  const delay = [
    delays(fieldOf("flow"), fieldOf("delayS")),
    delays(fieldOf("flowFixed"), fieldOf("delaySFixed")),
  ] as const;
  return [
    named(
      "trafficVehKm",
      "km/d",
      ofBoth(({ vehKm }) => vehKm.reduce((sum, km) => sum + km, 0)),
    ),
    named(
      "trafficSideVehKm",
      "km/d",
      ofBoth(({ vehKm }) => vehKm.reduce((sum, km, step) => (side(step) ? sum + km : sum), 0)),
    ),
    named("trafficDelay", "h/d", around(delay[0], delay[1], 2 * volume)),
    ...modes.map(([mode, name]) => shareOf(ledger, mode, name)),
    ...modes.toReversed().flatMap(([mode, name]) => timesOf(ledger, mode, name, calibrated)),
    ...emissions(shown, sections, volume),
    ...casualties(driven("Base"), shown, fixed),
    named("trafficUnreachable", "1/h", exactly(ledger.unreachable, ledger.unreachableFixed)),
  ];
}

/** Streets that people live on rather than get through by. */
const sideStreets: ReadonlySet<string> = new Set(["residential", "livingStreet", "service", "pedestrian"]);

const modes: readonly (readonly [TravelMode, string])[] = [
  ["walk", "Walk"],
  ["bike", "Bike"],
  ["transit", "Transit"],
  ["car", "Car"],
];

const named = (id: string, unit: string, ends: Ends): IndicatorValue =>
  Number.isFinite(ends.value) ? { id, unit, ...ends } : { id, unit, value: null, low: null, high: null };

const around = (shown: number, fixed: number, tolerance: number): Ends => ({
  value: shown,
  low: Math.min(shown, fixed) * (1 - tolerance),
  high: Math.max(shown, fixed) * (1 + tolerance),
});

const exactly = (shown: number, fixed: number): Ends => ({
  value: shown,
  low: Math.min(shown, fixed),
  high: Math.max(shown, fixed),
});

function shareOf(ledger: ModelResult["ledger"], mode: TravelMode, name: string): IndicatorValue {
  const value = ledger[modeKeys(mode, false).share];
  const fixed = ledger[modeKeys(mode, true).share];
  return named(`trafficShare${name}`, "%", {
    value,
    low: Math.max(0, Math.min(value, fixed) - shareTolerance),
    high: Math.min(100, Math.max(value, fixed) + shareTolerance),
  });
}

function timesOf(
  ledger: ModelResult["ledger"],
  mode: TravelMode,
  name: string,
  calibrated: boolean,
): IndicatorValue[] {
  const tolerance = calibrated ? timeTolerance.calibrated : timeTolerance.assumed;
  const of = (key: "mean" | "p90"): Ends =>
    around(ledger[modeKeys(mode, false)[key]], ledger[modeKeys(mode, true)[key]], tolerance);
  return [named(`trafficTime${name}`, "min", of("mean")), named(`trafficTime${name}P90`, "min", of("p90"))];
}

const pollutantIds: readonly (readonly [string, Pollutant])[] = [
  ["trafficCo2", "co2"],
  ["trafficNox", "nox"],
  ["trafficPm10", "pm10"],
  ["trafficPm25", "pm25"],
];

function emissions(
  { vehKm, speedKmh }: Driven,
  sections: ReturnType<typeof streetsOf>["sections"],
  volume: number,
): IndicatorValue[] {
  let sum = noEmissions;
  for (let step = 0; step < vehKm.length; step += 1) {
    const km = vehKm[step];
    if (!(km > 0)) continue;
    const mix = mixOf(sections[step >> 1].class);
    const kinds = { car: mix.car * km, van: mix.van * km, bus: mix.bus * km, heavy: mix.heavy * km };
    sum = addEmissions(sum, emissionsOf(speedKmh[step], kinds));
  }
  return pollutantIds.map(([id, pollutant]) => {
    const { low, value, high } = sum[pollutant];
    return named(id, "kg/d", {
      value: value / 1000,
      low: (low / 1000) * (1 - volume),
      high: (high / 1000) * (1 + volume),
    });
  });
}

const severityIds: readonly (readonly [string, Severity])[] = [
  ["trafficSevere", "severe"],
  ["trafficSlight", "slight"],
];

/** Change of casualties against the place without the plan, %; 0 for that place itself. */
function casualties(base: Driven, shown: Driven, fixed: Driven): IndicatorValue[] {
  const [now, unchanged] = [shown, fixed].map((after) => safetyChange(base, after));
  return severityIds.map(([id, severity]) => {
    const ends = now?.[severity];
    const other = unchanged?.[severity];
    if (ends === undefined || other === undefined) return named(id, "%", exactly(Number.NaN, Number.NaN));
    const percent = (ratio: number): number => 100 * (ratio - 1);
    return named(id, "%", {
      value: percent(ends.value),
      low: percent(Math.min(ends.low, other.low)),
      high: percent(Math.max(ends.high, other.high)),
    });
  });
}
