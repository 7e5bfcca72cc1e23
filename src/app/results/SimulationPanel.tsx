import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useResults } from "#app/state/results.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { openDialog } from "#app/state/view.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { ConditionsForm, NamedCondition } from "./ConditionsForm.tsx";
import { startOverlay } from "./overlay.ts";
import { startPlayer } from "./player.ts";
import { ResultSummary } from "./ResultSummary.tsx";
import { ResolutionField, RunControls } from "./RunControls.tsx";
import { startResults } from "./running.ts";
import styles from "./simulation.module.css";

function reducedMotion(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/** Choose conditions, run, read the result. Mounted as long as a city is open: it keeps the results in step with it. */
export function SimulationPanel() {
  const { t } = useTranslation();
  const folded = useSession((state) => state.panelsFolded.simulation);
  const panelsFolded = useSession((state) => state.panelsFolded);
  const model = useResults((state) => state.model);
  useEffect(() => {
    const stops = [startResults(), startOverlay(), startPlayer(reducedMotion)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <section aria-labelledby="simulation-title" className={`panel ${styles.panel}`}>
      <div className="panel-head">
        <h2 id="simulation-title">{t("results:panel.title")}</h2>
        <IconButton
          aria-expanded={!folded}
          icon={folded ? "chevronDown" : "minus"}
          label={folded ? t("results:panel.unfold") : t("results:panel.fold")}
          onPress={() => setSession({ panelsFolded: { ...panelsFolded, simulation: !folded } })}
          small
        />
      </div>
      {folded || model === null ? null : (
        <div className={`panel-body ${styles.body}`}>
          <div className={styles.chips}>
            <span className={styles.chip}>{t(`${model.id}:title`)}</span>
            <IconButton
              icon="info"
              label={t("results:method.card")}
              onPress={() => openDialog({ type: "help", section: "card" })}
              small
            />
          </div>
          <div className={styles.settings}>
            <NamedCondition model={model} />
            <ResolutionField />
            <details>
              <summary>{t("results:conditions.details")}</summary>
              <ConditionsForm model={model} />
            </details>
          </div>
          <RunControls />
          <ResultSummary />
        </div>
      )}
    </section>
  );
}
