import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { supportedBrowsers } from "#app/errors/browsers.ts";
import { useResults } from "#app/state/results.ts";
import { closeDialog, useView } from "#app/state/view.ts";
import { Dialog } from "#app/ui/Dialog.tsx";
import { shortcutLabel } from "#app/ui/shortcutLabel.ts";
import styles from "./HelpDialog.module.css";
import { ModelCards } from "./ModelCard.tsx";

type Shortcut = { readonly keys: readonly string[]; readonly id: string };

const shortcuts: readonly { readonly id: string; readonly entries: readonly Shortcut[] }[] = [
  {
    id: "everywhere",
    entries: [
      { id: "undo", keys: [shortcutLabel("Z")] },
      { id: "redo", keys: [shortcutLabel("Z", true)] },
      { id: "save", keys: [shortcutLabel("S")] },
      { id: "find", keys: [shortcutLabel("F")] },
      { id: "plans", keys: ["1", "2", "3", "4"] },
      { id: "baseline", keys: ["B"] },
      { id: "back", keys: ["Esc"] },
      { id: "delete", keys: ["Del"] },
    ],
  },
  {
    id: "camera",
    entries: [
      { id: "pan", keys: ["←", "↑", "→", "↓"] },
      { id: "turn", keys: ["⇧ ←", "⇧ →"] },
      { id: "tilt", keys: ["⇧ ↑", "⇧ ↓"] },
      { id: "zoom", keys: ["+", "−"] },
      { id: "ask", keys: ["␣"] },
    ],
  },
  {
    id: "drawing",
    entries: [
      { id: "cursor", keys: ["←", "↑", "→", "↓"] },
      { id: "fine", keys: ["⇧ ←"] },
      { id: "place", keys: ["␣"] },
      { id: "finish", keys: ["Enter"] },
      { id: "removeVertex", keys: ["⌫"] },
      { id: "cancel", keys: ["Esc"] },
    ],
  },
];

const steps = ["plan", "draw", "simulate", "compare"] as const;

export function HelpDialog() {
  const { t } = useTranslation();
  const dialog = useView((state) => state.dialog);
  const modelId = useResults((state) => state.modelId);
  if (dialog?.type !== "help") return null;
  return (
    <Dialog isOpen onClose={closeDialog} title={t("help:title")} wide>
      <Tabs className={styles.tabs ?? ""} defaultSelectedKey={dialog.section ?? "start"}>
        <TabList aria-label={t("help:title")} className={styles.list ?? ""}>
          {(["start", "shortcuts", "card", "browsers"] as const).map((id) => (
            <Tab className={styles.tab ?? ""} id={id} key={id}>
              {t(`help:tabs.${id}`)}
            </Tab>
          ))}
        </TabList>
        <TabPanel className={styles.panel ?? ""} id="start">
          <ol className={styles.steps}>
            {steps.map((step) => (
              <li key={step}>
                <strong>{t(`help:steps.${step}.title`)}</strong>
                <p>{t(`help:steps.${step}.text`)}</p>
              </li>
            ))}
          </ol>
          <p className="muted">{t("help:data")}</p>
          <p className="muted small">{t("help:credit")}</p>
        </TabPanel>
        <TabPanel className={styles.panel ?? ""} id="shortcuts">
          <div className={styles.groups}>
            {shortcuts.map((group) => (
              <section key={group.id}>
                <h3>{t(`help:shortcuts.${group.id}.title`)}</h3>
                <dl className={styles.keys}>
                  {group.entries.map((entry) => (
                    <div key={entry.id}>
                      <dt>
                        {entry.keys.map((key) => (
                          <kbd key={key}>{key}</kbd>
                        ))}
                      </dt>
                      <dd>{t(`help:shortcuts.${group.id}.${entry.id}`)}</dd>
                    </div>
                  ))}
                </dl>
              </section>
            ))}
          </div>
        </TabPanel>
        <TabPanel className={styles.panel ?? ""} id="card">
          <ModelCards first={modelId} />
        </TabPanel>
        <TabPanel className={styles.panel ?? ""} id="browsers">
          <p>{t("help:browsers.text")}</p>
          <ul className={styles.browsers}>
            {supportedBrowsers.map((browser) => (
              <li key={browser.name}>{t("errors:webgl.browser", browser)}</li>
            ))}
          </ul>
          <p className="muted">
            {globalThis.crossOriginIsolated === true
              ? t("help:browsers.threads")
              : t("help:browsers.oneThread")}
          </p>
        </TabPanel>
      </Tabs>
    </Dialog>
  );
}
