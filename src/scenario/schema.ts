import * as v from "valibot";
import { limits } from "./limits.ts";

/**
 * The shape of format version 1, as a file may hold it. Everything is bounded; what is not named here is refused, so that
 * a typing error does not pass as silence. The JSON Schema in `scenarios/schema/` is made from this.
 */

const text = v.pipe(v.string(), v.maxLength(limits.textLength));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(limits.idLength));
const finite = v.pipe(v.number(), v.finite());
const coordinate = v.pipe(v.number(), v.minValue(-limits.coordinateM), v.maxValue(limits.coordinateM));
const point = v.strictTuple([coordinate, coordinate]);

const geometry = v.variant("type", [
  v.strictObject({ type: v.literal("point"), at: point }),
  v.strictObject({
    type: v.literal("line"),
    points: v.pipe(v.array(point), v.minLength(2), v.maxLength(limits.points)),
  }),
  v.strictObject({
    type: v.literal("area"),
    ring: v.pipe(v.array(point), v.minLength(3), v.maxLength(limits.points)),
  }),
  v.strictObject({ type: v.literal("building"), buildingId: id }),
  v.strictObject({
    type: v.literal("sections"),
    sectionIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(limits.sections)),
  }),
  v.strictObject({ type: v.literal("transitLine"), lineId: id }),
]);

const settingValue = v.union([
  finite,
  text,
  v.boolean(),
  v.pipe(v.array(v.strictTuple([finite, finite])), v.maxLength(limits.seriesLength)),
]);
const settings = v.pipe(
  v.record(id, settingValue),
  v.check((entries) => Object.keys(entries).length <= limits.conditionsPerModel, "too many settings"),
);
const tableRow = v.pipe(
  v.record(id, finite),
  v.check((cells) => Object.keys(cells).length <= limits.tableColumns, "too many columns"),
);
/** Numbers by row and column: what was changed of a model's table. */
const table = v.pipe(
  v.record(id, tableRow),
  v.check((rows) => Object.keys(rows).length <= limits.tableRows, "too many rows"),
);
const conditions = v.pipe(
  v.record(id, v.union([settingValue, table])),
  v.check((entries) => Object.keys(entries).length <= limits.conditionsPerModel, "too many settings"),
);

const measure = v.strictObject({
  id,
  kind: id,
  name: text,
  geometry,
  parameters: settings,
  enabled: v.boolean(),
  order: v.pipe(v.number(), v.safeInteger()),
});

const plan = v.strictObject({
  id,
  name: text,
  look: v.strictObject({
    colour: v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i)),
    letter: v.pipe(v.string(), v.minLength(1), v.maxLength(2)),
    dash: v.pipe(v.array(v.pipe(v.number(), v.minValue(0), v.maxValue(100))), v.maxLength(8)),
  }),
  measures: v.pipe(v.array(measure), v.maxLength(limits.measuresPerPlan)),
});

const known = v.nullable(finite);
const outcome = v.strictObject({
  planId: id,
  modelId: id,
  modelVersion: text,
  resolutionM: v.pipe(v.number(), v.gtValue(0), v.maxValue(1000)),
  inputHash: v.pipe(v.string(), v.maxLength(limits.idLength)),
  computedAt: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  indicators: v.pipe(
    v.array(v.strictObject({ id, value: known, low: known, high: known, unit: text })),
    v.maxLength(limits.indicatorsPerOutcome),
  ),
});

export const scenarioSchema = v.strictObject({
  format: v.literal("planfall-scenario"),
  version: v.literal(1),
  id,
  title: text,
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  changedAt: v.pipe(v.string(), v.isoTimestamp()),
  twin: v.strictObject({
    id,
    name: text,
    hash: v.pipe(v.string(), v.maxLength(limits.idLength)),
    href: text,
    crs: v.pipe(v.string(), v.regex(/^EPSG:\d{4,6}$/)),
    originEastM: finite,
    originNorthM: finite,
  }),
  year: v.pipe(v.number(), v.integer(), v.minValue(limits.years.earliest), v.maxValue(limits.years.latest)),
  nextId: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  conditions: v.record(id, conditions),
  plans: v.pipe(v.array(plan), v.maxLength(limits.plans)),
  outcomes: v.pipe(v.array(outcome), v.maxLength(limits.outcomes)),
});
