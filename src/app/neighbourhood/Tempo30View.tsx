import { fileSave } from "browser-fs-access";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { csvOf } from "#app/results/csv.ts";
import { setNeighbourhood, useNeighbourhood } from "#app/state/neighbourhood.ts";
import { shownPlans, useSession } from "#app/state/session.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import { viewStore } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { formatLength } from "#app/ui/format.ts";
import { type Tempo30Reason, type Tempo30Section, tempo30Rules } from "#neighbourhood/tempo30.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import { tempo30Of } from "./analysis.ts";
import styles from "./neighbourhood.module.css";
import { tempo30Colour } from "./pictures.ts";

/** Sections of the whole city for which the law offers a reason for Tempo 30, each with all its reasons. */
export function Tempo30View() {
  const { t, i18n } = useTranslation();
  const language = useSession((state) => state.language);
  const planId = useSession((state) => shownPlans(state).right ?? shownPlans(state).left);
  const twin = useTwinOfPlan(planId);
  if (twin === null) return null;
  const { sections } = streetsOf(twin);
  const found = tempo30Of(twin);
  const lengthM = found.reduce((sum, { section }) => sum + lineLength(sections[section].line), 0);
  return (
    <>
      <p role="status">
        {found.length === 0
          ? t("neighbourhood:tempo30.none")
          : t("neighbourhood:tempo30.sentence", {
              count: found.length,
              length: formatLength(lengthM, language),
            })}
      </p>
      {found.length === 0 ? null : (
        <>
          <p className={styles.legend}>
            <span className={styles.patch} style={{ background: tempo30Colour }} />
            {t("neighbourhood:tempo30.legend")}
          </p>
          <SectionTable found={found} sections={sections} />
          <div className={styles.buttons}>
            <Button icon="download" onPress={() => save(t, i18n.language, sections, found)} small>
              {t("neighbourhood:tempo30.csv")}
            </Button>
          </div>
        </>
      )}
      <p className="muted small">
        {t("neighbourhood:tempo30.note", {
          source: tempo30Rules.source,
          onStreetM: tempo30Rules.onStreetM,
          gapM: tempo30Rules.gapM,
        })}
      </p>
    </>
  );
}

function SectionTable({
  found,
  sections,
}: {
  readonly found: readonly Tempo30Section[];
  readonly sections: readonly StreetSection[];
}) {
  const { t } = useTranslation();
  const marked = useNeighbourhood((state) => state.marked);
  const language = useSession((state) => state.language);
  const show = (section: number): void => {
    setNeighbourhood({ marked: marked === section ? null : section });
    const { line } = sections[section];
    if (marked !== section) viewStore.getState().scene?.camera.lookAt(line[Math.floor(line.length / 2)], 350);
  };
  return (
    <table className={`figures ${styles.table}`}>
      <caption className="visually-hidden">{t("neighbourhood:view.tempo30")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("neighbourhood:tempo30.street")}</th>
          <th scope="col">{t("neighbourhood:tempo30.now")}</th>
          <th scope="col">{t("neighbourhood:tempo30.reasons")}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ section, speedKmh, reasons }) => (
          <tr key={section}>
            <th scope="row">
              <button
                aria-pressed={marked === section}
                className={styles.mark}
                onClick={() => show(section)}
                type="button"
              >
                <span>
                  {sections[section].name || t("neighbourhood:unnamed")}{" "}
                  <span className="muted small">
                    {formatLength(lineLength(sections[section].line), language)}
                  </span>
                </span>
              </button>
            </th>
            <td>{`${speedKmh}\u202fkm/h`}</td>
            <td>
              <ul className={styles.reasons}>
                {reasons.map((reason) => (
                  <li key={reasonText(t, reason)}>{reasonText(t, reason)}</li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function reasonText(t: TFunction, reason: Tempo30Reason): string {
  if (reason.key === "crossing") return t("neighbourhood:tempo30.reason.crossing");
  if (reason.key === "gap")
    return t("neighbourhood:tempo30.reason.gap", { lengthM: Math.round(reason.lengthM / 10) * 10 });
  const kind = t(`workspace:places.${reason.kind}`);
  return t("neighbourhood:tempo30.reason.facility", {
    facility: reason.name === "" ? kind : `${kind} ${reason.name}`,
    distanceM: Math.round(reason.distanceM),
  });
}

function save(
  t: TFunction,
  language: string,
  sections: readonly StreetSection[],
  found: readonly Tempo30Section[],
): void {
  const rows = [
    ["id", "street", "now", "length", "reasons"].map((key) => t(`neighbourhood:tempo30.column.${key}`)),
    ...found.map(({ section, speedKmh, reasons }) => [
      sections[section].id,
      sections[section].name,
      String(speedKmh),
      lineLength(sections[section].line).toFixed(0),
      reasons.map((reason) => reasonText(t, reason)).join(" · "),
    ]),
  ];
  const blob = new Blob([csvOf(rows, language.startsWith("de") ? ";" : ",")], { type: "text/csv" });
  // Whoever closes the dialog of the system wants no file.
  void fileSave(blob, { fileName: "tempo30.csv", extensions: [".csv"] }).catch(() => undefined);
}
