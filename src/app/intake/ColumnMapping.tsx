import { useTranslation } from "react-i18next";
import { SelectField } from "#app/ui/fields.tsx";
import type { TableReport } from "#workers/intake/report.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { isClassKey } from "./ClassMapping.tsx";
import styles from "./FileDetails.module.css";
import { choose } from "./importing.ts";

const samplesShown = 3;
const sampleLength = 18;
const none = "";

/** Which column means what, with a few values of each; every proposal can be changed. */
export function ColumnMapping({
  file,
  table,
}: {
  readonly file: FileDescription;
  readonly table: TableReport;
}) {
  const { t } = useTranslation();
  const samplesOf = (name: string): string => {
    const samples = table.columns.find((column) => column.name === name)?.samples ?? [];
    return samples
      .filter((sample) => sample !== "")
      .slice(0, samplesShown)
      .map((sample) => (sample.length > sampleLength ? `${sample.slice(0, sampleLength)}…` : sample))
      .join(" | ");
  };
  const options = [
    { id: none, label: t("wizard:columns.none") },
    ...table.columns.map(({ name }) => {
      const samples = samplesOf(name);
      return { id: name, label: name, ...(samples === "" ? {} : { note: samples }) };
    }),
  ];
  const withColumns = table.roles.filter(({ columns }) =>
    Object.keys(columns).some((key) => !isClassKey(key)),
  );
  return withColumns.map(({ role, columns }) => (
    <section key={role}>
      <h4>{t("wizard:columns.title", { role: t(`wizard:roles.${role}`) })}</h4>
      <p className="muted small">{t("wizard:columns.what")}</p>
      <div className={styles.fields}>
        {Object.entries(columns).map(([meaning, column]) => {
          if (isClassKey(meaning)) return null;
          const samples = samplesOf(column);
          return (
            <SelectField
              key={meaning}
              {...(samples === "" ? {} : { hint: t("wizard:columns.samples", { samples }) })}
              label={t(`wizard:columns.meanings.${meaning}`, { defaultValue: meaning })}
              onChange={(chosen) =>
                void choose([file.id], {
                  columns: { ...file.choice.columns, [meaning]: chosen },
                })
              }
              options={
                options.some(({ id }) => id === column)
                  ? options
                  : [...options, { id: column, label: column }]
              }
              value={column}
            />
          );
        })}
      </div>
    </section>
  ));
}
