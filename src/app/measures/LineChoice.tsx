import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { completeGeometry } from "#app/state/measureActions.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { transitLinesOf } from "#twin/read/transitLines.ts";
import styles from "./DrawingBar.module.css";

/** The lines of the city's timetable, by name and ends; one of them is what the measure is about. */
export function LineChoice() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const tool = useSession((state) => state.tool);
  const timetable = useTwin((state) => state.data?.timetable ?? null);
  const lines = useMemo(() => {
    const all = timetable === null ? [] : transitLinesOf(timetable);
    return [...all].sort((a, b) => a.name.localeCompare(b.name, language, { numeric: true }));
  }, [timetable, language]);
  const [chosen, setChosen] = useState<string | null>(null);
  if (timetable === null || lines.length === 0)
    return <p className={styles.none}>{t("workspace:draw.noLines")}</p>;
  const shortened = withoutTown(timetable.stops.names);
  const lineId = chosen ?? lines[0].id;
  const options = lines.map(({ id, name, ways }) => {
    const [way] = ways;
    const ends = [way[0], way[way.length - 1]].map((stop) => shortened(timetable.stops.names[stop]));
    return { id, label: t("workspace:draw.line", { name, from: ends[0], to: ends[1] }) };
  });
  return (
    <div className={styles.line}>
      <SelectField label={t("workspace:draw.lines")} onChange={setChosen} options={options} value={lineId} />
      <Button
        icon="check"
        look="primary"
        onPress={() => {
          if (tool.type === "sketch") completeGeometry(tool.id, { type: "transitLine", lineId });
        }}
      >
        {t("workspace:draw.finish")}
      </Button>
    </div>
  );
}

/** Names of stops without the name of the town that all of them begin with ("Wiesenbrück, Markt"). */
function withoutTown(names: readonly string[]): (name: string) => string {
  const town = /^[^,]+, /.exec(names[0] ?? "")?.[0] ?? "";
  return town !== "" && names.every((name) => name.startsWith(town))
    ? (name) => name.slice(town.length)
    : (name) => name;
}
