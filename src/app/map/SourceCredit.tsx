import { useTranslation } from "react-i18next";
import { useTwin } from "#app/state/twin.ts";
import { openDialog } from "#app/state/view.ts";
import { creditsOf } from "#twin/credit.ts";
import styles from "./SourceCredit.module.css";

/** Who made the data, in one line over the city; pressed, every layer with its licence. */
export function SourceCredit() {
  const { t } = useTranslation();
  const sources = useTwin((state) => state.data?.sources);
  if (sources === undefined) return null;
  const credits = creditsOf(sources).join(" · ");
  return (
    <button className={styles.credit} onClick={() => openDialog({ type: "sources" })} type="button">
      {credits === "" ? t("workspace:sources.short") : t("workspace:sources.line", { credits })}
      <span className="visually-hidden"> – {t("workspace:sources.open")}</span>
    </button>
  );
}
