import { useTranslation } from "react-i18next";
import { downloadScenario } from "#app/lifecycle/scenarioFiles.ts";
import { Button } from "#app/ui/Button.tsx";
import { supportedBrowsers } from "./browsers.ts";
import styles from "./ErrorPage.module.css";

/** In place of the city where the browser cannot draw it. Tables, measures and files go on working. */
export function WebGlMissing() {
  const { t } = useTranslation();
  return (
    <div className={styles.page} role="alert">
      <div className={styles.box}>
        <h2>{t("errors:webgl.title")}</h2>
        <p>{t("errors:webgl.what")}</p>
        <p>{t("errors:webgl.do")}</p>
        <ul className={styles.browsers}>
          {supportedBrowsers.map((browser) => (
            <li key={browser.name}>{t("errors:webgl.browser", browser)}</li>
          ))}
        </ul>
        <p>{t("errors:webgl.kept")}</p>
        <div className={styles.actions}>
          <Button icon="download" onPress={() => void downloadScenario()}>
            {t("errors:boundary.download")}
          </Button>
        </div>
      </div>
    </div>
  );
}
