import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "#app/state/session.ts";

type Texts = Record<string, unknown>;

/** All namespaces of both languages: small enough to come with the app, so that switching never waits. */
const files = import.meta.glob<Texts>("./{de,en}/*.json", { eager: true, import: "default" });

function resources(): Record<string, Record<string, Texts>> {
  const found: Record<string, Record<string, Texts>> = { de: {}, en: {} };
  for (const [path, texts] of Object.entries(files)) {
    const [, language, file] = path.split("/");
    const byNamespace = found[language ?? ""];
    if (byNamespace === undefined || file === undefined) continue;
    byNamespace[file.replace(".json", "")] = texts;
  }
  return found;
}

/** Starts translation. React escapes everything it prints, so values are not escaped a second time. */
export async function startTranslation(language: Language): Promise<void> {
  const all = resources();
  await i18next.use(initReactI18next).init({
    showSupportNotice: false,
    lng: language,
    fallbackLng: "de",
    resources: all,
    ns: Object.keys(all.de ?? {}),
    defaultNS: "common",
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

export async function setLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}

/** The language of the browser, German unless it asks for English first. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const tag of languages) {
    const short = tag.slice(0, 2).toLowerCase();
    if (short === "de") return "de";
    if (short === "en") return "en";
  }
  return "de";
}
