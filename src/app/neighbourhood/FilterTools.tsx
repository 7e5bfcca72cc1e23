import { useTranslation } from "react-i18next";
import { stopTool } from "#app/map/tools.ts";
import { Drawing } from "#app/measures/drawings.tsx";
import { startSketch } from "#app/state/measureActions.ts";
import { setNeighbourhood } from "#app/state/neighbourhood.ts";
import { measureKinds } from "#scenario/measures/registry.ts";
import styles from "./neighbourhood.module.css";

/** Measures that change who drives where. */
const ids: ReadonlySet<string> = new Set([
  "modalFilter",
  "diagonalFilter",
  "oneWay",
  "turnBan",
  "speedLimit",
  "streetClosure",
  "bikeLane",
  "parkingTrees",
]);

/** They are at hand here, where their effect on cells and shortcuts is seen at once. */
export function FilterTools() {
  const { t } = useTranslation();
  const kinds = measureKinds.filter(({ id }) => ids.has(id));
  return (
    <section aria-label={t("neighbourhood:tools")}>
      <h3>{t("neighbourhood:tools")}</h3>
      <div className={styles.tools}>
        {kinds.map((kind) => (
          <button
            className={styles.tool}
            key={kind.id}
            onClick={() => {
              stopTool();
              setNeighbourhood({ choosing: null, marked: null });
              startSketch(kind);
            }}
            title={t(`measures:${kind.id}.description`)}
            type="button"
          >
            <Drawing kind={kind.id} size={32} />
            {t(`measures:${kind.id}.name`)}
          </button>
        ))}
      </div>
    </section>
  );
}
