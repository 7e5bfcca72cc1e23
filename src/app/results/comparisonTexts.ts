import type { TFunction } from "i18next";
import type { Headline, IndicatorDifference } from "#indicators/compare.ts";
import type { IndicatorValue } from "#indicators/indicator.ts";
import { endsAsText, formatIndicator, formatRange, rangeOf, roundedRange } from "#indicators/range.ts";
import { definitionOf, headlineOrder } from "#indicators/registry.ts";
import { type Comparison, rowsOf } from "./comparison.ts";
import { csvOf } from "./csv.ts";
import { formatUnit } from "./format.ts";
import { unitText } from "./streetTexts.ts";

/** Used where a definition is not known (a file of another version): shown, but not judged. */
const plain = { digits: 2, type: "amount" } as const;

/** Ids of indicators that rest on estimates; everything said of them says so. */
type Estimated = ReadonlySet<string>;
const nothingEstimated: Estimated = new Set();

export function indicatorTitle(t: TFunction, id: string, estimated: Estimated = nothingEstimated): string {
  const title = t(`indicators:${id}.title`);
  return estimated.has(id) ? t("results:estimated.title", { title }) : title;
}

export function definitionText(t: TFunction, id: string, estimated: Estimated = nothingEstimated): string {
  const definition = t(`indicators:${id}.definition`, { defaultValue: "" });
  return withNote(t, definition, estimated.has(id));
}

const withNote = (t: TFunction, text: string, isEstimate: boolean): string =>
  isEstimate && text !== "" ? `${text} ${t("results:estimated.note")}` : text;

/** A number with its range and unit; a model that cannot say says "not known". */
export function valueText(t: TFunction, value: IndicatorValue, language: string): string {
  const text = formatIndicator(value, definitionOf(value.id) ?? plain, language, (low, high) =>
    t("compare:changeRange", { low, high }),
  );
  return text === null ? t("compare:verdicts.unknown") : `${text}${formatUnit(unitText(t, value.unit))}`;
}

/** The change as a range with signs: "−41 bis −34". Shares differ by points: one percent of a share would be another number. */
export function changeText(
  t: TFunction,
  { change, unit, definition }: IndicatorDifference,
  language: string,
): string {
  if (change === null) return t("compare:verdicts.unknown");
  const [low, high] = endsAsText(change, language, { signed: true });
  const text = high === undefined ? low : t("compare:changeRange", { low, high });
  const points = definition?.type === "share" && unit === "%";
  return `${text}${formatUnit(points ? t("results:units.points") : unitText(t, unit))}`;
}

/** A headline as a sentence: "Mit Plan „A“: 34–41 Gebäude weniger werden nass." */
export function headlineText(
  t: TFunction,
  headline: Headline,
  plan: string,
  language: string,
  estimated: Estimated = nothingEstimated,
): string {
  if (headline.direction === "unknown") return t("compare:frame.unknown");
  const number = (value: number): string => formatRange({ low: value, high: value }, language);
  const sentence = t(`compare:sentences.${headline.indicatorId}.${headline.direction}`, {
    count: headline.high,
    range: formatRange(headline, language),
    low: number(headline.low),
    high: number(headline.high),
  });
  return withNote(t, t("compare:frame.inPlan", { plan, sentence }), estimated.has(headline.indicatorId));
}

/** What the baseline gives, in one sentence, where there is nothing to compare with; "" where it gives nothing. */
export function baselineText(
  t: TFunction,
  indicators: readonly IndicatorValue[],
  language: string,
  estimated: Estimated = nothingEstimated,
): string {
  for (const id of headlineOrder) {
    const value = indicators.find((indicator) => indicator.id === id);
    const range = value === undefined ? null : rangeOf(value);
    if (range === null) continue;
    const rounded = roundedRange(range, definitionOf(id) ?? plain);
    const sentence = t(`results:baseline.${id}`, {
      count: rounded.high,
      range: formatRange(rounded, language),
      defaultValue: "",
    });
    return withNote(t, sentence, estimated.has(id));
  }
  return "";
}

/** One row an indicator and plan, as statistics programs want it. */
export function comparisonCsv(
  comparison: Comparison,
  t: TFunction,
  language: string,
  estimated: Estimated = nothingEstimated,
  /** Whom the data have to be credited to; a row each below the figures. */
  credits: readonly string[] = [],
  /** What of the model's inputs is derived or assumed; a row each below them. */
  derived: readonly string[] = [],
): string {
  const number = (value: number | null | undefined): string =>
    value == null
      ? ""
      : new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 3 }).format(value);
  const figures = (value: { value: number | null; low: number | null; high: number | null } | null) => [
    number(value?.value),
    number(value?.low),
    number(value?.high),
  ];
  const change = t("results:compare.change", { plan: t("common:baseline") });
  const head = [
    ...["indicator", "unit", "plan", "value", "low", "high"].map((key) => t(`results:compare.${key}`)),
    ...[change, `${change}: ${t("results:compare.low")}`, `${change}: ${t("results:compare.high")}`],
    t("results:compare.verdict"),
  ];
  const rows = rowsOf(comparison).flatMap(({ baseline, plans }) => {
    const title = indicatorTitle(t, baseline.id, estimated);
    const others = plans.map((difference, index) => [
      title,
      baseline.unit,
      comparison.plans[index]?.entry.name ?? "",
      ...figures(difference?.plan ?? null),
      ...figures(difference?.change ?? null),
      t(`compare:verdicts.${difference?.verdict ?? "unknown"}`),
    ]);
    return [[title, baseline.unit, t("common:baseline"), ...figures(baseline), "", "", "", ""], ...others];
  });
  const listed = (title: string, lines: readonly string[]) =>
    lines.map((line, i) => [i === 0 ? title : "", line]);
  const named = [
    ...listed(t("results:compare.sources"), credits),
    ...listed(t("results:derived.inputs"), derived),
  ];
  const foot = named.length === 0 ? [] : [[""], ...named];
  return csvOf([head, ...rows, ...foot], language.startsWith("de") ? ";" : ",");
}
