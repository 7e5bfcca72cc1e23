import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import type { WeatherDay } from "#workers/heat/weatherFile.ts";
import styles from "./conditions.module.css";
import { formatNumber } from "./format.ts";
import { dayKey, hottestDays, type ReadWeather, readWeather, takeWeatherDay } from "./weatherDays.ts";

/** Days offered: nobody looks for the coolest one here. */
const mostDays = 40;

/** Takes a day of own weather out of a file (EPW, CSV): the hottest at first, any other of the hot ones by choice. */
export function WeatherFilePick() {
  const { t, i18n } = useTranslation();
  const [read, setRead] = useState<ReadWeather | "reading" | null>(null);
  const [chosen, setChosen] = useState("");
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setRead("reading");
    const next = await readWeather(file);
    setRead(next);
    const [hottest] = next.status === "read" ? hottestDays(next.file, 1) : [];
    if (next.status !== "read" || hottest === undefined) return;
    takeWeatherDay(next.file, hottest);
    setChosen(dayKey(hottest));
  };
  const dayText = (day: WeatherDay): string =>
    t("heat:weatherFile.day", {
      date: new Intl.DateTimeFormat(i18n.language, { dateStyle: "medium" }).format(
        new Date(day.year, day.month - 1, day.day),
      ),
      highestC: formatNumber(day.highestC, i18n.language, 1),
    });
  const days =
    read !== null && read !== "reading" && read.status === "read" ? hottestDays(read.file, mostDays) : [];
  return (
    <div className={styles.series}>
      <FileTrigger
        acceptedFileTypes={[".epw", ".csv", ".txt", "text/csv", "text/plain"]}
        onSelect={(files) => void open(files?.[0])}
      >
        <Button icon="file" isDisabled={read === "reading"} small>
          {t(read === "reading" ? "heat:weatherFile.reading" : "heat:weatherFile.open")}
        </Button>
      </FileTrigger>
      <div aria-live="polite">
        {read === null || read === "reading" ? null : read.status === "failed" ? (
          <p className="small">{t(`heat:weatherFile.errors.${read.key}`, read.values)}</p>
        ) : (
          <>
            <p className="small muted">
              {t("heat:weatherFile.found", { count: read.file.days.length })}
              {read.file.place === "" ? "" : ` ${t("heat:weatherFile.place", { place: read.file.place })}`}
              {read.file.missing === 0
                ? ""
                : ` ${t("heat:weatherFile.missing", { count: read.file.missing })}`}
            </p>
            <SelectField
              label={t("heat:weatherFile.choose")}
              onChange={(key) => {
                const day = days.find((one) => dayKey(one) === key);
                if (day === undefined) return;
                takeWeatherDay(read.file, day);
                setChosen(key);
              }}
              options={days.map((day) => ({ id: dayKey(day), label: dayText(day) }))}
              value={chosen}
            />
          </>
        )}
      </div>
    </div>
  );
}
