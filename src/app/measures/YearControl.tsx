import { useTranslation } from "react-i18next";
import { dispatch, useScenario } from "#app/state/document.ts";
import { gestureFor } from "#app/state/measureActions.ts";
import { NumberField } from "#app/ui/fields.tsx";
import { limits } from "#scenario/limits.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import type { Plan } from "#scenario/types.ts";
import styles from "./YearControl.module.css";

/** Years after planting that people ask about: the day itself, a council's term or two, a generation, a tree's prime. */
const steps = [0, 10, 25, 50] as const;

/** The first year in which something of the plan is planted; null where nothing of it grows. */
function firstPlanting(plan: Plan): number | null {
  const years = plan.measures.flatMap((measure) => {
    const kind = kindOf(measure.kind);
    if (!kind?.grows || !measure.enabled) return [];
    const year = kind.settle(measure.parameters).values.plantedYear;
    return typeof year === "number" ? [year] : [];
  });
  return years.length === 0 ? null : Math.min(...years);
}

const setYear = (year: number): void =>
  dispatch({ type: "setYear", year, gesture: gestureFor("scenario year") });

/** The year in which the scenario's plants are shown and computed, beside the measures that grow; absent where none does. */
export function YearControl({ plan }: { readonly plan: Plan }) {
  const { t } = useTranslation();
  const year = useScenario()?.year;
  const planted = firstPlanting(plan);
  if (year === undefined || planted === null) return null;
  return (
    <section aria-label={t("measures:year.label")} className={styles.year}>
      <NumberField
        hint={<span className="visually-hidden">{t("measures:year.hint")}</span>}
        label={t("measures:year.label")}
        max={limits.years.latest}
        min={limits.years.earliest}
        onChange={setYear}
        step={1}
        unit=""
        value={year}
      />
      <div className={styles.steps}>
        {steps.map((after) => (
          <button
            aria-label={t(after === 0 ? "measures:year.plantedLong" : "measures:year.afterLong", {
              years: after,
              year: planted + after,
            })}
            aria-pressed={year === planted + after}
            className={styles.step}
            key={after}
            onClick={() => setYear(planted + after)}
            type="button"
          >
            {t(after === 0 ? "measures:year.planted" : "measures:year.after", { years: after })}
          </button>
        ))}
      </div>
    </section>
  );
}
