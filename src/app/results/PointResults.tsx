import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { useTwin } from "#app/state/twin.ts";
import type { Pick } from "#scene/contract.ts";
import { AccessPoint, accessModelId } from "./AccessPoint.tsx";
import { cellOf, openCellOf } from "./curves.ts";
import { DayPoint } from "./DayPoint.tsx";
import { FieldsAtPoint } from "./FieldsAtPoint.tsx";
import { FloodPoint } from "./FloodPoint.tsx";
import { NoisePoint } from "./NoisePoint.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";
import { StreetPoint, useStreetTitle } from "./StreetPoint.tsx";
import { SunPoint } from "./SunPoint.tsx";
import { isCurveSeries } from "./seriesDifference.ts";

/** What the shown model says at a clicked place, for each plan that was run: curves, and tables that say the same. */
export function PointResults({ pick }: { readonly pick: Pick }) {
  const { t } = useTranslation();
  const scenario = useScenario();
  const runs = useResults((state) => state.runs);
  const model = useResults((state) => state.model);
  const buildings = useTwin((state) => state.data?.buildings ?? null);
  const isWater = model?.layers.some(({ ramp }) => ramp === "depth") === true;
  const plans = planEntries(scenario).flatMap((entry): PlanAtPoint[] => {
    const outcome = runs[entry.id]?.outcome ?? null;
    if (outcome === null) return [];
    const cell = isWater ? cellOf(outcome, pick, buildings) : openCellOf(outcome, pick);
    return [{ entry, outcome, cell }];
  });
  const street = useStreetTitle(plans);
  if (plans.length === 0 || model === null) return null;
  const onStreets = plans.some(({ outcome }) => outcome.result.streets !== undefined);
  const isSun = model.layers.some(({ ramp }) => ramp === "sun");
  const isNoise = model.layers.some(({ ramp, on }) => ramp === "noise" && on === undefined);
  // Where only streets have values, whoever clicked beside one is told so.
  const tellsPlaces = plans.some(({ outcome }) => outcome.result.fields.length > 0);
  const moves = model.layers.some(isCurveSeries);
  return (
    <section className={styles.point}>
      <h3>{(onStreets ? street : null) ?? t([`${model.id}:point.title`, "results:point.title"])}</h3>
      {isWater ? (
        <FloodPoint pick={pick} plans={plans} />
      ) : isSun ? (
        <SunPoint pick={pick} plans={plans} />
      ) : (
        <>
          {moves ? <DayPoint model={model} pick={pick} plans={plans} /> : null}
          {isNoise ? (
            <NoisePoint model={model} pick={pick} plans={plans} />
          ) : model.id === accessModelId ? (
            <AccessPoint model={model} plans={plans} />
          ) : (
            <FieldsAtPoint folded={moves} model={model} plans={plans} />
          )}
          {onStreets && (street !== null || !tellsPlaces) ? (
            <StreetPoint model={model} plans={plans} />
          ) : null}
        </>
      )}
    </section>
  );
}
