import { useTranslation } from "react-i18next";
import { chooseStreet } from "#app/results/streetChoice.ts";
import { directionText, streetName } from "#app/results/streetTexts.ts";
import styles from "./counts.module.css";
import type { CountedStreet } from "./rows.ts";

/** The street and the direction of a count; shows its numbers on the map. A count whose street is gone keeps its number. */
export function CountedStreetName({
  street,
  step,
}: {
  readonly street: CountedStreet | null;
  readonly step: number;
}) {
  const { t } = useTranslation();
  if (street === null) return t("counts:unknownStreet", { step });
  return (
    <button className={styles.street} onClick={() => chooseStreet(street.section)} type="button">
      {streetName(t, street.section)} <span className="muted">{directionText(t, street)}</span>
    </button>
  );
}
