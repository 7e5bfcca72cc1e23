import { useTranslation } from "react-i18next";
import styles from "./LivingPicture.module.css";

/**
 * The demo city dry and after the rain, fading into each other; side by side where motion is unwanted. Two pictures of
 * our own scene and one of our own results, no video.
 */
export function LivingPicture() {
  const { t } = useTranslation();
  return (
    <div className={styles.frame}>
      <img alt={t("start:demo.picture")} src="./start/city-dry.webp" />
      <div className={styles.wet}>
        <img alt="" src="./start/city-rain.webp" />
        <p>{t("start:demo.rain")}</p>
      </div>
    </div>
  );
}
