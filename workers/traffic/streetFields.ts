import type { StreetLayer } from "#twin/objects.ts";
import { shareOfHour } from "#workers/kernels/demand/index.ts";
import { emissionsOf } from "#workers/kernels/emissions/index.ts";
import type { ResultField, ResultStreets } from "#workers/runtime/model.ts";
import type { Base } from "./base.ts";
import { gehOf } from "./calibration.ts";
import type { CarSolution } from "./equilibrium.ts";
import type { PlanAnswers } from "./plan.ts";
import { mixOf } from "./vehicleMix.ts";

/** Vehicles a day for one in the stated hour. */
export const dailyFactorOf = (hour: number): number => 1 / shareOfHour(hour);

/** Travel time of a link without what counts as time but is money, s. */
export const timeOf = ({ car, result }: CarSolution, link: number): number =>
  result.costS[link] - car.network.fixedS[link];

/**
 * Values on streets, by direction; NaN where cars may not drive. "…Fixed" is the answer with unchanged demand, "…Base" the place without
 * the plan.
 */
export function streetFields(
  streets: StreetLayer,
  base: Base,
  answers: PlanAnswers,
  hour: number,
): ResultStreets {
  const { sections } = streets;
  const shown = answers.shown.solution;
  const fixed = answers.fixed.solution;
  const field = (
    id: string,
    solution: CarSolution,
    of: (link: number, step: number) => number,
  ): ResultField => ({
    id,
    values: Float32Array.from(solution.car.linkOfStep, (link, step) =>
      link < 0 ? Number.NaN : of(link, step),
    ),
  });
  const flow =
    ({ result }: CarSolution) =>
    (link: number): number =>
      result.flowVehPerH[link];
  const speed =
    (solution: CarSolution) =>
    (link: number): number =>
      (3.6 * solution.car.lengthM[link]) / timeOf(solution, link);
  const load =
    ({ car, result }: CarSolution) =>
    (link: number): number =>
      result.flowVehPerH[link] / car.network.capacityVehPerH[link];
  const delay =
    (solution: CarSolution) =>
    (link: number): number =>
      Math.max(0, timeOf(solution, link) - solution.car.network.freeFlowS[link]);
  const daily = dailyFactorOf(hour);
  const fields = [
    field("flow", shown, flow(shown)),
    field("flowFixed", fixed, flow(fixed)),
    field("flowBase", base.solution, flow(base.solution)),
    field("flowDay", shown, (link) => shown.result.flowVehPerH[link] * daily),
    field("speedKmh", shown, speed(shown)),
    field("speedKmhFixed", fixed, speed(fixed)),
    field("speedKmhBase", base.solution, speed(base.solution)),
    field("load", shown, load(shown)),
    field("loadFixed", fixed, load(fixed)),
    field("delayS", shown, delay(shown)),
    field("delaySFixed", fixed, delay(fixed)),
    field("capacity", shown, (link) => shown.car.network.capacityVehPerH[link]),
    // Kilograms a day and kilometre: how dense they are, whatever the section's length.
    field("co2", shown, (link, step) => {
      const vehicles = shown.result.flowVehPerH[link] * daily;
      const mix = mixOf(sections[step >> 1].class);
      const kinds = {
        car: mix.car * vehicles,
        van: mix.van * vehicles,
        bus: mix.bus * vehicles,
        heavy: mix.heavy * vehicles,
      };
      return emissionsOf(speed(shown)(link), kinds).co2.value / 1000;
    }),
  ];
  return {
    sectionIds: sections.map(({ id }) => id),
    fields: base.counts.length === 0 ? fields : [...fields, ...countFields(base, sections.length)],
  };
}

/** What was counted, and how far the base is from it. */
function countFields({ counts, solution, factors }: Base, sections: number): ResultField[] {
  const [counted, geh, capacityFactor] = [0, 1, 2].map(() => new Float32Array(2 * sections).fill(Number.NaN));
  for (const { step, vehPerH } of counts) {
    counted[step] = vehPerH;
    const link = solution.car.linkOfStep[step];
    if (link < 0) continue;
    geh[step] = gehOf(solution.result.flowVehPerH[link], vehPerH);
    capacityFactor[step] = 100 * (factors.capacity[step] - 1);
  }
  return [
    { id: "counted", values: counted },
    { id: "geh", values: geh },
    { id: "capacityChange", values: capacityFactor },
  ];
}
