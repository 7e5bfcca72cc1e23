import { Component, type ErrorInfo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { downloadScenario } from "#app/lifecycle/scenarioFiles.ts";
import { documentStore } from "#app/state/document.ts";
import { Button } from "#app/ui/Button.tsx";
import { isUnreachable } from "#workers/runtime/unreachable.ts";
import styles from "./ErrorPage.module.css";

type State = { readonly error: Error | null };

/** React keeps error boundaries to classes. Shows what happened, what was kept, and the ways on. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    console.error(error, info.componentStack);
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <ErrorPage error={this.state.error} />;
  }
}

function ErrorPage({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const open = documentStore.getState().history !== null;
  return (
    <main className={styles.page} id="main">
      <div className={styles.box}>
        <h1>{t("errors:boundary.title")}</h1>
        <p>{t(isUnreachable(error) ? "errors:boundary.unreachable" : "errors:boundary.what")}</p>
        <p>{open ? t("errors:boundary.kept") : t("errors:boundary.nothingLost")}</p>
        <div className={styles.actions}>
          <Button look="primary" onPress={() => location.reload()}>
            {t("errors:boundary.reload")}
          </Button>
          {open ? (
            <Button icon="download" onPress={() => void downloadScenario()}>
              {t("errors:boundary.download")}
            </Button>
          ) : null}
        </div>
        <details>
          <summary>{t("errors:boundary.details")}</summary>
          <pre lang="en">{`${error.name}: ${error.message}`}</pre>
        </details>
      </div>
    </main>
  );
}
