import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import {
  alterMeasure,
  changeSections,
  deleteMeasure,
  gestureFor,
  selectMeasure,
  startSketch,
} from "#app/state/measureActions.ts";
import { planById } from "#app/state/plans.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin, useTwinOfPlan } from "#app/state/twin.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { formatCost, localised } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { costOf } from "#scenario/cost.ts";
import { planningAssumption } from "#scenario/measures/costs.ts";
import type { RegisteredKind } from "#scenario/measures/kind.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import type { Measure, Refusal } from "#scenario/types.ts";
import type { Warning } from "#scenario/warnings/streetWarnings.ts";
import { sizeLabel } from "./measureFacts.ts";
import styles from "./ParameterCard.module.css";
import { ParameterField } from "./ParameterField.tsx";
import { usePlanRefusals, usePlanWarnings } from "./planRefusals.ts";

/** Everything about the selected measure: what it does, how large, what it costs, why it cannot stand. */
export function ParameterCard() {
  const activePlanId = useSession((state) => state.activePlanId);
  const selected = useSession((state) => state.selectedMeasureId);
  const scenario = useScenario();
  const base = useTwin((state) => state.base);
  const year = scenario?.year ?? 0;
  const plan = planById(scenario, activePlanId);
  const measure = plan?.measures.find((other) => other.id === selected);
  const refusals = usePlanRefusals(base, plan, year);
  const warnings = usePlanWarnings(base, plan, year);
  if (measure === undefined) return null;
  const refusal = refusals?.get(measure.id) ?? null;
  return (
    <Card
      key={measure.id}
      kind={kindOf(measure.kind)}
      measure={measure}
      refusal={refusal}
      warnings={warnings?.get(measure.id) ?? []}
    />
  );
}

/** What is not edited by moving its corners says how it is changed. */
const editHints: Readonly<Partial<Record<Measure["geometry"]["type"], string>>> = {
  building: "workspace:card.editBuilding",
  sections: "workspace:card.editSections",
  transitLine: "workspace:card.editLine",
};

type CardProps = {
  readonly measure: Measure;
  readonly kind: RegisteredKind | null;
  readonly refusal: Refusal | null;
  readonly warnings: readonly Warning[];
};

function Card({ measure, kind, refusal, warnings }: CardProps) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t("workspace:card.label", { name: measure.name })}
      className={`panel ${styles.card}`}
    >
      <div className="panel-head">
        <h2 className="visually-hidden">{measure.name}</h2>
        <input
          aria-label={t("workspace:card.name")}
          className={styles.name}
          maxLength={80}
          onChange={(event) =>
            alterMeasure(measure.id, { name: event.target.value }, gestureFor(`name ${measure.id}`))
          }
          value={measure.name}
        />
        <IconButton
          icon="close"
          label={t("workspace:card.close")}
          onPress={() => selectMeasure(null)}
          shortcut="Esc"
          small
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <div className="panel-body" tabIndex={0}>
        <Verdict kind={kind} measure={measure} refusal={refusal} />
        <WarningList warnings={warnings} />
        {kind === null ? null : <Parameters kind={kind} measure={measure} />}
        <Facts kind={kind} measure={measure} />
        <p className="muted small">{t(editHints[measure.geometry.type] ?? "workspace:card.edit")}</p>
        <div className={styles.actions}>
          {kind !== null && measure.geometry.type === "sections" ? (
            <Button icon="edit" onPress={() => changeSections(kind, measure)} small>
              {t("workspace:card.changeSections")}
            </Button>
          ) : null}
          {kind === null ? null : (
            <Button icon="add" onPress={() => startSketch(kind)} small>
              {t("workspace:card.another")}
            </Button>
          )}
          <Button icon="trash" onPress={() => deleteMeasure(measure.id)} small>
            {t("workspace:measures.delete")}
          </Button>
        </div>
      </div>
    </section>
  );
}

/** One sentence of what the measure does in the year that is shown, or why it cannot. */
function Verdict({ measure, kind, refusal }: Omit<CardProps, "warnings">) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const year = useScenario()?.year ?? 0;
  const planned = useTwinOfPlan(useSession((state) => state.activePlanId));
  if (refusal !== null) {
    return (
      <p className={styles.refusal} role="alert">
        <Icon name="warning" />
        <span>{t(`refusals:${refusal.key}`, localised(refusal.values, language))}</span>
      </p>
    );
  }
  if (kind === null) return null;
  const seen = planned === null ? null : { year, twin: planned };
  return <p>{t(`measures:${kind.id}.sentence`, localised(kind.sentence(measure, seen), language))}</p>;
}

/** What it breaks: said, not forbidden. */
function WarningList({ warnings }: Pick<CardProps, "warnings">) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  if (warnings.length === 0) return null;
  return (
    <ul className={styles.warnings}>
      {warnings.map(({ key, values }) => {
        const text = t(`refusals:warnings.${key}`, localised(values, language));
        return (
          <li key={text}>
            <Icon name="warning" />
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Parameters({ measure, kind }: { readonly measure: Measure; readonly kind: RegisteredKind }) {
  const { t } = useTranslation();
  const { values } = kind.settle(measure.parameters);
  const asked = Object.entries(kind.parameters).filter(([key]) => kind.applies(key, values));
  return (
    <div className={styles.parameters}>
      {asked.map(([key, field]) => (
        <ParameterField
          field={field}
          key={key}
          label={t(`measures:${kind.id}.parameters.${key}`)}
          onChange={(value) =>
            alterMeasure(
              measure.id,
              { parameters: { ...measure.parameters, [key]: value } },
              gestureFor(`${measure.id} ${key}`),
            )
          }
          optionLabel={(option) => t(`measures:${kind.id}.options.${key}.${option}`)}
          value={values[key]}
        />
      ))}
    </div>
  );
}

function Facts({ measure, kind }: { readonly measure: Measure; readonly kind: RegisteredKind | null }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const base = useTwin((state) => state.base);
  const cost = base === null ? null : costOf(measure, base);
  const size = sizeLabel(measure, base, language, t);
  return (
    <dl className={styles.facts}>
      {size === "" ? null : (
        <div>
          <dt>{t("workspace:card.size")}</dt>
          <dd>{size}</dd>
        </div>
      )}
      {cost === null || kind === null ? null : (
        <div>
          <dt>{t("workspace:card.cost")}</dt>
          <dd>
            {formatCost(cost, language)}
            <span className="muted small">
              {kind.cost.source === planningAssumption ? t("workspace:card.assumption") : kind.cost.source}
            </span>
          </dd>
        </div>
      )}
    </dl>
  );
}
