import type { StoredScenario } from "./storage.ts";

/**
 * The last state of a scenario, written at once where the database may not finish: a page that goes away has no time to
 * wait. One entry a scenario in localStorage; the next reading of kept scenarios takes it over and clears it.
 */
const prefix = "planfall.journal.";

function storage(): Storage | null {
  try {
    return typeof localStorage === "undefined" ? null : localStorage;
  } catch {
    // Browsers that keep nothing throw on the mere mention.
    return null;
  }
}

/**
 * Notes a scenario; true where that went well. Without its picture, which is kept already, and without its undo history
 * where the two together are more than the browser takes.
 */
export function noteInJournal(scenario: StoredScenario, bare: unknown): boolean {
  const place = storage();
  if (place === null) return false;
  for (const document of [scenario.document, bare]) {
    try {
      place.setItem(prefix + scenario.id, JSON.stringify({ ...scenario, thumbnail: "", document }));
      return true;
    } catch {
      // Full: try with less.
    }
  }
  return false;
}

/** Everything noted. What cannot be read is cleared. */
export function journalEntries(): readonly StoredScenario[] {
  const place = storage();
  if (place === null) return [];
  const keys = Array.from({ length: place.length }, (_, index) => place.key(index) ?? "");
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const entry = parse(place.getItem(key));
      if (entry !== null && prefix + entry.id === key) return [entry];
      place.removeItem(key);
      return [];
    });
}

/** Clears what was noted of a scenario until then (ISO time); without a time whatever it is. */
export function clearJournal(id: string, until?: string): void {
  const place = storage();
  const noted = place?.getItem(prefix + id) ?? null;
  if (place === null || noted === null) return;
  const entry = parse(noted);
  if (entry === null || until === undefined || entry.savedAt <= until) place.removeItem(prefix + id);
}

const texts = ["id", "title", "twinName", "twinHash", "twinHref", "savedAt"] as const;

/** The outer fields are checked here; document and view are checked by whoever opens them. */
function parse(text: string | null): StoredScenario | null {
  try {
    const entry = JSON.parse(text ?? "") as Record<string, unknown> | null;
    if (entry === null || texts.some((key) => typeof entry[key] !== "string")) return null;
    if (!Number.isInteger(entry.planCount) || !("document" in entry) || !("view" in entry)) return null;
    return { ...(entry as unknown as StoredScenario), thumbnail: "" };
  } catch {
    return null;
  }
}
