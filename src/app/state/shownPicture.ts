import { emptyResults, initialResults, type LayerChoice, resultsOf, resultsStore } from "./results.ts";

/** Which model, which of its layers and which moment are on the city: what a link, a reload and the browser's "back" bring again. */
export type ShownPicture = {
  readonly modelId: string;
  /** By model; models of which nothing was chosen are missing. */
  readonly layers: Readonly<Record<string, string>>;
  /** Simulated seconds of the shown model. */
  readonly timeS: number;
};

/** What `ShownPicture` is made of besides the moment, as one text that can be compared. */
export function pictureKey(): string {
  const { modelId, layers } = shownPicture();
  return JSON.stringify([modelId, Object.entries(layers).sort()]);
}

export function shownPicture(): ShownPicture {
  const state = resultsStore.getState();
  const ids = [state.modelId, ...Object.keys(state.others)];
  const layers = ids.flatMap((id): [string, string][] => {
    const layerId: LayerChoice = resultsOf(state, id).layerId;
    return layerId === null ? [] : [[id, layerId]];
  });
  return { modelId: state.modelId, layers: Object.fromEntries(layers), timeS: state.timeS };
}

/** Starts the results of a city that is being opened, with the picture that was on it. */
export function startPicture(picture: ShownPicture | null): void {
  if (picture === null) {
    resultsStore.setState(initialResults);
    return;
  }
  const { modelId, layers, timeS } = picture;
  const others = Object.entries(layers)
    .filter(([id]) => id !== modelId)
    .map(([id, layerId]) => [id, { ...emptyResults, layerId }] as const);
  resultsStore.setState({
    ...initialResults,
    modelId,
    layerId: layers[modelId] ?? null,
    timeS,
    others: Object.fromEntries(others),
  });
}

const safeId = /^[\w-]{1,60}$/;

/** Reads a kept or linked picture. A model that this version does not have is left out by whoever loads it. */
export function readPicture(value: unknown): ShownPicture | null {
  if (typeof value !== "object" || value === null) return null;
  const { modelId, layers, timeS } = value as Record<string, unknown>;
  if (typeof modelId !== "string" || !safeId.test(modelId)) return null;
  const entries = typeof layers === "object" && layers !== null ? Object.entries(layers) : [];
  const known = entries.filter(
    (entry): entry is [string, string] =>
      safeId.test(entry[0]) && typeof entry[1] === "string" && safeId.test(entry[1]),
  );
  return {
    modelId,
    layers: Object.fromEntries(known.slice(0, 20)),
    timeS: typeof timeS === "number" && Number.isFinite(timeS) && timeS >= 0 ? timeS : 0,
  };
}
