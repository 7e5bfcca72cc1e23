import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { planEntries } from "#app/state/plans.ts";
import { useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { useView } from "#app/state/view.ts";
import { settledConditions } from "#runs/address.ts";
import { creditsOf } from "#twin/credit.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import styles from "./compare.module.css";
import { conditionLayout } from "./conditionGroups.ts";
import { DerivedInputs } from "./DerivedInputs.tsx";
import { formatClock, formatTimeOfDay, formatWhen } from "./format.ts";
import { layerNow, pictureNow } from "./overlay.ts";
import { ResultLegend } from "./ResultLegend.tsx";
import { optionLabel, panelWord } from "./texts.ts";

/** What paper needs besides the table: place, date, conditions, the picture of the city and its legend. */
export function ComparisonPrint() {
  const { t, i18n } = useTranslation();
  const scenario = useScenario();
  const city = useTwin((state) => state.data?.name ?? "");
  const model = useResults((state) => state.model);
  const resolutionM = useResults((state) => state.resolutionM);
  const planId = useSession((state) => state.activePlanId);
  const sources = useTwin((state) => state.data?.sources);
  const credits = creditsOf(sources ?? {});
  const picture = usePictureOfCity();
  const clock = model?.clock ?? "elapsed";
  const moving = useResults((state) => layerNow(state)?.series != null);
  const timeS = useResults((state) => state.timeS);
  const time = (clock === "timeOfDay" ? formatTimeOfDay : formatClock)(timeS);
  const moment = moving ? t(`results:time.${clock}.clock`, { time }) : "";
  const shown = planEntries(scenario).find((entry) => entry.id === planId);
  const key = model === null ? null : conditionLayout(model.id, model.conditions).named;
  const values =
    model === null ? {} : settledConditions(model.conditions, scenario?.conditions[model.id] ?? {});
  return (
    <div className={styles.paper}>
      <p>
        {t("results:compare.printed", {
          // A scenario is called after its city until somebody names it.
          title: [...new Set([city, scenario?.title ?? ""])].filter((part) => part !== "").join(", "),
          when: formatWhen(Date.now(), i18n.language),
        })}
      </p>
      {model === null || key === null ? null : (
        <p>
          {hasGrid(model.id)
            ? panelWord(t, model.id, "asked", {
                named: optionLabel(t, model.id, key, String(values[key])),
                metres: resolutionM,
              })
            : optionLabel(t, model.id, key, String(values[key]))}
        </p>
      )}
      {picture === null ? null : (
        <figure>
          <img alt="" src={picture} />
          <figcaption>
            {[shown?.name ?? t("common:baseline"), moment].filter((part) => part !== "").join(", ")}
          </figcaption>
        </figure>
      )}
      <ResultLegend />
      <DerivedInputs full />
      {credits.length === 0 ? null : (
        <p className="small">
          {t("results:compare.sources")}: {credits.join(" · ")}
        </p>
      )}
    </div>
  );
}

const mostFrames = 180;
const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Resolves when the city shows what the legend speaks of; a result whose time steps do not come holds nobody up. */
async function shownOnCity(): Promise<void> {
  for (let frame = 0; frame < mostFrames; frame += 1) {
    await nextFrame();
    if (frame >= 2 && !pictureNow().waiting) return;
  }
}

/** A picture of the city as it is shown when the table opens; null where the scene cannot give one. */
function usePictureOfCity(): string | null {
  const scene = useView((state) => state.scene);
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const take = async (): Promise<void> => {
      // What the table took the place of is still on the city: a difference, or another plan.
      await shownOnCity();
      const data = gone ? undefined : await scene?.picture();
      if (!gone && data !== undefined) setPicture(data);
    };
    take().catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [scene]);
  return picture;
}
