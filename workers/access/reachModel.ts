import type { Extent, Grid, Point } from "#twin/frame.ts";
import { isStreet } from "#twin/network/nodes.ts";
import { gridFor } from "#twin/read/grid.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import { createStreetReach } from "#workers/kernels/reach/index.ts";
import type { Model, ModelResult, RunContext } from "#workers/runtime/model.ts";
import { createBreather } from "#workers/runtime/turns.ts";
import { type AlongStreets, alongStreets } from "./alongStreets.ts";
import { type ReachConditions, reachConditions, speedsOf, type Walker } from "./conditions.ts";
import { accessInputError } from "./errors.ts";
import { minutesOnGrid } from "./isochrone.ts";
import { reachLayers } from "./layers.ts";
import { type ModeNetwork, modeNetwork } from "./network.ts";
import { connectPoints, type Points, sourcesAt } from "./points.ts";
import { reachIndicatorValues } from "./reachIndicators.ts";
import { serviceDayOf } from "./serviceDay.ts";
import type { TravelMode } from "./speeds.ts";
import { transitOf, tripsIn } from "./transit.ts";
import { reachByTransit } from "./transitReach.ts";

/** Raised whenever the same input may give other numbers. */
const version = "1.0.0";

/** How far one gets from one place. Equations, validity and evidence: reach/card.md. */
export const reachModel: Model<typeof reachConditions> = {
  id: "reach",
  version,
  reads: ["streets", "places", "population", "timetable"],
  conditions: reachConditions,
  run: runReach,
  indicators: reachIndicatorValues,
  layers: reachLayers,
};

const longestS = 30 * 60;
/** Beyond this a browser tab runs out of memory. */
const mostCells = 8_000_000;

type Warning = ModelResult["warnings"][number];
type Times = {
  /** Seconds at every node, and how much they vary between departures. */
  readonly seconds: Float64Array;
  readonly spread: Float64Array | null;
  readonly warnings: readonly Warning[];
  readonly ledger: Readonly<Record<string, number>>;
};

const travelOf = (mode: ReachConditions["mode"]): { readonly mode: TravelMode; readonly walker: Walker } =>
  mode === "bike" || mode === "car"
    ? { mode, walker: "adult" }
    : { mode: "foot", walker: mode === "childFoot" ? "child" : mode === "seniorFoot" ? "senior" : "adult" };

async function runReach(twin: Twin, conditions: ReachConditions, context: RunContext): Promise<ModelResult> {
  const rest = createBreather(context.signal, () => performance.now());
  context.progress(0, "prepare");
  const streets = streetsOf(twin);
  if (!streets.sections.some(isStreet)) throw accessInputError("reach", "noStreets");
  const grid = gridFor(twin.data.extent, context.resolutionM);
  const cells = grid.columns * grid.rows;
  if (cells > mostCells) throw accessInputError("reach", "areaTooLarge", { cells, high: mostCells });
  const { mode, walker } = travelOf(conditions.mode);
  const network = modeNetwork(streets, mode, speedsOf(conditions, walker));
  await rest();
  const { at, assumed } = placeOf(twin, conditions);
  const origin = connectPoints(network, [at], "leave");
  if (origin.section[0] < 0) throw accessInputError("reach", "placeWithoutStreet");
  context.progress(0.1, "search");
  const times =
    conditions.mode === "transit"
      ? await timesByTransit(twin, conditions, network, origin, async (share) => {
          context.progress(0.1 + 0.5 * share, "transit");
          await rest();
        })
      : timesOnStreets(network, origin);
  context.progress(0.6, "map");
  await rest();
  const rows = rowsReached(network, times.seconds, origin);
  const along = alongStreets(network, times.seconds, origin);
  const minutes = minutesOnGrid(grid, streets, rows, along, longestS, network.walkMPerS);
  await rest();
  const spread = times.spread === null ? null : spreadOnGrid(grid, network, rows, times.spread, minutes);
  await rest();
  const atEdge = atEdgeOf(twin.data.extent, grid, minutes);
  context.progress(1, "results");
  return {
    grid,
    fields: [
      { id: "minutes", values: minutes },
      ...(spread === null ? [] : [{ id: "spread", values: spread }]),
    ],
    frameTimesS: [],
    buildingIds: [],
    buildingColumns: {},
    streets: {
      sectionIds: streets.sections.map(({ id }) => id),
      fields: [{ id: "streetMinutes", values: streetMinutes(streets.sections.length, along) }],
    },
    ledger: {
      fromX: at[0],
      fromY: at[1],
      areaKm2: (minutes.reduce((sum, m) => sum + (m <= 15 ? 1 : 0), 0) * grid.cellSizeM ** 2) / 1e6,
      ...times.ledger,
    },
    warnings: [
      ...(assumed ? [{ key: "placeAssumed", values: {} }] : []),
      ...(atEdge ? [{ key: "border", values: {} }] : []),
      ...(twin.data.population.method === "estimated" ? [{ key: "residentsEstimated", values: {} }] : []),
      ...times.warnings,
    ],
  };
}

/** The chosen place; where none was chosen, the middle of the residents, else that of the area. */
function placeOf(
  { data }: Twin,
  { fromX, fromY }: ReachConditions,
): { readonly at: Point; readonly assumed: boolean } {
  const { extent, population } = data;
  if (fromX !== 0 || fromY !== 0) {
    const inside =
      fromX >= extent.minX && fromX <= extent.maxX && fromY >= extent.minY && fromY <= extent.maxY;
    if (!inside) throw accessInputError("reach", "placeOutside");
    return { at: [fromX, fromY], assumed: false };
  }
  let [x, y, people] = [0, 0, 0];
  for (let row = 0; row < population.count; row += 1) {
    if (!(population.residents[row] > 0)) continue;
    x += population.xy[2 * row] * population.residents[row];
    y += population.xy[2 * row + 1] * population.residents[row];
    people += population.residents[row];
  }
  const at: Point =
    people > 0
      ? [x / people, y / people]
      : [(extent.minX + extent.maxX) / 2, (extent.minY + extent.maxY) / 2];
  return { at, assumed: true };
}

function timesOnStreets(network: ModeNetwork, origin: Points): Times {
  const { seconds, count } = createStreetReach(network).search(sourcesAt(origin, 0), longestS);
  return { seconds, spread: null, warnings: [], ledger: { nodes: count } };
}

async function timesByTransit(
  twin: Twin,
  conditions: ReachConditions,
  foot: ModeNetwork,
  origin: Points,
  rest: (share: number) => Promise<void>,
): Promise<Times> {
  const timetable = timetableOf(twin);
  if (timetable === null || timetable.stops.count === 0) throw accessInputError("reach", "noTimetable");
  const { date, said } = serviceDayOf("reach", timetable, conditions);
  const transit = transitOf(timetable, date, foot, conditions, longestS);
  const trips = tripsIn(transit);
  if (date === "") throw accessInputError("reach", "noDay");
  if (trips === 0) throw accessInputError("reach", "noService", said);
  const stopWalkS = conditions.stopWalkMin * 60;
  const { median, spread } = await reachByTransit(foot, origin, transit, longestS, stopWalkS, rest);
  return {
    seconds: median,
    spread,
    warnings: [{ key: "serviceDay", values: { date: said.date, trips } }],
    ledger: { departures: transit.departuresS.length, trips },
  };
}

/** Sections with an end that is reached, and the one where the search began. */
function rowsReached(
  { nodes, streets }: ModeNetwork,
  seconds: Float64Array,
  origin: Points,
): readonly number[] {
  const reached = (node: number): boolean => node >= 0 && seconds[node] <= longestS;
  return streets.sections.flatMap((_, row) =>
    row === origin.section[0] || reached(nodes.ofSection[2 * row]) || reached(nodes.ofSection[2 * row + 1])
      ? [row]
      : [],
  );
}

/** The spread at the nearer end of each street, where the map of minutes has a value. */
function spreadOnGrid(
  grid: Grid,
  network: ModeNetwork,
  rows: readonly number[],
  spread: Float64Array,
  minutes: Float32Array,
): Float32Array {
  const { nodes } = network;
  const flat: AlongStreets = {
    lengthM: () => 0,
    at: (section) => {
      const ends = [nodes.ofSection[2 * section], nodes.ofSection[2 * section + 1]];
      return ends[0] < 0 ? Number.POSITIVE_INFINITY : Math.min(spread[ends[0]], spread[ends[1]]);
    },
  };
  // Walking off the street takes the same at every departure: no time passes.
  const values = minutesOnGrid(grid, network.streets, rows, flat, longestS, Number.POSITIVE_INFINITY);
  return values.map((value, cell) => (Number.isNaN(minutes[cell]) ? Number.NaN : value));
}

/** Minutes at the middle of each section, alike both ways. */
function streetMinutes(sections: number, along: AlongStreets): Float32Array {
  const values = new Float32Array(2 * sections).fill(Number.NaN);
  for (let row = 0; row < sections; row += 1) {
    const takes = along.at(row, along.lengthM(row) / 2);
    if (takes > longestS) continue;
    values[2 * row] = takes / 60;
    values[2 * row + 1] = takes / 60;
  }
  return values;
}

/** Whether what is reached touches the edge of the data: what lies beyond is not known. */
function atEdgeOf(extent: Extent, grid: Grid, minutes: Float32Array): boolean {
  const { columns, rows, cellSizeM, westX, northY } = grid;
  const rimM = Math.max(50, 2 * cellSizeM);
  for (let cell = 0; cell < minutes.length; cell += 1) {
    if (Number.isNaN(minutes[cell])) continue;
    const column = cell % columns;
    const x = westX + (column + 0.5) * cellSizeM;
    const y = northY - (Math.floor(cell / columns) + 0.5) * cellSizeM;
    const edgeM = Math.min(x - extent.minX, extent.maxX - x, y - extent.minY, extent.maxY - y);
    if (edgeM < rimM) return true;
  }
  return rows * columns === 0;
}
