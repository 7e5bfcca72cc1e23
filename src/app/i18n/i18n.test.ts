import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const here = dirname(fileURLToPath(import.meta.url));
const app = join(here, "..");
const languages = ["de", "en"] as const;
type Language = (typeof languages)[number];

/** Every key of a namespace with its text, nested keys joined by dots. */
function flat(value: unknown, prefix = ""): Map<string, string> {
  if (typeof value === "string") return new Map([[prefix, value]]);
  const found = new Map<string, string>();
  for (const [key, part] of Object.entries(value as Record<string, unknown>)) {
    for (const entry of flat(part, prefix === "" ? key : `${prefix}.${key}`)) found.set(...entry);
  }
  return found;
}

function namespacesOf(language: Language): string[] {
  return readdirSync(join(here, language))
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

const texts = Object.fromEntries(
  languages.map((language) => [
    language,
    new Map(
      namespacesOf(language).map((namespace) => [
        namespace,
        flat(JSON.parse(readFileSync(join(here, language, `${namespace}.json`), "utf8"))),
      ]),
    ),
  ]),
) as Record<Language, Map<string, Map<string, string>>>;

const allKeys = (language: Language): string[] =>
  [...texts[language]].flatMap(([namespace, keys]) => [...keys.keys()].map((key) => `${namespace}:${key}`));

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !name.includes(".test.") ? [path] : [];
  });
}

const code = sources(app).map((path) => ({ path, text: readFileSync(path, "utf8") }));
const namespaces = [...texts.de.keys()];

/** "ns:a.b" in quotes: a key that must exist. */
const quoted = new Set(
  code.flatMap(({ text }) =>
    [...text.matchAll(/"([a-zA-Z]+:[\w.-]+)"/g)]
      .map((match) => match[1] ?? "")
      .filter((key) => namespaces.includes(key.split(":")[0] ?? "")),
  ),
);

/** `ns:a.${x}` in a template: a pattern that some key must fit. Whole namespaces may be a variable (`${model.id}:name`). */
const patterns = code.flatMap(({ text }) =>
  [...text.matchAll(/`((?:[a-zA-Z]+|\$\{[^}]+\}):[^`\s]*)`/g)]
    .map((match) => match[1] ?? "")
    .filter((source) => source.startsWith("${") || namespaces.includes(source.split(":")[0] ?? ""))
    .map((source) => ({
      source,
      pattern: new RegExp(
        `^${source
          .split(/\$\{[^}]*\}/)
          .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
          .join(".+")}$`,
      ),
    })),
);

/** "a_one" and "a_other" stand for "a". */
const withoutPlural = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, "");

/** Namespaces whose keys come from data (measure kinds, findings, indicators …): every key is checked by its owner. */
const ownNamespaces = ["common", "start", "workspace", "help", "errors"];

describe("translations", () => {
  it("have the same namespaces and keys in German and English", () => {
    expect(namespacesOf("en")).toEqual(namespacesOf("de"));
    expect(allKeys("en").sort()).toEqual(allKeys("de").sort());
  });

  it("use the same values in both languages", () => {
    const values = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]).sort();
    const different = [...texts.de].flatMap(([namespace, keys]) =>
      [...keys]
        .filter(([key, text]) => {
          const other = texts.en.get(namespace)?.get(key);
          return other !== undefined && values(other).join() !== values(text).join();
        })
        .map(([key]) => `${namespace}:${key}`),
    );
    expect(different).toEqual([]);
  });

  it("leave no text empty", () => {
    const empty = languages.flatMap((language) =>
      [...texts[language]].flatMap(([namespace, keys]) =>
        [...keys].filter(([, text]) => text.trim() === "").map(([key]) => `${language}/${namespace}:${key}`),
      ),
    );
    expect(empty).toEqual([]);
  });

  it("hold every key that the code names", () => {
    const known = new Set(allKeys("de").map(withoutPlural));
    expect([...quoted].filter((key) => !known.has(key)).sort()).toEqual([]);
    const keys = [...known];
    const unmatched = patterns.filter(({ pattern }) => !keys.some((key) => pattern.test(key)));
    expect(unmatched.map(({ source }) => source)).toEqual([]);
  });

  it("hold no key of the shell that nothing names", () => {
    const unused = allKeys("de")
      .filter((key) => ownNamespaces.includes(key.split(":")[0] ?? ""))
      .map(withoutPlural)
      .filter((key) => !quoted.has(key) && !patterns.some(({ pattern }) => pattern.test(key)));
    expect(unused).toEqual([]);
  });
});
