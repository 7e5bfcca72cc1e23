import type { ReactNode } from "react";
import type { PlanEntry } from "#app/state/plans.ts";
import { PlanHead } from "./PlanMark.tsx";
import styles from "./point.module.css";

export type PlanRow = {
  readonly id: string;
  readonly head: ReactNode;
  /** A text for each plan. */
  readonly texts: readonly string[];
};

/** Figures of several plans side by side: a row a quantity, a column a plan. */
export function PlanTable({
  caption,
  corner,
  entries,
  rows,
  seen = false,
}: {
  readonly caption: ReactNode;
  /** What the rows are. */
  readonly corner: string;
  readonly entries: readonly PlanEntry[];
  readonly rows: readonly PlanRow[];
  /** The caption stands above the table; else it is only heard. */
  readonly seen?: boolean;
}) {
  return (
    <table className={`figures ${styles.table} ${styles.plans}`}>
      <caption className={seen ? undefined : "visually-hidden"}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{corner}</th>
          {entries.map((entry) => (
            <th key={entry.id} scope="col">
              <PlanHead entry={entry} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, head, texts }) => (
          <tr key={id}>
            <th scope="row">{head}</th>
            {entries.map((entry, i) => (
              <td key={entry.id}>{texts[i]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
