import { useEffect } from "react";
import { Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { baselineLook, baselinePlanId, type PlanEntry, planEntries } from "#app/state/plans.ts";
import { type CompareMode, setSession, useSession } from "#app/state/session.ts";
import { setView } from "#app/state/view.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { CompareTable } from "./CompareTable.tsx";
import styles from "./compare.module.css";
import { SwipeHandle } from "./SwipeHandle.tsx";

const modes: readonly Exclude<CompareMode, "single">[] = ["swipe", "difference", "table"];

const baselineEntry: PlanEntry = { id: baselinePlanId, name: null, look: baselineLook, plan: null };

/** Two plans beside each other in the city, their difference as a map, or all plans as a table. */
export function CompareView() {
  const mode = useSession((state) => state.compareMode);
  const activePlanId = useSession((state) => state.activePlanId);
  const comparePlanId = useSession((state) => state.comparePlanId) ?? baselinePlanId;
  const held = useSession((state) => state.baselineHeld);
  const entries = planEntries(useScenario());
  const entryOf = (id: string): PlanEntry => entries.find((entry) => entry.id === id) ?? baselineEntry;
  // Handles, cards and bottom sheets would lie on top of what is compared.
  useEffect(() => {
    setSession({ selectedMeasureId: null, selectedBuildingId: null, pick: null });
    setView({ sheet: "none" });
  }, []);
  if (mode === "single") return null;
  return (
    <>
      <CompareBar
        active={entryOf(activePlanId)}
        entries={entries}
        left={entryOf(comparePlanId)}
        mode={mode}
      />
      {mode === "swipe" && !held ? (
        <SwipeHandle left={entryOf(comparePlanId)} right={entryOf(activePlanId)} />
      ) : null}
      {mode === "table" ? <CompareTable /> : null}
    </>
  );
}

/** How, and with what, the active plan is compared. */
function CompareBar({
  mode,
  left,
  active,
  entries,
}: {
  readonly mode: CompareMode;
  readonly left: PlanEntry;
  readonly active: PlanEntry;
  readonly entries: readonly PlanEntry[];
}) {
  const { t } = useTranslation();
  const others = entries.filter((entry) => entry.id !== active.id);
  return (
    <section aria-label={t("results:compare.label")} className={`panel ${styles.bar}`} data-mode={mode}>
      <RadioGroup
        aria-label={t("results:compare.modes")}
        className={styles.modes}
        onChange={(value) => {
          const chosen = modes.find((candidate) => candidate === value);
          if (chosen !== undefined) setSession({ compareMode: chosen });
        }}
        value={mode}
      >
        {modes.map((candidate) => (
          <Radio className={styles.mode} key={candidate} value={candidate}>
            {t(`results:compare.${candidate}`)}
          </Radio>
        ))}
      </RadioGroup>
      {mode === "table" || others.length < 2 ? null : (
        <div className={styles.with}>
          <SelectField
            hideLabel
            label={t("results:compare.left")}
            onChange={(id) => setSession({ comparePlanId: id })}
            options={others.map((entry) => ({
              id: entry.id,
              label: t("results:compare.with", { plan: entry.name ?? t("common:baseline") }),
            }))}
            value={left.id}
          />
        </div>
      )}
      <IconButton
        icon="close"
        label={t("results:compare.close")}
        onPress={() => setSession({ compareMode: "single", comparePlanId: null })}
        small
      />
    </section>
  );
}
