import { useMemo, useState } from "react";
import { FileTrigger, Input, NumberField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import conditions from "#app/results/conditions.module.css";
import { setCondition } from "#app/results/documentPort.ts";
import { directionText, streetName } from "#app/results/streetTexts.ts";
import { currentScenario, dispatch } from "#app/state/document.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { CountedStreetName } from "./CountedStreetName.tsx";
import styles from "./counts.module.css";
import { ReadReport } from "./ReadReport.tsx";
import { type CountsReading, openCounts } from "./reading.ts";
import { type CountPair, countedStreets } from "./rows.ts";

const modelId = "traffic";

/** Counts of the stated hour: out of a file, and each as it stands in the scenario. */
export function CountsField({
  counts,
  hour,
}: {
  readonly counts: readonly CountPair[];
  readonly hour: number;
}) {
  const { t } = useTranslation();
  const data = useTwin((state) => state.data);
  const [reading, setReading] = useState<CountsReading | "reading" | null>(null);
  if (data === null) return null;
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setReading("reading");
    const read = await openCounts(file, data, data.streets, hour);
    setReading(read);
    if (read.status !== "read" || read.counts.series.length === 0) return;
    const others = currentScenario()?.conditions[modelId];
    dispatch({
      type: "setConditions",
      modelId,
      conditions: {
        ...others,
        counts: read.counts.series.map(([step, vehPerH]) => [step, Math.round(vehPerH)]),
      },
    });
  };
  return (
    <div className={conditions.series}>
      <p className="small muted">{t("counts:help", { from: hour, to: hour + 1 })}</p>
      <FileTrigger
        acceptedFileTypes={[
          ".csv",
          ".txt",
          ".geojson",
          ".json",
          ".xml",
          ".gz",
          "text/csv",
          "application/geo+json",
        ]}
        onSelect={(files) => void open(files?.[0])}
      >
        <Button icon="file" isDisabled={reading === "reading"} small>
          {t(reading === "reading" ? "counts:reading" : "counts:open")}
        </Button>
      </FileTrigger>
      <div aria-live="polite">
        {reading === null || reading === "reading" ? null : <ReadReport reading={reading} />}
      </div>
      {counts.length === 0 ? null : <CountTable counts={counts} />}
    </div>
  );
}

/** Rows laid out at once; a city may have hundreds of counts. */
const rowsAtOnce = 40;

function CountTable({ counts }: { readonly counts: readonly CountPair[] }) {
  const { t } = useTranslation();
  const sections = useTwin((state) => state.data?.streets.sections);
  const [all, setAll] = useState(false);
  const streets = useMemo(
    () =>
      countedStreets(
        sections ?? [],
        counts.map(([step]) => step),
      ),
    [sections, counts],
  );
  const set = (next: readonly CountPair[], gesture?: string): void =>
    setCondition(modelId, "counts", next, gesture);
  const shown = all ? counts : counts.slice(0, rowsAtOnce);
  return (
    <>
      <table className="figures">
        <caption className="visually-hidden">{t("counts:table")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("counts:street")}</th>
            <th scope="col">{t("counts:vehPerH")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map(([step, vehPerH], row) => {
            const street = streets[row] ?? null;
            const name = street === null ? String(step) : streetName(t, street.section);
            const direction = street === null ? "" : directionText(t, street);
            return (
              <tr key={step}>
                <th scope="row">
                  <CountedStreetName step={step} street={street} />
                </th>
                <td>
                  <NumberField
                    aria-label={t("counts:cell", { street: name, direction })}
                    isWheelDisabled
                    maxValue={20_000}
                    minValue={0}
                    onChange={(next) => {
                      if (Number.isFinite(next) && next !== vehPerH)
                        set(
                          counts.map((pair, i) => (i === row ? [step, Math.round(next)] : pair)),
                          `count ${step}`,
                        );
                    }}
                    value={vehPerH}
                  >
                    <Input className={conditions.cell} />
                  </NumberField>
                </td>
                <td>
                  <IconButton
                    icon="trash"
                    label={t("counts:remove", { street: name, direction })}
                    onPress={() => set(counts.filter((_, i) => i !== row))}
                    small
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <div className={styles.buttons}>
        {shown.length === counts.length ? null : (
          <Button onPress={() => setAll(true)} small>
            {t("counts:showAll", { count: counts.length })}
          </Button>
        )}
        <Button onPress={() => set([])} small>
          {t("counts:removeAll")}
        </Button>
      </div>
    </>
  );
}
