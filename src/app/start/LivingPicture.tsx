import { useTranslation } from "react-i18next";
import styles from "./LivingPicture.module.css";

/** The demo city dry and after the rain, fading into each other. Two pictures of our own scene, no video. */
export function LivingPicture() {
  const { t } = useTranslation();
  return (
    <div className={styles.frame}>
      <img alt={t("start:demo.picture")} className={styles.dry} src="./start/city-dry.webp" />
      <img alt="" className={styles.wet} src="./start/city-rain.webp" />
    </div>
  );
}
