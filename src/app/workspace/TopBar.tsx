import { useTranslation } from "react-i18next";
import { saveCity } from "#app/intake/exporting.ts";
import { redoAndRepair, undoAndRepair } from "#app/keys.ts";
import { goToStart } from "#app/lifecycle/navigation.ts";
import { downloadScenario, openScenarioDialog } from "#app/lifecycle/scenarioFiles.ts";
import { useDocument } from "#app/state/document.ts";
import { baselinePlanId } from "#app/state/plans.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { twinStore, useTwin } from "#app/state/twin.ts";
import { openDialog } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { MenuButton, type MenuEntry } from "#app/ui/Menu.tsx";
import { shortcutLabel } from "#app/ui/shortcutLabel.ts";
import { PlanTabs } from "./PlanTabs.tsx";
import { PreferencesMenu } from "./PreferencesMenu.tsx";
import styles from "./TopBar.module.css";

export function TopBar() {
  const { t } = useTranslation();
  return (
    <header className={styles.bar}>
      <CityMenu />
      <PlanTabs />
      <div className={styles.end}>
        <HistoryButtons />
        <CompareButton />
        <div className={styles.large}>
          <ShareMenu />
          <PreferencesMenu />
        </div>
        <IconButton
          icon="help"
          label={t("workspace:top.help")}
          onPress={() => openDialog({ type: "help" })}
        />
      </div>
    </header>
  );
}

function CityMenu() {
  const { t } = useTranslation();
  const name = useTwin((state) => state.data?.name ?? "");
  const entries: MenuEntry[] = [
    { id: "start", label: t("workspace:city.start"), icon: "home", onAction: goToStart },
    "separator",
    {
      id: "rename",
      label: t("workspace:city.rename"),
      icon: "edit",
      onAction: () => openDialog({ type: "renameScenario" }),
    },
    {
      id: "open",
      label: t("workspace:city.openFile"),
      icon: "folder",
      onAction: () => void openScenarioDialog(),
    },
    {
      id: "save",
      label: t("workspace:city.download"),
      icon: "download",
      shortcut: shortcutLabel("S"),
      onAction: () => void downloadScenario(),
    },
    "separator",
    {
      id: "sources",
      label: t("workspace:city.sources"),
      icon: "info",
      onAction: () => openDialog({ type: "sources" }),
    },
    {
      id: "export",
      label: t("wizard:export.menu"),
      icon: "download",
      onAction: () => {
        const { data } = twinStore.getState();
        if (data !== null) void saveCity(data, data.name);
      },
    },
  ];
  const title = useDocument((state) => state.history?.scenario.title ?? "");
  return (
    <MenuButton
      entries={entries}
      header={title === "" ? undefined : t("workspace:city.scenario", { title })}
      label={t("workspace:city.menu")}
      trigger={
        <Button aria-label={t("workspace:city.button", { name })} className={styles.city} look="plain">
          <img alt="" height="28" src="./icons/planfall.svg" width="28" />
          <span className={styles.cityName}>{name}</span>
          <Icon name="chevronDown" size={16} />
        </Button>
      }
    />
  );
}

function HistoryButtons() {
  const { t } = useTranslation();
  const canUndo = useDocument((state) => (state.history?.past.length ?? 0) > 0);
  const canRedo = useDocument((state) => (state.history?.future.length ?? 0) > 0);
  return (
    <div className={styles.history}>
      <IconButton
        icon="undo"
        isDisabled={!canUndo}
        label={t("workspace:top.undo")}
        onPress={undoAndRepair}
        shortcut={shortcutLabel("Z")}
      />
      <IconButton
        icon="redo"
        isDisabled={!canRedo}
        label={t("workspace:top.redo")}
        onPress={redoAndRepair}
        shortcut={shortcutLabel("Z", true)}
      />
    </div>
  );
}

/** Turns the swipe on and off. Without a plan there is nothing to compare, and the button says so. */
function CompareButton() {
  const { t } = useTranslation();
  const comparing = useSession((state) => state.compareMode !== "single");
  const activePlanId = useSession((state) => state.activePlanId);
  const plans = useDocument((state) => state.history?.scenario.plans ?? []);
  const toggle = () => {
    if (comparing) {
      setSession({ compareMode: "single", comparePlanId: null });
      return;
    }
    const right = activePlanId === baselinePlanId ? (plans[0]?.id ?? baselinePlanId) : activePlanId;
    setSession({
      activePlanId: right,
      comparePlanId: baselinePlanId,
      compareMode: "swipe",
      tool: { type: "select" },
      sketchKind: null,
    });
  };
  return (
    <Button
      aria-pressed={comparing}
      className={styles.compare}
      icon="compare"
      isDisabled={plans.length === 0}
      onPress={toggle}
    >
      <span className={styles.wide}>{t("workspace:top.compare")}</span>
      <span className="visually-hidden">{plans.length === 0 ? t("workspace:top.compareEmpty") : ""}</span>
    </Button>
  );
}

function ShareMenu() {
  const { t } = useTranslation();
  return (
    <MenuButton
      entries={[
        {
          id: "file",
          label: t("workspace:share.file"),
          icon: "download",
          shortcut: shortcutLabel("S"),
          onAction: () => void downloadScenario(),
        },
        {
          id: "picture",
          label: t("workspace:share.picture"),
          icon: "eye",
          onAction: () => openDialog({ type: "picture" }),
        },
        {
          id: "link",
          label: t("workspace:share.link"),
          icon: "pin",
          onAction: () => openDialog({ type: "link" }),
        },
      ]}
      label={t("workspace:share.menu")}
      trigger={
        <Button icon="upload" look="plain">
          <span className={styles.wide}>{t("workspace:top.share")}</span>
        </Button>
      }
    />
  );
}
