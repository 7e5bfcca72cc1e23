import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Texts = { readonly [key: string]: Texts | string | undefined };

const read = (language: string, namespace: string): Texts =>
  JSON.parse(
    readFileSync(new URL(`../../src/app/i18n/${language}/${namespace}.json`, import.meta.url), "utf8"),
  ) as Texts;

/** All leaves as "a.b.c", plural endings left out. */
function leaves(texts: Texts, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "object") return leaves(value, here);
    return [here.replace(/_(one|other)$/, "")];
  });
}

const errorKeys = [
  "noWater",
  "rainAboveRange",
  "conditionOutOfRange",
  "stormTableInvalid",
  "resolutionInvalid",
  "areaTooSmall",
  "areaTooLarge",
  "noTerrain",
  "terrainImplausible",
  "inflowOutside",
  "notANumber",
];
const warningKeys = ["terrainFaulty", "terrainFilled", "terrainMissing", "buildingsOutside", "noRain"];

describe.each(["de", "en"])("texts in %s", (language) => {
  const flood = leaves(read(language, "flood"));

  it("explain every error and warning", () => {
    for (const key of errorKeys) expect(flood).toContain(`errors.${key}`);
    for (const key of warningKeys) expect(flood).toContain(`warnings.${key}`);
  });
});

describe("the model card", () => {
  it.each(["card.md", "card.de.md"])("%s states validity and what the model is not for", (name) => {
    const card = readFileSync(new URL(name, import.meta.url), "utf8");
    expect(card).toMatch(/Do not use for|Nicht verwenden für/);
    expect(card).toMatch(/Valid for|Gültig für/);
    expect(card).toMatch(/LI\+/);
  });
});
