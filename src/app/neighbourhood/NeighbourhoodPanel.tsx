import { useEffect } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { type NeighbourhoodView, setNeighbourhood, useNeighbourhood } from "#app/state/neighbourhood.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import { IconButton } from "#app/ui/Button.tsx";
import type { Point } from "#twin/frame.ts";
import { localStreetAt } from "./analysis.ts";
import { CellsView } from "./CellsView.tsx";
import { ChooseNeighbourhood } from "./ChooseNeighbourhood.tsx";
import { FilterTools } from "./FilterTools.tsx";
import styles from "./neighbourhood.module.css";
import { closeNeighbourhood } from "./opening.ts";
import { startNeighbourhoodOverlay } from "./overlay.ts";
import { ShortcutsView } from "./ShortcutsView.tsx";
import { Tempo30View } from "./Tempo30View.tsx";

const views: readonly NeighbourhoodView[] = ["cells", "shortcuts", "tempo30"];

/** A click this near to a local street means it, metres. */
const nearM = 25;

/** What planning around one's streets needs without a run: cells, shortcuts, where Tempo 30 can be argued. */
export function NeighbourhoodPanel() {
  const { t } = useTranslation();
  const view = useNeighbourhood((state) => state.view);
  const chosen = useNeighbourhood((state) => state.choice !== null);
  useEffect(startNeighbourhoodOverlay, []);
  useClicks();
  return (
    <section aria-labelledby="neighbourhood-title" className={`panel ${styles.panel}`}>
      <div className="panel-head">
        <h2 id="neighbourhood-title">{t("neighbourhood:title")}</h2>
        <IconButton icon="close" label={t("neighbourhood:close")} onPress={closeNeighbourhood} small />
      </div>
      <div className={`panel-body ${styles.body}`}>
        <Tabs
          className={styles.tabs ?? ""}
          onSelectionChange={(key) =>
            setNeighbourhood({ view: views.find((one) => one === key) ?? "cells", marked: null })
          }
          selectedKey={view}
        >
          <TabList aria-label={t("neighbourhood:views")} className={styles.tabList ?? ""}>
            {views.map((one) => (
              <Tab className={styles.tab ?? ""} id={one} key={one}>
                {t(`neighbourhood:view.${one}`)}
              </Tab>
            ))}
          </TabList>
          <TabPanel className={styles.view ?? ""} id="cells">
            <ChooseNeighbourhood />
            {chosen ? <CellsView /> : null}
            {chosen ? <FilterTools /> : null}
          </TabPanel>
          <TabPanel className={styles.view ?? ""} id="shortcuts">
            <ChooseNeighbourhood />
            {chosen ? <ShortcutsView /> : null}
            {chosen ? <FilterTools /> : null}
          </TabPanel>
          <TabPanel className={styles.view ?? ""} id="tempo30">
            <Tempo30View />
          </TabPanel>
        </Tabs>
      </div>
    </section>
  );
}

/** While a neighbourhood is chosen, a click names a street, or the drawn area is its boundary. */
function useClicks(): void {
  const choosing = useNeighbourhood((state) => state.choosing);
  const pick = useSession((state) => state.pick);
  const sketch = useSession((state) => state.sketch);
  const base = useTwinOfPlan(baselinePlanId);
  useEffect(() => {
    if (choosing !== "street" || pick === null || base === null) return;
    setSession({ pick: null, selectedBuildingId: null });
    const street = localStreetAt(base, pick.at, nearM);
    if (street === null) setNeighbourhood({ choice: null });
    else
      setNeighbourhood({
        choice: { type: "street", sectionId: street.id },
        choosing: null,
        marked: null,
      });
  }, [choosing, pick, base]);
  useEffect(() => {
    if (choosing !== "area" || sketch === null || !sketch.complete) return;
    const ring: readonly Point[] = sketch.points;
    setSession({ tool: { type: "select" }, sketch: null });
    setNeighbourhood({ choice: { type: "area", ring }, choosing: null, marked: null });
  }, [choosing, sketch]);
}
