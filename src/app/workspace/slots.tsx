import { type ComponentType, lazy, Suspense } from "react";

/**
 * The results side of the workspace (src/app/results), loaded when a city opens. Each slot takes no space until its
 * part is there.
 */
function slot<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(async () => ({ default: await load() }));
  return function Slot(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}

export const SimulationPanel = slot(
  async () => (await import("#app/results/SimulationPanel.tsx")).SimulationPanel,
);
export const TimeBar = slot(async () => (await import("#app/results/TimeBar.tsx")).TimeBar);
export const LegendChip = slot(async () => (await import("#app/results/LegendChip.tsx")).LegendChip);
export const CompareView = slot(async () => (await import("#app/results/CompareView.tsx")).CompareView);
/** What the models say at a clicked place, for each plan. */
export const PointResults = slot(async () => (await import("#app/results/PointResults.tsx")).PointResults);
export const ReachButton = slot(async () => (await import("#app/results/ReachButton.tsx")).ReachButton);
/** What a model says along a way on foot, for each plan. */
export const RouteResults = slot(async () => (await import("#app/results/RouteResults.tsx")).RouteResults);
/** What planning around one's streets needs without a run, while it is open. */
export const NeighbourhoodPanel = slot(
  async () => (await import("#app/neighbourhood/NeighbourhoodPanel.tsx")).NeighbourhoodPanel,
);
