import { everydayMin, type FacilityType, facilityTypes, nearestFieldId } from "#indicators/access.ts";
import type { Grid } from "#twin/frame.ts";
import { isStreet, streetNodes } from "#twin/network/nodes.ts";
import { gridFor } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Timetable } from "#twin/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { type Breather, createBreather } from "#workers/runtime/turns.ts";
import { borderShare } from "./border.ts";
import { type Cells, cellsOf } from "./cells.ts";
import { type AccessConditions, accessConditions, speedsOf } from "./conditions.ts";
import { accessInputError } from "./errors.ts";
import { everydayPlaces, facilitiesOf, modeOfType } from "./facilities.ts";
import { accessIndicatorValues } from "./indicators.ts";
import { accessLayers } from "./layers.ts";
import { nearestOf, towards } from "./nearest.ts";
import { type ModeNetwork, modeNetwork } from "./network.ts";
import { type Counts, countsByStreet, countsOnFootAndByTransit, type TransitWalks } from "./opportunities.ts";
import { connectPoints, type Points } from "./points.ts";
import { serviceDayOf } from "./serviceDay.ts";
import type { TravelMode } from "./speeds.ts";
import { type Transit, transitOf, tripsIn, walksFrom, walksTo } from "./transit.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.0.0";

/** What lies within a quarter of an hour, on a grid. Equations, validity and evidence: card.md. */
export const accessModel: Model<typeof accessConditions> = {
  id: "access",
  version,
  reads: ["streets", "places", "population", "timetable"],
  conditions: accessConditions,
  run: runAccess,
  indicators: accessIndicatorValues,
  layers: accessLayers,
};

/** More cells than this are no grid for counting journeys by transit. */
const mostCells = 400_000;
/** Beyond this a facility is far away; such cells hold this very number. */
const longestNearestMin = 60;

type Warning = ModelResult["warnings"][number];

async function runAccess(
  twin: Twin,
  conditions: AccessConditions,
  context: RunContext,
): Promise<ModelResult> {
  const rest = createBreather(context.signal, () => performance.now());
  context.progress(0, "prepare");
  const streets = streetsOf(twin);
  if (!streets.sections.some(isStreet)) throw accessInputError("access", "noStreets");
  const grid = gridFor(twin.data.extent, context.resolutionM);
  const cellCount = grid.columns * grid.rows;
  if (cellCount > mostCells)
    throw accessInputError("access", "areaTooLarge", { cells: cellCount, high: mostCells });
  const speeds = speedsOf(conditions, conditions.walker);
  const nodes = streetNodes(streets);
  const networks = await byMode(rest, (mode) => modeNetwork(streets, mode, speeds, nodes));
  const cells = cellsOf(twin, grid, networks.foot);
  if (cells.count === 0) throw accessInputError("access", "noStreets");
  const homes = await byMode(rest, (mode) => connectPoints(networks[mode], cells.at, "leave"));
  const timetable = timetableOf(twin);
  const nearest = await nearestFields(twin, cells, networks, homes, timetable, rest, (share) =>
    context.progress(0.1 + 0.1 * share, "nearest"),
  );
  const warnings: Warning[] = [...nearest.warnings];
  const withinS = Number(conditions.within) * 60;
  const transit = await transitWith(
    twin,
    timetable,
    conditions,
    networks.foot,
    homes.foot,
    withinS,
    warnings,
    rest,
  );
  const counts = await placesInTime(twin, networks, homes, transit, withinS, async (share, phase) => {
    context.progress(0.2 + 0.78 * share, phase);
    await rest();
  });
  warnings.push(...sayings(twin, cells, nearest.types, conditions));
  context.progress(1, "results");
  const { footKmh, bikeKmh } = speeds;
  return {
    grid,
    fields: [
      { id: "typesShare", values: onGrid(grid, cells, nearest.share) },
      ...nearest.types.flatMap(({ type, minutes, nearest: places }) => [
        { id: type, values: onGrid(grid, cells, minutes) },
        { id: nearestFieldId(type), values: onGrid(grid, cells, places) },
      ]),
      ...counts.flatMap(([id, { value, low, high }]) => [
        { id, values: onGrid(grid, cells, value) },
        { id: `${id}Low`, values: onGrid(grid, cells, low) },
        { id: `${id}High`, values: onGrid(grid, cells, high) },
      ]),
    ],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    ledger: {
      cells: cells.count,
      places: everydayPlaces(twin).length,
      knownTypes: nearest.types.length,
      withinMin: Number(conditions.within),
      footKmh,
      bikeKmh,
      ...(transit === null
        ? {}
        : { departures: transit.departuresS.length, stops: transit.stops.count, trips: tripsIn(transit) }),
    },
    warnings,
  };
}

async function byMode<Made>(
  rest: Breather,
  make: (mode: TravelMode) => Made,
): Promise<Readonly<Record<TravelMode, Made>>> {
  const foot = make("foot");
  await rest();
  const bike = make("bike");
  await rest();
  const car = make("car");
  await rest();
  return { foot, bike, car };
}

type TypeField = {
  readonly type: FacilityType;
  readonly minutes: Float32Array;
  /** Which of `facilitiesOf` is the nearest; NaN = none. */
  readonly nearest: Float32Array;
};

/** Minutes from each cell to the nearest facility of every type that the twin knows, and the share of types within 15 minutes. */
async function nearestFields(
  twin: Twin,
  cells: Cells,
  networks: Readonly<Record<TravelMode, ModeNetwork>>,
  homes: Readonly<Record<TravelMode, Points>>,
  timetable: Timetable | null,
  rest: Breather,
  progress: (share: number) => void,
): Promise<{
  readonly types: readonly TypeField[];
  readonly share: Float32Array;
  readonly warnings: Warning[];
}> {
  const searches = { foot: towards(networks.foot), bike: towards(networks.bike) };
  const types: TypeField[] = [];
  const within = new Float32Array(cells.count);
  for (const [row, type] of facilityTypes.entries()) {
    progress(row / facilityTypes.length);
    await rest();
    const mode = modeOfType(type);
    const places = connectPoints(networks[mode], facilitiesOf(twin, type, timetable), "reach");
    if (places.section.every((section) => section < 0)) continue;
    const { seconds, place } = nearestOf(searches[mode], homes[mode], places, longestNearestMin * 60);
    const minutes = Float32Array.from(seconds, (s) =>
      Number.isNaN(s) ? s : Math.min(s / 60, longestNearestMin),
    );
    const nearest = Float32Array.from(place, (one) => (one < 0 ? Number.NaN : one));
    types.push({ type, minutes, nearest });
    for (let cell = 0; cell < cells.count; cell += 1) if (minutes[cell] <= everydayMin) within[cell] += 1;
  }
  const share = within.map((count, cell) =>
    types.length === 0 || homes.foot.section[cell] < 0 ? Number.NaN : (100 * count) / types.length,
  );
  const missing = facilityTypes.length - types.length;
  return {
    types,
    share,
    warnings:
      missing === 0 ? [] : [{ key: "typesMissing", values: { count: missing, of: facilityTypes.length } }],
  };
}

/** Transit of the chosen day with its walks; null with a warning where nothing can be said. */
async function transitWith(
  twin: Twin,
  timetable: Timetable | null,
  conditions: AccessConditions,
  foot: ModeNetwork,
  homes: Points,
  withinS: number,
  warnings: Warning[],
  rest: Breather,
): Promise<(Transit & TransitWalks) | null> {
  if (timetable === null || timetable.stops.count === 0) {
    warnings.push({ key: "noTimetable", values: {} });
    return null;
  }
  const day = serviceDayOf("access", timetable, conditions);
  const transit = transitOf(timetable, day.date, foot, conditions, withinS);
  if (tripsIn(transit) === 0) {
    warnings.push(day.date === "" ? { key: "noDay", values: {} } : { key: "noService", values: day.said });
    return null;
  }
  const limitS = Math.min(withinS, conditions.stopWalkMin * 60);
  const places = connectPoints(
    foot,
    everydayPlaces(twin).map(({ at }) => at),
    "reach",
  );
  warnings.push({ key: "serviceDay", values: { date: day.said.date, trips: tripsIn(transit) } });
  await rest();
  const toPlaces = walksFrom(foot, transit.stops, places, limitS);
  await rest();
  return {
    ...transit,
    toPlaces,
    toStops: walksTo(walksFrom(foot, transit.stops, homes, limitS), homes.count),
  };
}

async function placesInTime(
  twin: Twin,
  networks: Readonly<Record<TravelMode, ModeNetwork>>,
  homes: Readonly<Record<TravelMode, Points>>,
  transit: (Transit & TransitWalks) | null,
  withinS: number,
  rest: (share: number, phase: string) => Promise<void>,
): Promise<readonly (readonly [id: string, counts: Counts])[]> {
  const at = everydayPlaces(twin).map((place) => place.at);
  if (at.length === 0) return [];
  const counted = async (mode: "bike" | "car", from: number): Promise<Counts> =>
    countsByStreet(
      networks[mode],
      homes[mode],
      connectPoints(networks[mode], at, "reach"),
      withinS,
      (share) => rest(from + 0.15 * share, mode),
    );
  const bike = await counted("bike", 0);
  const car = await counted("car", 0.15);
  const places = connectPoints(networks.foot, at, "reach");
  const phase = transit === null ? "foot" : "transit";
  const both = await countsOnFootAndByTransit(networks.foot, homes.foot, places, withinS, transit, (share) =>
    rest(0.3 + 0.7 * share, phase),
  );
  return [
    ["placesFoot", both.foot],
    ["placesBike", bike],
    ["placesCar", car],
    ...(both.transit === null ? [] : ([["placesTransit", both.transit]] as const)),
  ];
}

function onGrid(grid: Grid, { count, cell }: Cells, values: Float32Array): Float32Array {
  const all = new Float32Array(grid.columns * grid.rows).fill(Number.NaN);
  for (let row = 0; row < count; row += 1) all[cell[row]] = values[row];
  return all;
}

function sayings(
  twin: Twin,
  cells: Cells,
  types: readonly TypeField[],
  { walker, ...conditions }: AccessConditions,
): Warning[] {
  const said: Warning[] = [];
  const edge = borderShare(
    cells,
    twin.data.extent,
    types.map(({ minutes }) => minutes),
    speedsOf(conditions, walker).footKmh,
  );
  if (edge > 0.005) said.push({ key: "border", values: { percent: Math.round(100 * edge) } });
  if (twin.data.population.method === "estimated") said.push({ key: "residentsEstimated", values: {} });
  return said;
}
