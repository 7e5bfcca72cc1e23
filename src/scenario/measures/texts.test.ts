import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { indicatorDefinitions } from "#indicators/registry.ts";
import { measureKinds } from "./registry.ts";

type Texts = { readonly [key: string]: string | Texts };

const read = (language: string, namespace: string): Texts =>
  JSON.parse(readFileSync(new URL(`../../app/i18n/${language}/${namespace}.json`, import.meta.url), "utf8"));

const at = (texts: Texts, ...path: string[]): string | Texts | undefined =>
  path.reduce<string | Texts | undefined>(
    (found, key) => (typeof found === "object" ? found[key] : undefined),
    texts,
  );

function paths(texts: Texts, prefix = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${prefix}${key}`] : paths(value, `${prefix}${key}.`),
  );
}

const drawn = {
  area: {
    type: "area",
    ring: [
      [0, 0],
      [9, 0],
      [9, 9],
      [0, 9],
    ],
  },
  line: {
    type: "line",
    points: [
      [0, 0],
      [9, 0],
    ],
  },
  point: { type: "point", at: [0, 0] },
  building: { type: "building", buildingId: "x" },
  sections: { type: "sections", sectionIds: ["x"] },
  transitLine: { type: "transitLine", lineId: "x" },
} as const;

describe.each(["de", "en"])("texts in %s", (language) => {
  const texts = read(language, "measures");

  for (const kind of measureKinds) {
    it(`${kind.id} has a name, a sentence and labels`, () => {
      for (const key of ["name", "description", "sentence"])
        expect(at(texts, kind.id, key)).toBeTypeOf("string");
      for (const [key, field] of Object.entries(kind.parameters)) {
        expect(at(texts, kind.id, "parameters", key), key).toBeTypeOf("string");
        if (field.kind !== "choice") continue;
        for (const option of field.options)
          expect(at(texts, kind.id, "options", key, option), option).toBeTypeOf("string");
      }
    });

    it(`${kind.id} fills every gap in its sentence`, () => {
      const own = at(texts, kind.id);
      const sentences = Object.entries(typeof own === "object" ? own : {}).filter(([key]) =>
        /^sentence(_\w+)?$/.test(key),
      );
      expect(sentences.length).toBeGreaterThan(0);
      const gaps = sentences.flatMap(([, sentence]) =>
        [...String(sentence).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name),
      );
      const values = kind.sentence({ geometry: drawn[kind.geometry], parameters: {} });
      expect(Object.keys(values)).toEqual(expect.arrayContaining(gaps));
    });
  }

  it("has a sentence for every indicator and direction", () => {
    const compare = read(language, "compare");
    for (const { id } of indicatorDefinitions) {
      for (const direction of ["fewer", "more"]) {
        const plain = at(compare, "sentences", id, direction);
        const counted = at(compare, "sentences", id, `${direction}_other`);
        expect(plain ?? counted, `${id} ${direction}`).toBeTypeOf("string");
      }
      for (const direction of ["same", "unclear"])
        expect(at(compare, "sentences", id, direction), id).toBeTypeOf("string");
    }
  });

  it("has a text for every refusal that the checks can give", () => {
    const refusals = read(language, "refusals");
    const own = readdirSync(new URL(".", import.meta.url)).filter(
      (file) => file.endsWith(".ts") && !file.endsWith(".test.ts"),
    );
    const sources = own.map((file) => readFileSync(new URL(`./${file}`, import.meta.url), "utf8"));
    const keys = sources.flatMap((source) =>
      [
        ...source.matchAll(/(?:refusal\(|key: |someSection\([^"]*)"(\w+)"|key[^;"]*\? "(\w+)" : "(\w+)"/g),
      ].flatMap((match) => match.slice(1).filter((key) => key !== undefined)),
    );
    expect(keys.length).toBeGreaterThan(12);
    for (const key of keys) expect(at(refusals, key), key).toBeTypeOf("string");
  });
});

describe.each(["de", "en"])("warnings in %s", (language) => {
  it("have a text each", () => {
    const source = readFileSync(new URL("../warnings/streetWarnings.ts", import.meta.url), "utf8");
    const keys = [...source.matchAll(/key: "(\w+)"/g)].map(([, key]) => key);
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) expect(at(read(language, "refusals"), "warnings", key), key).toBeTypeOf("string");
  });
});

describe("both languages", () => {
  it.each(["measures", "refusals", "compare"])("%s have the same keys", (namespace) => {
    expect(paths(read("en", namespace))).toEqual(paths(read("de", namespace)));
  });
});
