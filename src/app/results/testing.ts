import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { openDocument } from "#app/state/document.ts";
import { initialResults, resultsStore } from "#app/state/results.ts";
import { initialSession, sessionStore } from "#app/state/session.ts";
import { setOpenTwin } from "#app/state/twin.ts";
import type { RunListener, RunOutcome, RunRequest, RunService } from "#runs/contract.ts";
import type { Plan, Scenario } from "#scenario/types.ts";
import { type TwinData, twinLayerNames } from "#twin/twin.ts";
import type { Model } from "#workers/runtime/model.ts";
import { setRunService } from "./service.ts";

/** A small city, a small model and a run service that tests drive by hand. Used by tests only. */

/** The test's DOM knows no media queries: none of them matches. */
export function standInForMedia(): void {
  window.matchMedia ??= ((query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  })) as unknown as typeof window.matchMedia;
}

export const testGrid = { columns: 2, rows: 2, cellSizeM: 4, westX: 0, northY: 8 };

export const testModel: Model = {
  id: "flood",
  version: "1",
  reads: ["terrain"],
  conditions: {
    storm: { kind: "choice", options: ["rare", "customBlock"], default: "rare" },
    rainDepthMm: { kind: "number", unit: "mm", min: 0, max: 200, step: 1, default: 50, source: "KOSTRA" },
  },
  layers: [
    { id: "maxDepth", unit: "m", classEdges: [0.1, 0.5], ramp: "depth", series: null },
    { id: "depth", unit: "m", classEdges: [0.1], ramp: "depth", series: { name: "depth", scale: 0.001 } },
  ],
  run: () => Promise.reject(new Error("not run in tests")),
  indicators: () => [],
};

/** Values at hours of a day, stored with an offset: code 0 is nothing. */
export const testHeatModel: Model = {
  id: "heat",
  version: "1",
  reads: ["terrain"],
  clock: "timeOfDay",
  conditions: { day: { kind: "choice", options: ["now", "later"], default: "now" } },
  layers: [
    { id: "utciMax", unit: "°C", classEdges: [9, 26, 32, 38, 46], ramp: "heat", series: null },
    {
      id: "utci",
      unit: "°C",
      classEdges: [9, 26, 32, 38, 46],
      ramp: "heat",
      series: { name: "utci", scale: 0.1, offset: -100 },
    },
  ],
  run: () => Promise.reject(new Error("not run in tests")),
  indicators: () => [],
};

/** Codes of a °C value in the series of `testHeatModel`. */
export const heatCode = (celsius: number): number => Math.round((celsius + 100) * 10);

export function heatOutcomeOf(inputHash: string, utciC: number): RunOutcome {
  return {
    ...outcomeOf(inputHash, 0, 0),
    modelId: "heat",
    indicators: [{ id: "heatTest", value: utciC, low: utciC, high: utciC, unit: "°C" }],
    result: {
      grid: testGrid,
      fields: [{ id: "utciMax", values: Float32Array.of(utciC, Number.NaN, utciC - 5, utciC) }],
      frameTimesS: [6, 9, 12, 15, 18].map((hour) => hour * 3600),
      buildingIds: [],
      buildingColumns: {},
      ledger: { sunUpFromS: 21_600, sunUpToS: 54_000 },
      warnings: [{ key: "nightHours", values: {} }],
    },
  };
}

export function outcomeOf(inputHash: string, wetBuildings: number, depthM: number): RunOutcome {
  return {
    inputHash,
    modelId: "flood",
    modelVersion: "1",
    resolutionM: 4,
    seconds: 1,
    computedAtMs: Date.UTC(2026, 10, 21, 12),
    fromCache: false,
    indicators: [
      { id: "wetBuildings", value: wetBuildings, low: wetBuildings - 2, high: wetBuildings + 3, unit: "1" },
    ],
    result: {
      grid: testGrid,
      fields: [{ id: "maxDepth", values: Float32Array.of(depthM, Number.NaN, 0.2, Number.NaN) }],
      frameTimesS: [0, 60, 120],
      buildingIds: ["b1"],
      buildingColumns: { facadeDepthM: Float32Array.of(0.34) },
      ledger: { rainM3: 1234.5 },
      warnings: [],
    },
  };
}

const planA: Plan = {
  id: "p1",
  name: "Schwammstraße",
  look: { colour: "#0b6e99", letter: "A", dash: [] },
  measures: [],
};

export const testScenario = {
  format: "planfall-scenario",
  version: 1,
  id: "s",
  title: "Test",
  createdAt: "2026-01-01T00:00:00Z",
  changedAt: "2026-01-01T00:00:00Z",
  twin: {
    id: "t",
    name: "Testhausen",
    hash: "h",
    href: "demo",
    crs: "EPSG:25832",
    originEastM: 0,
    originNorthM: 0,
  },
  year: 2026,
  conditions: {},
  plans: [planA],
  outcomes: [],
  nextId: 2,
} as unknown as Scenario;

function testTwinData(): TwinData {
  return {
    id: "t",
    name: "Testhausen",
    frame: { crs: "EPSG:25832", originEastM: 0, originNorthM: 0 },
    extent: { minX: 0, minY: 0, maxX: 800, maxY: 800 },
    sources: {},
    baseHashes: Object.fromEntries(twinLayerNames.map((name) => [name, name])),
  } as unknown as TwinData;
}

export type DrivenRun = { readonly request: RunRequest; readonly listener: RunListener; cancelled: boolean };

/** A run service whose runs go on only when the test says so. */
export function drivenService(kept: ReadonlyMap<string, RunOutcome> = new Map()) {
  const runs: DrivenRun[] = [];
  const addressOf = (request: RunRequest): string =>
    `${request.modelId === "flood" ? "" : `${request.modelId} `}${request.planId} ${request.resolutionM} ${JSON.stringify(request.conditions)}`;
  const service: RunService = {
    start(request, listener) {
      const run: DrivenRun = { request, listener, cancelled: false };
      runs.push(run);
      return {
        cancel() {
          run.cancelled = true;
          listener.onCancelled();
        },
      };
    },
    address: async (request) => addressOf(request),
    restore: async (request) => kept.get(addressOf(request)) ?? null,
    kept: async (inputHash) => kept.get(inputHash) ?? null,
    frame: async (_address, _series, index) => Uint16Array.of(index, 0, 0, 0),
    curve: async () => Float32Array.of(0, 0.1, 0.2),
    explain: async (_request, _at, timeS) => ({
      status: "done",
      explanation: {
        timeS,
        parts: [
          { key: "directSun", value: 140, unit: "W/m²" },
          { key: "longWalls", value: -12, unit: "W/m²" },
          { key: "tmrt", value: 61.4, unit: "°C" },
        ],
      },
    }),
    dispose: () => undefined,
  };
  return { service, runs, addressOf };
}

/** Fresh stores, a city with one plan, German texts. */
export async function openTestCity(service: RunService): Promise<void> {
  setRunService(service);
  sessionStore.setState(initialSession, true);
  resultsStore.setState({ ...initialResults, model: testModel }, true);
  openDocument(testScenario);
  setOpenTwin(testTwinData(), "demo");
  if (i18next.isInitialized) return;
  const files = import.meta.glob<Record<string, unknown>>("../i18n/de/*.json", {
    eager: true,
    import: "default",
  });
  const texts = Object.fromEntries(
    Object.entries(files).map(([path, file]) => [path.split("/").at(-1)?.replace(".json", "") ?? "", file]),
  );
  await i18next.use(initReactI18next).init({
    showSupportNotice: false,
    lng: "de",
    resources: { de: { common: { baseline: "Nullfall" }, ...texts } },
    defaultNS: "common",
    interpolation: { escapeValue: false },
  });
}
