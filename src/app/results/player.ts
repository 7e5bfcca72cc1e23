import { resultsStore, setResults, shownOutcome } from "#app/state/results.ts";
import { sessionStore } from "#app/state/session.ts";
import { advanced, stepFrom } from "./frameTrack.ts";
import { layerNow, pictureNow } from "./overlay.ts";

/** Under reduced motion the water moves in steps, so slowly that each is a picture of its own. */
const stepEveryMs = 1200;

/** Times of the run on the screen, seconds; empty where nothing can be played. */
function timesNow(): readonly number[] {
  const { activePlanId } = sessionStore.getState();
  const outcome = shownOutcome(resultsStore.getState().runs[activePlanId]);
  return outcome?.result.frameTimesS ?? [];
}

export function seriesLayerId(): string | null {
  const { model } = resultsStore.getState();
  return model?.layers.find((layer) => layer.series !== null)?.id ?? null;
}

/** Moves the slider; the water comes up if another layer was shown. */
export function showTime(timeS: number): void {
  const state = resultsStore.getState();
  const moving = layerNow(state)?.series != null;
  setResults(moving ? { timeS } : { timeS, layerId: seriesLayerId() ?? state.layerId });
}

export function step(direction: 1 | -1): void {
  setResults({ playing: false });
  showTime(stepFrom(timesNow(), resultsStore.getState().timeS, direction));
}

export function togglePlaying(): void {
  const { playing, timeS } = resultsStore.getState();
  if (playing) {
    setResults({ playing: false });
    return;
  }
  const times = timesNow();
  const endS = times.at(-1) ?? 0;
  const [startS = 0] = times;
  // A clock may stand before the first step: nothing would move until then.
  const first = resultsStore.getState().model?.clock === "timeOfDay" ? startS : 0;
  showTime(timeS >= endS || timeS < first ? startS : timeS);
  setResults({ playing: true });
}

/** Lets time pass while `playing` is set, until the returned function is called. */
export function startPlayer(reducedMotion: () => boolean): () => void {
  let frame = 0;
  let lastMs = 0;
  let restMs = 0;

  const tick = (nowMs: number): void => {
    frame = requestAnimationFrame(tick);
    const elapsedMs = Math.min(nowMs - lastMs, 250);
    lastMs = nowMs;
    const { timeS, speed } = resultsStore.getState();
    const times = timesNow();
    const endS = times.at(-1) ?? 0;
    // Time waits for the water: no frame is skipped because it came late.
    if (pictureNow().waiting) return;
    if (reducedMotion()) {
      restMs += elapsedMs;
      if (restMs < stepEveryMs) return;
      restMs = 0;
      const next = stepFrom(times, timeS, 1);
      setResults(next >= endS ? { timeS: endS, playing: false } : { timeS: next });
      return;
    }
    const next = advanced(timeS, elapsedMs, speed, endS);
    setResults(next === null ? { timeS: endS, playing: false } : { timeS: next });
  };

  const sync = (playing: boolean): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!playing) return;
    restMs = 0;
    lastMs = performance.now();
    frame = requestAnimationFrame(tick);
  };

  const stop = resultsStore.subscribe((state, before) => {
    if (state.playing !== before.playing) sync(state.playing);
  });
  return () => {
    stop();
    cancelAnimationFrame(frame);
    setResults({ playing: false });
  };
}
