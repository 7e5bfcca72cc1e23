import { useTranslation } from "react-i18next";
import { currentTwinOfPlan } from "#app/state/twin.ts";
import { everydayMin, type FacilityType, facilityTypes, nearestFieldId } from "#indicators/access.ts";
import { timetableOf } from "#twin/read/timetable.ts";
import type { Twin } from "#twin/twin.ts";
import { facilityNames } from "#workers/access/facilities.ts";
import type { Model } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { FieldsAtPoint } from "./FieldsAtPoint.tsx";
import { formatNumber } from "./format.ts";
import { PlanTable } from "./PlanTable.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";
import { layerTitle } from "./texts.ts";

export const accessModelId = "access";

/** Cells hold this where the nearest facility is farther away. */
const farMin = 60;

/** How far everyday places are from here: which is the nearest of every type, how one gets there and how long it takes, a column a plan. */
export function AccessPoint({
  model,
  plans,
}: {
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
}) {
  const { t, i18n } = useTranslation();
  const names = plans.map(nearestNames);
  const minutes = plans.map((plan) => facilityTypes.map((type) => valueAt(plan, type)));
  const rows = facilityTypes.flatMap((type, row) => {
    const values = minutes.map((of) => of[row] ?? Number.NaN);
    if (values.every(Number.isNaN)) return [];
    const called = names.map((of) => of[row] ?? "");
    const isOne = called.every((name) => name === called[0]);
    const text = (value: number): string => {
      if (Number.isNaN(value)) return "–";
      if (value >= farMin) return t("results:accessPoint.far", { minutes: farMin });
      if (value < 0.5) return t("results:accessPoint.near");
      return `${formatNumber(value, i18n.language, 0)}\u202Fmin`;
    };
    return [
      {
        id: type,
        head: (
          <>
            {layerTitle(t, model.id, type)}
            {isOne && called[0] !== "" ? <span className={styles.which}>{called[0]}</span> : null}
          </>
        ),
        texts: values.map((value, i) =>
          isOne || called[i] === "" ? text(value) : `${text(value)}, ${called[i]}`,
        ),
      },
    ];
  });
  if (rows.length === 0) return <p className="small">{t("results:accessPoint.nothing")}</p>;
  const last = minutes.at(-1)?.filter((value) => !Number.isNaN(value)) ?? [];
  const cellM = plans.at(-1)?.outcome.result.grid.cellSizeM ?? 0;
  return (
    <>
      <p>
        {t("results:accessPoint.sentence", {
          within: last.filter((value) => value <= everydayMin).length,
          of: last.length,
          minutes: everydayMin,
        })}
      </p>
      <PlanTable
        caption={t([`${model.id}:point.title`, "results:point.title"])}
        corner={t("results:accessPoint.corner")}
        entries={plans.map(({ entry }) => entry)}
        rows={rows}
      />
      <p className="small muted">{t("results:accessPoint.cell", { metres: cellM })}</p>
      <FieldsAtPoint
        folded
        model={model}
        plans={plans}
        summary={t("results:accessPoint.counts")}
        without={facilityTypes}
      />
    </>
  );
}

function valueAt({ outcome, cell }: PlanAtPoint, id: string): number {
  return cell === null ? Number.NaN : (fieldById(outcome.result.fields, id)?.values[cell] ?? Number.NaN);
}

type Names = ReadonlyMap<FacilityType, readonly string[]>;

/** By planned twin, which keeps its identity as long as its plan is the same. */
const namesOfTwins = new WeakMap<Twin, Names>();

function namesOf(twin: Twin): Names {
  const known = namesOfTwins.get(twin);
  if (known !== undefined) return known;
  const timetable = timetableOf(twin);
  const names: Names = new Map(facilityTypes.map((type) => [type, facilityNames(twin, type, timetable)]));
  namesOfTwins.set(twin, names);
  return names;
}

/** For every type what the nearest facility is called; "" where nobody said, or an older result does not tell. */
function nearestNames(plan: PlanAtPoint): readonly string[] {
  const twin = currentTwinOfPlan(plan.entry.id);
  return facilityTypes.map((type) => {
    const row = valueAt(plan, nearestFieldId(type));
    return twin === null || Number.isNaN(row) ? "" : (namesOf(twin).get(type)?.[row] ?? "");
  });
}
