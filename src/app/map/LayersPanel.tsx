import { useTranslation } from "react-i18next";
import { setSession, useSession } from "#app/state/session.ts";
import { Switch } from "#app/ui/fields.tsx";
import styles from "./SunPanel.module.css";

const names = ["buildings", "trees", "streets", "labels"] as const;

export function LayersPanel() {
  const { t } = useTranslation();
  const layers = useSession((state) => state.layers);
  return (
    <div className={styles.sun}>
      <h3>{t("workspace:map.layers")}</h3>
      {names.map((name) => (
        <Switch
          isSelected={layers[name]}
          key={name}
          onChange={(shown) => setSession({ layers: { ...layers, [name]: shown } })}
        >
          {t(`workspace:layers.${name}`)}
        </Switch>
      ))}
      <p className="muted small">{t("workspace:layers.basemapNote")}</p>
    </div>
  );
}
