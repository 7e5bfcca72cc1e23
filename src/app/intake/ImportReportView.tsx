import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { formatBytes, formatNumber } from "#app/ui/format.ts";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import type { TwinData } from "#twin/twin.ts";
import type { FileReport, Finding, FindingLevel, ImportReport } from "#workers/intake/report.ts";
import styles from "./ImportReportView.module.css";

const icons: Readonly<Record<FindingLevel, IconName>> = {
  info: "info",
  repaired: "check",
  dropped: "minus",
  problem: "warning",
};
const placesShown = 8;

/** What was read, repaired and dropped in each file, why, and what to do about it. */
export function ImportReportView({
  report,
  data,
}: {
  readonly report: ImportReport;
  readonly data: TwinData | null;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  return (
    <>
      {data === null ? (
        <p>{t("start:import.nothingWhat")}</p>
      ) : (
        <dl className={styles.summary}>
          <div>
            <dt>{t("start:import.buildings")}</dt>
            <dd>{formatNumber(data.buildings.count, language)}</dd>
          </div>
          <div>
            <dt>{t("start:import.size")}</dt>
            <dd>
              {formatNumber(data.extent.maxX - data.extent.minX, language)} ×{" "}
              {formatNumber(data.extent.maxY - data.extent.minY, language)}&#8239;m
            </dd>
          </div>
          <div>
            <dt>{t("start:import.crs")}</dt>
            <dd>{data.frame.crs}</dd>
          </div>
        </dl>
      )}
      {report.files.map((file) => (
        <FileSection file={file} key={file.name} />
      ))}
      {report.twin.length === 0 ? null : (
        <section className={styles.file}>
          <h3>{t("start:import.whole")}</h3>
          <Findings findings={report.twin} />
        </section>
      )}
    </>
  );
}

function FileSection({ file }: { readonly file: FileReport }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const objects = Object.entries(file.objects)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${formatNumber(count, language)} ${t(`intake:objects.${name}`)}`);
  return (
    <section className={styles.file}>
      <h3>{file.name}</h3>
      <p className="muted small">
        {[
          t(`intake:formats.${file.format}`),
          formatBytes(file.bytes, language),
          file.crs?.crs ?? "",
          ...objects,
        ]
          .filter((part) => part !== "")
          .join(" · ")}
      </p>
      <Findings findings={file.findings} />
    </section>
  );
}

function Findings({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.findings}>
      {findings.map((finding) => (
        <li data-level={finding.level} key={`${finding.level}/${finding.key}`}>
          <Icon name={icons[finding.level]} size={16} />
          <div>
            <strong className={styles.level}>{t(`start:import.level.${finding.level}`)}</strong>{" "}
            {t(`intake:findings.${finding.key}`, { ...finding.values, count: finding.count })}
            {finding.count > 1 ? (
              <span className="muted"> {t("start:import.times", { count: finding.count })}</span>
            ) : null}
            <Places finding={finding} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function Places({ finding }: { readonly finding: Finding }) {
  const { t } = useTranslation();
  const places = finding.places
    .slice(0, placesShown)
    .map((place) =>
      [place.objectId, place.line === null ? "" : t("start:import.line", { line: place.line })]
        .filter((part) => part !== "")
        .join(", "),
    )
    .filter((text) => text !== "");
  return places.length === 0 ? null : <p className={styles.places}>{places.join(" · ")}</p>;
}
