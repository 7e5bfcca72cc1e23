import { useState } from "react";
import { ProgressBar } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { TextField } from "#app/ui/fields.tsx";
import { formatBytes, formatNumber } from "#app/ui/format.ts";
import { ImportReportView } from "./ImportReportView.tsx";
import { cancelImport, dismissImport, type ImportState, openImportedPlace, useImport } from "./importing.ts";

/** Progress while files are read, then what became of them. */
export function ImportDialog() {
  const { t } = useTranslation();
  const state = useImport((current) => current);
  if (state.status === "idle") return null;
  if (state.status === "running") {
    return (
      <Dialog
        foot={<Button onPress={cancelImport}>{t("common:cancel")}</Button>}
        isOpen
        onClose={cancelImport}
        title={t("start:import.running")}
      >
        <Progress state={state} />
      </Dialog>
    );
  }
  if (state.status === "failed") {
    return (
      <Dialog
        foot={<Button onPress={dismissImport}>{t("common:close")}</Button>}
        isOpen
        onClose={dismissImport}
        title={t("start:import.failed")}
      >
        <p>{t("start:import.failedWhat")}</p>
        <details>
          <summary>{t("errors:boundary.details")}</summary>
          <p className="small" lang="en">
            {state.detail}
          </p>
        </details>
      </Dialog>
    );
  }
  return <Report state={state} />;
}

function Report({ state }: { readonly state: Extract<ImportState, { status: "done" }> }) {
  const { t } = useTranslation();
  const [name, setName] = useState(state.name);
  const usable = state.place !== null;
  return (
    <Dialog
      foot={
        <>
          <Button onPress={dismissImport}>{t("common:close")}</Button>
          {usable ? (
            <Button look="primary" onPress={() => openImportedPlace(name)}>
              {t("start:import.open")}
            </Button>
          ) : null}
        </>
      }
      isOpen
      onClose={dismissImport}
      title={usable ? t("start:import.done") : t("start:import.nothing")}
      wide
    >
      {usable ? <TextField label={t("start:import.name")} onChange={setName} value={name} /> : null}
      <ImportReportView data={state.place?.data ?? null} report={state.report} />
    </Dialog>
  );
}

function Progress({ state }: { readonly state: Extract<ImportState, { status: "running" }> }) {
  const { t } = useTranslation();
  const language = useSession((session) => session.language);
  return (
    <>
      <p>
        {state.phase === "reading"
          ? t("start:import.reading", { file: state.file })
          : t("start:import.assembling")}
      </p>
      <ProgressBar aria-label={t("start:import.running")} value={state.fraction * 100}>
        {({ percentage }) => (
          <div className="progress">
            <span style={{ width: `${percentage ?? 0}%` }} />
          </div>
        )}
      </ProgressBar>
      <p className="muted small">
        {t("start:import.bytes", {
          done: formatBytes(Math.min(1, state.fraction / 0.9) * state.totalBytes, language),
          total: formatBytes(state.totalBytes, language),
        })}
        {state.objects > 0
          ? ` · ${t("start:import.objects", { objects: formatNumber(state.objects, language) })}`
          : ""}
      </p>
    </>
  );
}
