import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import styles from "./BasemapCredit.module.css";

/** Who made the map below: in the picture as long as it is on. */
export function BasemapCredit() {
  const { t } = useTranslation();
  const attribution = useSession((state) => state.layers.basemap?.attribution ?? "");
  if (attribution === "") return null;
  return <p className={styles.credit}>{t("workspace:layers.basemapCredit", { attribution })}</p>;
}
