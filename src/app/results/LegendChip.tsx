import { useTranslation } from "react-i18next";
import styles from "./legend.module.css";
import { ResultLegend, useLegendInBrief } from "./ResultLegend.tsx";

/** On a phone the legend stands folded over the map: its colours and its name, and all of it at one tap. */
export function LegendChip() {
  const { t } = useTranslation();
  const brief = useLegendInBrief();
  if (brief === null) return null;
  return (
    <details className={`panel ${styles.chip}`}>
      <summary>
        <span aria-hidden="true" className={styles.strip}>
          {brief.colours.map((colour) => (
            <span key={colour} style={{ background: colour }} />
          ))}
        </span>
        <span className={styles.word}>{t("results:legend.chip")} </span>
        <span className={styles.name}>{brief.title}</span>
      </summary>
      <div className={styles.unfolded}>
        <ResultLegend />
      </div>
    </details>
  );
}
