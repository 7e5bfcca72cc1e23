import type { TFunction } from "i18next";

/** What a model calls a part of the panel that every model has; in general words where it has none of its own. */
export function panelWord(
  t: TFunction,
  modelId: string,
  word: "empty" | "details" | "resolutionHint" | "method" | "ledger" | "asked",
  values: Readonly<Record<string, string | number>> = {},
): string {
  return t([`${modelId}:panel.${word}`, generalWords[word]], values);
}

const generalWords = {
  empty: "results:empty",
  details: "results:conditions.details",
  resolutionHint: "results:resolution.hint",
  method: "results:method.summary",
  ledger: "results:method.ledger",
  asked: "results:compare.conditions",
} as const;

/** A model's own words live in the namespace of its id; labels are plain texts or objects with `label` and `hint`. */

function textOf(t: TFunction, base: string, part: "label" | "title"): string {
  const found: unknown = t(base, { returnObjects: true, defaultValue: "" });
  if (typeof found === "string") return found;
  if (typeof found === "object" && found !== null) {
    const text = (found as Record<string, unknown>)[part];
    if (typeof text === "string") return text;
  }
  return "";
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

export function conditionLabel(t: TFunction, modelId: string, key: string): string {
  return textOf(t, `${modelId}:conditions.${key}`, "label") || lastPart(key);
}

/** Where a default comes from, in the reader's language where it is more than a citation. */
export const conditionSource = (t: TFunction, modelId: string, key: string, source: string): string =>
  t(`${modelId}:conditions.${key}.source`, { defaultValue: source });

/** What a condition means, or "" where its label says it all. */
export function conditionHint(t: TFunction, modelId: string, key: string): string {
  return t(`${modelId}:conditions.${key}.hint`, { defaultValue: "" });
}

export function optionLabel(t: TFunction, modelId: string, key: string, option: string): string {
  return t(`${modelId}:conditions.${key}.options.${option}`, { defaultValue: option });
}

/** Words for a row of a table of conditions, "" where it has none of that kind. */
export function tableRowText(
  t: TFunction,
  modelId: string,
  key: string,
  row: string,
  part: "label" | "note",
): string {
  const text = t(`${modelId}:conditions.${key}.rows.${row}.${part}`, { defaultValue: "" });
  return text === "" && part === "label" ? row : text;
}

export function tableColumnText(
  t: TFunction,
  modelId: string,
  key: string,
  column: string,
  part: "label" | "hint",
): string {
  const text = t(`${modelId}:conditions.${key}.columns.${column}.${part}`, { defaultValue: "" });
  return text === "" && part === "label" ? column : text;
}

export function layerTitle(t: TFunction, modelId: string, layerId: string): string {
  return textOf(t, `${modelId}:layers.${layerId}`, "title") || layerId;
}

/** A layer's name where there is little room ("UTCI"); its title where it has none. */
export function layerShort(t: TFunction, modelId: string, layerId: string): string {
  return t(`${modelId}:layers.${layerId}.short`, { defaultValue: "" }) || layerTitle(t, modelId, layerId);
}

export function layerLegend(t: TFunction, modelId: string, layerId: string): string {
  return t(`${modelId}:layers.${layerId}.legend`, { defaultValue: "" });
}

/** The name of a class, counted from the one below the first edge; "" where it has none. */
export function className(t: TFunction, modelId: string, layerId: string, index: number): string {
  return t(`${modelId}:classes.${layerId}.${index}`, { defaultValue: "" });
}

export function phaseText(t: TFunction, modelId: string, phase: string): string {
  return t([`${modelId}:phases.${phase}`, `results:phases.${phase}`, "results:phases.working"]);
}
