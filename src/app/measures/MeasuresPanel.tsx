import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { addPlan } from "#app/state/planActions.ts";
import { planById } from "#app/state/plans.ts";
import { sessionStore, setSession, useSession } from "#app/state/session.ts";
import { setView, useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { MeasureList } from "./MeasureList.tsx";
import styles from "./MeasuresPanel.module.css";
import { Palette } from "./Palette.tsx";

function setFolded(folded: boolean): void {
  const { panelsFolded } = sessionStore.getState();
  setSession({ panelsFolded: { ...panelsFolded, measures: folded } });
}

/** The measures of the active plan, or the palette to add one. */
export function MeasuresPanel() {
  const { t } = useTranslation();
  const folded = useSession((state) => state.panelsFolded.measures);
  const activePlanId = useSession((state) => state.activePlanId);
  const paletteOpen = useView((state) => state.paletteOpen);
  const sketching = useSession((state) => state.sketchKind !== null);
  const plan = planById(useScenario(), activePlanId);
  const palette = plan !== null && paletteOpen;
  const wasPalette = useRef(false);
  useEffect(() => {
    wasPalette.current = palette;
  }, [palette]);
  // The button that was pressed is gone with the palette: without this the focus would fall to the page's start.
  const cameBack = wasPalette.current && !palette && !sketching;
  if (folded) {
    return (
      <Button className={styles.unfold} icon="chevronRight" onPress={() => setFolded(false)}>
        {t("workspace:measures.title")}
      </Button>
    );
  }
  return (
    <section aria-label={t("workspace:measures.title")} className={`panel ${styles.panel}`}>
      <div className="panel-head">
        {palette ? (
          <IconButton
            icon="arrowLeft"
            label={t("workspace:palette.back")}
            onPress={() => setView({ paletteOpen: false })}
            small
          />
        ) : null}
        <h2 className={styles.title}>
          {palette ? t("workspace:palette.title") : t("workspace:measures.title")}
        </h2>
        <IconButton
          className={styles.fold ?? ""}
          icon="chevronLeft"
          label={t("workspace:measures.fold")}
          onPress={() => setFolded(true)}
          small
        />
      </div>
      {palette ? (
        <Palette />
      ) : plan === null ? (
        <BaselineHint />
      ) : (
        <MeasureList focusAdd={cameBack} plan={plan} />
      )}
    </section>
  );
}

function BaselineHint() {
  const { t } = useTranslation();
  const scenario = useScenario();
  const add = () => {
    if (addPlan() !== null) setView({ paletteOpen: true });
  };
  const hasPlans = (scenario?.plans.length ?? 0) > 0;
  return (
    <div className="panel-body">
      <p>{t("workspace:measures.baseline")}</p>
      <Button icon="add" look={hasPlans ? "default" : "primary"} onPress={add}>
        {t("workspace:plans.add")}
      </Button>
    </div>
  );
}
