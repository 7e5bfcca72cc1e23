import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { type PlanEntry, planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { useTwin } from "#app/state/twin.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { Pick } from "#scene/contract.ts";
import { CurveChart } from "./CurveChart.tsx";
import { type Curve, cellOf, curvePoints, facadeDepth, figuresAt } from "./curves.ts";
import { formatNumber } from "./format.ts";
import { PlanLine, PlanMark } from "./PlanMark.tsx";
import styles from "./point.module.css";
import { runService } from "./service.ts";

type PlanAtPoint = {
  readonly entry: PlanEntry;
  readonly outcome: RunOutcome;
  /** Where the run is asked; null outside its grid. */
  readonly cell: number | null;
};

/** Below this depth nobody would speak of flooding. */
const filmCm = 1;

/** What the model says at a clicked place, for each plan that was run: the curve, and a table that says the same. */
export function PointResults({ pick }: { readonly pick: Pick }) {
  const { t } = useTranslation();
  const scenario = useScenario();
  const runs = useResults((state) => state.runs);
  const buildings = useTwin((state) => state.data?.buildings ?? null);
  const plans = planEntries(scenario).flatMap((entry): PlanAtPoint[] => {
    const outcome = runs[entry.id]?.outcome ?? null;
    return outcome === null ? [] : [{ entry, outcome, cell: cellOf(outcome, pick, buildings) }];
  });
  if (plans.length === 0) return null;
  return (
    <section className={styles.point}>
      <h3>{t("results:point.title")}</h3>
      <PointCurve pick={pick} plans={plans} />
      <PointTable pick={pick} plans={plans} />
    </section>
  );
}

function PointTable({ pick, plans }: { readonly pick: Pick; readonly plans: readonly PlanAtPoint[] }) {
  const { t, i18n } = useTranslation();
  const depth = (depthM: number | null): string => {
    if (depthM === null) return t("results:point.dry");
    // A film that nobody would call water.
    if (depthM * 100 < filmCm) return t("results:point.film");
    return `${formatNumber(depthM * 100, i18n.language, 0)}\u202Fcm`;
  };
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{t("results:point.caption")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("results:point.plan")}</th>
          <th scope="col">{t("results:point.maxDepth")}</th>
          <th scope="col">{t("results:point.arrival")}</th>
          <th scope="col">{t("results:point.hazard")}</th>
        </tr>
      </thead>
      <tbody>
        {plans.map(({ entry, outcome, cell }) => {
          const figures = figuresAt(outcome, cell);
          const facade = pick.type === "building" ? facadeDepth(outcome, pick.id) : null;
          const depthM = facade ?? figures.maxDepthM;
          return (
            <tr key={entry.id}>
              <th scope="row">
                <span className={styles.plan}>
                  <PlanMark entry={entry} />
                  <PlanLine entry={entry} />
                  <span className="visually-hidden">{entry.name ?? t("common:baseline")}</span>
                </span>
              </th>
              <td>{depth(depthM)}</td>
              <td>
                {figures.arrivalMin === null
                  ? "–"
                  : `${formatNumber(figures.arrivalMin, i18n.language, 0)}\u202Fmin`}
              </td>
              <td>
                {figures.hazard === null ? "–" : t(`${outcome.modelId}:classes.hazard.${figures.hazard}`)}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function PointCurve({ pick, plans }: { readonly pick: Pick; readonly plans: readonly PlanAtPoint[] }) {
  const { t } = useTranslation();
  const curves = useCurves(plans);
  // A line that moved with every frame would draw the chart anew each time.
  const shownMinutes = useResults((state) => (state.playing ? null : state.timeS / 60));
  if (curves === null) return null;
  if (curves.every((curve) => curve.points.every((point) => point.depthCm < filmCm))) {
    return <p className="small">{t("results:point.alwaysDry")}</p>;
  }
  return (
    <>
      {pick.type === "building" ? <p className="small muted">{t("results:point.facade")}</p> : null}
      <CurveChart curves={curves} shownMinutes={shownMinutes} />
    </>
  );
}

/** The curves of all plans at one place; null until they are read. */
function useCurves(plans: readonly PlanAtPoint[]): readonly Curve[] | null {
  const [curves, setCurves] = useState<readonly Curve[] | null>(null);
  const model = useResults((state) => state.model);
  const series = model?.layers.find((layer) => layer.series !== null && layer.ramp === "depth")?.series?.name;
  const key = plans.map(({ entry, outcome, cell }) => `${entry.id} ${outcome.inputHash} ${cell}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the plans and their results
  useEffect(() => {
    let gone = false;
    if (series === undefined) return;
    void Promise.all(plans.map((plan) => curveOf(plan, series))).then((found) => {
      if (!gone) setCurves(found.filter((curve) => curve !== null));
    });
    return () => {
      gone = true;
    };
  }, [key, series]);
  return curves;
}

async function curveOf({ entry, outcome, cell }: PlanAtPoint, series: string): Promise<Curve | null> {
  const depths = cell === null ? null : await runService().curve(outcome.inputHash, series, cell);
  if (depths === null) return null;
  const { colour, letter, dash } = entry.look;
  return {
    planId: entry.id,
    letter,
    colour,
    dash,
    points: curvePoints(outcome.result.frameTimesS, depths),
  };
}
