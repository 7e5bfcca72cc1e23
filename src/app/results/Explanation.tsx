import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { baselinePlanId, type PlanEntry } from "#app/state/plans.ts";
import { freshnessOf, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import type { RunExplanation } from "#runs/contract.ts";
import type { Point } from "#twin/frame.ts";
import type { PointExplanation } from "#workers/runtime/model.ts";
import { centreOf } from "./curves.ts";
import { formatNumber, formatSigned, formatTimeOfDay, formatUnit } from "./format.ts";
import { bracketOf } from "./frameTrack.ts";
import { PlanHead } from "./PlanMark.tsx";
import styles from "./point.module.css";
import { isOnRoof, type PlanAtPoint } from "./pointPlans.ts";
import { requestFor } from "./requests.ts";
import { runService } from "./service.ts";

const nowhere: Point = [0, 0];

/** Somebody who moves the slider wants the hour they stop at. */
const settleMs = 250;

/**
 * Why a place has the value it has at the hour shown: what it is made of, under the active plan.
 *
 * @param at where somebody clicked; null = the middle of the plan's cell
 */
export function Explanation({
  at,
  plans,
}: {
  readonly at: Point | null;
  readonly plans: readonly PlanAtPoint[];
}) {
  const { t } = useTranslation();
  const activePlanId = useSession((state) => state.activePlanId);
  const plan =
    plans.find(({ entry }) => entry.id === activePlanId) ??
    plans.find(({ entry }) => entry.id === baselinePlanId);
  const planId = plan?.entry.id ?? "";
  const current = useResults((state) => freshnessOf(state, planId) === "current");
  const told = plans.find(({ entry }) => entry.id === baselinePlanId);
  const onRoof = plan !== undefined && isOnRoof(plan);
  // A roof and the ground before it was built are two places.
  const baseline = told !== undefined && isOnRoof(told) === onRoof ? told : undefined;
  const comparable = useResults(
    (state) => planId !== baselinePlanId && freshnessOf(state, baselinePlanId) === "current",
  );
  const place = at ?? (plan === undefined ? nowhere : centreOf(plan.outcome.result.grid, plan.cell ?? 0));
  const answer = useExplanation(place, current ? plan : undefined);
  // The baseline beside it says which part the plan changes.
  const before = useExplanation(place, current && comparable ? baseline : undefined);
  if (plan === undefined || plan.cell === null) return null;
  return (
    <section aria-label={t("results:why.title")} className={styles.why}>
      <h4>
        {t("results:why.title")}{" "}
        <span className="muted small">
          {answer?.status === "done" && answer.explanation !== null
            ? t("results:why.of", {
                plan: plan.entry.name ?? t("common:baseline"),
                time: formatTimeOfDay(answer.explanation.timeS),
              })
            : null}
        </span>
      </h4>
      {onRoof ? (
        <p className="small muted">{t(`${plan.outcome.modelId}:explanationRoof`, { defaultValue: "" })}</p>
      ) : null}
      {current ? (
        <Answer answer={answer} baseline={baseline} before={before} plan={plan} />
      ) : (
        <p className="small">{t("results:why.stale")}</p>
      )}
    </section>
  );
}

function Answer({
  answer,
  before,
  plan,
  baseline,
}: {
  readonly answer: RunExplanation | null;
  readonly before: RunExplanation | null;
  readonly plan: PlanAtPoint;
  readonly baseline: PlanAtPoint | undefined;
}) {
  const { t } = useTranslation();
  if (answer === null || answer.status === "cancelled") {
    return (
      <p className="small muted" role="status">
        {t("results:why.working")}
      </p>
    );
  }
  if (answer.status === "failed") {
    const { key, values } = answer.failure;
    return <p className="small">{t([key, "results:failures.model"], { ...values })}</p>;
  }
  if (answer.explanation === null) return <p className="small">{t("results:why.nothing")}</p>;
  const told = before?.status === "done" ? before.explanation : null;
  const compared = baseline === undefined || told === null ? null : { entry: baseline.entry, told };
  return (
    <Parts
      compared={compared}
      entry={plan.entry}
      explanation={answer.explanation}
      modelId={plan.outcome.modelId}
    />
  );
}

const fluxUnit = "W/m²";
/** The sum of the fluxes, under this name in every model that has fluxes. */
const totalKey = "total";

type Compared = { readonly entry: PlanEntry; readonly told: PointExplanation };

/**
 * Fluxes as bars from zero, the largest first, with the baseline's numbers beside them; everything else that enters stands
 * below as numbers.
 */
function Parts({
  explanation,
  compared,
  entry,
  modelId,
}: {
  readonly explanation: PointExplanation;
  readonly compared: Compared | null;
  readonly entry: PlanEntry;
  readonly modelId: string;
}) {
  const { t, i18n } = useTranslation();
  const before = (key: string): number | undefined =>
    compared?.told.parts.find((part) => part.key === key)?.value;
  // A part that the plan takes away altogether is still one of the baseline.
  const gone = (compared?.told.parts ?? []).filter(
    ({ key }) => !explanation.parts.some((part) => part.key === key),
  );
  const parts = [...explanation.parts, ...gone.map((part) => ({ ...part, value: 0 }))];
  const fluxes = parts
    .filter(({ key, unit }) => unit === fluxUnit && key !== totalKey)
    .toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const total = parts.find(({ key }) => key === totalKey);
  const others = parts.filter(({ unit }) => unit !== fluxUnit);
  const largest = Math.max(1e-9, ...fluxes.map(({ value }) => Math.abs(value)));
  const label = (key: string): string => t(`${modelId}:explanation.${key}`);
  const flux = (value: number | undefined): string =>
    value === undefined ? "–" : formatSigned(value, i18n.language, 0, "negative");
  const cells = (key: string, value: number) => (
    <>
      <td>{flux(value)}</td>
      {compared === null ? null : <td className="muted">{flux(before(key))}</td>}
    </>
  );
  return (
    <>
      {fluxes.length === 0 ? null : (
        <table className={styles.bars}>
          <caption className="small muted">{t(`${modelId}:explanationIntro`, { defaultValue: "" })}</caption>
          <thead>
            <tr>
              <th scope="col">{t("results:why.amount", { unit: fluxUnit })}</th>
              <th scope="col">
                <PlanHead entry={entry} line={false} />
              </th>
              {compared === null ? null : (
                <th scope="col">
                  <PlanHead entry={compared.entry} line={false} />
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {fluxes.map(({ key, value }) => (
              <tr key={key}>
                <th scope="row">
                  {label(key)}
                  <span
                    aria-hidden="true"
                    className={styles.bar}
                    data-negative={value < 0}
                    style={{ width: `${(100 * Math.abs(value)) / largest}%` }}
                  />
                </th>
                {cells(key, value)}
              </tr>
            ))}
          </tbody>
          {total === undefined ? null : (
            <tfoot>
              <tr>
                <th scope="row">{label(totalKey)}</th>
                {cells(totalKey, total.value)}
              </tr>
            </tfoot>
          )}
        </table>
      )}
      <dl className={styles.facts}>
        {others.map(({ key, value, unit }) => (
          <div key={key}>
            <dt>{label(key)}</dt>
            <dd>
              {formatNumber(value, i18n.language, unit === "°C" || unit === "%" ? 0 : 1)}
              {formatUnit(unit)}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** The answer for the place, the plan and the computed hour nearest to the one shown; null while there is none. */
function useExplanation(at: Point, plan: PlanAtPoint | undefined): RunExplanation | null {
  const [answer, setAnswer] = useState<{ readonly key: string; readonly given: RunExplanation } | null>(null);
  const nearestS = useResults(({ timeS }) => nearestStep(plan?.outcome.result.frameTimesS ?? [], timeS));
  const playing = useResults((state) => state.playing);
  const [x, y] = at;
  const planId = plan?.entry.id;
  const outcome = plan?.outcome;
  const place = `${outcome?.inputHash} ${x} ${y}`;
  const key = `${place} ${nearestS}`;
  useEffect(() => {
    // While the day plays, the last answer stays, with its hour.
    if (outcome === undefined || planId === undefined || nearestS === null || playing) return;
    const request = requestFor(planId, outcome.modelId);
    if (request === null) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      void runService()
        .explain({ ...request, resolutionM: outcome.resolutionM }, [x, y], nearestS, abort.signal)
        .then((given) => {
          if (!abort.signal.aborted) setAnswer({ key, given });
        });
    }, settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [outcome, planId, x, y, nearestS, playing, key]);
  if (answer === null) return null;
  // An answer of another hour is worth more than none; one of another place is wrong.
  return answer.key.startsWith(`${place} `) ? answer.given : null;
}

function nearestStep(timesS: readonly number[], timeS: number): number | null {
  const bracket = bracketOf(timesS, timeS);
  if (bracket === null) return null;
  return timesS[bracket.mix < 0.5 ? bracket.before : bracket.after] ?? null;
}
