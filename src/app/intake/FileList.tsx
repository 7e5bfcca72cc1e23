import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import type { FileDescription } from "#workers/intake/session.ts";
import styles from "./FileList.module.css";
import { baseName, FileRow } from "./FileRow.tsx";
import { mainFiles } from "./wizard.ts";

/** Files that want a look stand first, those that give nothing to a city last. */
const rankOf = ({ outlines, report }: FileDescription): number =>
  report.findings.some(({ level }) => level === "problem") ? 0 : outlines.length > 0 ? 1 : 2;

/** A town's terrain comes in hundreds of tiles: so many rows would hold up the page and tell nobody anything. */
const rowsAtOnce = 20;

/** Every file with what it is, what was found in it, and what can be decided about it. */
export function FileList({
  files,
  twinCrs,
}: {
  readonly files: readonly FileDescription[];
  readonly twinCrs: string | null;
}) {
  const { t } = useTranslation();
  const [most, setMost] = useState(rowsAtOnce);
  const main = [...mainFiles(files)].sort((a, b) => rankOf(a) - rankOf(b));
  if (main.length === 0) return <p className={styles.empty}>{t("wizard:files.empty")}</p>;
  const more = Math.min(main.length - most, rowsAtOnce);
  return (
    <>
      <ul className={styles.files}>
        {main.slice(0, most).map((file) => (
          <FileRow
            companions={files
              .filter(({ companionOf }) => companionOf === file.id)
              .map(({ report }) => baseName(report.name))
              .join(", ")}
            file={file}
            key={file.id}
            twinCrs={twinCrs}
          />
        ))}
      </ul>
      {more > 0 ? (
        <p>
          <Button onPress={() => setMost(most + rowsAtOnce)}>
            {t("wizard:files.more", { count: more, all: main.length })}
          </Button>
        </p>
      ) : null}
    </>
  );
}
