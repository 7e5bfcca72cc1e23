import { useTranslation } from "react-i18next";
import type { PlanEntry } from "#app/state/plans.ts";
import styles from "./plan.module.css";

/** A plan's colour and letter; the name stands beside it, so this is only for the eye. */
export function PlanMark({ entry }: { readonly entry: PlanEntry }) {
  return (
    <span
      aria-hidden="true"
      className={styles.mark}
      data-mark
      style={{ "--plan": entry.look.colour } as React.CSSProperties}
    >
      {entry.look.letter}
    </span>
  );
}

/** A short piece of the plan's line, as charts draw it. */
function PlanLine({ entry }: { readonly entry: PlanEntry }) {
  return (
    <svg aria-hidden="true" className={styles.line} height="8" viewBox="0 0 28 8" width="28">
      <path
        d="M0 4h28"
        stroke={entry.look.colour}
        strokeDasharray={entry.look.dash.join(" ")}
        strokeWidth="2.5"
      />
    </svg>
  );
}

/** A plan at the head of a table's row or column: mark and line for the eye, its name for the ear. */
export function PlanHead({ entry, line = true }: { readonly entry: PlanEntry; readonly line?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={styles.head}>
      <PlanMark entry={entry} />
      {line ? <PlanLine entry={entry} /> : null}
      <span className="visually-hidden">{entry.name ?? t("common:baseline")}</span>
    </span>
  );
}
