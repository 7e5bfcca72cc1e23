import type { WorkspaceRoute } from "#app/routing.ts";
import { currentScenario } from "#app/state/document.ts";
import { notify } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";
import { readScenario as readStored } from "#connect/storage.ts";
import type { FileIssue } from "#scenario/document.ts";
import { sameShared, unpackScenario } from "#scenario/planLink.ts";
import type { Scenario } from "#scenario/types.ts";
import { closePlace, copyOfScenario, openLinked, openStored, viewOfRoute } from "./places.ts";
import { openOnItsTwin } from "./scenarioFiles.ts";

/**
 * Follows a link that carries plans. What this browser keeps of the same scenario is never replaced: it opens as it was
 * left, and what the link brings is offered as a copy.
 */
export async function openLinkedPlans(route: WorkspaceRoute, packed: string): Promise<void> {
  const read = unpackScenario(packed);
  if (!read.ok || read.scenario.id !== route.scenarioId) {
    await openLinked(route);
    notify({ tone: "problem", key: "errors:linkBroken" });
    return;
  }
  const { scenario, notes } = read;
  const stored = await readStored(scenario.id).catch(() => null);
  if (stored === null) {
    await openShared(scenario, notes, viewOfRoute(route));
    return;
  }
  await openStored(scenario.id, route);
  offerLinkedPlans(scenario, notes, route);
}

/** Says that a link brought another state of the open scenario, and how to see it. */
function offerLinkedPlans(scenario: Scenario, notes: readonly FileIssue[], route: WorkspaceRoute): void {
  const own = currentScenario();
  if (own === null || sameShared(own, scenario)) return;
  notify({
    tone: "info",
    key: "workspace:linkDiffers",
    values: { title: own.title },
    action: {
      labelKey: "workspace:linkOpenCopy",
      run: () => void openShared(copyOfScenario(scenario), notes, viewOfRoute(route)),
    },
    sticky: true,
  });
}

async function openShared(scenario: Scenario, notes: readonly FileIssue[], view: object): Promise<void> {
  setView({ screen: "opening", dialog: null });
  try {
    if (await openOnItsTwin(scenario, notes, view)) return;
    if (currentScenario() === null) closePlace();
    else setView({ screen: "workspace" });
  } catch (error) {
    closePlace();
    notify({ tone: "problem", key: "errors:openFailed", values: { detail: String(error) } });
  }
}
