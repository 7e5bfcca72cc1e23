import { useTranslation } from "react-i18next";
import { startTool, stopTool } from "#app/map/tools.ts";
import { setNeighbourhood, useNeighbourhood } from "#app/state/neighbourhood.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { useSession } from "#app/state/session.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import { useView, viewStore } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { formatLength } from "#app/ui/format.ts";
import type { Neighbourhood } from "#neighbourhood/choose.ts";
import { boundsOf, lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { Twin } from "#twin/twin.ts";
import { allNeighbourhoods, chosenNeighbourhood, streetNames } from "./analysis.ts";
import styles from "./neighbourhood.module.css";

/** Fewer streets than these are no neighbourhood to plan for, unless somebody clicks them. */
const fewestListed = 3;

/** Which streets are spoken of: by a click, from a list, or within a drawn boundary. */
export function ChooseNeighbourhood() {
  const { t } = useTranslation();
  const choosing = useNeighbourhood((state) => state.choosing);
  const choice = useNeighbourhood((state) => state.choice);
  const base = useTwinOfPlan(baselinePlanId);
  if (base === null) return null;
  const { sections } = base.data.streets;
  const listed = allNeighbourhoods(base).filter((one) => one.sections.length >= fewestListed);
  if (listed.length === 0) return <p>{t("neighbourhood:choose.noStreets")}</p>;
  const shown = chosenNeighbourhood(base, choice);
  const chosenAt = shown === null ? -1 : listed.findIndex((one) => sameStreets(one, shown));
  const pickListed = (key: string): void => {
    const one = listed[Number(key)];
    if (key === "" || one === undefined) return;
    stopTool();
    const choice = { type: "street", sectionId: sections[one.sections[0]].id } as const;
    setNeighbourhood({ choice, choosing: null, marked: null });
    lookAt(base, one);
  };
  return (
    <div className={styles.choose}>
      <SelectField
        label={t("neighbourhood:choose.label")}
        onChange={pickListed}
        options={[
          ...(chosenAt < 0
            ? [{ id: "", label: t(`neighbourhood:choose.${shown === null ? "none" : "own"}`) }]
            : []),
          ...listed.map((one, i) => ({ id: String(i), label: labelOf(sections, one) })),
        ]}
        value={chosenAt < 0 ? "" : String(chosenAt)}
      />
      <Ways />
      <p className="muted small" role="status">
        {choosing !== null
          ? t(`neighbourhood:choose.${choosing}Help`)
          : shown === null
            ? t("neighbourhood:choose.nothing")
            : null}
        {choosing === null && shown !== null ? <Chosen sections={sections} shown={shown} /> : null}
      </p>
    </div>
  );
}

/** The ways to choose that go over the city. */
function Ways() {
  const { t } = useTranslation();
  const choosing = useNeighbourhood((state) => state.choosing);
  const scene = useView((state) => state.scene);
  return (
    <div className={styles.buttons}>
      <Button
        aria-pressed={choosing === "street"}
        onPress={() => {
          stopTool();
          setNeighbourhood({ choosing: choosing === "street" ? null : "street" });
        }}
        small
      >
        {t("neighbourhood:choose.click")}
      </Button>
      <Button
        aria-pressed={choosing === "area"}
        onPress={() => {
          if (choosing === "area") stopTool();
          else startTool("area");
          setNeighbourhood({ choosing: choosing === "area" ? null : "area" });
        }}
        small
      >
        {t("neighbourhood:choose.draw")}
      </Button>
      {choosing === "area" ? (
        <Button look="primary" onPress={() => scene?.sketch.finish()} small>
          {t("workspace:tool.finish")}
        </Button>
      ) : null}
    </div>
  );
}

function Chosen({
  sections,
  shown,
}: {
  readonly sections: readonly StreetSection[];
  readonly shown: Neighbourhood;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const lengthM = shown.sections.reduce((sum, row) => sum + lineLength(sections[row].line), 0);
  const count = streetNames(sections, shown.sections).length;
  return t("neighbourhood:choose.chosen", { count, length: formatLength(lengthM, language) });
}

const sameStreets = (a: Neighbourhood, b: Neighbourhood): boolean =>
  a.sections.length === b.sections.length && a.sections.every((row, i) => row === b.sections[i]);

/** A neighbourhood by its longest streets. */
function labelOf(sections: readonly StreetSection[], { sections: rows }: Neighbourhood): string {
  const lengths = new Map<string, number>();
  for (const row of rows) {
    const { name, line } = sections[row];
    lengths.set(name, (lengths.get(name) ?? 0) + lineLength(line));
  }
  const longest = [...lengths].filter(([name]) => name !== "").sort(([, a], [, b]) => b - a);
  return longest
    .slice(0, 2)
    .map(([name]) => name)
    .join(", ");
}

function lookAt(twin: Twin, { sections: rows }: Neighbourhood): void {
  const bounds = boundsOf(rows.flatMap((row) => twin.data.streets.sections[row].line));
  if (bounds === null) return;
  const { minX, maxX, minY, maxY } = bounds;
  const distanceM = 200 + 1.2 * Math.hypot(maxX - minX, maxY - minY);
  viewStore.getState().scene?.camera.lookAt([(minX + maxX) / 2, (minY + maxY) / 2], distanceM);
}
