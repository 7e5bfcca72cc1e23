import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { definitionOf, headlineOrder, indicatorDefinitions } from "#indicators/registry.ts";
import { loadModel, modelIds } from "./registry.ts";

type Texts = { readonly [key: string]: Texts | string };

/** All texts of a namespace as "a.b.c". */
function keysOf(language: string, namespace: string): ReadonlySet<string> {
  const url = new URL(`../../src/app/i18n/${language}/${namespace}.json`, import.meta.url);
  const leaves = (texts: Texts, path: string): string[] =>
    Object.entries(texts).flatMap(([key, value]) =>
      typeof value === "string" ? [path + key] : leaves(value, `${path}${key}.`),
    );
  return new Set(leaves(JSON.parse(readFileSync(url, "utf8")) as Texts, ""));
}

const cases = ["de", "en"].flatMap((language) => modelIds.map((id) => ({ language, id })));

describe("texts of models", () => {
  it.each(cases)("$language: $id names every condition, choice and layer", async ({ language, id }) => {
    const model = await loadModel(id);
    const texts = keysOf(language, id);
    const wanted = [
      ...Object.entries(model?.conditions ?? {}).flatMap(([key, field]) => [
        `conditions.${key}.label`,
        ...(field.kind === "choice"
          ? field.options.map((option) => `conditions.${key}.options.${option}`)
          : []),
        ...(field.kind === "table"
          ? [
              `conditions.${key}.hint`,
              ...Object.keys(field.cells).map((row) => `conditions.${key}.rows.${row}.label`),
              ...Object.keys(field.columns).map((column) => `conditions.${key}.columns.${column}.label`),
            ]
          : []),
      ]),
      ...(model?.layers ?? []).flatMap((layer) => [`layers.${layer.id}.title`, `layers.${layer.id}.legend`]),
    ];
    expect(wanted.length).toBeGreaterThan(5);
    expect(wanted.filter((key) => !texts.has(key))).toEqual([]);
  });

  it.each(["de", "en"])("%s: every indicator has a title and a definition", (language) => {
    const texts = keysOf(language, "indicators");
    const wanted = indicatorDefinitions.flatMap(({ id }) => [`${id}.title`, `${id}.definition`]);
    expect(wanted.filter((key) => !texts.has(key))).toEqual([]);
  });

  it.each(["de", "en"])(
    "%s: every indicator of a headline has a sentence of its own, with and without a plan",
    (language) => {
      const results = keysOf(language, "results");
      const compare = keysOf(language, "compare");
      const forms = (key: string, type: string | undefined, texts: ReadonlySet<string>): string[] =>
        type === "count" && !texts.has(key) ? [`${key}_one`, `${key}_other`] : [key];
      const wanted = headlineOrder.flatMap((id) => {
        const type = definitionOf(id)?.type;
        return [
          ...forms(`baseline.${id}`, type, results).map((key) => [key, results] as const),
          ...["fewer", "more", "same", "unclear"].flatMap((direction) =>
            forms(`sentences.${id}.${direction}`, type, compare).map((key) => [key, compare] as const),
          ),
        ];
      });
      expect(wanted.length).toBeGreaterThan(100);
      expect(wanted.filter(([key, texts]) => !texts.has(key)).map(([key]) => key)).toEqual([]);
    },
  );
});
