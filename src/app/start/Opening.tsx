import { useTranslation } from "react-i18next";
import styles from "./Opening.module.css";

/** While a city is read. */
export function Opening() {
  const { t } = useTranslation();
  return (
    <main className={styles.page} id="main">
      <img alt="" height="56" src="./icons/planfall.svg" width="56" />
      <p role="status">{t("start:opening")}</p>
      <div aria-hidden="true" className={styles.bar}>
        <span />
      </div>
    </main>
  );
}
