import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunOutcome } from "#runs/contract.ts";
import type { Pick } from "#scene/contract.ts";
import { formatAmount, formatNumber, formatTimeOfDay } from "./format.ts";
import { PlanTable } from "./PlanTable.tsx";
import { isOnRoof, type PlanAtPoint, pointKey } from "./pointPlans.ts";
import { runService } from "./service.ts";
import { hoursOf, type Sunlight, sunlightOf } from "./sunlight.ts";

type Row = { readonly id: string; readonly texts: readonly string[] };

/** When the sun shines on a clicked place, or what a clicked building's walls and roofs have of it, a column a plan. */
export function SunPoint({ pick, plans }: { readonly pick: Pick; readonly plans: readonly PlanAtPoint[] }) {
  const { t, i18n } = useTranslation();
  const parts = useSunlight(plans);
  const number = (value: number, unit: string, digits = 1): string =>
    Number.isNaN(value) ? t("results:sun.unknown") : `${formatNumber(value, i18n.language, digits)} ${unit}`;
  const places = (): Row[] => placeRows(parts, t("results:sun.none"), (hours) => number(hours, "h"));
  const rows: Row[] =
    pick.type === "building"
      ? (plans.some(isOnRoof) ? places() : []).concat(
          buildingRows.flatMap(({ id, column, perUnit, unit }) => {
            const values = plans.map(({ outcome }) => columnValue(outcome, column, pick.id) / perUnit);
            if (values.every(Number.isNaN)) return [];
            return [
              {
                id,
                texts: values.map((value) =>
                  unit === "h" || Number.isNaN(value)
                    ? number(value, unit)
                    : `${formatAmount(value, i18n.language)} ${unit}`,
                ),
              },
            ];
          }),
        )
      : places();
  if (pick.type !== "building" && parts === null)
    return <p className="small muted">{t("results:day.reading")}</p>;
  if (rows.length === 0) return <p className="small">{t("results:day.nothing")}</p>;
  return (
    <PlanTable
      caption={t(`results:sun.caption.${pick.type === "building" ? "building" : "place"}`)}
      corner={t("results:day.quantity")}
      entries={plans.map(({ entry }) => entry)}
      rows={rows.map(({ id, texts }) => ({ id, head: t(`results:sun.rows.${id}`), texts }))}
    />
  );
}

const buildingRows = [
  { id: "bestRoomHours", column: "bestRoomHours", perUnit: 1, unit: "h" },
  { id: "roofLight", column: "roofLightKwh", perUnit: 1000, unit: "MWh" },
  { id: "roofPower", column: "roofPowerKwh", perUnit: 1000, unit: "MWh" },
  { id: "wallPower", column: "wallPowerKwh", perUnit: 1000, unit: "MWh" },
] as const;

function columnValue({ result }: RunOutcome, column: string, buildingId: string): number {
  return result.buildingColumns[column]?.[result.buildingIds.indexOf(buildingId)] ?? Number.NaN;
}

function placeRows(
  parts: readonly (readonly Sunlight[] | null)[] | null,
  none: string,
  hours: (value: number) => string,
): Row[] {
  if (parts === null || parts.every((one) => one === null)) return [];
  const when = (one: readonly Sunlight[] | null): string => {
    if (one === null) return "–";
    if (one.length === 0) return none;
    return one.map(({ fromS, toS }) => `${formatTimeOfDay(fromS)}–${formatTimeOfDay(toS)}`).join(", ");
  };
  return [
    { id: "when", texts: parts.map(when) },
    { id: "hours", texts: parts.map((one) => (one === null ? "–" : hours(hoursOf(one)))) },
  ];
}

/** Parts of the day in the sun, one list a plan; null until they are read, or where a plan's run keeps no steps. */
function useSunlight(plans: readonly PlanAtPoint[]): readonly (readonly Sunlight[] | null)[] | null {
  const [parts, setParts] = useState<readonly (readonly Sunlight[] | null)[] | null>(null);
  const key = pointKey(plans);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key names everything that is read
  useEffect(() => {
    let stale = false;
    setParts(null);
    void Promise.all(plans.map(sunlightAt)).then((found) => {
      if (!stale) setParts(found);
    });
    return () => {
      stale = true;
    };
  }, [key]);
  return parts;
}

async function sunlightAt({ outcome, cell }: PlanAtPoint): Promise<readonly Sunlight[] | null> {
  const values = cell === null ? null : await runService().curve(outcome.inputHash, "sun", cell);
  if (values === null || values.every(Number.isNaN)) return null;
  return sunlightOf(outcome.result.frameTimesS, values);
}
