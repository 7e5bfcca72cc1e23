import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { baselinePlanId, planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { type Comparison, comparisonOf } from "./comparison.ts";
import { formatIndicator } from "./comparisonTexts.ts";
import styles from "./simulation.module.css";

/** Indicators that people ask for first, in this order. */
const leading = ["wetBuildings", "wetResidents", "floodedArea10", "runoffVolume"];

/** The change in one sentence, with its range: "In Plan A werden 34 bis 41 Gebäude weniger nass." */
export function Headline({ planId }: { readonly planId: string }) {
  const { t, i18n } = useTranslation();
  const entries = planEntries(useScenario());
  const state = useResults((results) => results);
  const comparison = comparisonOf(state, entries);
  if (comparison === null) return null;
  const sentence =
    planId === baselinePlanId
      ? baselineSentence(comparison, t, i18n.language)
      : planSentence(comparison, planId, t, i18n.language);
  return sentence === "" ? null : <p className={styles.headline}>{sentence}</p>;
}

/** The first leading indicator that changes surely; else the first that may change; else that nothing does. */
export function planSentence(comparison: Comparison, planId: string, t: TFunction, language: string): string {
  const index = comparison.plans.findIndex(({ entry }) => entry.id === planId);
  const plan = comparison.plans[index]?.entry.name ?? "";
  if (index < 0) return "";
  const candidates = leading.flatMap((id) => {
    const row = comparison.rows.find(({ definition }) => definition.id === id);
    const change = row?.plans[index]?.change ?? null;
    return row === undefined || change === null ? [] : [{ definition: row.definition, change }];
  });
  const chosen =
    candidates.find(({ change }) => change.verdict === "better" || change.verdict === "worse") ??
    candidates.find(({ change }) => change.verdict !== "same");
  if (chosen === undefined) {
    return candidates.length === 0 ? "" : t("results:sentences.nothing", { plan });
  }
  const { definition, change } = chosen;
  const number = (value: number): string => formatIndicator(Math.abs(value), definition, language);
  const key = `results:sentences.${definition.id}`;
  if (change.verdict === "unclear") {
    return t(`${key}.unclear`, { plan, less: number(change.low), more: number(change.high) });
  }
  const ends = [number(change.low), number(change.high)];
  const [low, high] = change.high <= 0 ? ends.toReversed() : ends;
  const amount = low === high ? (low ?? "") : t("results:compare.range", { low, high });
  return t(`${key}.${change.high <= 0 ? "less" : "more"}`, { plan, amount });
}

/** Absolute numbers, where there is nothing to compare with. */
export function baselineSentence(comparison: Comparison, t: TFunction, language: string): string {
  for (const id of leading) {
    const row = comparison.rows.find(({ definition }) => definition.id === id);
    if (row?.baseline?.value == null) continue;
    const { value, low, high } = row.baseline;
    const number = (figure: number): string => formatIndicator(figure, row.definition, language);
    const ends = [number(low ?? value), number(high ?? value)];
    const amount =
      ends[0] === ends[1] ? (ends[0] ?? "") : t("results:compare.range", { low: ends[0], high: ends[1] });
    return t(`results:sentences.${id}.absolute`, { amount });
  }
  return "";
}
