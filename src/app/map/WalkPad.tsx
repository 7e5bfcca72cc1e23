import { useTranslation } from "react-i18next";
import { useView } from "#app/state/view.ts";
import { IconButton } from "#app/ui/Button.tsx";
import type { IconName } from "#app/ui/Icon.tsx";
import type { WalkMove } from "#scene/contract.ts";
import styles from "./MeasuringCard.module.css";

const moves = [
  { move: "turnLeft", icon: "turnLeft" },
  { move: "forward", icon: "arrowUp" },
  { move: "back", icon: "arrowDown" },
  { move: "turnRight", icon: "turnRight" },
] as const satisfies readonly { readonly move: WalkMove; readonly icon: IconName }[];

/** Walking by buttons, for fingers and for mice: held, they go on; a tap is a step. */
export function WalkPad() {
  const { t } = useTranslation();
  const walk = useView((state) => state.scene?.walk ?? null);
  return (
    <fieldset aria-label={t("workspace:tool.walk.pad")} className={styles.pad}>
      {moves.map(({ move, icon }) => (
        <IconButton
          className={styles.step ?? ""}
          icon={icon}
          key={move}
          label={t(`workspace:tool.walk.${move}`)}
          look="default"
          onPressEnd={() => walk?.release(move)}
          onPressStart={() => walk?.press(move)}
        />
      ))}
    </fieldset>
  );
}
