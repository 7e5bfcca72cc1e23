import { useTranslation } from "react-i18next";
import { FileButtons } from "#app/intake/FileButtons.tsx";
import { discard, resume } from "#app/intake/importing.ts";
import { mainFiles, useWizard } from "#app/intake/wizard.ts";
import { openDemo } from "#app/lifecycle/places.ts";
import { openDialog } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { PreferencesMenu } from "#app/workspace/PreferencesMenu.tsx";
import { LivingPicture } from "./LivingPicture.tsx";
import { Recent } from "./Recent.tsx";
import styles from "./StartPage.module.css";

/** The front door: the demo city as a picture, one's own data, and what was open last. */
export function StartPage() {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <section aria-labelledby="demo-title" className={styles.demo}>
        <LivingPicture />
        <div className={styles.plate}>
          <h2 id="demo-title">{t("start:demo.title")}</h2>
          <p>{t("start:demo.text")}</p>
          <Button className={styles.open} look="primary" onPress={() => void openDemo()}>
            {t("start:demo.open")}
          </Button>
        </div>
      </section>
      <div className={styles.side}>
        <header className={styles.head}>
          <img alt="" height="40" src="./icons/planfall.svg" width="40" />
          <h1>Planfall</h1>
          <div className={styles.tools}>
            <PreferencesMenu />
            <IconButton
              icon="help"
              label={t("workspace:top.help")}
              onPress={() => openDialog({ type: "help" })}
            />
          </div>
        </header>
        <main className={styles.main} id="main" tabIndex={-1}>
          <p className={styles.claim}>{t("start:claim")}</p>
          <OwnData />
          <Recent />
        </main>
        <footer className={styles.foot}>{t("start:privacy")}</footer>
      </div>
    </div>
  );
}

const formats = ["buildings", "terrain", "extras", "package"] as const;

function OwnData() {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="own-title" className={styles.own}>
      <h2 id="own-title">{t("start:own.title")}</h2>
      <Waiting />
      <div className={styles.drop}>
        <p>{t("start:own.drop")}</p>
        <div className={styles.choose}>
          <FileButtons first />
        </div>
      </div>
      <dl className={styles.formats}>
        {formats.map((format) => (
          <div key={format}>
            <dt>{t(`start:own.${format}.what`)}</dt>
            <dd>
              {t(`start:own.${format}.formats`)}
              <span className="muted">{t(`start:own.${format}.where`)}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="muted small">
        {t("start:own.portal")}{" "}
        <a href="https://www.geoportal.de" rel="noreferrer" target="_blank">
          geoportal.de
        </a>
      </p>
    </section>
  );
}

/** Files that were read and not yet made a city of. */
function Waiting() {
  const { t } = useTranslation();
  const count = useWizard((state) => (state.shown ? 0 : mainFiles(state.session.files).length));
  if (count === 0) return null;
  return (
    <div className={styles.waiting}>
      <p>{t("wizard:waiting", { count })}</p>
      <div className={styles.choose}>
        <Button onPress={resume}>{t("wizard:goOn")}</Button>
        <Button look="plain" onPress={discard}>
          {t("wizard:discard")}
        </Button>
      </div>
    </div>
  );
}
