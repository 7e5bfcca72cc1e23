import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { type PlanEntry, planEntries } from "#app/state/plans.ts";
import { type PlanRun, setResults, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { hasGrid } from "#workers/runtime/grids.ts";
import { roundedSeconds } from "./format.ts";
import { PlanMark } from "./PlanMark.tsx";
import { resolutionsFor } from "./requests.ts";
import { cancelRuns, startRuns } from "./running.ts";
import styles from "./simulation.module.css";
import { phaseText } from "./texts.ts";

export function ResolutionField() {
  const { t } = useTranslation();
  const resolutionM = useResults((state) => state.resolutionM);
  const modelId = useResults((state) => state.modelId);
  const data = useTwin((state) => state.data);
  if (data === null || !hasGrid(modelId)) return null;
  return (
    <SelectField
      label={t("results:resolution.label")}
      onChange={(id) => setResults({ resolutionM: Number(id) })}
      options={resolutionsFor(data.extent, modelId).map((resolution) => ({
        id: String(resolution),
        label: t("results:resolution.option", { metres: resolution }),
      }))}
      value={String(resolutionM)}
    />
  );
}

/** One button to simulate; while models run, what they do, how long still, and how to stop. */
export function RunControls() {
  const { t } = useTranslation();
  const scenario = useScenario();
  const entries = planEntries(scenario);
  const activePlanId = useSession((state) => state.activePlanId);
  const runs = useResults((state) => state.runs);
  const modelId = useResults((state) => state.modelId);
  const ready = useResults((state) => state.model !== null);
  const running = entries.filter((entry) => runs[entry.id]?.running === true);
  if (running.length > 0) {
    return (
      <div className={styles.running}>
        <ul className={styles.runs}>
          {running.map((entry) => (
            <RunRow entry={entry} key={entry.id} run={runs[entry.id]} />
          ))}
        </ul>
        <Button icon="close" onPress={() => cancelRuns(modelId)}>
          {t("results:run.cancel")}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.buttons}>
      <Button
        className={styles.main}
        isDisabled={!ready}
        look="primary"
        onPress={() => startRuns([activePlanId])}
      >
        {t("results:run.start")}
      </Button>
      {entries.length < 2 ? null : (
        <Button isDisabled={!ready} onPress={() => startRuns(entries.map((entry) => entry.id))}>
          {t("results:run.all")}
        </Button>
      )}
    </div>
  );
}

function RunRow({ entry, run }: { readonly entry: PlanEntry; readonly run: PlanRun | undefined }) {
  const { t } = useTranslation();
  const modelId = useResults((state) => state.modelId);
  const percent = Math.floor((run?.progress?.fraction ?? 0) * 100);
  const left = run?.progress?.secondsLeft ?? null;
  const name = entry.name ?? t("common:baseline");
  return (
    <li className={styles.run}>
      <span className={styles.runHead}>
        <PlanMark entry={entry} />
        <strong>{name}</strong>
        <span className={styles.percent}>{t("results:run.percent", { percent })}</span>
      </span>
      <div
        aria-label={t("results:run.progress", { plan: name })}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={percent}
        className="progress"
        role="progressbar"
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <span className="small muted">
        {phaseText(t, modelId, run?.progress?.phase ?? "waiting")}
        {left === null ? "" : ` – ${leftText(t, left)}`}
      </span>
    </li>
  );
}

function leftText(t: (key: string, values: { count: number }) => string, seconds: number): string {
  const rounded = roundedSeconds(seconds);
  return rounded < 90
    ? t("results:run.secondsLeft", { count: rounded })
    : t("results:run.minutesLeft", { count: Math.round(rounded / 60) });
}
