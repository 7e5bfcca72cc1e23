import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownOutcome, useResults } from "#app/state/results.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { hasGrid } from "#workers/runtime/grids.ts";
import type { Model } from "#workers/runtime/model.ts";
import { ConditionsForm, NamedCondition, useConditions } from "./ConditionsForm.tsx";
import { conditionLayout } from "./conditionGroups.ts";
import { startResults } from "./keeping.ts";
import { ModelChips } from "./ModelChips.tsx";
import { startOverlay } from "./overlay.ts";
import { startPlayer } from "./player.ts";
import { ResultSummary } from "./ResultSummary.tsx";
import { ResolutionField, RunControls } from "./RunControls.tsx";
import styles from "./simulation.module.css";
import { startStreetChoice } from "./streetChoice.ts";
import { optionLabel, panelWord } from "./texts.ts";

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
    const stops = [startResults(), startOverlay(), startPlayer(reducedMotion), startStreetChoice()];
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
      {folded ? null : (
        <div className={`panel-body ${styles.body}`}>
          <ModelChips />
          {model === null ? null : (
            <>
              <Settings key={model.id} model={model} />
              <RunControls />
              <ResultSummary />
            </>
          )}
        </div>
      )}
    </section>
  );
}

/** The day that a model without a choice by name is run for. */
function dayText(model: Model, values: Readonly<Record<string, unknown>>, language: string): string {
  const date = model.dateOf?.(values as Parameters<NonNullable<Model["dateOf"]>>[0]);
  if (date === undefined) return "";
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(
    new Date(`${date}T12:00`),
  );
}

/** What a run is asked. Once it runs, one line says it, so that picture and legend have the room. */
function Settings({ model }: { readonly model: Model }) {
  const { t, i18n } = useTranslation();
  const values = useConditions(model);
  const resolutionM = useResults((state) => state.resolutionM);
  const planId = useSession((state) => state.activePlanId);
  const chosen = useResults(
    (state) => state.runs[planId]?.running === true || shownOutcome(state.runs[planId]) !== null,
  );
  const [open, setOpen] = useState(true);
  useEffect(() => setOpen(!chosen), [chosen]);
  const { named } = conditionLayout(model.id, model.conditions);
  const asked =
    named === null
      ? dayText(model, values, i18n.language)
      : optionLabel(t, model.id, named, String(values[named]));
  return (
    <details
      className={styles.asked}
      onToggle={(event) => {
        // Inner parts that open and close tell their parents too.
        if (event.target === event.currentTarget) setOpen(event.currentTarget.open);
      }}
      open={open}
    >
      <summary>
        {open
          ? t("results:conditions.title")
          : [asked, hasGrid(model.id) ? t("results:conditions.grid", { metres: resolutionM }) : ""]
              .filter((part) => part !== "")
              .join(", ") || t("results:conditions.title")}
      </summary>
      <div className={styles.settings}>
        <NamedCondition model={model} />
        <ResolutionField />
        <details>
          <summary>{panelWord(t, model.id, "details")}</summary>
          <ConditionsForm model={model} />
        </details>
      </div>
    </details>
  );
}
