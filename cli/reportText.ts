import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { InputState, ModelReadiness } from "#workers/intake/describe/readiness.ts";
import type { Finding, ImportReport } from "#workers/intake/report.ts";

export type Language = "de" | "en";

type Texts = {
  readonly formats: Readonly<Record<string, string>>;
  readonly objects: Readonly<Record<string, string>>;
  readonly crsHow: Readonly<Record<string, string>>;
  readonly crsRepairs: Readonly<Record<string, string>>;
  readonly findings: Readonly<Record<string, string>>;
  readonly models: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  readonly readiness: Readonly<Record<string, string>>;
  readonly improves: string;
  readonly inputStates: Readonly<Record<string, string>>;
};

const levels: Readonly<Record<Language, Readonly<Record<Finding["level"], string>>>> = {
  de: { info: "Hinweis", repaired: "Repariert", dropped: "Weggelassen", problem: "Problem" },
  en: { info: "Note", repaired: "Repaired", dropped: "Left out", problem: "Problem" },
};
const more: Readonly<Record<Language, (count: number) => string>> = {
  de: (count) => `und ${count} weitere`,
  en: (count) => `and ${count} more`,
};
const lineWord: Readonly<Record<Language, string>> = { de: "Zeile", en: "line" };
const placesShown = 5;

/** The app's own texts: one wording for the page and the command line. */
function textsOf(language: Language): Texts {
  const path = fileURLToPath(new URL(`../src/app/i18n/${language}/intake.json`, import.meta.url));
  return JSON.parse(readFileSync(path, "utf8")) as Texts;
}

export const fillIn = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );

/** What a finding says, before its values are filled in. */
export const findingText = (key: string, language: Language): string =>
  textsOf(language).findings[key] ?? key;

function findingLines(finding: Finding, texts: Texts, language: Language): string[] {
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const values = Object.fromEntries(
    Object.entries(finding.values).map(([key, value]) => [
      key,
      typeof value === "number" ? number.format(value) : value,
    ]),
  );
  const text = fillIn(texts.findings[finding.key] ?? finding.key, values);
  const times = finding.count > 1 ? ` (${number.format(finding.count)} ×)` : "";
  const places = finding.places
    .slice(0, placesShown)
    .map(({ objectId, line }) =>
      [objectId, line === null ? "" : `${lineWord[language]} ${line}`]
        .filter((part) => part !== "")
        .join(", "),
    )
    .filter((place) => place !== "");
  if (places.length > 0 && finding.count > places.length)
    places.push(more[language](finding.count - places.length));
  const lines = [`  ${levels[language][finding.level]}: ${text}${times}`];
  if (places.length > 0) lines.push(`    ${places.join(" · ")}`);
  return lines;
}

/** An import report as text for people. */
export function reportText(report: ImportReport, language: Language): string {
  const texts = textsOf(language);
  const number = new Intl.NumberFormat(language);
  const lines: string[] = [];
  for (const file of report.files) {
    const objects = Object.entries(file.objects).map(
      ([name, count]) => `${number.format(count)} ${texts.objects[name] ?? name}`,
    );
    lines.push(`${file.name}: ${[texts.formats[file.format] ?? file.format, ...objects].join(", ")}`);
    if (file.crs !== null) {
      const repairs = file.crs.repairs.map((repair) => texts.crsRepairs[repair] ?? repair);
      lines.push(
        `  ${file.crs.crs} (${[texts.crsHow[file.crs.how] ?? file.crs.how, ...repairs].join("; ")})`,
      );
    }
    for (const finding of file.findings) lines.push(...findingLines(finding, texts, language));
  }
  for (const finding of report.twin) lines.push(...findingLines(finding, texts, language));
  return lines.join("\n");
}

/** What the models could do with the files, a line each, with what is missing, stands in or would improve the result. */
export function modelsText(models: readonly ModelReadiness[], language: Language): string {
  const texts = textsOf(language);
  const namesOf = (inputs: readonly InputState[], state: InputState["state"]): string =>
    inputs
      .filter((input) => input.state === state)
      .map(({ input }) => texts.inputs[input])
      .join(", ");
  return models
    .map(({ model, state, needs, improves }) => {
      const verdict = texts.readiness[state];
      const reasons = [
        ...(["derived", "missing"] as const).map((lack) => [texts.inputStates[lack], namesOf(needs, lack)]),
        [texts.improves, namesOf(improves, "missing")],
      ].flatMap(([what, names]) => (names === "" ? [] : [`${what}: ${names}`]));
      return `${texts.models[model]}: ${verdict}${reasons.length === 0 ? "" : ` (${reasons.join("; ")})`}`;
    })
    .join("\n");
}
