import type { TFunction } from "i18next";
import type { IndicatorDefinition, IndicatorValue } from "#indicators/indicator.ts";
import type { Change, Comparison } from "./comparison.ts";
import { csvOf } from "./csv.ts";
import { formatUnit } from "./format.ts";

/** Numbers are rounded to the digits that mean something; counts are whole. */
export function formatIndicator(value: number, definition: IndicatorDefinition, language: string): string {
  if (definition.type === "share") {
    return new Intl.NumberFormat(language, {
      style: "percent",
      maximumSignificantDigits: definition.digits,
    }).format(value);
  }
  if (definition.type === "count" || Math.abs(value) >= 10 ** definition.digits) {
    return new Intl.NumberFormat(language, {
      maximumFractionDigits: 0,
      ...(definition.type === "count" ? {} : { maximumSignificantDigits: definition.digits }),
    }).format(value);
  }
  return new Intl.NumberFormat(language, { maximumSignificantDigits: definition.digits }).format(value);
}

export function indicatorTitle(t: TFunction, id: string): string {
  return t([`indicators:${id}.title`, `indicators:${id}.label`, `indicators:${id}`]);
}

export function definitionText(t: TFunction, id: string): string {
  return t(`indicators:${id}.definition`, { defaultValue: "" });
}

/** A number with its unit; a model that cannot say says "not known". */
export function valueText(
  t: TFunction,
  value: IndicatorValue | null,
  definition: IndicatorDefinition,
  language: string,
): string {
  if (value?.value == null) return t("results:compare.unknown");
  return `${formatIndicator(value.value, definition, language)}${formatUnit(definition.unit)}`;
}

/** "(34 bis 41)", or "" where there is no range or its ends read the same. */
export function rangeText(
  t: TFunction,
  value: IndicatorValue | null,
  definition: IndicatorDefinition,
  language: string,
): string {
  if (value?.low == null || value.high == null) return "";
  const low = formatIndicator(value.low, definition, language);
  const high = formatIndicator(value.high, definition, language);
  return low === high ? "" : `(${t("results:compare.range", { low, high })})`;
}

function signed(value: number, definition: IndicatorDefinition, language: string): string {
  const text = formatIndicator(Math.abs(value), definition, language);
  if (value === 0 || /^[0.,]+$/.test(text)) return "0";
  return `${value < 0 ? "−" : "+"}${text}`;
}

/** The change as a range with signs: "−41 bis −34". */
export function signedRangeText(
  t: TFunction,
  change: Change,
  definition: IndicatorDefinition,
  language: string,
): string {
  const low = signed(change.low, definition, language);
  const high = signed(change.high, definition, language);
  const unit = formatUnit(definition.unit);
  return low === high ? `${low}${unit}` : `${t("results:compare.range", { low, high })}${unit}`;
}

/** One row an indicator and plan, as statistics programs want it. */
export function comparisonCsv(comparison: Comparison, t: TFunction, language: string): string {
  const number = (value: number | null | undefined): string =>
    value == null
      ? ""
      : new Intl.NumberFormat(language, { useGrouping: false, maximumFractionDigits: 3 }).format(value);
  const head = ["indicator", "unit", "plan", "value", "low", "high"].map((key) =>
    t(`results:compare.${key}`),
  );
  const changeHead = [
    t("results:compare.change", { plan: t("common:baseline") }),
    t("results:compare.low"),
    t("results:compare.high"),
    t("results:compare.verdict"),
  ];
  const rows = comparison.rows.flatMap(({ definition, baseline, plans }) => {
    const title = indicatorTitle(t, definition.id);
    const first = [
      title,
      definition.unit,
      t("common:baseline"),
      ...figures(baseline, number),
      "",
      "",
      "",
      "",
    ];
    const others = plans.map(({ value, change }, index) => [
      title,
      definition.unit,
      comparison.plans[index]?.entry.name ?? "",
      ...figures(value, number),
      number(change?.value),
      number(change?.low),
      number(change?.high),
      change === null ? t("results:compare.unknown") : t(`results:compare.${change.verdict}`),
    ]);
    return [first, ...others];
  });
  return csvOf([[...head, ...changeHead], ...rows], language.startsWith("de") ? ";" : ",");
}

function figures(
  value: IndicatorValue | null,
  number: (value: number | null | undefined) => string,
): string[] {
  return [number(value?.value), number(value?.low), number(value?.high)];
}
