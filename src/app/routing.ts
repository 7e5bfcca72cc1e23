import type { CompareMode } from "#app/state/session.ts";

/**
 * Where the user is, as the address says it. Search parameters rather than paths, so that the app runs from any
 * folder of any static host.
 */
export type Route =
  | { readonly screen: "start" }
  /** `?open=demo`: open the demo city at once. */
  | { readonly screen: "open"; readonly what: "demo" }
  | WorkspaceRoute;

export type WorkspaceRoute = {
  readonly screen: "workspace";
  /** "demo", or "local:<id>" for a city kept in this browser. */
  readonly twinHref: string;
  readonly scenarioId: string;
  readonly planId: string;
  readonly view: CompareMode;
  readonly comparePlanId: string | null;
  /** Camera as x, y, z, heading, pitch; only in links that were made for sharing. */
  readonly camera: readonly [number, number, number, number, number] | null;
  /** Which model is shown; null = the first. */
  readonly model: string | null;
  /** Which of its layers, and at which moment (simulated seconds); only in links that were made for sharing. */
  readonly layer: string | null;
  readonly timeS: number | null;
};

const views: readonly CompareMode[] = ["single", "swipe", "difference", "table"];
const safeId = /^[\w:.-]{1,120}$/;

function idOf(value: string | null): string | null {
  return value !== null && safeId.test(value) ? value : null;
}

function cameraOf(value: string | null): WorkspaceRoute["camera"] {
  if (value === null) return null;
  const [x, y, z, heading, pitch, ...rest] = value.split(",").map(Number);
  if (x === undefined || y === undefined || z === undefined || rest.length > 0) return null;
  if (heading === undefined || pitch === undefined) return null;
  const pose = [x, y, z, heading, pitch] as const;
  return pose.every((part) => Number.isFinite(part) && Math.abs(part) < 1e6) ? pose : null;
}

function secondsOf(value: string | null): number | null {
  const seconds = value === null || value === "" ? Number.NaN : Number(value);
  return Number.isFinite(seconds) && seconds >= 0 && seconds < 1e7 ? seconds : null;
}

export function parseRoute(search: string): Route {
  const parameters = new URLSearchParams(search);
  if (parameters.get("open") === "demo") return { screen: "open", what: "demo" };
  const twinHref = idOf(parameters.get("twin"));
  const scenarioId = idOf(parameters.get("scenario"));
  if (twinHref === null || scenarioId === null) return { screen: "start" };
  return {
    screen: "workspace",
    twinHref,
    scenarioId,
    planId: idOf(parameters.get("plan")) ?? "baseline",
    view: views.find((candidate) => candidate === parameters.get("view")) ?? "single",
    comparePlanId: idOf(parameters.get("with")),
    camera: cameraOf(parameters.get("at")),
    model: idOf(parameters.get("model")),
    layer: idOf(parameters.get("layer")),
    timeS: secondsOf(parameters.get("time")),
  };
}

export function formatRoute(route: Route): string {
  if (route.screen === "start") return "?";
  if (route.screen === "open") return `?open=${route.what}`;
  const parameters = new URLSearchParams({ twin: route.twinHref, scenario: route.scenarioId });
  if (route.planId !== "baseline") parameters.set("plan", route.planId);
  if (route.view !== "single") parameters.set("view", route.view);
  if (route.comparePlanId !== null) parameters.set("with", route.comparePlanId);
  if (route.model !== null) parameters.set("model", route.model);
  if (route.layer !== null) parameters.set("layer", route.layer);
  if (route.timeS !== null) parameters.set("time", route.timeS.toFixed(0));
  if (route.camera !== null) parameters.set("at", route.camera.map((part) => part.toFixed(1)).join(","));
  return `?${parameters.toString()}`;
}

/** Equal but for camera, layer and moment, which change all the time and never make a new entry in the browser's history. */
export function samePlace(a: Route, b: Route): boolean {
  const bare = (route: Route): Route =>
    route.screen === "workspace" ? { ...route, camera: null, layer: null, timeS: null } : route;
  return formatRoute(bare(a)) === formatRoute(bare(b));
}
