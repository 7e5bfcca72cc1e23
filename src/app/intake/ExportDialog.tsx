import { ProgressBar } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { cancelExport, useExport } from "./exporting.ts";

/** How far the export is, and how to stop it. */
export function ExportDialog() {
  const { t } = useTranslation();
  const exporting = useExport((state) => state.exporting);
  if (exporting === null) return null;
  return (
    <Dialog
      foot={<Button onPress={cancelExport}>{t("common:cancel")}</Button>}
      isOpen
      onClose={cancelExport}
      title={t("wizard:export.title", { name: exporting.name })}
    >
      <p>{t("wizard:export.what")}</p>
      <ProgressBar aria-label={t("wizard:working.bar")} value={exporting.fraction * 100}>
        {({ percentage }) => (
          <div className="progress">
            <span style={{ width: `${percentage ?? 0}%` }} />
          </div>
        )}
      </ProgressBar>
    </Dialog>
  );
}
