import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useResults } from "#app/state/results.ts";
import type { Pick } from "#scene/contract.ts";
import { CurveChart } from "./CurveChart.tsx";
import { type Curve, curvePoints, facadeDepth, figuresAt } from "./curves.ts";
import { formatNumber } from "./format.ts";
import { PlanHead } from "./PlanMark.tsx";
import styles from "./point.module.css";
import { curveOf, type PlanAtPoint, pointKey } from "./pointPlans.ts";

/** Below this depth nobody would speak of flooding. */
const filmCm = 1;

/** Water at a place: how deep, when, how dangerous. */
export function FloodPoint({ pick, plans }: { readonly pick: Pick; readonly plans: readonly PlanAtPoint[] }) {
  return (
    <>
      <PointCurve pick={pick} plans={plans} />
      <PointTable pick={pick} plans={plans} />
    </>
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
    <table className={`figures ${styles.table}`}>
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
                <PlanHead entry={entry} />
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
  const axes = useMemo(() => {
    const highest = Math.max(5, ...(curves ?? []).flatMap(({ points }) => points.map(({ y }) => y)));
    return {
      x: t("results:point.axisX"),
      y: t("results:point.axisY"),
      yDomain: [0, highest * 1.08] as const,
      shownX: shownMinutes,
    };
  }, [curves, shownMinutes, t]);
  if (curves === null) return null;
  if (curves.every((curve) => curve.points.every((point) => point.y < filmCm))) {
    return <p className="small">{t("results:point.alwaysDry")}</p>;
  }
  return (
    <>
      {pick.type === "building" ? <p className="small muted">{t("results:point.facade")}</p> : null}
      <CurveChart axes={axes} curves={curves} />
    </>
  );
}

/** The curves of all plans at one place; null until they are read. */
function useCurves(plans: readonly PlanAtPoint[]): readonly Curve[] | null {
  const [curves, setCurves] = useState<readonly Curve[] | null>(null);
  const model = useResults((state) => state.model);
  const series = model?.layers.find((layer) => layer.series !== null && layer.ramp === "depth")?.series?.name;
  const key = pointKey(plans);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the plans and their results
  useEffect(() => {
    let gone = false;
    if (series === undefined) return;
    void Promise.all(plans.map((plan) => curveOf(plan, series, curvePoints))).then((found) => {
      if (!gone) setCurves(found.filter((curve) => curve !== null));
    });
    return () => {
      gone = true;
    };
  }, [key, series]);
  return curves;
}
