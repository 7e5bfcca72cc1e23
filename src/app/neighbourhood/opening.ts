import { closedNeighbourhood, setNeighbourhood } from "#app/state/neighbourhood.ts";
import { sessionStore, setSession } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";

/** Opens the tools; where nothing is chosen yet, the next click on a street chooses. */
export function openNeighbourhood(): void {
  setNeighbourhood({ open: true, choosing: "street" });
  setSession({ pick: null, selectedBuildingId: null, tool: { type: "select" } });
  setView({ sheet: "simulation" });
}

export function closeNeighbourhood(): void {
  const { tool } = sessionStore.getState();
  if (tool.type === "area") setSession({ tool: { type: "select" }, sketch: null });
  setNeighbourhood(closedNeighbourhood);
}
