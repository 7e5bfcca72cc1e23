import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearJournal, journalEntries, noteInJournal } from "./journal.ts";
import type { StoredScenario } from "./storage.ts";

/** localStorage that takes so many characters. */
function storageOf(room: number): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      if (value.length > room) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
    clear: () => items.clear(),
  };
}

const scenario: StoredScenario = {
  id: "s1",
  title: "Plan",
  twinName: "T",
  twinHash: "h",
  twinHref: "demo",
  planCount: 1,
  savedAt: "2026-01-01T10:00:00.000Z",
  thumbnail: "data:image/jpeg;base64,AAAA",
  document: { scenario: { id: "s1" }, past: ["x".repeat(2000)] },
  view: {},
};
const bare = { scenario: { id: "s1" }, past: [] };

beforeEach(() => vi.stubGlobal("localStorage", storageOf(100_000)));
afterEach(() => vi.unstubAllGlobals());

describe("the journal", () => {
  it("gives back what was noted, without the picture, and leaves other entries alone", () => {
    localStorage.setItem("planfall.language", "de");
    expect(noteInJournal(scenario, bare)).toBe(true);
    expect(journalEntries()).toEqual([{ ...scenario, thumbnail: "" }]);
    clearJournal("s1");
    expect(journalEntries()).toEqual([]);
    expect(localStorage.getItem("planfall.language")).toBe("de");
  });

  it("notes the document without its history where there is no room for both, and says where there is none", () => {
    vi.stubGlobal("localStorage", storageOf(1000));
    expect(noteInJournal(scenario, bare)).toBe(true);
    expect(journalEntries()[0]?.document).toEqual(bare);
    vi.stubGlobal("localStorage", storageOf(10));
    expect(noteInJournal(scenario, bare)).toBe(false);
  });

  it("keeps what is newer than what was saved", () => {
    noteInJournal(scenario, bare);
    clearJournal("s1", "2026-01-01T09:59:59.999Z");
    expect(journalEntries()).toHaveLength(1);
    clearJournal("s1", "2026-01-01T10:00:00.000Z");
    expect(journalEntries()).toHaveLength(0);
  });

  it("clears what cannot be read", () => {
    for (const text of ["{", "null", "[]", '{"id":"s1"}', JSON.stringify({ ...scenario, id: "other" })])
      localStorage.setItem(`planfall.journal.${text.length}`, text);
    expect(journalEntries()).toEqual([]);
    expect(localStorage.length).toBe(0);
  });

  it("does without where the browser keeps nothing", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(noteInJournal(scenario, bare)).toBe(false);
    expect(journalEntries()).toEqual([]);
  });
});
