import { useTranslation } from "react-i18next";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { formatNumber, formatUnit } from "./format.ts";
import { PlanTable } from "./PlanTable.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";
import { layerTitle } from "./texts.ts";

/** What a model's maps say at a place: a row a map, a column a plan. */
export function FieldsAtPoint({
  model,
  plans,
  folded,
  summary,
  without = [],
}: {
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
  /** Behind a summary, where curves already say the most. */
  readonly folded: boolean;
  /** What stands on that summary. */
  readonly summary?: string;
  /** Layers that are told elsewhere. */
  readonly without?: readonly string[];
}) {
  const { t, i18n } = useTranslation();
  const rows = model.layers.filter((layer) => {
    if (layer.series !== null || without.includes(layer.id)) return false;
    return plans.some((plan) => !Number.isNaN(valueAt(plan, layer)));
  });
  if (rows.length === 0) return null;
  const text = (plan: PlanAtPoint, layer: ResultLayer): string => {
    const value = valueAt(plan, layer);
    if (Number.isNaN(value)) return "–";
    const digits = layer.unit === "°C" ? 0 : layer.unit === "1" ? 2 : 1;
    return `${formatNumber(value, i18n.language, digits)}${formatUnit(layer.unit)}`;
  };
  const heading = summary ?? t("results:day.fields");
  const table = (
    <PlanTable
      // "Over the whole day" says something only beside curves of it.
      caption={folded ? heading : t([`${model.id}:point.title`, "results:point.title"])}
      corner={t("results:day.quantity")}
      entries={plans.map(({ entry }) => entry)}
      rows={rows.map((layer) => ({
        id: layer.id,
        head: layerTitle(t, model.id, layer.id),
        texts: plans.map((plan) => text(plan, layer)),
      }))}
    />
  );
  if (!folded) return table;
  return (
    <details className={styles.more}>
      <summary>{heading}</summary>
      {table}
    </details>
  );
}

function valueAt({ outcome, cell }: PlanAtPoint, layer: ResultLayer): number {
  if (cell === null) return Number.NaN;
  return fieldById(outcome.result.fields, layer.id)?.values[cell] ?? Number.NaN;
}
