import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { WebGlMissing } from "#app/errors/WebGlMissing.tsx";
import { connectScene, sceneEvents, sceneState } from "#app/sceneBridge.ts";
import { sessionStore, useSession } from "#app/state/session.ts";
import { setView, useView } from "#app/state/view.ts";
import type { SceneHandle } from "#scene/contract.ts";
import styles from "./Stage.module.css";
import { onStageKey } from "./stageKeys.ts";

/** Cesium is large: it is loaded when a city is opened, not on the start page. */
const SceneView = lazy(() =>
  import("#scene/SceneView.tsx").then((module) => ({ default: module.SceneView })),
);

/** The city. Focusable, so that camera and drawing work from the keyboard. */
export function Stage() {
  const { t } = useTranslation();
  const status = useView((state) => state.sceneStatus);
  const drawing = useSession((state) => state.tool.type !== "select" && state.tool.type !== "walk");
  const building = useSession(({ tool }) => tool.type === "sketch" && tool.geometry === "building");
  const sections = useSession(({ tool }) => tool.type === "sketch" && tool.geometry === "sections");
  const selected = useSession((state) => state.selectedMeasureId !== null);
  const disconnect = useRef<(() => void) | null>(null);
  const events = useMemo(sceneEvents, []);
  const initial = useMemo(sceneState, []);
  const onHandle = useCallback((handle: SceneHandle | null) => {
    disconnect.current?.();
    disconnect.current = handle === null ? null : connectScene(handle);
    // Where this person stood last time, before the first frame is drawn.
    const { camera } = sessionStore.getState();
    if (handle !== null && camera !== null) handle.camera.flyTo(camera, 0);
    setView({ scene: handle });
  }, []);

  useEffect(
    () => () => {
      disconnect.current?.();
      disconnect.current = null;
      setView({ scene: null, sceneStatus: "loading" });
    },
    [],
  );

  if (status === "unsupported") return <WebGlMissing />;
  return (
    <div
      aria-describedby="stage-help"
      aria-label={t("workspace:stage.label")}
      className={styles.stage}
      data-drawing={drawing}
      id="stage"
      onKeyDown={onStageKey}
      // The engine keeps the browser from giving the focus to what was clicked.
      onPointerDown={(event) => event.currentTarget.focus({ preventScroll: true })}
      role="application"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is operated by arrow keys
      tabIndex={0}
    >
      <p className="visually-hidden" id="stage-help">
        {building
          ? t("workspace:stage.buildingHelp")
          : sections
            ? t("workspace:stage.sectionsHelp")
            : drawing
              ? t("workspace:stage.drawHelp")
              : selected
                ? t("workspace:stage.editHelp")
                : t("workspace:stage.help")}
      </p>
      <Suspense fallback={null}>
        <SceneView events={events} initial={initial} onHandle={onHandle} />
      </Suspense>
      {status === "loading" ? (
        <p className={styles.loading} role="status">
          {t("workspace:stage.loading")}
        </p>
      ) : null}
    </div>
  );
}
