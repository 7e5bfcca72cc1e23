import { Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { CountsComparison } from "#app/counts/CountsComparison.tsx";
import { setResults, useResults } from "#app/state/results.ts";
import { setStreet, useStreet } from "#app/state/street.ts";
import { Switch } from "#app/ui/fields.tsx";
import type { RunOutcome } from "#runs/contract.ts";
import type { Model } from "#workers/runtime/model.ts";
import { answersOf } from "./answers.ts";
import { layerNow } from "./overlay.ts";
import point from "./point.module.css";
import { StreetTableButton } from "./StreetTable.tsx";
import styles from "./street.module.css";

/** What a result on streets offers besides its map. */
export function StreetTools({ outcome, model }: { readonly outcome: RunOutcome; readonly model: Model }) {
  const { t } = useTranslation();
  const vehicles = useStreet((state) => state.vehicles);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const layer = useResults(layerNow);
  if (outcome.result.streets === undefined) return null;
  // Where streets are a by-product, as under noise, their table belongs to the picture that shows them.
  const isAbout = outcome.result.routes !== undefined || layer?.on === "streets";
  if (!isAbout) return null;
  return (
    <div className={styles.tools}>
      {outcome.result.routes === undefined || still ? null : (
        <Switch isSelected={vehicles} onChange={(on) => setStreet({ vehicles: on })}>
          {t("results:streets.vehicles")}
        </Switch>
      )}
      {vehicles && !still ? (
        <p className="small muted" role="status">
          {t("results:streets.vehiclesNote")}
        </p>
      ) : null}
      <StreetTableButton model={model} outcome={outcome} />
      <CountsComparison outcome={outcome} />
    </div>
  );
}

/** Two answers to the same question: people choose other routes only, or also other ways to travel. */
export function AnswerChoice({ outcome }: { readonly outcome: RunOutcome }) {
  const { t } = useTranslation();
  const model = useResults((state) => state.model);
  const layerId = useResults((state) => state.layerId);
  const answers = model === null ? null : answersOf(model.layers, layerId);
  // Asked for other routes only, a run has one answer.
  if (answers === null || outcome.result.ledger.demandMode === 0) return null;
  return (
    <RadioGroup
      aria-label={t("results:streets.answers.label")}
      className={point.choice}
      onChange={(id) => setResults({ layerId: id })}
      orientation="horizontal"
      value={layerId}
    >
      <Radio className={point.option ?? ""} value={answers.routesOnly}>
        {t("results:streets.answers.routesOnly")}
      </Radio>
      <Radio className={point.option ?? ""} value={answers.response}>
        {t("results:streets.answers.response")}
      </Radio>
    </RadioGroup>
  );
}
