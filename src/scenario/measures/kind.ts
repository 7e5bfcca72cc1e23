import type { LayerOperation, Shape } from "#twin/operations.ts";
import { defaultsOf, type FieldIssue, settle } from "#twin/parameters/settle.ts";
import type { ParameterSchema } from "#twin/parameters.ts";
import type { Twin } from "#twin/twin.ts";
import { limits } from "../limits.ts";
import type { DrawnMeasure, Measure, MeasureKind, Refusal, Seen } from "../types.ts";
import { roundedGeometry } from "./rounding.ts";

/** A measure as the document holds it: its parameters may be anything that was in a file. */
export type RawMeasure = Pick<Measure, "geometry" | "parameters"> & { readonly id?: string };

/**
 * A measure kind as the rest of the code uses it. Parameters are settled to the kind's schema and coordinates rounded
 * before the kind sees them, so that every kind may rely on them, and equal measures give equal operations.
 */
export type RegisteredKind = Pick<
  MeasureKind,
  "id" | "group" | "geometry" | "parameters" | "cost" | "sketch"
> & {
  /** How many street sections are to be chosen, where it is drawn so. */
  readonly choose: { readonly least: number; readonly most: number };
  readonly settle: (parameters: Readonly<Record<string, unknown>>) => {
    readonly values: Readonly<Record<string, unknown>>;
    readonly issues: readonly FieldIssue[];
  };
  /** Whether a parameter has a meaning beside the others. */
  readonly applies: (key: string, parameters: Readonly<Record<string, unknown>>) => boolean;
  /** @throws RangeError where the geometry is not of the kind's type. */
  readonly operations: (measure: Measure, year: number, twin: Twin) => LayerOperation[];
  /** Without `seen` the sentence is about the year of planting and the drawing alone. */
  readonly sentence: (measure: RawMeasure, seen?: Seen) => Readonly<Record<string, number | string>>;
  readonly refuses: (measure: RawMeasure, twin: Twin) => Refusal | null;
  readonly shape: (measure: RawMeasure) => Shape | null;
  /** Units of `cost.per` where the kind says so itself; null = from its shape. */
  readonly quantity: (measure: RawMeasure, twin: Twin) => number | null;
  readonly grows: boolean;
  /** The parameters of one that is drawn in a scenario of this year. */
  readonly starting: (year: number) => Readonly<Record<string, unknown>>;
};

/** Turns a kind that is typed by its own parameters into one that takes documents. */
export function defineKind<S extends ParameterSchema>(kind: MeasureKind<S>): RegisteredKind {
  const typed = (measure: RawMeasure): DrawnMeasure<S> => {
    if (measure.geometry.type !== kind.geometry)
      throw new RangeError(`${kind.id} is drawn as ${kind.geometry}, not as ${measure.geometry.type}`);
    return {
      id: measure.id ?? "",
      geometry: roundedGeometry(measure.geometry),
      parameters: settle(kind.parameters, measure.parameters).values,
    };
  };
  return {
    id: kind.id,
    group: kind.group,
    geometry: kind.geometry,
    choose: kind.choose ?? { least: 1, most: limits.sections },
    parameters: kind.parameters,
    cost: kind.cost,
    sketch: kind.sketch,
    settle: (parameters) => settle(kind.parameters, parameters),
    applies: (key, parameters) => kind.applies?.(key, settle(kind.parameters, parameters).values) ?? true,
    operations: (measure, year, twin) => kind.operations(typed(measure), year, twin),
    sentence: (measure, seen = null) => kind.sentence(typed(measure), seen),
    refuses: (measure, twin) => {
      if (measure.geometry.type !== kind.geometry)
        return { key: "wrongGeometry", values: { geometry: kind.geometry } };
      return kind.refuses(typed(measure), twin);
    },
    shape: (measure) => kind.shape(typed(measure)),
    quantity: (measure, twin) => kind.quantity?.(typed(measure), twin) ?? null,
    grows: kind.grows ?? false,
    starting: (year) =>
      kind.grows
        ? settle(kind.parameters, { ...defaultsOf(kind.parameters), plantedYear: year }).values
        : defaultsOf(kind.parameters),
  };
}
