import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { startTool } from "#app/map/tools.ts";
import {
  type Freshness,
  freshnessOf,
  noLayer,
  setResults,
  shownOutcome,
  useResults,
} from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { openDialog, setView } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { RunFailure, RunOutcome } from "#runs/contract.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { namedLayer, namedLayers } from "./answers.ts";
import { DerivedInputs } from "./DerivedInputs.tsx";
import { fieldById } from "./difference.ts";
import { Figures } from "./Figures.tsx";
import { formatNumber, formatWhen } from "./format.ts";
import { Headline } from "./Headline.tsx";
import { ledgerText } from "./ledgerText.ts";
import { layerNow, usePicture } from "./overlay.ts";
import { ResultLegend } from "./ResultLegend.tsx";
import { RunFacts } from "./RunFacts.tsx";
import { coarserResolution } from "./requests.ts";
import { startRuns } from "./running.ts";
import { AnswerChoice, StreetTools } from "./StreetTools.tsx";
import { isDrapedSeries } from "./seriesDifference.ts";
import styles from "./simulation.module.css";
import { conditionLabel, layerTitle, panelWord } from "./texts.ts";

/** What the last run of the shown plan gave: a sentence, the picture and its legend, and everything behind it. */
export function ResultSummary() {
  const planId = useSession((state) => state.activePlanId);
  const run = useResults((state) => state.runs[planId]);
  const freshness = useResults((state) => freshnessOf(state, planId));
  const model = useResults((state) => state.model);
  const outcome = shownOutcome(run);
  if (outcome === null)
    return run?.failure == null ? <FirstStep /> : <Failed failure={run.failure} kept="nothing" />;
  return (
    <section className={styles.result}>
      {run?.failure == null ? null : (
        <Failed failure={run.failure} kept={outcome === run.preview ? "preview" : "result"} />
      )}
      <StateLine freshness={freshness} outcome={outcome} running={run?.running === true} />
      <div className={freshness === "stale" ? styles.dim : undefined}>
        <Headline planId={planId} />
      </div>
      <RunFacts outcome={outcome} />
      <Figures outcome={outcome} planId={planId} />
      <LayerChoice outcome={outcome} />
      <AnswerChoice outcome={outcome} />
      <RouteButton />
      <DifferenceState />
      <NightNote outcome={outcome} />
      <ResultLegend />
      {model === null ? null : <StreetTools model={model} outcome={outcome} />}
      <Warnings outcome={outcome} />
      <DerivedInputs />
      <Method outcome={outcome} />
    </section>
  );
}

/** Whether the moment on the map is one without sun, of which the model says so how much less it knows. */
function useNight({ result }: RunOutcome): boolean {
  const { sunUpFromS, sunUpToS } = result.ledger;
  return useResults((state) => {
    if (sunUpFromS === undefined || sunUpToS === undefined || layerNow(state)?.series == null) return false;
    return state.timeS < sunUpFromS || state.timeS > sunUpToS;
  });
}

function NightNote({ outcome }: { readonly outcome: RunOutcome }) {
  const { t } = useTranslation();
  return useNight(outcome) ? (
    <p className={styles.state} data-tone="preview" role="status">
      {t(`${outcome.modelId}:warnings.${nightWarning}`)}
    </p>
  ) : null;
}

const nightWarning = "nightHours";

function FirstStep() {
  const { t } = useTranslation();
  const running = useResults((state) => Object.values(state.runs).some((run) => run.running));
  const modelId = useResults((state) => state.modelId);
  return running ? null : <p className="small muted">{panelWord(t, modelId, "empty")}</p>;
}

/** Failures that a coarser grid, with a quarter of the cells, may not have. */
const needsLess: ReadonlySet<string> = new Set(["results:failures.memory", "results:failures.crashed"]);

function CoarserRun() {
  const { t } = useTranslation();
  const planId = useSession((state) => state.activePlanId);
  const resolutionM = useResults((state) => state.resolutionM);
  const modelId = useResults((state) => state.modelId);
  const extent = useTwin((state) => state.data?.extent);
  const metres = extent === undefined ? null : coarserResolution(extent, resolutionM, modelId);
  if (metres === null) return null;
  return (
    <Button
      onPress={() => {
        setResults({ resolutionM: metres });
        startRuns([planId]);
      }}
      small
    >
      {t("results:failures.coarser", { metres })}
    </Button>
  );
}

function Failed({
  failure,
  kept,
}: {
  readonly failure: RunFailure;
  readonly kept: "nothing" | "preview" | "result";
}) {
  const { t } = useTranslation();
  const modelId = useResults((state) => state.modelId);
  const box = useRef<HTMLDivElement>(null);
  // On a phone the sheet's end is below its edge: what failed comes into view by itself, once the conditions above it
  // are unfolded again.
  useEffect(() => {
    const frame = requestAnimationFrame(() => box.current?.scrollIntoView?.({ block: "nearest" }));
    return () => cancelAnimationFrame(frame);
  }, []);
  const { condition } = failure.values;
  const named =
    condition === undefined
      ? failure.values
      : { ...failure.values, condition: conditionLabel(t, modelId, String(condition)) };
  return (
    <div className={styles.state} data-tone="failed" ref={box} role="alert">
      <p>
        {t([failure.key, "results:failures.model"], named)} {t(`results:failures.kept.${kept}`)}
      </p>
      {needsLess.has(failure.key) ? <CoarserRun /> : null}
      <details>
        <summary>{t("results:failures.detail")}</summary>
        <code>{failure.detail}</code>
      </details>
    </div>
  );
}

/** Whether what is shown is coarse, out of date or current, and when it was computed. */
function StateLine({
  freshness,
  outcome,
  running,
}: {
  readonly freshness: Freshness;
  readonly outcome: RunOutcome;
  readonly running: boolean;
}) {
  const { t, i18n } = useTranslation();
  const modelNow = useResults((state) => state.model?.version);
  const computed =
    outcome.computedAtMs === null
      ? t("results:state.computedUnknown")
      : t("results:state.computedAt", { when: formatWhen(outcome.computedAtMs, i18n.language) });
  if (freshness === "preview") {
    return (
      <p className={styles.state} data-tone="preview">
        {t(
          `results:state.${hasGrid(outcome.modelId) ? "" : "gridless."}${running ? "preview" : "previewKept"}`,
          { metres: outcome.resolutionM },
        )}
      </p>
    );
  }
  if (freshness === "stale") {
    const olderModel = modelNow !== undefined && outcome.modelVersion !== modelNow;
    return (
      <p className={styles.state} data-tone="stale">
        {olderModel
          ? t("results:state.olderModel", { version: outcome.modelVersion, now: modelNow })
          : t("results:state.stale")}{" "}
        {computed}
      </p>
    );
  }
  return <p className="small muted">{computed}</p>;
}

/** Some layers belong to what not every run has, as counts. */
function isThere({ id, on, series }: ResultLayer, { result: { fields, streets } }: RunOutcome): boolean {
  if (streets === undefined || on === "surfaces" || series !== null) return true;
  return fieldById(on === "streets" ? streets.fields : fields, id) !== null;
}

/** Which picture is on the city. */
function LayerChoice({ outcome }: { readonly outcome: RunOutcome }) {
  const { t } = useTranslation();
  const layerId = useResults((state) => state.layerId);
  const model = useResults((state) => state.model);
  if (model === null) return null;
  return (
    <SelectField
      label={t("results:layers.label")}
      onChange={(id) => setResults({ layerId: id, playing: false })}
      options={[
        ...namedLayers(model.layers.filter((layer) => isThere(layer, outcome))).map((layer) => ({
          id: layer.id,
          label: layerTitle(t, model.id, layer.id),
        })),
        { id: noLayer, label: t("results:layers.none") },
      ]}
      value={layerId === null ? noLayer : namedLayer(model.layers, layerId)}
    />
  );
}

/** Where a model says how it feels outdoors: the way to draw a walk through it. */
function RouteButton() {
  const { t } = useTranslation();
  const feels = useResults((state) => state.model?.layers.some(isFelt) === true);
  const comparing = useSession((state) => state.compareMode !== "single");
  if (!feels || comparing) return null;
  return (
    <Button
      className={styles.aside}
      icon="walk"
      onPress={() => {
        setView({ sheet: "none" });
        startTool("route");
      }}
      small
    >
      {t("results:route.open")}
    </Button>
  );
}

const isFelt = (layer: ResultLayer): boolean => isDrapedSeries(layer) && layer.unit === "°C";

/** Why there is no difference on the map, where one was asked for. */
function DifferenceState() {
  const { t } = useTranslation();
  const difference = usePicture((state) => state.difference);
  if (difference === null || difference.status === "ready" || difference.status === "streets") return null;
  return (
    <p className="small muted" role="status">
      {t(`results:difference.${difference.status}`)}
    </p>
  );
}

function Warnings({ outcome }: { readonly outcome: RunOutcome }) {
  const { t } = useTranslation();
  const night = useNight(outcome);
  // What stands above the map's legend is not said twice.
  const warnings = outcome.result.warnings.filter(({ key }) => !(night && key === nightWarning));
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings}>
      {warnings.map((warning) => (
        <li key={`${warning.key} ${warning.values.condition ?? ""}`}>
          <Icon name="warning" size={16} />
          <span>
            {t([`${outcome.modelId}:warnings.${warning.key}`, `results:warnings.${warning.key}`], {
              ...warning.values,
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Keys of the ledger that say how the run went rather than where the water is. */
const bookkeeping = /^link:|Share$|^seconds$|^steps$|^cellUpdates/;

/** Method, resolution, water balance and model card, on demand. */
function Method({ outcome }: { readonly outcome: RunOutcome }) {
  const { t, i18n } = useTranslation();
  const { ledger, grid } = outcome.result;
  const rows = Object.entries(ledger).filter(
    ([key]) => !bookkeeping.test(key) && i18n.exists(`${outcome.modelId}:ledger.${key}`),
  );
  return (
    <details>
      <summary>{panelWord(t, outcome.modelId, "method")}</summary>
      <p className="small">
        {t(hasGrid(outcome.modelId) ? "results:method.text" : "results:method.gridless", {
          metres: grid.cellSizeM,
          columns: formatNumber(grid.columns, i18n.language, 0),
          rows: formatNumber(grid.rows, i18n.language, 0),
          seconds: formatNumber(outcome.seconds, i18n.language, 1),
          version: outcome.modelVersion,
        })}
      </p>
      <table className={styles.ledger}>
        <caption className="visually-hidden">{panelWord(t, outcome.modelId, "ledger")}</caption>
        <tbody>
          {rows.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">{t(`${outcome.modelId}:ledger.${key}`)}</th>
              <td>{ledgerText(key, value, i18n.language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon="file" onPress={() => openDialog({ type: "help", section: "card" })} small>
        {t("results:method.card")}
      </Button>
    </details>
  );
}
