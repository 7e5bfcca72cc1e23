import { lineLength } from "#twin/geometry/planar.ts";
import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import type { Twin } from "#twin/twin.ts";
import type { DrawnMeasure, Refusal } from "../types.ts";
import { firstRefusal, insidePlace, longEnough } from "./checks.ts";
import { planningAssumption } from "./costs.ts";
import { defineKind } from "./kind.ts";
import { linePoints } from "./shapes.ts";
import { mostStops, stopOn, stopPlaces } from "./transitPlaces.ts";

const parameters = {
  vehicle: { kind: "choice", options: ["bus", "tram"], default: "bus" },
  stopsAt: { kind: "choice", options: ["spacing", "corners"], default: "spacing" },
  spacingM: { kind: "number", unit: "m", min: 150, max: 3000, step: 10, default: 400 },
  headwayMin: { kind: "number", unit: "min", min: 2, max: 120, step: 1, default: 10 },
  firstHour: { kind: "number", unit: "h", min: 0, max: 28, step: 0.5, default: 5 },
  lastHour: { kind: "number", unit: "h", min: 0.5, max: 30, step: 0.5, default: 23 },
  // Stops included: what buses in towns get to.
  speedKmh: { kind: "number", unit: "km/h", min: 8, max: 60, step: 1, default: 18 },
} as const satisfies ParameterSchema;

type Line = DrawnMeasure<typeof parameters>;

const placesOf = ({ geometry, parameters: p }: Pick<Line, "geometry" | "parameters">) =>
  stopPlaces(linePoints(geometry), p.stopsAt, p.spacingM);

const stopsOf = (line: Line, twin: Twin) =>
  placesOf(line).map(({ at }, i) => stopOn(twin, line.id, i + 1, at));

/** A new line along a drawn way, there and back, that stops where stops are or become. */
export const busLine = defineKind({
  id: "busLine",
  group: "transit",
  geometry: "line",
  parameters,
  applies: (key, { stopsAt }) => key !== "spacingM" || stopsAt === "spacing",
  // A pair of stops without barriers. Vehicles and running are not counted.
  cost: { per: "piece", lowEur: 30_000, highEur: 120_000, source: planningAssumption },
  quantity: (line, twin) => stopsOf(line, twin).filter(({ isNew }) => isNew).length,
  operations: (line, _year, twin) => {
    const { id, parameters: p } = line;
    const places = placesOf(line);
    if (places.length < 2 || p.lastHour < p.firstHour) return [];
    return [
      {
        layer: "timetable",
        op: "insert",
        line: {
          id,
          name: id.toUpperCase(),
          routeType: p.vehicle === "tram" ? 0 : 3,
          stops: stopsOf(line, twin).map(({ stop }) => stop),
          minutes: places.map(({ alongM }) => minutesFor(alongM, p)),
          headwayMin: p.headwayMin,
          firstS: p.firstHour * 3600,
          lastS: p.lastHour * 3600,
        },
      },
    ];
  },
  sketch: { fill: "#7a5aa8", outline: "#4b2f78", form: "transit" },
  sentence: (line) => {
    const { parameters: p } = line;
    const lengthM = lineLength(linePoints(line.geometry));
    return {
      lengthKm: Math.round(lengthM / 100) / 10,
      stops: placesOf(line).length,
      vehicle: p.vehicle,
      headwayMin: p.headwayMin,
      minutes: Math.round(minutesFor(lengthM, p)),
      firstHour: p.firstHour,
      lastHour: p.lastHour,
    };
  },
  refuses: (line, twin) => {
    const points = linePoints(line.geometry);
    return firstRefusal(insidePlace(points, twin), longEnough(points, 200), (): Refusal | null => {
      const stops = placesOf(line);
      if (stops.length === 0) return { key: "tooManyStops", values: { most: mostStops } };
      if (stops.length < 2) return { key: "tooFewStops", values: {} };
      const { firstHour, lastHour } = line.parameters;
      return lastHour < firstHour ? { key: "emptySpan", values: {} } : null;
    });
  },
  shape: ({ geometry }) => ({ type: "line", points: linePoints(geometry), widthM: 3 }),
});

/** Minutes to a place on the way, to the second. */
const minutesFor = (alongM: number, p: Pick<ParametersOf<typeof parameters>, "speedKmh">): number =>
  Math.round((alongM / 1000 / p.speedKmh) * 3600) / 60;
