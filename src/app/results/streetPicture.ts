import type { RunOutcome } from "#runs/contract.ts";
import type { SceneStreets, SceneVehicles } from "#scene/contract.ts";
import type { ResultLayer, ResultStreets } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import type { DrawnClasses } from "./pictures.ts";
import { differenceClassesOf, type RampName } from "./ramps.ts";
import type { StreetDifference } from "./streetDifference.ts";

/** Pictures by the values that they show: switching plans back and forth builds and uploads nothing. */
const pictures = new WeakMap<Float32Array, Map<string, SceneStreets>>();

export function streetPicture(
  streets: Pick<ResultStreets, "sectionIds">,
  values: Float32Array,
  ramp: RampName,
  { key, ...look }: DrawnClasses,
): SceneStreets {
  const known = pictures.get(values) ?? new Map<string, SceneStreets>();
  pictures.set(values, known);
  const picture = known.get(key) ?? {
    sectionIds: streets.sectionIds,
    values,
    ...look,
    widthsPx: widthsOf(ramp, look.colours.length),
  };
  known.set(key, picture);
  return picture;
}

/** A layer's values on streets; undefined where the result has none. */
export function streetsPictureOf(
  { result: { streets } }: RunOutcome,
  layer: ResultLayer,
  classes: DrawnClasses,
): SceneStreets | undefined {
  const field = streets === undefined ? null : fieldById(streets.fields, layer.id);
  return streets === undefined || field === null
    ? undefined
    : streetPicture(streets, field.values, layer.ramp, classes);
}

export function streetDifferencePicture({
  sectionIds,
  values,
  steps,
  layer,
}: StreetDifference): SceneStreets {
  const { edges, colours } = differenceClassesOf(layer.ramp, steps);
  return streetPicture({ sectionIds }, values, "difference", {
    key: `difference ${edges.join("/")}`,
    classEdges: edges,
    colours,
  });
}

const narrowPx = 1.5;
const widestPx = 9;
/** What is no amount has the same width everywhere: its colour says all. */
const evenPx = 3.5;

/** Widths of ribbons by class, CSS pixels: amounts grow, differences grow both ways from the middle. */
export function widthsOf(ramp: RampName, classes: number): readonly number[] {
  if (ramp === "difference") {
    const middle = (classes - 1) / 2;
    return Array.from({ length: classes }, (_, i) => 1 + (8 * Math.abs(i - middle)) / Math.max(1, middle));
  }
  if (ramp !== "flow") return Array.from({ length: classes }, () => evenPx);
  return Array.from(
    { length: classes },
    (_, i) => narrowPx + ((widestPx - narrowPx) * i) / Math.max(1, classes - 1),
  );
}

const moving = new WeakMap<object, SceneVehicles>();

/** Vehicles on the routes of a result, at the speeds that it gives; undefined where it has no routes. */
export function vehiclesOf({ result: { routes, streets } }: RunOutcome): SceneVehicles | undefined {
  if (routes === undefined || streets === undefined) return undefined;
  const known = moving.get(routes);
  if (known !== undefined) return known;
  const made: SceneVehicles = {
    sectionIds: streets.sectionIds,
    speedKmh: fieldById(streets.fields, "speedKmh")?.values ?? null,
    flowVehPerH: routes.flowVehPerH,
    stepStart: routes.stepStart,
    steps: routes.steps,
  };
  moving.set(routes, made);
  return made;
}
