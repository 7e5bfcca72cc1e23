import { useTranslation } from "react-i18next";
import { SelectField } from "#app/ui/fields.tsx";
import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import type { TableReport } from "#workers/intake/report.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import styles from "./FileDetails.module.css";
import { choose } from "./importing.ts";

/** How the value of a raster is named among the columns of its role: "class=10". */
const prefix = "class=";
export const isClassKey = (meaning: string): boolean => meaning.startsWith(prefix);

const classes = Object.keys(landCoverCodes) as LandCoverClass[];
const mostShown = 60;

/** Which value of a raster stands for which class of land cover; every proposal can be changed. */
export function ClassMapping({
  file,
  table,
}: {
  readonly file: FileDescription;
  readonly table: TableReport;
}) {
  const { t } = useTranslation();
  const columns = table.roles.find(({ role }) => role === "landCover")?.columns ?? {};
  const entries = Object.entries(columns).filter(([meaning]) => isClassKey(meaning));
  if (entries.length === 0) return null;
  const samples = table.columns[0]?.samples ?? [];
  return (
    <section>
      <h4>{t("wizard:classes.title")}</h4>
      <p className="muted small">{t("wizard:classes.what")}</p>
      <div className={styles.fields}>
        {entries.slice(0, mostShown).map(([meaning, name]) => {
          const value = meaning.slice(prefix.length);
          // The name that the file gives the value, where it has one.
          const label = samples.find((sample) => sample.split(" ")[0] === value) ?? value;
          return (
            <SelectField
              key={meaning}
              label={t("wizard:classes.value", { value: label })}
              onChange={(chosen: LandCoverClass) =>
                void choose([file.id], {
                  columns: { ...file.choice.columns, [meaning]: chosen === "unknown" ? "" : chosen },
                })
              }
              options={classes.map((id) => ({ id, label: t(`workspace:landCover.${id}`) }))}
              value={classes.find((id) => id === name) ?? "unknown"}
            />
          );
        })}
      </div>
    </section>
  );
}
