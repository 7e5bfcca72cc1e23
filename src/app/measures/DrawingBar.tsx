import { useTranslation } from "react-i18next";
import { cancelSketch } from "#app/state/measureActions.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { formatArea, formatCost, formatLength } from "#app/ui/format.ts";
import { isTouch } from "#app/ui/touch.ts";
import { costOf, quantityOf } from "#scenario/cost.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import { lengthOf, sectionsIn } from "#scenario/measures/streetPlaces.ts";
import { formOf } from "#scenario/measures/trees.ts";
import type { Measure, MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { defaultsOf } from "#twin/parameters/settle.ts";
import styles from "./DrawingBar.module.css";
import { LineChoice } from "./LineChoice.tsx";
import { StreetChoice } from "./StreetChoice.tsx";

/** Corners on one line, or the pointer still on the last corner: no area yet to speak of. */
const leastAreaM2 = 0.05;

/** Instructions while something is drawn, with length, area and cost as they grow. */
export function DrawingBar() {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const sketchKind = useSession((state) => state.sketchKind);
  const sketch = useSession((state) => state.sketch);
  const tool = useSession((state) => state.tool);
  const scene = useView((state) => state.scene);
  const base = useTwin((state) => state.base);
  const kind = sketchKind === null ? null : kindOf(sketchKind);
  if (kind === null) return null;
  const points = sketch?.points ?? [];
  const sectionIds = sketch?.sectionIds ?? (tool.type === "sketch" ? (tool.choose?.ids ?? []) : []);
  const drawn = sketched(kind.id, kind.geometry, points, sectionIds, defaultsOf(kind.parameters));
  const cost = drawn === null || base === null ? null : costOf(drawn, base);
  const vertices = kind.geometry === "line" || kind.geometry === "area";
  const chooses = kind.geometry === "sections";
  const hint = chooses && kind.choose.most === 2 ? "twoSections" : kind.geometry;
  const values: string[] = [];
  if (sketch !== null && kind.geometry === "line") values.push(formatLength(sketch.lengthM, language));
  const flat = kind.geometry === "area" && (sketch?.areaM2 ?? 0) < leastAreaM2;
  if (sketch !== null && kind.geometry === "area" && !flat) values.push(formatArea(sketch.areaM2, language));
  if (kind.geometry === "sections" && sectionIds.length > 0) {
    values.push(t("workspace:draw.chosen", { count: sectionIds.length }));
    if (base !== null)
      values.push(formatLength(lengthOf(sectionsIn({ type: "sections", sectionIds }, base)), language));
  }
  const pieces =
    drawn === null || base === null || !kind.grows || kind.geometry === "point" || kind.cost.per !== "piece"
      ? null
      : quantityOf(drawn, base);
  if (pieces !== null && !flat) values.push(t(`measures:count.trees.${formOf(pieces)}`, { trees: pieces }));
  if (cost !== null && !flat) values.push(formatCost(cost, language));
  return (
    <section
      aria-label={t("workspace:draw.label")}
      className={`panel ${styles.bar}`}
      data-points={points.length}
      data-sections={sectionIds.length}
    >
      <div>
        <strong>{t(`measures:${kind.id}.name`)}</strong>
        <p className="muted small">
          {isTouch() ? t(`workspace:drawTouch.${hint}`) : t(`workspace:draw.${hint}`)}
        </p>
      </div>
      {values.length === 0 ? null : <p className={styles.values}>{values.join(" · ")}</p>}
      {chooses ? <StreetChoice chosen={sectionIds} /> : null}
      {kind.geometry === "transitLine" ? <LineChoice /> : null}
      <div className={styles.actions}>
        {(vertices && points.length > 0) || (chooses && sectionIds.length > 0) ? (
          <>
            <IconButton
              icon="undo"
              label={t("workspace:draw.back")}
              onPress={() => scene?.sketch.removeVertex()}
              shortcut="⌫"
            />
            <Button icon="check" look="primary" onPress={() => scene?.sketch.finish()}>
              {t("workspace:draw.finish")}
            </Button>
          </>
        ) : null}
        <IconButton
          icon="close"
          label={kind.geometry === "point" ? t("workspace:draw.end") : t("workspace:draw.cancel")}
          onPress={() => {
            scene?.sketch.cancel();
            cancelSketch();
          }}
          shortcut="Esc"
        />
      </div>
    </section>
  );
}

/** The measure as it would be if the drawing ended here; null while there is too little of it. */
function sketched(
  kind: string,
  type: MeasureGeometry["type"],
  points: readonly Point[],
  sectionIds: readonly string[],
  parameters: Measure["parameters"],
): Measure | null {
  const base = { id: "sketch", kind, name: "", parameters, enabled: true, order: 0 };
  const at = points[0];
  if (type === "area") {
    return points.length > 2 ? { ...base, geometry: { type, ring: points } } : null;
  }
  if (type === "sections") return sectionIds.length > 0 ? { ...base, geometry: { type, sectionIds } } : null;
  if (type === "line") {
    return points.length > 1 ? { ...base, geometry: { type, points } } : null;
  }
  return type === "point" && at !== undefined ? { ...base, geometry: { type, at } } : null;
}
