import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sunIndicators } from "#indicators/sun.ts";
import { sunConditions } from "./conditions.ts";
import { sunLayers } from "./layers.ts";

type Texts = { readonly [key: string]: Texts | string };

const read = (language: string, namespace: string): Texts =>
  JSON.parse(
    readFileSync(new URL(`../../src/app/i18n/${language}/${namespace}.json`, import.meta.url), "utf8"),
  ) as Texts;

function leaves(texts: Texts, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    return typeof value === "string" ? [here] : leaves(value, here);
  });
}

describe.each(["de", "en"])("texts in %s", (language) => {
  const sun = leaves(read(language, "sun"));

  it("name every condition, choice and layer", () => {
    for (const [key, field] of Object.entries(sunConditions)) {
      expect(sun).toContain(`conditions.${key}.label`);
      if (field.kind !== "choice") continue;
      for (const option of field.options) expect(sun).toContain(`conditions.${key}.options.${option}`);
    }
    for (const { id } of sunLayers) {
      expect(sun).toContain(`layers.${id}.title`);
      expect(sun).toContain(`layers.${id}.legend`);
    }
  });

  it("define every indicator", () => {
    const indicators = leaves(read(language, "indicators"));
    for (const { id } of sunIndicators) {
      expect(indicators).toContain(`${id}.title`);
      expect(indicators).toContain(`${id}.definition`);
    }
  });
});
