import { useTranslation } from "react-i18next";
import { useNeighbourhood } from "#app/state/neighbourhood.ts";
import { useSession } from "#app/state/session.ts";
import { useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { formatArea, formatLength } from "#app/ui/format.ts";
import { isTouch } from "#app/ui/touch.ts";
import { RouteResults } from "#app/workspace/slots.tsx";
import styles from "./MeasuringCard.module.css";
import { ProfileChart } from "./ProfileChart.tsx";
import { type MapTool, startTool, stopTool } from "./tools.ts";
import { WalkPad } from "./WalkPad.tsx";

const tools: readonly MapTool[] = ["distance", "area", "profile", "route", "walk"];

/** What the measuring tool at hand says; the instruction until there is something to say. */
export function MeasuringCard() {
  const { t } = useTranslation();
  const type = useSession((state) => state.tool.type);
  const sketch = useSession((state) => state.sketch);
  const profile = useSession((state) => state.profile);
  const language = useSession((state) => state.language);
  const scene = useView((state) => state.scene);
  const tool = tools.find((candidate) => candidate === type);
  // A neighbourhood's boundary is drawn with the same tool; its own panel says what to do.
  const boundary = useNeighbourhood((state) => state.choosing === "area");
  if (tool === undefined || boundary) return null;
  const measured = sketch !== null && sketch.points.length > 0;
  return (
    <section aria-label={t(`workspace:tool.${tool}.title`)} className={`panel ${styles.card}`}>
      <div className={styles.head}>
        <h2>{t(`workspace:tool.${tool}.title`)}</h2>
        {tool === "walk" || !measured ? null : (
          <p className={styles.value} role="status">
            {tool === "area"
              ? t("workspace:tool.area.value", {
                  area: formatArea(sketch.areaM2, language),
                  length: formatLength(sketch.lengthM, language),
                })
              : formatLength(sketch.lengthM, language)}
          </p>
        )}
        <div className={styles.actions}>
          {tool === "walk" || !measured ? null : sketch.complete ? (
            <Button onPress={() => startTool(tool)} small>
              {t(tool === "route" ? "workspace:tool.route.again" : "workspace:tool.again")}
            </Button>
          ) : (
            <Button onPress={() => scene?.sketch.finish()} small>
              {t("workspace:tool.finish")}
            </Button>
          )}
          <IconButton
            icon="close"
            label={t(tool === "walk" ? "workspace:tool.walk.close" : "workspace:tool.close")}
            onPress={stopTool}
            shortcut="Esc"
            small
          />
        </div>
      </div>
      {measured && sketch.complete ? null : (
        <p className="muted small">
          {isTouch() ? t(`workspace:tool.${tool}.touch`) : t(`workspace:tool.${tool}.help`)}
        </p>
      )}
      {tool === "walk" ? <WalkPad /> : null}
      {tool === "route" && measured && sketch.complete ? <RouteResults points={sketch.points} /> : null}
      {tool === "profile" && profile !== null && profile.length > 1 ? (
        <ProfileChart profile={profile} />
      ) : null}
    </section>
  );
}
