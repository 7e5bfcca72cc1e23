import { formatRoute, parseRoute, type Route, samePlace, type WorkspaceRoute } from "#app/routing.ts";
import { currentScenario, documentStore } from "#app/state/document.ts";
import { repairSession } from "#app/state/planActions.ts";
import { initialResults, resultsStore, showModel } from "#app/state/results.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { twinStore } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import { packScenario } from "#scenario/planLink.ts";
import type { Scenario } from "#scenario/types.ts";
import { saveWithPicture } from "./autosave.ts";
import { openLinkedPlans } from "./linkedPlans.ts";
import { closePlace, demoHref, openDemo, openLinked } from "./places.ts";

/** Keeps address and screen in step: back and forward move through what was shown, a link opens what its sender saw. */

let shown: Route = { screen: "start" };

function routeNow(): Route {
  const { screen } = viewStore.getState();
  const scenario = currentScenario();
  if (screen !== "workspace" || scenario === null) return { screen: "start" };
  const session = sessionStore.getState();
  const { modelId } = resultsStore.getState();
  return {
    screen: "workspace",
    twinHref: twinStore.getState().href,
    scenarioId: scenario.id,
    planId: session.activePlanId,
    view: session.compareMode,
    comparePlanId: session.compareMode === "single" ? null : session.comparePlanId,
    camera: null,
    model: modelId === initialResults.modelId ? null : modelId,
    layer: null,
    timeS: null,
  };
}

/** Writes the address after something was shown. Steps within a city are entries of their own, for "back". */
function remember(): void {
  if (viewStore.getState().screen === "opening") return;
  const next = routeNow();
  if (samePlace(next, shown)) return;
  const first = shown.screen !== next.screen && shown.screen === "open";
  shown = next;
  const address = formatRoute(next);
  if (first) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
}

function showWithin(route: WorkspaceRoute): void {
  setSession({
    activePlanId: route.planId,
    compareMode: route.view,
    comparePlanId: route.comparePlanId,
    selectedMeasureId: null,
  });
  repairSession();
  showModel(route.model ?? initialResults.modelId);
}

async function follow(route: Route, packed: string | null = null): Promise<void> {
  shown = route;
  if (route.screen === "start") {
    await leave();
  } else if (route.screen === "open") {
    await openDemo();
  } else if (packed !== null) {
    await openLinkedPlans(route, packed);
  } else if (route.scenarioId === currentScenario()?.id) {
    setView({ screen: "workspace" });
    showWithin(route);
  } else {
    await openLinked(route);
  }
  remember();
}

async function leave(): Promise<void> {
  if (documentStore.getState().history !== null) await saveWithPicture();
  closePlace();
}

/** To the start page; the open scenario is saved on the way. */
export function goToStart(): void {
  void leave().then(remember);
}

export type ViewLink = {
  readonly address: string;
  /** Whether the plans are in the address; "tooLarge" where no link can carry them, "none" where there are none. */
  readonly plans: "packed" | "tooLarge" | "none";
  /** The city is kept in this browser only: whoever opens the link needs its data. */
  readonly ownCity: boolean;
};

/** An address that opens this view, camera and plans included, for whoever has the same city. */
export function linkToView(): ViewLink {
  const route = routeNow();
  const pose = viewStore.getState().scene?.camera.pose() ?? null;
  const { layerId, model, timeS } = resultsStore.getState();
  const moving = model?.layers.some(({ id, series }) => id === layerId && series !== null) === true;
  const withCamera: Route =
    route.screen !== "workspace"
      ? route
      : {
          ...route,
          layer: layerId,
          timeS: moving ? timeS : null,
          camera: pose === null ? null : [pose.x, pose.y, pose.z, pose.headingDeg, pose.pitchDeg],
        };
  const address = new URL(formatRoute(withCamera), location.href);
  const scenario = currentScenario();
  const bare = scenario === null || (scenario.plans.length === 0 && !hasConditions(scenario));
  const packed = bare ? null : packScenario(scenario);
  address.hash = packed === null ? "" : `${fragmentKey}${packed}`;
  return {
    address: address.toString(),
    plans: bare ? "none" : packed === null ? "tooLarge" : "packed",
    ownCity: route.screen === "workspace" && route.twinHref !== demoHref,
  };
}

const hasConditions = ({ conditions }: Scenario): boolean =>
  Object.values(conditions).some((each) => Object.keys(each).length > 0);

const fragmentKey = "plans=";

/** The plans in the address, if it carries any. They are taken out, so that a reload shows what was made of them since. */
function takeLinkedPlans(): string | null {
  if (!location.hash.startsWith(`#${fragmentKey}`)) return null;
  const packed = location.hash.slice(1 + fragmentKey.length);
  history.replaceState(null, "", location.pathname + location.search);
  return packed;
}

export function startNavigation(): void {
  window.addEventListener("popstate", () => {
    const packed = takeLinkedPlans();
    void follow(parseRoute(location.search), packed);
  });
  viewStore.subscribe((state, before) => {
    if (state.screen !== before.screen) remember();
  });
  sessionStore.subscribe((state, before) => {
    const same =
      state.activePlanId === before.activePlanId &&
      state.compareMode === before.compareMode &&
      state.comparePlanId === before.comparePlanId;
    if (!same) remember();
  });
  resultsStore.subscribe((state, before) => {
    if (state.modelId !== before.modelId) remember();
  });
  const packed = takeLinkedPlans();
  const first = parseRoute(location.search);
  if (first.screen !== "start") void follow(first, packed);
}
