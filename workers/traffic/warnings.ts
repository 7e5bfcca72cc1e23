import { lineLength } from "#twin/geometry/planar.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import type { Base } from "./base.ts";
import type { TrafficConditions } from "./conditions.ts";
import { beyondTheEdge } from "./cordonWarning.ts";
import { finalGap } from "./equilibrium.ts";
import type { PlanAnswers } from "./plan.ts";

type Warning = ModelResult["warnings"][number];

/** What the reader must know of this run: keys under `traffic:warnings.<key>`. */
export function trafficWarnings(
  data: TwinData,
  base: Base,
  { fixed, shown }: PlanAnswers,
  conditions: TrafficConditions,
  preview: boolean,
): Warning[] {
  const warnings: Warning[] = [];
  const say = (key: string, values: Warning["values"] = {}): void => {
    warnings.push({ key, values });
  };
  const { result } = shown.solution;
  if (preview && result.gap > finalGap) say("preview");
  else if (Math.max(result.gap, fixed.solution.result.gap) > finalGap)
    say("notConverged", { gap: result.gap.toExponential(0) });
  if (shown.demandGap > 1e-3) say("demandNotSettled", { percent: rounded(100 * shown.demandGap, 2) });
  const unreachable = Math.max(result.unreachableVehPerH, fixed.solution.result.unreachableVehPerH);
  if (unreachable > 0.05) say("unreachable", { vehPerH: rounded(unreachable, 1) });
  if (shown.strandedPersons > 0.05) say("stranded", { persons: rounded(shown.strandedPersons, 1) });
  const edge = beyondTheEdge(base, fixed);
  // Fewer are not drawn as a change either.
  if (edge.vehPerH >= 10) say("beyondTheEdge", { vehPerH: Math.round(edge.vehPerH), exits: edge.exits });
  if (data.population.count === 0) say("noResidents");
  else if (base.zones.firstExternal > 0 && residentsPerKm(data) < fewResidentsPerKm)
    say("fewResidents", { residents: Math.round(residentsOf(data)), km: Math.round(carKm(data)) });
  else if (data.population.method === "estimated") say("residentsEstimated");
  if (base.zones.residentsWithoutStreet >= 1)
    say("residentsWithoutStreet", { residents: Math.round(base.zones.residentsWithoutStreet) });
  if (base.zones.gates.length === 0) say("noExits");
  if (base.demand.unservedPersons > 0.05)
    say("nowhereToGo", { persons: rounded(base.demand.unservedPersons, 1) });
  if (base.demand.balanceError > 1e-3)
    say("totalsMissed", { percent: rounded(100 * base.demand.balanceError, 1) });
  if (!base.hasTimetable) say("noTimetable");
  if (base.zones.sizeM > conditions.zoneSizeM) say("zonesEnlarged", { metres: Math.round(base.zones.sizeM) });
  if (base.fit.unusable > 0) say("countsUnusable", { counts: base.fit.unusable });
  if (conditions.calibrate && !base.calibrated) say("nothingToCalibrate");
  if (base.calibrated && base.fit.gehBelow5 < 0.85)
    say("calibrationPoor", { percent: Math.floor(100 * base.fit.gehBelow5) });
  return warnings;
}

/**
 * Residents by kilometre of street below which homes are taken to be missing from the data: Germany has about 100 for each kilometre of
 * public road (84 million, 830,000 km), thinly settled Länder 50.
 */
const fewResidentsPerKm = 10;

const residentsOf = ({ population }: TwinData): number =>
  population.residents.reduce((sum, residents) => sum + residents, 0);

/** Streets that cars share with homes; tracks and ways to fields, parking and yards are none. */
const carKm = ({ streets }: TwinData): number =>
  streets.sections.reduce(
    (sum, { class: kind, access, line }) =>
      access.car && kind !== "service" && kind !== "track" && kind !== "motorway"
        ? sum + lineLength(line) / 1000
        : sum,
    0,
  );

const residentsPerKm = (data: TwinData): number => residentsOf(data) / carKm(data);

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
