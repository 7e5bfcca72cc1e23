import { preferredLanguage, setLanguage } from "#app/i18n/i18n.ts";
import { type Language, sessionStore, setSession, type Theme } from "#app/state/session.ts";

/** Taste, not documents: the one thing that lives in localStorage, so that the first paint has the right theme. */
type Preferences = { readonly language?: Language; readonly theme?: Theme };

const key = "planfall.preferences";

function read(): Preferences {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const { language, theme } = value as Record<string, unknown>;
    return {
      ...(language === "de" || language === "en" ? { language } : {}),
      ...(theme === "light" || theme === "dark" || theme === "contrast" ? { theme } : {}),
    };
  } catch {
    // Storage is blocked or broken: the defaults do.
    return {};
  }
}

function write(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

function defaultTheme(): Theme {
  if (window.matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Applies language and theme to the page, keeps them in step with the session; returns the first language. */
export function startPreferences(): Language {
  const known = read();
  const language = known.language ?? preferredLanguage(navigator.languages);
  const theme = known.theme ?? defaultTheme();
  setSession({ language, theme });
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  sessionStore.subscribe((state, before) => {
    if (state.language === before.language && state.theme === before.theme) return;
    document.documentElement.lang = state.language;
    document.documentElement.dataset.theme = state.theme;
    write({ language: state.language, theme: state.theme });
    if (state.language !== before.language) void setLanguage(state.language);
  });
  return language;
}
