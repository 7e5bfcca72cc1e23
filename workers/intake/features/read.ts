import type { Frame } from "#twin/frame.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { settleCrs } from "../crs/settle.ts";
import type { Read, Reading } from "../reading.ts";
import { IntakeError, type TableReport, type TableRole } from "../report.ts";
import type { TableDataRole } from "./columnRules.ts";
import type { ReadFeatureFormat, ReadFeatures, TableFeature } from "./contract.ts";
import { createDecider } from "./decide.ts";
import { type Shape, shapeOf } from "./geometry.ts";
import { isPersonal } from "./personal.ts";
import { createAddressTaker } from "./takers/addresses.ts";
import { createFootprintTaker } from "./takers/footprints.ts";
import { createLandCoverTaker } from "./takers/landCover.ts";
import { createPlaceTaker } from "./takers/places.ts";
import { createPlanAreaTaker } from "./takers/planAreas.ts";
import { createPopulationTaker } from "./takers/population.ts";
import { placeOf, type Taker, type TakerContext } from "./takers/taker.ts";
import { createTreeTaker } from "./takers/trees.ts";
import { textOfValue } from "./values.ts";

/**
 * Coordinates farther than this from the middle of the file, metres, are no places: one of a damaged record would make the
 * twin as wide. Whoever takes them sees that they are no numbers.
 */
const farthestM = 1_000_000;
/** Records that are looked at before the first one is taken. */
const sampleSize = 300;
const mostColumns = 200;
const samplesPerColumn = 4;

const takers: Readonly<Record<TableDataRole, (context: TakerContext) => Taker>> = {
  trees: createTreeTaker,
  buildings: createFootprintTaker,
  landCover: createLandCoverTaker,
  population: createPopulationTaker,
  places: createPlaceTaker,
  addresses: createAddressTaker,
  planAreas: createPlanAreaTaker,
};

type InUse = { readonly taker: Taker; readonly decidedBy: Map<TableRole["decidedBy"], number> };

/**
 * A reader for a format of records: each record goes where its columns, values and geometry (or the person's choice) say
 * that it belongs; the system is settled once some coordinate is known, and everything is projected at the end.
 */
export const featureReader =
  (adapter: ReadFeatureFormat) =>
  async (reading: Reading): Promise<Read> => {
    const { source, options, choice, siblings, context, findings, parts } = reading;
    const columns = choice.columns ?? {};
    const decider = createDecider(source.name, choice);
    const inUse = new Map<TableDataRole, InUse>();
    const columnSamples = new Map<string, Set<string>>();
    const personal = new Set<string>();
    const sample: TableFeature[] = [];
    let sampled = false;
    let count = 0;

    const takerOf = (role: TableDataRole): InUse => {
      let used = inUse.get(role);
      if (used === undefined) {
        used = { taker: takers[role]({ findings, columns }), decidedBy: new Map() };
        used.taker.fields.adopt(sample.map(({ properties }) => properties));
        inUse.set(role, used);
      }
      return used;
    };

    const route = (feature: TableFeature): void => {
      const shape = shapeOf(feature.geometry);
      if (shape.kind === "points" && shape.broken > 0)
        for (let i = 0; i < shape.broken; i++)
          findings.add("dropped", "coordinateNotFinite", {}, placeOf(feature));
      if (shape.kind === "points" && shape.points.length === 0) return;
      if (isBuildingPart(feature.properties)) {
        findings.add("info", "buildingPartLeftOut", {}, placeOf(feature));
        return;
      }
      const decision = decider.decide(feature.properties, shape);
      if (decision === null) {
        reportUnknown(feature, shape);
        return;
      }
      for (const role of [decision.role, ...decision.also]) {
        if (!fits(role, shape)) {
          findings.add(
            "dropped",
            shape.kind === "none" ? "featureWithoutGeometry" : "geometryNotForRole",
            { role },
            placeOf(feature),
          );
          continue;
        }
        const { taker, decidedBy } = takerOf(role);
        decidedBy.set(decision.decidedBy, (decidedBy.get(decision.decidedBy) ?? 0) + 1);
        taker.fields.open(feature.properties);
        taker.take(feature, shape);
      }
    };

    const reportUnknown = (feature: TableFeature, shape: Shape): void => {
      const place = placeOf(feature);
      if (shape.kind === "none") findings.add("dropped", "featureWithoutGeometry", {}, place);
      else if (shape.kind === "other")
        findings.add("dropped", "geometryNotUsed", { type: shape.type }, place);
      else {
        const names = Object.keys(feature.properties).slice(0, 12).join(", ").slice(0, 200);
        findings.add(
          "dropped",
          shape.kind === "points" ? "pointUnknown" : "polygonWithoutClass",
          { columns: names },
          place,
        );
      }
    };

    const look = (feature: TableFeature): void => {
      for (const column in feature.properties) {
        let seen = columnSamples.get(column);
        if (seen === undefined) {
          if (columnSamples.size >= mostColumns) continue;
          seen = new Set();
          columnSamples.set(column, seen);
          if (isPersonal(column)) personal.add(column);
        }
        // What is about people is not even shown.
        if (seen.size >= samplesPerColumn || personal.has(column)) continue;
        const text = textOfValue(feature.properties[column], 60);
        if (text !== "") seen.add(text);
      }
    };

    const endSample = (): void => {
      if (sampled) return;
      sampled = true;
      decider.learn(sample);
      for (const feature of sample) route(feature);
      sample.length = 0;
    };

    let read: ReadFeatures | null = null;
    try {
      read = await adapter({
        source,
        siblings,
        findings,
        columns,
        context: { signal: context.signal, progress: (bytes) => context.progress(bytes, count) },
        take: (feature) => {
          count += 1;
          if (sampled) {
            route(feature);
            return;
          }
          look(feature);
          sample.push(feature);
          if (sample.length >= sampleSize) endSample();
        },
      });
    } catch (error) {
      // A file that breaks off keeps what stands before the break.
      if (!(error instanceof IntakeError) || count === 0) throw error;
      findings.add("problem", error.key, error.values, { line: error.line });
    }
    endSample();
    if (personal.size > 0)
      findings.add("dropped", "personalColumnsDropped", {
        columns: [...personal].slice(0, 12).join(", ").slice(0, 200),
      });

    const used = [...inUse.values()].map(({ taker }) => taker);
    const table = tableReport(inUse, columnSamples, personal, read?.placeColumns ?? {});
    const first = samplePoint(used);
    let frame: Frame | null = null;
    let crs: Read["crs"] = null;
    if (first !== null) {
      const settled = settleCrs(read?.statedCrs || options.stated, options.crs, first, options.preferredCrs);
      crs = settled.finding;
      frame = frameForSample(settled, first[0], first[1], options.preferredCrs);
      const project = projectorTo(settled, frame);
      for (const taker of used) {
        taker.settle?.(settled);
        for (const { values, length } of taker.coordinates)
          for (let at = 0; at < length; at += 2) {
            project(values[at], values[at + 1], values, at);
            if (!(Math.abs(values[at]) < farthestM && Math.abs(values[at + 1]) < farthestM))
              values.fill(Number.NaN, at, at + 2);
          }
      }
    }
    const objects: Record<string, number> = {};
    for (const taker of used) Object.assign(objects, taker.finish(source.name, frame, parts));
    return { frame, crs, objects, table };
  };

/** Parts that OSM draws inside the outline of their building: both would stand in each other. */
const isBuildingPart = (properties: Readonly<Record<string, unknown>>): boolean =>
  typeof properties["building:part"] === "string" &&
  properties["building:part"] !== "no" &&
  textOfValue(properties.building) === "";

/** Whether a record of this shape can be of a role. */
function fits(role: TableDataRole, shape: Shape): boolean {
  if (role === "population") return shape.kind !== "other";
  if (role === "buildings" || role === "landCover" || role === "planAreas") return shape.kind === "polygons";
  return shape.kind === "points" || shape.kind === "polygons";
}

/** Points that are compared for the sample of a file's coordinates. */
const mostCompared = 101;

/**
 * A coordinate pair that speaks for the file: of points all through it the one in the middle, so that a stray first row
 * decides nothing. Null where nothing has a place.
 */
function samplePoint(used: readonly Taker[]): readonly [number, number] | null {
  const points: (readonly [number, number])[] = [];
  for (const { coordinates } of used) {
    for (const { values, length } of coordinates) {
      const step = Math.max(1, Math.floor(length / 2 / mostCompared)) * 2;
      for (let at = 0; at + 1 < length; at += step)
        if (Number.isFinite(values[at]) && Number.isFinite(values[at + 1]))
          points.push([values[at], values[at + 1]]);
    }
  }
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return points[Math.floor(points.length / 2)] ?? null;
}

function tableReport(
  inUse: ReadonlyMap<TableDataRole, InUse>,
  columnSamples: ReadonlyMap<string, ReadonlySet<string>>,
  personal: ReadonlySet<string>,
  placeColumns: Readonly<Record<string, string>>,
): TableReport {
  return {
    roles: [...inUse].map(([role, { taker, decidedBy }]) => ({
      role,
      decidedBy: [...decidedBy].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "columns",
      columns: { ...placeColumns, ...taker.fields.columns() },
    })),
    columns: [...columnSamples]
      .filter(([name]) => !personal.has(name))
      .map(([name, samples]) => ({ name: name.slice(0, 100), samples: [...samples] })),
  };
}
