import { createStore } from "zustand/vanilla";
import { documentStore } from "#app/state/document.ts";
import { hookOf } from "#app/state/hook.ts";
import { emptyOverlay, setOverlay } from "#app/state/overlay.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { freshnessOf, type ResultsState, resultsStore, shownOutcome } from "#app/state/results.ts";
import { type SessionState, sessionStore, shownPlans } from "#app/state/session.ts";
import { streetStore } from "#app/state/street.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { SceneFrames, SceneOverlay, SceneSurfaces } from "#scene/contract.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { createDifferenceMaker, type DifferenceState, subtractableLayer } from "./differences.ts";
import { createFrameHolder, type FrameHolder } from "./frameTrack.ts";
import { isLinked, linkLayer, linkOf } from "./link.ts";
import { markerNow } from "./marker.ts";
import { createMovingDifference } from "./movingDifference.ts";
import {
  differenceField,
  drapedScale,
  fieldOf,
  framesOf,
  noValues,
  pictureOf,
  stateClasses,
  waterScale,
} from "./pictures.ts";
import { isDrapedSeries } from "./seriesDifference.ts";
import { runService } from "./service.ts";
import { keptDifference, type StreetDifference, streetDifferenceOf } from "./streetDifference.ts";
import { streetDifferencePicture, streetPicture, streetsPictureOf, vehiclesOf } from "./streetPicture.ts";
import { sunNow } from "./sunNow.ts";
import { surfaceDifferenceOf, surfacesOf } from "./surfacePicture.ts";

/** What the picture on the city is made of, for legends and sentences. */
export type PictureState = {
  readonly difference: DifferenceState | null;
  /** The slider is ahead of its frames; playing waits. */
  readonly waiting: boolean;
};

const pictureStore = createStore<PictureState>(() => ({ difference: null, waiting: false }));
export const usePicture = hookOf(pictureStore);
export const pictureNow = pictureStore.getState;

export function layerNow(state: ResultsState): ResultLayer | null {
  return state.model?.layers.find((layer) => layer.id === state.layerId) ?? null;
}

/** Which two plans a difference is made of: the compared one (the baseline by default) and the active one. */
function differencePlans(session: SessionState): { readonly from: string; readonly to: string } {
  return { from: session.comparePlanId ?? baselinePlanId, to: session.activePlanId };
}

/**
 * Turns results, slider and chosen layer into the scene's overlays until the returned function is called. Overlays,
 * fields and frames keep their identity while nothing behind them changed, so nothing is uploaded twice.
 */
export function startOverlay(): () => void {
  let queued = false;
  let stopped = false;
  const queue = (): void => {
    if (queued || stopped) return;
    queued = true;
    queueMicrotask(() => {
      queued = false;
      if (!stopped) update();
    });
  };
  const load = (...key: Parameters<ReturnType<typeof runService>["frame"]>) => runService().frame(...key);
  const differences = createDifferenceMaker(queue);
  const movingDifference = createMovingDifference(load, queue);
  const sides = {
    left: createSide(createFrameHolder(load, queue)),
    right: createSide(createFrameHolder(load, queue)),
  };

  const differenceNow = (state: ResultsState, session: SessionState): DifferenceNow => {
    const { from, to } = differencePlans(session);
    const [before, after] = [shownOutcome(state.runs[from]), shownOutcome(state.runs[to])];
    const layer = layerNow(state);
    const streets = streetsChanged(state, before, after, layer);
    const outcome = after;
    if (layer?.on === "streets" || isLinked(streetStore.getState())) {
      const difference: DifferenceState =
        streets === null ? { status: "missing" } : { status: "streets", difference: streets };
      return { state: difference, frames: null, streets, outcome };
    }
    if (isDrapedSeries(layer))
      return { ...movingDifference(before, after, layer, state.timeS), streets, outcome };
    const subtracted = subtractableLayer(state.model?.layers ?? [], layer);
    const surfaces = surfaceDifferenceOf(before, after, subtracted);
    return { state: differences.get(before, after, subtracted), frames: null, streets, surfaces, outcome };
  };

  const update = (): void => {
    const state = resultsStore.getState();
    const session = sessionStore.getState();
    const shown = shownPlans(session);
    const sun = sunNow(state, session);
    if (session.compareMode === "difference" && !session.baselineHeld) {
      const now = differenceNow(state, session);
      const { state: difference, frames } = now;
      setPicture({ difference, waiting: isDrapedSeries(layerNow(state)) && frames === null });
      const left = sides.left.difference(state, now);
      setOverlay({ left, right: emptyOverlay, sun });
      return;
    }
    const left = sides.left.overlay(state, shown.left);
    const right = shown.right === null ? emptyOverlay : sides.right.overlay(state, shown.right);
    const waiting = sides.left.waiting() || (shown.right !== null && sides.right.waiting());
    setPicture({ difference: null, waiting });
    setOverlay({ left, right, sun });
  };

  const stops = [
    resultsStore.subscribe(queue),
    documentStore.subscribe(queue),
    streetStore.subscribe(queue),
    sessionStore.subscribe((state, before) => {
      const same =
        state.activePlanId === before.activePlanId &&
        state.comparePlanId === before.comparePlanId &&
        state.compareMode === before.compareMode &&
        state.baselineHeld === before.baselineHeld;
      if (!same) queue();
    }),
  ];
  queue();
  return () => {
    stopped = true;
    differences.stop();
    for (const stop of stops) stop();
    setOverlay({ left: emptyOverlay, right: emptyOverlay, sun: null });
  };
}

function setPicture(next: PictureState): void {
  const before = pictureStore.getState();
  if (before.waiting !== next.waiting || before.difference !== next.difference) pictureStore.setState(next);
}

/** What changed on the streets: of the traffic through the chosen street, or of the layer; null where that cannot be said. */
function streetsChanged(
  { model }: ResultsState,
  before: RunOutcome | null,
  after: RunOutcome | null,
  layer: ResultLayer | null,
): StreetDifference | null {
  if (before === null || after === null) return null;
  const street = streetStore.getState();
  if (!isLinked(street)) return layer === null ? null : streetDifferenceOf(before, after, layer);
  const flow = linkLayer(model?.layers ?? []);
  const [from, to] = [before, after].map((outcome) => linkOf(outcome, street.sectionId, street.direction));
  return flow === null || from == null || to == null ? null : keptDifference(flow, from, to);
}

/** What there is of a difference at the moment: on the ground, moving or not, on streets and on walls. */
type DifferenceNow = {
  readonly state: DifferenceState;
  readonly frames: SceneFrames | null;
  readonly streets: StreetDifference | null;
  readonly surfaces?: SceneSurfaces | undefined;
  readonly outcome: RunOutcome | null;
};

type Side = {
  readonly overlay: (state: ResultsState, planId: string) => SceneOverlay;
  readonly difference: (state: ResultsState, now: DifferenceNow) => SceneOverlay;
  readonly waiting: () => boolean;
};

/** What goes with every picture of a result: the street that is spoken of, the place that it starts from, vehicles. */
function beside(state: ResultsState, outcome: RunOutcome | null): Partial<SceneOverlay> {
  const { sectionId, vehicles } = streetStore.getState();
  const marker = markerNow(state, outcome);
  const moving = vehicles && outcome !== null ? vehiclesOf(outcome) : undefined;
  return {
    ...(sectionId === null || outcome?.result.streets === undefined ? {} : { streetId: sectionId }),
    ...(moving === undefined ? {} : { vehicles: moving }),
    ...(marker === null ? {} : { marker }),
  };
}

/** A layer on streets: its own values or, where one street is followed, the traffic that runs through it. */
function streetsShown(
  state: ResultsState,
  outcome: RunOutcome,
  layer: ResultLayer,
  planId: string,
): Partial<SceneOverlay> {
  const street = streetStore.getState();
  const flow = linkLayer(state.model?.layers ?? []);
  const link = isLinked(street) ? linkOf(outcome, street.sectionId, street.direction) : null;
  const classes = (of: ResultLayer) => stateClasses(of, state.schemes, freshnessOf(state, planId));
  const streets =
    link !== null && flow !== null
      ? streetPicture(link, link.values, flow.ramp, classes(flow))
      : streetsPictureOf(outcome, layer, classes(layer));
  return streets === undefined ? {} : { streets };
}

/** One side of the swipe, with what it showed last. */
function createSide(frames: FrameHolder): Side {
  let last: SceneOverlay = emptyOverlay;
  let waiting = false;

  const keep = (next: SceneOverlay): SceneOverlay => {
    if (!sameOverlay(last, next)) last = isEmpty(next) ? emptyOverlay : next;
    return last;
  };

  return {
    overlay(state, planId) {
      waiting = false;
      const outcome = shownOutcome(state.runs[planId]);
      const layer = layerNow(state);
      const about = beside(state, outcome);
      if (outcome === null || layer === null) return keep({ field: null, frames: null, ...about });
      Object.assign(about, streetsShown(state, outcome, layer, planId));
      const classes = stateClasses(layer, state.schemes, freshnessOf(state, planId));
      const surfaces = surfacesOf(outcome, layer, classes);
      if (surfaces !== undefined) Object.assign(about, { surfaces });
      if (layer.on !== undefined) return keep({ field: null, frames: null, ...about });
      if (layer.series === null)
        return keep({ field: fieldOf(outcome, layer, classes), frames: null, ...about });
      const moving = framesOf(outcome, layer.series, state.timeS, frames);
      waiting = moving === null && outcome.result.frameTimesS.length > 0;
      // Until the next two frames are there, the last ones of the same run stay.
      if (moving === null && last.field?.grid === outcome.result.grid) return last;
      if (moving === null) return keep({ field: null, frames: null, ...about });
      const field = (isDrapedSeries(layer) ? drapedScale : waterScale)(outcome, classes);
      return keep({ field, frames: moving, ...about });
    },
    difference(state, { state: difference, frames: moving, streets: changed, surfaces, outcome }) {
      waiting = false;
      const streets = changed === null ? {} : { streets: streetDifferencePicture(changed) };
      const walls = surfaces === undefined ? {} : { surfaces };
      const about = { ...beside(state, outcome), ...streets, ...walls };
      if (difference.status !== "ready") return keep({ field: null, frames: null, ...about });
      const { grid, layer } = difference.difference;
      if (moving === null)
        return keep({ field: differenceField(difference.difference), frames: null, ...about });
      const field = pictureOf(grid, `difference ${layer.id}`, () => ({
        ...differenceField({ ...difference.difference, values: noValues }),
        byCell: true,
      }));
      return keep({ field, frames: moving, ...about });
    },
    waiting: () => waiting,
  };
}

const isEmpty = ({ field, frames, ...rest }: SceneOverlay): boolean =>
  field === null && frames === null && Object.keys(rest).length === 0;

function sameOverlay(a: SceneOverlay, b: SceneOverlay): boolean {
  const { frames: framesA, ...restA } = a;
  const { frames: framesB, ...restB } = b;
  const keys = new Set([...Object.keys(restA), ...Object.keys(restB)]) as Set<keyof typeof restA>;
  if ([...keys].some((key) => restA[key] !== restB[key])) return false;
  return (
    framesA?.before === framesB?.before && framesA?.after === framesB?.after && framesA?.mix === framesB?.mix
  );
}
