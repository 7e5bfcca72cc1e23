import { setOpenTwin, twinStore } from "#app/state/twin.ts";
import type { RunOutcome, RunService } from "#runs/contract.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";
import type { Model } from "#workers/runtime/model.ts";
import { openTestCity, outcomeOf } from "./testing.ts";

/** Three streets, a small model with results on them, and routes. Used by tests only. */

const section = (id: string, name: string, line: StreetSection["line"]): StreetSection =>
  madeStreet(id, line, { name });

export const testSections = [
  section("s1", "Wallstraße", [
    [0, 0],
    [200, 0],
  ]),
  section("s2", "Ringstraße", [
    [200, 0],
    [200, 200],
  ]),
  section("s3", "", [
    [0, 0],
    [0, 200],
    [200, 200],
  ]),
];

const layer = { series: null, on: "streets" } as const;

export const testTrafficModel: Model = {
  id: "traffic",
  version: "1",
  reads: ["streets"],
  conditions: { demand: { kind: "choice", options: ["fixed", "response"], default: "fixed" } },
  layers: [
    { id: "flow", unit: "veh/h", classEdges: [10, 50, 100, 200], ramp: "flow", ...layer },
    { id: "flowFixed", unit: "veh/h", classEdges: [10, 50, 100, 200], ramp: "flow", ...layer },
    { id: "speedKmh", unit: "km/h", classEdges: [0, 10, 20, 30], ramp: "velocity", ...layer },
  ],
  run: () => Promise.reject(new Error("not run in tests")),
  indicators: () => [],
};

/** Flows on the three streets and the routes behind them: all traffic over the wall, or around it where that is closed. */
export function trafficOutcomeOf(inputHash: string, closed: boolean): RunOutcome {
  const none = Number.NaN;
  const flow = closed
    ? Float32Array.of(none, none, 40, 30, 120, 60)
    : Float32Array.of(120, 60, 160, 90, none, none);
  return {
    ...outcomeOf(inputHash, 0, 0),
    modelId: "traffic",
    resolutionM: 1,
    indicators: [],
    result: {
      grid: { columns: 1, rows: 1, cellSizeM: 1, westX: 0, northY: 1 },
      fields: [],
      frameTimesS: [],
      buildingIds: [],
      buildingColumns: {},
      streets: {
        sectionIds: testSections.map(({ id }) => id),
        fields: [
          { id: "flow", values: flow },
          { id: "flowFixed", values: flow.map((value) => value + 10) },
          { id: "speedKmh", values: flow.map((value) => (Number.isNaN(value) ? none : 25)) },
        ],
      },
      routes: {
        zones: {
          count: 2,
          names: ["Nordviertel", "Südviertel"],
          xy: new Float32Array(4),
          external: Uint8Array.of(0, 1),
          residents: Float32Array.of(300, 0),
        },
        origin: Uint32Array.of(0, 1),
        destination: Uint32Array.of(1, 0),
        flowVehPerH: Float32Array.of(120, 60),
        costS: Float32Array.of(90, 95),
        stepStart: closed ? Uint32Array.of(0, 1, 2) : Uint32Array.of(0, 2, 4),
        steps: closed ? Uint32Array.of(4, 5) : Uint32Array.of(0, 2, 3, 1),
      },
      ledger: { gap: 3.2e-7, demandMode: 1, baseYear: 2023, calibrated: 0 },
      warnings: [],
    },
  };
}

/** The test city with streets in it. */
export async function openStreetCity(service: RunService): Promise<void> {
  await openTestCity(service);
  const { data } = twinStore.getState();
  if (data === null) throw new Error("no city");
  const terrain = {
    columns: 2,
    rows: 2,
    cellSizeM: 400,
    westX: 0,
    northY: 800,
    values: new Float32Array(4).fill(5),
  };
  const streets = { sections: testSections, turns: [] };
  setOpenTwin({ ...data, terrain, streets } as unknown as TwinData, "demo");
}
