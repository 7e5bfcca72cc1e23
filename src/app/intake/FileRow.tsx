import { memo, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Switch } from "#app/ui/fields.tsx";
import { formatBytes, formatNumber } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import type { FileDescription } from "#workers/intake/session.ts";
import { isUsed } from "./area.ts";
import { FileDetails } from "./FileDetails.tsx";
import styles from "./FileList.module.css";
import { Findings, levels } from "./Findings.tsx";
import { choose, removeFiles } from "./importing.ts";
import { byOrder, lookOf } from "./layerLook.ts";
import { Swatch } from "./PatternDefs.tsx";

export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf("/") + 1);

/** One file in a line or two; problems stand open, everything else one press away. */
export const FileRow = memo(function FileRow({
  file,
  companions,
  twinCrs,
}: {
  readonly file: FileDescription;
  /** Names of the files that complete it. */
  readonly companions: string;
  readonly twinCrs: string | null;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const [open, setOpen] = useState(false);
  const id = useId();
  const { report } = file;
  const name = baseName(report.name);
  const used = isUsed(file);
  const objects = Object.entries(report.objects)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${formatNumber(count, language)} ${t(`intake:objects.${kind}`)}`);
  const layers = [...new Set(file.outlines.map(({ layer }) => layer))].sort(byOrder);
  const problems = report.findings.filter(({ level }) => level === "problem");
  const gives = layers.length > 0 || objects.length > 0;
  const swatchId = id.replaceAll(":", "");
  return (
    <li className={styles.file} data-used={used}>
      <div className={styles.row}>
        <div className={styles.what}>
          <h3>
            {folderOf(report.name) === "" ? null : (
              <span className="muted small">{folderOf(report.name)}</span>
            )}
            {name}
          </h3>
          <p className={styles.facts}>
            {layers.map((layer) => (
              <Swatch id={`${swatchId}-${layer}`} key={layer} look={lookOf(layer)} />
            ))}
            <span>
              {[
                t(`intake:formats.${report.format}`),
                formatBytes(report.bytes, language),
                ...(objects.length > 0 ? objects : gives ? [] : [t("wizard:files.noObjects")]),
              ].join(" · ")}
            </span>
          </p>
          {gives ? (
            <p className={styles.facts}>
              <span>
                {[
                  ...(report.crs === null
                    ? []
                    : [`${report.crs.crs} (${t(`intake:crsHow.${report.crs.how}`)})`]),
                  ...(report.crs?.repairs ?? []).map((repair) => t(`intake:crsRepairs.${repair}`)),
                  file.licences.length === 0 ? t("wizard:files.noLicence") : file.licences.join("; "),
                ].join(" · ")}
              </span>
            </p>
          ) : null}
          {companions === "" ? null : (
            <p className={styles.facts}>{t("wizard:files.with", { names: companions })}</p>
          )}
        </div>
        <div className={styles.actions}>
          {gives ? (
            <Switch
              isSelected={used}
              label={t("wizard:files.useNamed", { name })}
              onChange={(selected) => void choose([file.id], { used: selected ? undefined : false })}
            >
              <span aria-hidden="true">{t("wizard:files.use")}</span>
            </Switch>
          ) : null}
          <IconButton
            icon="trash"
            label={t("wizard:files.remove", { name })}
            onPress={() => void removeFiles([file.id])}
            small
          />
        </div>
      </div>
      {problems.length === 0 ? null : <Findings findings={problems} />}
      {problems.some(({ key }) => key === "packageOpenFileChanged") ? <TakeChanges file={file} /> : null}
      <div className={styles.more}>
        <Counts file={file} />
        <Button
          aria-expanded={open}
          aria-label={t("wizard:files.details", { name })}
          icon={open ? "minus" : "chevronDown"}
          onPress={() => setOpen(!open)}
          small
        >
          {t("wizard:files.detailsShort")}
        </Button>
      </div>
      {open ? <FileDetails file={file} twinCrs={twinCrs} /> : null}
    </li>
  );
});

/** What becomes of a package whose open files another program changed: a decision with its consequence. */
function TakeChanges({ file }: { readonly file: FileDescription }) {
  const { t } = useTranslation();
  const taken = file.choice.openFiles === true;
  const names = file.report.findings
    .filter(({ key }) => key === "packageOpenFileChanged")
    .flatMap(({ places }) => places.map(({ objectId }) => objectId))
    .join(", ");
  return (
    <div className={styles.changes}>
      <p className="small">{t("wizard:files.changedFiles", { names })}</p>
      <Switch
        isSelected={taken}
        onChange={(wanted) => void choose([file.id], { openFiles: wanted ? true : undefined })}
      >
        {t("wizard:files.takeChanges")}
      </Switch>
      <p className="muted small">{t(`wizard:files.${taken ? "changesTaken" : "changesLeft"}`)}</p>
    </div>
  );
}

function Counts({ file }: { readonly file: FileDescription }) {
  const { t } = useTranslation();
  const counts = levels
    .map((level) => ({
      level,
      count: file.report.findings.filter((finding) => finding.level === level).length,
    }))
    .filter(({ count }) => count > 0);
  return (
    <ul className={styles.counts}>
      {counts.length === 0 ? (
        <li>
          <Icon name="check" size={16} />
          {t("wizard:levels.none")}
        </li>
      ) : (
        counts.map(({ level, count }) => (
          <li data-level={level} key={level}>
            {t(`wizard:levels.${level}`, { count })}
          </li>
        ))
      )}
    </ul>
  );
}
