import type { ResultLayer } from "#workers/runtime/model.ts";

/** How a layer of the answer with unchanged demand is called beside that with demand that responds. */
const fixedMark = "Fixed";

/** The two layers that answer the same question with unchanged demand and with demand that responds; null where there is one. */
export function answersOf(
  layers: readonly ResultLayer[],
  layerId: string | null,
): { readonly routesOnly: string; readonly response: string } | null {
  if (layerId === null) return null;
  const response = layerId.endsWith(fixedMark) ? layerId.slice(0, -fixedMark.length) : layerId;
  const routesOnly = `${response}${fixedMark}`;
  const ids = layers.map(({ id }) => id);
  return ids.includes(response) && ids.includes(routesOnly) ? { routesOnly, response } : null;
}

/** The layers that are offered by name: of two answers one, the other is a switch beside it. */
export function namedLayers(layers: readonly ResultLayer[]): readonly ResultLayer[] {
  return layers.filter(({ id }) => answersOf(layers, id)?.routesOnly !== id);
}

/** The layer that stands for a chosen one in the list of names. */
export const namedLayer = (layers: readonly ResultLayer[], layerId: string): string =>
  answersOf(layers, layerId)?.response ?? layerId;

/** Of two answers to the same question the one that is chosen, and every layer that there is one answer to. */
export function layersOfAnswer(
  layers: readonly ResultLayer[],
  chosenId: string | null,
): readonly ResultLayer[] {
  const fixed = answersOf(layers, chosenId)?.routesOnly === chosenId && chosenId !== null;
  return layers.filter(({ id }) => {
    const answers = answersOf(layers, id);
    return answers === null || id === (fixed ? answers.routesOnly : answers.response);
  });
}
