import { useTranslation } from "react-i18next";
import { PlanTable } from "#app/results/PlanTable.tsx";
import { setNeighbourhood, useNeighbourhood } from "#app/state/neighbourhood.ts";
import { useSession } from "#app/state/session.ts";
import { formatLength } from "#app/ui/format.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import { type Analysis, streetNames } from "./analysis.ts";
import styles from "./neighbourhood.module.css";
import { cellColour } from "./pictures.ts";
import { useAnalysedPlans } from "./usePlans.ts";

/** Areas that cars reach without leaving the neighbourhood: as a sentence, beside the baseline, and one by one. */
export function CellsView() {
  const { t } = useTranslation();
  const plans = useAnalysedPlans();
  const last = plans.at(-1);
  if (last === undefined) return null;
  const { cells, shortcuts } = last.analysis;
  const ways = cells.gates.reduce((sum, gates) => sum + gates, 0);
  return (
    <>
      <p role="status">
        {t("neighbourhood:cells.sentence", { count: cells.count, ways, shortcuts: shortcuts.routes.length })}
      </p>
      {plans.length < 2 ? null : (
        <PlanTable
          caption={t("neighbourhood:cells.compare")}
          corner={t("neighbourhood:quantity")}
          entries={plans.map(({ entry }) => entry)}
          rows={[
            {
              id: "cells",
              head: t("neighbourhood:cells.count"),
              texts: plans.map(({ analysis }) => String(analysis.cells.count)),
            },
            {
              id: "shortcuts",
              head: t("neighbourhood:shortcuts.count"),
              texts: plans.map(({ analysis }) => String(analysis.shortcuts.routes.length)),
            },
          ]}
        />
      )}
      <CellTable analysis={last.analysis} />
      <p className="muted small">{t("neighbourhood:cells.note")}</p>
    </>
  );
}

function CellTable({ analysis }: { readonly analysis: Analysis }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const marked = useNeighbourhood((state) => state.marked);
  const { cells, neighbourhood, sections } = analysis;
  const rowsOf = (cell: number): readonly number[] =>
    neighbourhood.sections.filter((_, row) => cells.halves[row].includes(cell));
  /** Half of a street with a filter belongs to either side. */
  const lengthOf = (cell: number): number =>
    neighbourhood.sections.reduce((sum, section, row) => {
      const halves = cells.halves[row].filter((half) => half === cell).length;
      return sum + (halves / 2) * lineLength(sections[section].line);
    }, 0);
  return (
    <table className={`figures ${styles.table}`}>
      <caption className="visually-hidden">{t("neighbourhood:view.cells")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("neighbourhood:cells.cell")}</th>
          <th scope="col">{t("neighbourhood:cells.length")}</th>
          <th scope="col">{t("neighbourhood:cells.gates")}</th>
        </tr>
      </thead>
      <tbody>
        {cells.gates.map((gates, cell) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells are numbered
          <tr key={cell}>
            <th scope="row">
              <button
                aria-pressed={marked === cell}
                className={styles.mark}
                onClick={() => setNeighbourhood({ marked: marked === cell ? null : cell })}
                type="button"
              >
                <span className={styles.number} style={{ background: cellColour(cell) }}>
                  {cell + 1}
                </span>
                <span>{streetNames(sections, rowsOf(cell)).join(", ") || t("neighbourhood:unnamed")}</span>
              </button>
            </th>
            <td>{formatLength(lengthOf(cell), language)}</td>
            <td>{gates}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
