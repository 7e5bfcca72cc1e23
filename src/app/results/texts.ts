import type { TFunction } from "i18next";

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

/** What a condition means, or "" where its label says it all. */
export function conditionHint(t: TFunction, modelId: string, key: string): string {
  return t(`${modelId}:conditions.${key}.hint`, { defaultValue: "" });
}

export function optionLabel(t: TFunction, modelId: string, key: string, option: string): string {
  return t(`${modelId}:conditions.${key}.options.${option}`, { defaultValue: option });
}

export function layerTitle(t: TFunction, modelId: string, layerId: string): string {
  return textOf(t, `${modelId}:layers.${layerId}`, "title") || layerId;
}

export function layerLegend(t: TFunction, modelId: string, layerId: string): string {
  return t(`${modelId}:layers.${layerId}.legend`, { defaultValue: "" });
}

export function phaseText(t: TFunction, modelId: string, phase: string): string {
  return t([`${modelId}:phases.${phase}`, `results:phases.${phase}`, "results:phases.working"]);
}
