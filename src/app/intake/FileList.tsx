import { useTranslation } from "react-i18next";
import type { FileDescription } from "#workers/intake/session.ts";
import styles from "./FileList.module.css";
import { FileRow } from "./FileRow.tsx";
import { mainFiles } from "./wizard.ts";

const gives = ({ outlines, report }: FileDescription): boolean =>
  outlines.length > 0 || report.findings.some(({ level }) => level === "problem");

/** Every file with what it is, what was found in it, and what can be decided about it. */
export function FileList({
  files,
  twinCrs,
  busy,
}: {
  readonly files: readonly FileDescription[];
  readonly twinCrs: string | null;
  readonly busy: boolean;
}) {
  const { t } = useTranslation();
  // What gives nothing to a city stands last.
  const main = [...mainFiles(files)].sort((a, b) => Number(gives(b)) - Number(gives(a)));
  if (main.length === 0) return <p className={styles.empty}>{t("wizard:files.empty")}</p>;
  return (
    <ul className={styles.files}>
      {main.map((file) => (
        <FileRow
          busy={busy}
          companions={files.filter(({ companionOf }) => companionOf === file.id)}
          file={file}
          key={file.id}
          twinCrs={twinCrs}
        />
      ))}
    </ul>
  );
}
