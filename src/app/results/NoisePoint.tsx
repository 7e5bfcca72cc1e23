import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import type { Pick } from "#scene/contract.ts";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { FieldsAtPoint } from "./FieldsAtPoint.tsx";
import { facadeLevel, loudestLevel } from "./facades.ts";
import { formatNumber, formatSigned, formatUnit } from "./format.ts";
import { PlanTable } from "./PlanTable.tsx";
import type { PlanAtPoint } from "./pointPlans.ts";
import { differenceStepsOf } from "./ramps.ts";
import { layerTitle } from "./texts.ts";

/** Trigger values of noise action plans: over the whole day or at night, dB(A). */
const triggerDb = { noiseDen: 65, noiseNight: 55 } as const;

/** How loud it is on a clicked façade and at the loudest of the house, or on clicked ground; a column a plan. */
export function NoisePoint({
  pick,
  model,
  plans,
}: {
  readonly pick: Pick;
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
}) {
  const { t, i18n } = useTranslation();
  if (pick.type !== "building") return <FieldsAtPoint folded={false} model={model} plans={plans} />;
  const layers = model.layers.filter(({ on, series }) => on === undefined && series === null);
  const text = (layer: ResultLayer, value: number, before: number): string => {
    if (Number.isNaN(value)) return "–";
    const level = `${formatNumber(value, i18n.language, 1)}${formatUnit(layer.unit)}`;
    const change = value - before;
    return Math.abs(change) >= differenceStepsOf(layer)[0]
      ? `${level} (${formatSigned(change, i18n.language, 1)})`
      : level;
  };
  const rowsOf = (of: (plan: PlanAtPoint, layer: ResultLayer) => number) =>
    layers.flatMap((layer) => {
      const values = plans.map((plan) => of(plan, layer));
      if (values.every(Number.isNaN)) return [];
      const base = values[plans.findIndex(({ entry }) => entry.id === baselinePlanId)] ?? Number.NaN;
      return [
        {
          id: layer.id,
          head: layerTitle(t, model.id, layer.id),
          texts: values.map((value) => text(layer, value, base)),
        },
      ];
    });
  const onWall = pick.onRoof !== true;
  const here = onWall ? rowsOf(({ outcome }, { id }) => facadeLevel(outcome.result, pick, id)) : [];
  const loudest = rowsOf(({ outcome }, { id }) => loudestLevel(outcome.result, pick.id, id));
  if (loudest.length === 0) return <p className="small">{t("results:noisePoint.nothing")}</p>;
  const entries = plans.map(({ entry }) => entry);
  const isLoud = plans.map(({ outcome }) =>
    Object.entries(triggerDb).some(([id, db]) => loudestLevel(outcome.result, pick.id, id) > db),
  );
  return (
    <>
      {here.length === 0 ? null : (
        <PlanTable
          caption={t("results:noisePoint.here")}
          corner={t("results:day.quantity")}
          entries={entries}
          rows={here}
          seen
        />
      )}
      <PlanTable
        caption={t("results:noisePoint.loudest")}
        corner={t("results:day.quantity")}
        entries={entries}
        rows={[
          ...loudest,
          {
            id: "trigger",
            head: t("results:noisePoint.trigger"),
            texts: isLoud.map((loud) => t(`results:noisePoint.${loud ? "over" : "under"}`)),
          },
        ]}
        seen
      />
    </>
  );
}
