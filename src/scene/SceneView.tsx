import type { CesiumWidget as EngineWidget } from "@cesium/engine";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { createCesiumComponent, useCesium } from "resium";
import type { SceneEvents, SceneHandle, SceneState } from "./contract.ts";
import { createWidget } from "./core/widget.ts";
import { createSceneCore, type SceneCore } from "./createScene.ts";

export type SceneViewProps = {
  /** Must keep its identity: another object makes another scene. */
  readonly events: SceneEvents;
  readonly initial: Partial<SceneState>;
  /** The handle once there is one, null when it is gone. */
  readonly onHandle: (handle: SceneHandle | null) => void;
};

/**
 * resium's shell around a widget of our own making: its `CesiumWidget` leaves a browser without WebGL 2 with a rejected
 * promise that nobody can catch, and draws a frame before the widget could be set up.
 */
const SceneWidget = createCesiumComponent<
  EngineWidget,
  { readonly onMissing: () => void; readonly children?: ReactNode }
>({
  name: "SceneWidget",
  create: (_context, { onMissing }, wrapper) => {
    const widget = wrapper === null ? null : createWidget(wrapper);
    if (wrapper !== null && widget === null) onMissing();
    return widget ?? undefined;
  },
  destroy: (widget) => {
    if (!widget.isDestroyed()) widget.destroy();
  },
  // resium types it by the full package, which our alias replaces by the engine: the same class at run time.
  provide: (widget) => ({ cesiumWidget: widget as unknown as NonNullable<ResiumWidget> }),
  renderContainer: true,
  containerProps: () => ({ style: { position: "absolute", inset: 0 } }),
});
type ResiumWidget = ReturnType<typeof useCesium>["cesiumWidget"];

/** The React shell of the scene: resium mounts the widget, everything in it is imperative. */
export function SceneView({ events, initial, onHandle }: SceneViewProps) {
  const holder = useRef<HTMLDivElement>(null);
  const [core, setCore] = useState<SceneCore | null>(null);
  /** Counts up when the GPU took the context away: a new key mounts a new widget. */
  const [generation, setGeneration] = useState(0);
  const onMissing = useCallback(() => events.onError("noWebgl2", navigator.userAgent), [events]);

  useEffect(() => {
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
        <SceneWidget key={generation} onMissing={onMissing}>
          <Bridge core={core} holder={holder} />
        </SceneWidget>
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
    core.attach(cesiumWidget as unknown as EngineWidget, container);
    return core.detach;
  }, [cesiumWidget, core, holder]);
  return null;
}
