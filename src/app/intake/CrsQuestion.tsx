import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import type { FileDescription } from "#workers/intake/session.ts";
import { doubtsOf } from "./crsDoubts.ts";
import styles from "./FileList.module.css";
import { baseName } from "./FileRow.tsx";
import { choose } from "./importing.ts";

/** Asks for coordinate systems that were guessed, once for all files that are in the same doubt. */
export function CrsQuestion({
  files,
  busy,
}: {
  readonly files: readonly FileDescription[];
  readonly busy: boolean;
}) {
  const { t } = useTranslation();
  const nameOf = (crs: string) => t(`wizard:crs.names.${crs.replace("EPSG:", "")}`, { defaultValue: crs });
  return doubtsOf(files).map(({ how, crs, others, files: doubtful }) => {
    const ids = doubtful.map(({ id }) => id);
    const question = t(`wizard:crs.ask.${how}`, {
      count: ids.length,
      file: baseName(doubtful[0].report.name),
      crs: nameOf(crs),
    });
    return (
      <fieldset className={styles.question} disabled={busy} key={ids[0]}>
        <legend>
          <Icon name="info" size={16} />
          <span>{question}</span>
        </legend>
        <div className={styles.answers}>
          <Button isDisabled={busy} onPress={() => void choose(ids, { crs })} small>
            {t("wizard:crs.yes")}
          </Button>
          {others.map((other) => (
            <Button isDisabled={busy} key={other} onPress={() => void choose(ids, { crs: other })} small>
              {t("wizard:crs.no", { crs: nameOf(other) })}
            </Button>
          ))}
        </div>
        <p className="muted small">{t("wizard:crs.askHint")}</p>
      </fieldset>
    );
  });
}
