import { useTranslation } from "react-i18next";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { formatNumber, formatUnit } from "./format.ts";
import { PlanHead } from "./PlanMark.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";
import { layerTitle } from "./texts.ts";

/** What a model's maps say at a place: a row a map, a column a plan. */
export function FieldsAtPoint({
  model,
  plans,
  folded,
}: {
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
  /** Behind a summary, where curves already say the most. */
  readonly folded: boolean;
}) {
  const { t, i18n } = useTranslation();
  const rows = model.layers.filter((layer) => {
    if (layer.series !== null) return false;
    return plans.some((plan) => !Number.isNaN(valueAt(plan, layer)));
  });
  if (rows.length === 0) return null;
  const text = (plan: PlanAtPoint, layer: ResultLayer): string => {
    const value = valueAt(plan, layer);
    if (Number.isNaN(value)) return "–";
    const digits = layer.unit === "°C" ? 0 : layer.unit === "1" ? 2 : 1;
    return `${formatNumber(value, i18n.language, digits)}${formatUnit(layer.unit)}`;
  };
  const table = (
    <table className={styles.table}>
      <caption className="visually-hidden">{t("results:day.fields")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("results:day.quantity")}</th>
          {plans.map(({ entry }) => (
            <th key={entry.id} scope="col">
              <PlanHead entry={entry} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((layer) => (
          <tr key={layer.id}>
            <th scope="row">{layerTitle(t, model.id, layer.id)}</th>
            {plans.map((plan) => (
              <td key={plan.entry.id}>{text(plan, layer)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
  if (!folded) return table;
  return (
    <details className={styles.more}>
      <summary>{t("results:day.fields")}</summary>
      {table}
    </details>
  );
}

function valueAt({ outcome, cell }: PlanAtPoint, layer: ResultLayer): number {
  if (cell === null) return Number.NaN;
  return fieldById(outcome.result.fields, layer.id)?.values[cell] ?? Number.NaN;
}
