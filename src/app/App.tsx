import { lazy, Suspense, useEffect } from "react";
import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { ErrorBoundary } from "./errors/ErrorBoundary.tsx";
import { HelpDialog } from "./help/HelpDialog.tsx";
import { DropTarget } from "./intake/DropTarget.tsx";
import { ExportDialog } from "./intake/ExportDialog.tsx";
import { useWizard } from "./intake/wizard.ts";
import { startShortcuts } from "./keys.ts";
import { startAutosave } from "./lifecycle/autosave.ts";
import { downloadScenario } from "./lifecycle/scenarioFiles.ts";
import { Opening } from "./start/Opening.tsx";
import { StartPage } from "./start/StartPage.tsx";
import { useSession } from "./state/session.ts";
import { useView } from "./state/view.ts";
import { LiveRegion, Notices } from "./workspace/Notices.tsx";

/** The wizard comes when somebody brings files. */
const Wizard = lazy(() => import("./intake/Wizard.tsx").then((module) => ({ default: module.Wizard })));

const loadWorkspace = () => import("./workspace/Workspace.tsx");

/** The workspace brings the scene and the models with it: loaded when a city is opened. */
const Workspace = lazy(() => loadWorkspace().then((module) => ({ default: module.Workspace })));

export function App() {
  const { t } = useTranslation();
  const screen = useView((state) => state.screen);
  const language = useSession((state) => state.language);
  const bringing = useWizard((state) => state.shown);
  useEffect(() => {
    const stops = [startAutosave(() => void downloadScenario()), startShortcuts()];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  useEffect(() => {
    // While the package is read; a failure is met again where the workspace is shown.
    if (screen === "opening") loadWorkspace().catch(() => {});
  }, [screen]);
  return (
    <I18nProvider locale={language === "de" ? "de-DE" : "en-GB"}>
      <ErrorBoundary>
        <a className="skip-link" href={screen === "workspace" ? "#stage" : "#main"}>
          {screen === "workspace" ? t("common:skipToCity") : t("common:skipToContent")}
        </a>
        {screen === "start" ? <StartPage /> : null}
        {screen === "opening" ? <Opening /> : null}
        {screen === "workspace" ? (
          <Suspense fallback={<Opening />}>
            <Workspace />
          </Suspense>
        ) : null}
        <Notices />
        <LiveRegion />
        <DropTarget />
        {bringing ? (
          <Suspense fallback={null}>
            <Wizard />
          </Suspense>
        ) : null}
        <ExportDialog />
        <HelpDialog />
      </ErrorBoundary>
    </I18nProvider>
  );
}
