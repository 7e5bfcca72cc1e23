import { type ComponentType, lazy, Suspense } from "react";
import type { Pick } from "#scene/contract.ts";

/**
 * The results side of the workspace (src/app/results), loaded when a city opens. Each slot takes no space until its
 * part is there.
 */
type Loader = () => Promise<Record<string, unknown>>;
const parts = import.meta.glob<Record<string, unknown>>(["../results/*.tsx", "!../results/*.test.tsx"]);

function slot<Props extends object>(name: string): ComponentType<Props> {
  const load: Loader | undefined = parts[`../results/${name}.tsx`];
  if (load === undefined) return () => null;
  const Part = lazy(async () => ({ default: (await load())[name] as ComponentType<Props> }));
  return function Slot(props: Props) {
    return (
      <Suspense fallback={null}>
        <Part {...props} />
      </Suspense>
    );
  };
}

export const SimulationPanel = slot<Record<never, never>>("SimulationPanel");
export const TimeBar = slot<Record<never, never>>("TimeBar");
export const CompareView = slot<Record<never, never>>("CompareView");
/** What the models say at a clicked place, for each plan. */
export const PointResults = slot<{ readonly pick: Pick }>("PointResults");
