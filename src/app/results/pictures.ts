import type { Freshness } from "#app/state/results.ts";
import type { RunOutcome } from "#runs/contract.ts";
import type { SceneField, SceneFrames } from "#scene/contract.ts";
import type { ModelResult, ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import type { Difference } from "./differences.ts";
import { bracketOf, type FrameHolder, type FrameKey } from "./frameTrack.ts";
import { type Classes, chosenClasses, differenceClassesOf } from "./ramps.ts";

/** Opacity of a result that belongs to an earlier state of its plan. */
const staleAlpha = "80";

/** The two steps that bracket a moment, as the scene takes them; null until they are at hand. */
export function framesOf(
  outcome: RunOutcome,
  series: NonNullable<ResultLayer["series"]>,
  timeS: number,
  frames: FrameHolder,
): SceneFrames | null {
  const { name, scale, offset } = series;
  const decode = offset === undefined ? undefined : { scale, offset };
  return bracketFrames(
    outcome,
    (index) => ({ address: outcome.inputHash, series: name, index }),
    timeS,
    frames,
    decode,
  );
}

/** The same for whatever has a frame for each of the outcome's times. */
export function bracketFrames(
  { result: { grid, frameTimesS } }: RunOutcome,
  keyOf: (index: number) => FrameKey,
  timeS: number,
  frames: FrameHolder,
  decode: SceneFrames["decode"],
): SceneFrames | null {
  const bracket = bracketOf(frameTimesS, timeS);
  if (bracket === null) return null;
  const next = Math.min(bracket.after + 1, frameTimesS.length - 1);
  frames.keepOnly([keyOf(bracket.before), keyOf(bracket.after), keyOf(next)]);
  const before = frames.get(keyOf(bracket.before));
  const after = frames.get(keyOf(bracket.after));
  frames.prefetch(keyOf(next));
  if (before === null || after === null) return null;
  return { grid, before, after, mix: bracket.mix, ...(decode === undefined ? {} : { decode }) };
}

/** The classes of a layer as they are drawn now, and a name for them. */
export type DrawnClasses = Pick<SceneField, "classEdges" | "colours"> & { readonly key: string };

export function stateClasses(
  layer: ResultLayer,
  schemes: Readonly<Record<string, string>>,
  freshness: Freshness,
): DrawnClasses {
  const classes = chosenClasses(layer, schemes);
  const stale = freshness === "stale";
  return { key: `${layer.id} ${classes.edges.join("/")} ${stale}`, ...drawn(classes, stale) };
}

function drawn({ edges, colours }: Classes, stale: boolean): Pick<SceneField, "classEdges" | "colours"> {
  const shown = stale
    ? colours.map((colour) => (colour.startsWith("#") ? `${colour.slice(0, 7)}${staleAlpha}` : colour))
    : colours;
  return { classEdges: edges, colours: shown };
}

/** Pictures by what they are made of: switching plans back and forth builds and uploads nothing. */
const pictures = new WeakMap<object, Map<string, SceneField>>();

export function pictureOf(source: object, key: string, make: () => SceneField): SceneField {
  const known = pictures.get(source) ?? new Map<string, SceneField>();
  pictures.set(source, known);
  const picture = known.get(key) ?? make();
  known.set(key, picture);
  return picture;
}

/** Heat and sun end at a wall or a shadow's edge: a colour between two cells would be a value that nobody computed. */
const isByCell = ({ ramp }: ResultLayer): boolean => ramp === "heat" || ramp === "sun";

/** Which cells are roofs, where the result tells. */
const roofsOf = ({ roofs }: Pick<ModelResult, "roofs">): Pick<SceneField, "roofs"> =>
  roofs === undefined ? {} : { roofs };

export function fieldOf(outcome: RunOutcome, layer: ResultLayer, classes: DrawnClasses): SceneField | null {
  const field = fieldById(outcome.result.fields, layer.id);
  if (field === null) return null;
  const { key, ...look } = classes;
  const { grid } = outcome.result;
  return pictureOf(field.values, key, () => ({
    grid,
    values: field.values,
    style: "draped",
    byCell: isByCell(layer),
    ...roofsOf(outcome.result),
    ...look,
  }));
}

export const noValues = new Float32Array(0);

/** Says how the moving water is coloured; its depths come with the frames. */
export function waterScale({ result }: RunOutcome, { key, ...look }: DrawnClasses): SceneField {
  return pictureOf(result, key, () => ({ grid: result.grid, values: noValues, style: "water", ...look }));
}

/** Says how moving values on the ground are coloured; they come with the frames. */
export function drapedScale({ result }: RunOutcome, { key, ...look }: DrawnClasses): SceneField {
  return pictureOf(result, key, () => ({
    grid: result.grid,
    values: noValues,
    style: "draped",
    byCell: true,
    ...roofsOf(result),
    ...look,
  }));
}

export function differenceField({ grid, values, steps, layer, ...difference }: Difference): SceneField {
  const make = (): SceneField => ({
    grid,
    values,
    style: "draped",
    byCell: isByCell(layer),
    ...roofsOf(difference),
    ...drawn(differenceClassesOf(layer.ramp, steps), false),
  });
  // All differences whose values move have the same empty field.
  return values === noValues ? make() : pictureOf(values, "difference", make);
}
