import { documentStore } from "#app/state/document.ts";
import { resultsStore } from "#app/state/results.ts";
import { notify, sessionStore } from "#app/state/session.ts";
import { pictureKey, shownPicture } from "#app/state/shownPicture.ts";
import { twinStore } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import { noteInJournal } from "#connect/journal.ts";
import { keepScenario, type StoredScenario } from "#connect/storage.ts";
import { createHistory, type History } from "#scenario/history.ts";
import { snapshotOf } from "./snapshot.ts";
import { thumbnailOf } from "./thumbnail.ts";

/**
 * Saves by itself: the first change after a pause at once, those that follow it a moment after the last one. A page that
 * goes away notes its state where no answer has to be waited for, because the database may not finish any more.
 */

const pauseMs = 700;
let timer: ReturnType<typeof setTimeout> | null = null;
let changedAtMs = Number.NEGATIVE_INFINITY;
/** There is something that the database has not confirmed. */
let unsaved = false;
let lastThumbnail = "";
let complained = false;
let download = () => {};

function recordNow(): StoredScenario<History> | null {
  const { history } = documentStore.getState();
  const { data, href } = twinStore.getState();
  if (history === null || data === null) return null;
  const { scenario } = history;
  return {
    id: scenario.id,
    title: scenario.title,
    twinName: data.name,
    twinHash: scenario.twin.hash,
    twinHref: href,
    planCount: scenario.plans.length,
    savedAt: new Date().toISOString(),
    thumbnail: lastThumbnail,
    document: history,
    view: { ...snapshotOf(sessionStore.getState()), picture: shownPicture() },
  };
}

/** Writes the open document now. Resolves when it is on disk. */
export async function saveNow(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const record = recordNow();
  if (record === null) return;
  try {
    await keepScenario(record);
    complained = false;
    // Not where something else was done meanwhile: that is on its way.
    if (timer === null && documentStore.getState().history === record.document) {
      unsaved = false;
      setView({ saved: true });
    }
  } catch {
    // Said once, not at every keystroke; the file download still works.
    if (!complained) {
      const action = { labelKey: "errors:boundary.download", run: download };
      notify({ tone: "problem", key: "errors:autosave", action });
    }
    complained = true;
  }
}

/** Saves what is not saved yet, before another document takes the place of the open one. */
export async function savePending(): Promise<void> {
  if (unsaved) await saveNow();
}

/** Notes the state at once and saves it as well. */
function saveOnTheWayOut(): void {
  if (!unsaved) return;
  const record = recordNow();
  if (record !== null) noteInJournal(record, createHistory(record.document.scenario));
  void saveNow();
}

/** Takes the picture for the start page while the scene still stands, then saves. */
export async function saveWithPicture(): Promise<void> {
  const { scene, sceneStatus } = viewStore.getState();
  if (scene !== null && sceneStatus === "ready") {
    lastThumbnail = await thumbnailOf(scene).catch(() => lastThumbnail);
  }
  await saveNow();
}

export function rememberThumbnail(thumbnail: string): void {
  lastThumbnail = thumbnail;
}

function schedule(): void {
  if (documentStore.getState().history === null) return;
  unsaved = true;
  setView({ saved: false });
  if (timer !== null) clearTimeout(timer);
  const now = performance.now();
  const waitMs = timer === null && now - changedAtMs > pauseMs ? 0 : pauseMs;
  changedAtMs = now;
  timer = setTimeout(() => void saveNow(), waitMs);
}

/** Starts saving; returns the function that stops it. `asFile` is the way on where the browser keeps nothing. */
export function startAutosave(asFile: () => void): () => void {
  download = asFile;
  const stopDocument = documentStore.subscribe((state, before) => {
    if (state.history !== before.history) schedule();
  });
  const stopSession = sessionStore.subscribe((state, before) => {
    const now = snapshotOf(state);
    const then = snapshotOf(before);
    const keys = Object.keys(now) as (keyof typeof now)[];
    if (keys.some((key) => now[key] !== then[key])) schedule();
  });
  let savedPicture = pictureKey();
  const stopResults = resultsStore.subscribe((state, before) => {
    // The moment changes with every frame that plays: it is saved along, and is no reason to save.
    if (state.layerId === before.layerId && state.modelId === before.modelId) return;
    const picture = pictureKey();
    if (picture !== savedPicture) schedule();
    savedPicture = picture;
  });
  const onVisibility = () => {
    if (document.visibilityState === "hidden") saveOnTheWayOut();
  };
  window.addEventListener("pagehide", saveOnTheWayOut);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    stopDocument();
    stopSession();
    stopResults();
    window.removeEventListener("pagehide", saveOnTheWayOut);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
