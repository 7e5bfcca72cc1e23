import type { CesiumWidget as EngineWidget } from "@cesium/engine";
import { useEffect, useRef, useState } from "react";
import { CesiumWidget, useCesium } from "resium";
import type { SceneEvents, SceneHandle, SceneState } from "./contract.ts";
import { hasWebGl2, prepareWidget, samplesFor, widgetOptions } from "./core/widget.ts";
import { createSceneCore, type SceneCore } from "./createScene.ts";

export type SceneViewProps = {
  /** Must keep its identity: another object makes another scene. */
  readonly events: SceneEvents;
  readonly initial: Partial<SceneState>;
  /** The handle once there is one, null when it is gone. */
  readonly onHandle: (handle: SceneHandle | null) => void;
};

/** Never on the page: Cesium ion is not used, so its logo would mislead. One object, or resium rebuilds the widget. */
const creditContainer = document.createElement("div");

/** The React shell of the scene: resium mounts the widget, everything in it is imperative. */
export function SceneView({ events, initial, onHandle }: SceneViewProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [core, setCore] = useState<SceneCore | null>(null);
  /** Counts up when the GPU took the context away: a new key mounts a new widget. */
  const [generation, setGeneration] = useState(0);

  useEffect(() => {
    if (!hasWebGl2()) {
      events.onError("noWebgl2", navigator.userAgent);
      return;
    }
    const made = createSceneCore(events, initial);
    made.onContextRestored(() => setGeneration((count) => count + 1));
    setCore(made);
    onHandle(made.handle);
    return () => {
      onHandle(null);
      made.handle.dispose();
      setCore(null);
    };
  }, [events, initial, onHandle]);

  return (
    <div className="planfall-scene" ref={holder}>
      {core === null ? null : (
        <CesiumWidget
          full
          key={generation}
          msaaSamples={samplesFor()}
          creditContainer={creditContainer}
          {...widgetOptions}
        >
          <Bridge core={core} holder={holder} />
        </CesiumWidget>
      )}
    </div>
  );
}

/** resium gives the widget to children only, once it has mounted. */
function Bridge({
  core,
  holder,
}: {
  readonly core: SceneCore;
  readonly holder: { readonly current: HTMLDivElement | null };
}) {
  const { cesiumWidget } = useCesium();
  useEffect(() => {
    const container = holder.current;
    if (!cesiumWidget || container === null) return;
    // resium types it by the full package, which our alias replaces by the engine: the same class at run time.
    const widget = cesiumWidget as unknown as EngineWidget;
    prepareWidget(widget);
    core.attach(widget, container);
    return core.detach;
  }, [cesiumWidget, core, holder]);
  return null;
}
