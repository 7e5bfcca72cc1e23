import type { Frame } from "#twin/frame.ts";
import type { IntakeParts } from "../../assemble/parts.ts";
import type { Growable } from "../../buildings/growable.ts";
import type { SettledCrs } from "../../crs/settle.ts";
import type { FindingCollector } from "../../report.ts";
import type { FieldReader } from "../columns.ts";
import type { TableFeature } from "../contract.ts";
import type { Shape } from "../geometry.ts";

/** Takes the records of one role out of a table. */
export type Taker = {
  readonly fields: FieldReader;
  /** A record whose properties the field reader has open already. */
  readonly take: (feature: TableFeature, shape: Shape) => void;
  /** Coordinates in the file's system, x and y pairs; they are projected into the frame before `finish`. */
  readonly coordinates: readonly Growable<Float64Array>[];
  /** Called before the projection, for what needs the file's own coordinates. */
  readonly settle?: (settled: SettledCrs) => void;
  /** Hands over what was taken. `frame` is null where nothing has a place. */
  readonly finish: (
    file: string,
    frame: Frame | null,
    parts: IntakeParts,
  ) => Readonly<Record<string, number>>;
};

export type TakerContext = {
  readonly findings: FindingCollector;
  readonly columns: Readonly<Record<string, string>>;
};

export const placeOf = (feature: TableFeature, objectId = feature.id) => ({ objectId, line: feature.line });

export const nothingTaken: Readonly<Record<string, number>> = {};
