import { documentStore } from "#app/state/document.ts";
import { notify, sessionStore } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import { keepScenario } from "#connect/storage.ts";
import { snapshotOf } from "./snapshot.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** Saves by itself, a moment after the last change, and at once when the page goes away. */

const pauseMs = 700;
let timer: ReturnType<typeof setTimeout> | null = null;
let lastThumbnail = "";
let complained = false;

/** Writes the open document now. Resolves when it is on disk. */
export async function saveNow(): Promise<void> {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const { history } = documentStore.getState();
  const { data, href } = twinStore.getState();
  if (history === null || data === null) return;
  const { scenario } = history;
  try {
    await keepScenario({
      id: scenario.id,
      title: scenario.title,
      twinName: data.name,
      twinHash: scenario.twin.hash,
      twinHref: href,
      planCount: scenario.plans.length,
      savedAt: new Date().toISOString(),
      thumbnail: lastThumbnail,
      document: history,
      view: snapshotOf(sessionStore.getState()),
    });
    complained = false;
    setView({ saved: true });
  } catch {
    // Said once, not at every keystroke; the file download still works.
    if (!complained) notify({ tone: "problem", key: "errors:autosave" });
    complained = true;
  }
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
  setView({ saved: false });
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(() => void saveNow(), pauseMs);
}

/** Starts saving; returns the function that stops it. */
export function startAutosave(): () => void {
  const stopDocument = documentStore.subscribe((state, before) => {
    if (state.history !== before.history) schedule();
  });
  const stopSession = sessionStore.subscribe((state, before) => {
    const now = snapshotOf(state);
    const then = snapshotOf(before);
    const keys = Object.keys(now) as (keyof typeof now)[];
    if (keys.some((key) => now[key] !== then[key])) schedule();
  });
  const onHide = () => {
    if (timer !== null) void saveNow();
  };
  const onVisibility = () => {
    if (document.visibilityState === "hidden") onHide();
  };
  window.addEventListener("pagehide", onHide);
  document.addEventListener("visibilitychange", onVisibility);
  return () => {
    stopDocument();
    stopSession();
    window.removeEventListener("pagehide", onHide);
    document.removeEventListener("visibilitychange", onVisibility);
  };
}
