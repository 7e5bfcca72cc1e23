import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { addPlan, deletePlan, duplicatePlan, movePlan, showPlan } from "#app/state/planActions.ts";
import { baselinePlanId, type PlanEntry, planEntries } from "#app/state/plans.ts";
import { useSession } from "#app/state/session.ts";
import { openDialog } from "#app/state/view.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { MenuButton, type MenuEntry } from "#app/ui/Menu.tsx";
import styles from "./PlanTabs.module.css";

/** The plans: baseline first and locked, then the alternatives, each with letter, colour and name. */
export function PlanTabs() {
  const { t } = useTranslation();
  const scenario = useScenario();
  const entries = planEntries(scenario);
  const activePlanId = useSession((state) => state.activePlanId);
  const list = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the tab to scroll to changes with the active plan
  useEffect(() => {
    const selected = list.current?.querySelector('[aria-selected="true"]');
    if (typeof selected?.scrollIntoView === "function")
      selected.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activePlanId, entries.length]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const index = entries.findIndex((entry) => entry.id === activePlanId);
    const last = entries.length - 1;
    const next: Record<string, number> = {
      ArrowRight: index === last ? 0 : index + 1,
      ArrowLeft: index <= 0 ? last : index - 1,
      Home: 0,
      End: last,
    };
    const target = entries[next[event.key] ?? -1];
    if (target !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      showPlan(target.id);
      list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[entries.indexOf(target)]?.focus();
    } else if (event.key === "F2" && activePlanId !== baselinePlanId) {
      event.preventDefault();
      openDialog({ type: "renamePlan", planId: activePlanId });
    }
  };

  const active = entries.find((entry) => entry.id === activePlanId);
  return (
    <div className={styles.plans}>
      <div
        aria-label={t("workspace:plans.label")}
        className={styles.list}
        onKeyDown={onKeyDown}
        ref={list}
        role="tablist"
        tabIndex={-1}
      >
        {entries.map((entry, index) => (
          <PlanTab entry={entry} index={index} key={entry.id} selected={entry.id === activePlanId} />
        ))}
      </div>
      {active === undefined || active.plan === null ? null : <PlanMenu entries={entries} entry={active} />}
      <IconButton icon="add" label={t("workspace:plans.add")} onPress={() => addPlan()} />
    </div>
  );
}

function PlanTab({
  entry,
  index,
  selected,
}: {
  readonly entry: PlanEntry;
  readonly index: number;
  readonly selected: boolean;
}) {
  const { t } = useTranslation();
  const name = entry.name ?? t("common:baseline");
  return (
    <button
      aria-controls="city"
      aria-keyshortcuts={index < 4 ? String(index + 1) : undefined}
      aria-selected={selected}
      className={styles.tab}
      onClick={() => showPlan(entry.id)}
      onDoubleClick={() => {
        if (entry.plan !== null) openDialog({ type: "renamePlan", planId: entry.id });
      }}
      role="tab"
      style={{ "--plan": entry.look.colour } as React.CSSProperties}
      tabIndex={selected ? 0 : -1}
      title={index < 4 ? t("workspace:plans.key", { name, key: index + 1 }) : name}
      type="button"
    >
      {entry.plan === null ? (
        <span className={styles.lock}>
          <Icon name="lock" size={16} />
        </span>
      ) : (
        <span aria-hidden="true" className={styles.letter}>
          {entry.look.letter}
        </span>
      )}
      <span className={styles.name}>{name}</span>
    </button>
  );
}

function PlanMenu({ entry, entries }: { readonly entry: PlanEntry; readonly entries: readonly PlanEntry[] }) {
  const { t } = useTranslation();
  const name = entry.name ?? "";
  const position = entries.findIndex((other) => other.id === entry.id) - 1;
  const actions: MenuEntry[] = [
    {
      id: "rename",
      label: t("workspace:plans.rename"),
      icon: "edit",
      shortcut: "F2",
      onAction: () => openDialog({ type: "renamePlan", planId: entry.id }),
    },
    {
      id: "duplicate",
      label: t("workspace:plans.duplicate"),
      icon: "duplicate",
      onAction: () => duplicatePlan(entry.id),
    },
    {
      id: "left",
      label: t("workspace:plans.left"),
      icon: "chevronLeft",
      disabled: position <= 0,
      onAction: () => movePlan(entry.id, position - 1),
    },
    {
      id: "right",
      label: t("workspace:plans.right"),
      icon: "chevronRight",
      disabled: position >= entries.length - 2,
      onAction: () => movePlan(entry.id, position + 1),
    },
    "separator",
    {
      id: "delete",
      label: t("workspace:plans.delete"),
      icon: "trash",
      onAction: () => deletePlan(entry.id),
    },
  ];
  return (
    <MenuButton
      entries={actions}
      label={t("workspace:plans.menu", { name })}
      trigger={<IconButton icon="more" label={t("workspace:plans.menu", { name })} />}
    />
  );
}
