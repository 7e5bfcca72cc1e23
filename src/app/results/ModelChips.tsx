import { Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { resultsOf, showModel, useResults } from "#app/state/results.ts";
import { openDialog } from "#app/state/view.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { modelIds } from "#workers/runtime/registry.ts";
import styles from "./simulation.module.css";

/** What belongs together, so that many models are still found at a glance; new ones stand at the end until they are named here. */
const groupOf: Readonly<Record<string, "climate" | "mobility">> = {
  flood: "climate",
  heat: "climate",
  sun: "climate",
  traffic: "mobility",
  access: "mobility",
  reach: "mobility",
  noise: "mobility",
};

const groups = ["climate", "mobility", "other"] as const;

function groupsOf(ids: readonly string[]) {
  const named = (id: string) => (Object.hasOwn(groupOf, id) ? groupOf[id] : "other");
  return groups
    .map((group) => ({ group, ids: ids.filter((id) => named(id) === group) }))
    .filter((entry) => entry.ids.length > 0);
}

/** Which model is asked and shown. What the others gave, and what they still compute, is kept. */
export function ModelChips() {
  const { t } = useTranslation();
  const modelId = useResults((state) => state.modelId);
  return (
    <div className={styles.models}>
      {modelIds.length < 2 ? (
        <span className={styles.chip} data-selected>
          {t(`${modelId}:title`, { defaultValue: modelId })}
        </span>
      ) : (
        <RadioGroup
          aria-label={t("results:models.label")}
          className={styles.chips}
          onChange={showModel}
          orientation="horizontal"
          value={modelId}
        >
          {groupsOf(modelIds).map(({ group, ids }) => (
            <div className={styles.chipGroup} key={group}>
              <span className={styles.groupName}>{t(`results:models.groups.${group}`)}</span>
              {ids.map((id) => (
                <ModelChip id={id} key={id} />
              ))}
            </div>
          ))}
        </RadioGroup>
      )}
      <IconButton
        icon="info"
        label={t("results:method.card")}
        onPress={() => openDialog({ type: "help", section: "card" })}
        small
      />
    </div>
  );
}

function ModelChip({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const busy = useResults(
    (state) =>
      state.modelId !== id && Object.values(resultsOf(state, id).runs).some(({ running }) => running),
  );
  return (
    <Radio className={styles.chip ?? ""} value={id}>
      {t(`${id}:title`, { defaultValue: id })}
      {busy ? <span className={styles.busy}> {t("results:models.running")}</span> : null}
    </Radio>
  );
}
