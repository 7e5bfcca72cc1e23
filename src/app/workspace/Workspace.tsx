import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { BasemapCredit } from "#app/map/BasemapCredit.tsx";
import { MapToolbar } from "#app/map/MapToolbar.tsx";
import { MeasuringCard } from "#app/map/MeasuringCard.tsx";
import { SourceCredit } from "#app/map/SourceCredit.tsx";
import { WhatIsHere } from "#app/map/WhatIsHere.tsx";
import { DrawingBar } from "#app/measures/DrawingBar.tsx";
import { MeasuresPanel } from "#app/measures/MeasuresPanel.tsx";
import { ParameterCard } from "#app/measures/ParameterCard.tsx";
import { useNeighbourhood } from "#app/state/neighbourhood.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { type SheetName, setView, useView } from "#app/state/view.ts";
import { Icon, type IconName } from "#app/ui/Icon.tsx";
import { Stage } from "./Stage.tsx";
import { CompareView, LegendChip, NeighbourhoodPanel, SimulationPanel, TimeBar } from "./slots.tsx";
import { TopBar } from "./TopBar.tsx";
import styles from "./Workspace.module.css";
import { WorkspaceDialogs } from "./WorkspaceDialogs.tsx";

/** One city, its plans, and the panels around it. */
export function Workspace() {
  const { t } = useTranslation();
  const name = useTwin((state) => state.data?.name ?? "");
  const compareMode = useSession((state) => state.compareMode);
  const comparing = compareMode !== "single";
  const sheet = useView((state) => state.sheet);
  const unsupported = useView((state) => state.sceneStatus === "unsupported");
  const picked = useSession((state) => state.pick !== null);
  const neighbourhood = useNeighbourhood((state) => state.open);
  useEffect(() => {
    document.title = `${name} – Planfall`;
    return () => {
      document.title = "Planfall";
    };
  }, [name]);
  return (
    <div
      className={styles.workspace}
      data-comparing={comparing}
      data-picked={picked}
      data-sheet={sheet}
      data-view={compareMode}
    >
      <TopBar />
      <main className={styles.city} id="city" tabIndex={-1}>
        <h1 className="visually-hidden">{t("workspace:title", { name })}</h1>
        <Stage />
        {comparing ? <CompareView /> : null}
        <div className={styles.left}>
          <div className={styles.measures}>
            <MeasuresPanel />
          </div>
          <div className={styles.detail}>
            <ParameterCard />
            <WhatIsHere />
          </div>
        </div>
        <div className={styles.top}>
          <DrawingBar />
          <MeasuringCard />
        </div>
        <aside
          aria-label={neighbourhood ? t("neighbourhood:title") : t("workspace:simulation")}
          className={styles.right}
        >
          {neighbourhood ? <NeighbourhoodPanel /> : null}
          {/* Kept while it is covered: results stay in step with the city. */}
          <div className={styles.simulation} hidden={neighbourhood}>
            <SimulationPanel />
          </div>
        </aside>
        <div className={styles.bottom}>
          <div className={styles.time}>
            <TimeBar />
          </div>
          <div className={styles.tools}>
            <LegendChip />
            <BasemapCredit />
            <SourceCredit />
            {unsupported ? null : <MapToolbar />}
          </div>
        </div>
      </main>
      <SheetBar />
      <WorkspaceDialogs />
    </div>
  );
}

const sheets: readonly { readonly id: SheetName; readonly icon: IconName }[] = [
  { id: "measures", icon: "edit" },
  { id: "simulation", icon: "rain" },
];

/** On a phone the panels are bottom sheets; these two buttons bring them up. */
function SheetBar() {
  const { t } = useTranslation();
  const sheet = useView((state) => state.sheet);
  return (
    <nav aria-label={t("workspace:sheets.label")} className={styles.sheetBar}>
      {sheets.map((entry) => (
        <button
          aria-pressed={sheet === entry.id}
          key={entry.id}
          onClick={() => setView({ sheet: sheet === entry.id ? "none" : entry.id })}
          type="button"
        >
          <Icon name={entry.icon} />
          {t(`workspace:sheets.${entry.id}`)}
        </button>
      ))}
    </nav>
  );
}
