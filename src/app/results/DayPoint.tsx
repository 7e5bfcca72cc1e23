import { useEffect, useMemo, useState } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import type { Pick } from "#scene/contract.ts";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { CurveChart } from "./CurveChart.tsx";
import { type Curve, hourPoints, valueAtX } from "./curves.ts";
import { Explanation } from "./Explanation.tsx";
import { formatNumber, formatSigned, formatTimeOfDay, formatUnit } from "./format.ts";
import { PlanHead } from "./PlanMark.tsx";
import styles from "./point.module.css";
import { curveOf, isOnRoof, type PlanAtPoint, pointKey } from "./pointPlans.ts";
import { isCurveSeries } from "./seriesDifference.ts";
import { layerShort, layerTitle } from "./texts.ts";

type SeriesLayer = ResultLayer & { readonly series: NonNullable<ResultLayer["series"]> };

type CurvesOfLayer = { readonly layer: SeriesLayer; readonly curves: readonly Curve[] };

/** A day at a place: the curve of one quantity, all quantities at the hour shown, and why they are what they are. */
export function DayPoint({
  model,
  pick,
  plans,
}: {
  readonly model: Model;
  readonly pick: Pick;
  readonly plans: readonly PlanAtPoint[];
}) {
  const { t } = useTranslation();
  const all = useDayCurves(model, plans);
  const shownLayer = useResults((state) => state.layerId);
  const [chosen, setChosen] = useState<string | null>(null);
  if (all === null) return <p className="small muted">{t("results:day.reading")}</p>;
  const known = all.some(({ curves }) =>
    curves.some(({ points }) => points.some(({ y }) => !Number.isNaN(y))),
  );
  if (!known) {
    return (
      <p className="small">{t(pick.type === "building" ? "results:day.building" : "results:day.nothing")}</p>
    );
  }
  const onRoof = plans.filter(isOnRoof);
  // Who clicks on a wall asks about the place before it.
  const beside = pick.type === "building" && onRoof.length === 0;
  const id = chosen ?? shownLayer;
  const drawn = all.find(({ layer }) => layer.id === id) ?? all[0];
  return (
    <>
      {beside ? <p className="small muted">{t("results:day.beside")}</p> : null}
      {onRoof.length === 0 ? null : (
        <p className="small muted">
          {onRoof.length === plans.length
            ? t("results:day.roof")
            : t("results:day.partlyRoof", {
                plans: onRoof.map(({ entry }) => entry.name ?? t("common:baseline")).join(", "),
              })}
        </p>
      )}
      {drawn === undefined || all.length < 2 ? null : (
        <RadioGroup
          aria-label={t("results:day.choose")}
          className={styles.choice}
          onChange={setChosen}
          orientation="horizontal"
          value={drawn.layer.id}
        >
          {all.map(({ layer }) => (
            <Radio className={styles.option ?? ""} key={layer.id} value={layer.id}>
              {layerShort(t, model.id, layer.id)}
            </Radio>
          ))}
        </RadioGroup>
      )}
      {drawn === undefined ? null : <DayCurve {...drawn} modelId={model.id} />}
      <HourTable all={all} modelId={model.id} plans={plans} />
      {model.explain === undefined ? null : (
        <Explanation at={beside || onRoof.length > 0 ? null : pick.at} plans={plans} />
      )}
    </>
  );
}

const hourTicks = [0, 3, 6, 9, 12, 15, 18, 21];

function DayCurve({ layer, curves, modelId }: CurvesOfLayer & { readonly modelId: string }) {
  const { t } = useTranslation();
  // A line that moved with every frame would draw the chart anew each time.
  const shownHour = useResults((state) => (state.playing ? null : state.timeS / 3600));
  const axes = useMemo(() => {
    const values = curves.flatMap(({ points }) => points.map(({ y }) => y)).filter((y) => !Number.isNaN(y));
    const hours = curves.flatMap(({ points }) => points.map(({ x }) => x));
    const low = Math.floor(Math.min(...values) / 5) * 5;
    const high = Math.max(Math.ceil(Math.max(...values) / 5) * 5, low + 10);
    return {
      x: t("results:day.axisX"),
      y: `${layerTitle(t, modelId, layer.id)}, ${layer.unit}`,
      xTicks: hourTicks.filter((hour) => hour >= Math.min(...hours) && hour <= Math.max(...hours)),
      xFormat: String,
      yDomain: [low, high] as const,
      yTicks: layer.classEdges,
      shownX: shownHour,
    };
  }, [curves, layer, modelId, shownHour, t]);
  return <CurveChart axes={axes} curves={curves} />;
}

/** Every quantity at the hour shown, a row a plan; behind a plan's value what it changes. */
function HourTable({
  all,
  plans,
  modelId,
}: {
  readonly all: readonly CurvesOfLayer[];
  readonly plans: readonly PlanAtPoint[];
  readonly modelId: string;
}) {
  const { t, i18n } = useTranslation();
  // Numbers that change with every frame cannot be read: while the day plays, they follow by the quarter of an hour.
  const timeS = useResults(({ playing, timeS: shownS }) =>
    playing ? Math.round(shownS / 900) * 900 : shownS,
  );
  const shownValue = ({ curves }: CurvesOfLayer, planId: string): number =>
    valueAtX(curves.find((curve) => curve.planId === planId)?.points ?? [], timeS / 3600);
  const baseline = plans.find(({ entry }) => entry.id === baselinePlanId);
  const isSamePlace = (plan: PlanAtPoint): boolean =>
    baseline !== undefined && isOnRoof(plan) === isOnRoof(baseline);
  return (
    <table className={`figures ${styles.table}`}>
      <caption>{t("results:day.at", { time: formatTimeOfDay(timeS) })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("results:point.plan")}</th>
          {all.map(({ layer }) => (
            <th key={layer.id} scope="col">
              <abbr title={layerTitle(t, modelId, layer.id)}>{layerShort(t, modelId, layer.id)}</abbr>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plans.map((plan) => (
          <tr key={plan.entry.id}>
            <th scope="row">
              <PlanHead entry={plan.entry} />
            </th>
            {all.map((one) => {
              const value = shownValue(one, plan.entry.id);
              // A roof and the ground before it was built are two places.
              const change = isSamePlace(plan) ? value - shownValue(one, baselinePlanId) : Number.NaN;
              return (
                <td key={one.layer.id}>
                  {Number.isNaN(value)
                    ? "–"
                    : `${formatNumber(value, i18n.language, 0)}${formatUnit(one.layer.unit)}`}
                  {plan.entry.id === baselinePlanId || Number.isNaN(change) ? null : (
                    <span className="muted"> ({formatSigned(change, i18n.language, 1)})</span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The day's curves of all series and plans at one place; null until they are read. */
function useDayCurves(model: Model, plans: readonly PlanAtPoint[]): readonly CurvesOfLayer[] | null {
  const [found, setFound] = useState<readonly CurvesOfLayer[] | null>(null);
  const key = pointKey(plans);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the plans and their results
  useEffect(() => {
    let gone = false;
    const layers = model.layers.filter(isCurveSeries);
    const reading = layers.map(async (layer) => {
      const curves = await Promise.all(plans.map((plan) => curveOf(plan, layer.series.name, hourPoints)));
      return { layer, curves: curves.filter((curve) => curve !== null) };
    });
    void Promise.all(reading).then((all) => {
      if (!gone) setFound(all);
    });
    return () => {
      gone = true;
    };
  }, [key, model]);
  return found;
}
