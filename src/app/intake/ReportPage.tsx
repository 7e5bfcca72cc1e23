import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { TextField } from "#app/ui/fields.tsx";
import { formatNumber } from "#app/ui/format.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ImportAnswer } from "#workers/runtime/intakeService.ts";
import { isUsed } from "./area.ts";
import { Findings } from "./Findings.tsx";
import styles from "./ReportPage.module.css";
import { setWizard, useWizard } from "./wizard.ts";

/** What came of a build: the city in numbers, what was derived for it, and what happened in each file. */
export function ReportPage({ answer, name }: { readonly answer: ImportAnswer; readonly name: string }) {
  const { t } = useTranslation();
  const files = useWizard((state) => state.session.files);
  const { twin, report } = answer;
  const unused = new Set(files.filter((file) => !isUsed(file)).map((file) => file.report.name));
  const withFindings = report.files.filter(({ findings }) => findings.length > 0);
  return (
    <div className={styles.report}>
      {twin === null ? <p>{t("wizard:report.nothingWhat")}</p> : <Summary data={twin.data} name={name} />}
      {report.twin.length === 0 ? null : (
        <section>
          <h3>{t("wizard:report.whole")}</h3>
          <Findings findings={report.twin} />
        </section>
      )}
      {withFindings.length === 0 ? null : (
        <section>
          <h3>{t("wizard:report.files")}</h3>
          {withFindings.map((file) => (
            <div className={styles.file} key={file.name}>
              <h4>
                {file.name}
                {unused.has(file.name) ? (
                  <span className="muted small"> ({t("wizard:report.unused")})</span>
                ) : null}
              </h4>
              <Findings findings={file.findings} />
            </div>
          ))}
        </section>
      )}
    </div>
  );
}

function Summary({ data, name }: { readonly data: TwinData; readonly name: string }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const { minX, minY, maxX, maxY } = data.extent;
  const counts = [
    ["buildings", data.buildings.count],
    ["trees", data.trees.count],
    ["streetSections", data.streets.sections.length],
    ["places", data.places.length],
    ["addresses", data.addresses?.count ?? 0],
  ] as const;
  return (
    <>
      <div className={styles.name}>
        <TextField
          label={t("wizard:name")}
          onChange={(text) => setWizard({ name: text, nameGiven: true })}
          value={name}
        />
      </div>
      <dl className={styles.summary}>
        {counts
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => (
            <div key={kind}>
              <dt>{t(`intake:objects.${kind}`)}</dt>
              <dd>{formatNumber(count, language)}</dd>
            </div>
          ))}
        <div>
          <dt>{t("wizard:report.size")}</dt>
          <dd>
            {formatNumber(maxX - minX, language)} × {formatNumber(maxY - minY, language)}&#8239;m
          </dd>
        </div>
        <div>
          <dt>{t("wizard:report.crs")}</dt>
          <dd>{data.frame.crs}</dd>
        </div>
      </dl>
    </>
  );
}
