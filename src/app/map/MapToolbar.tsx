import { Dialog as AriaDialog, DialogTrigger, Popover } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { closeNeighbourhood, openNeighbourhood } from "#app/neighbourhood/opening.ts";
import { useNeighbourhood } from "#app/state/neighbourhood.ts";
import { useOverlay } from "#app/state/overlay.ts";
import { useSession } from "#app/state/session.ts";
import { setView, useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import { MenuButton } from "#app/ui/Menu.tsx";
import { shortcutLabel } from "#app/ui/shortcutLabel.ts";
import { Bookmarks } from "./Bookmarks.tsx";
import { LayersPanel } from "./LayersPanel.tsx";
import styles from "./MapToolbar.module.css";
import { SearchPanel } from "./SearchPanel.tsx";
import { clockLabel, SunPanel } from "./SunPanel.tsx";
import { leaveWalk, startTool, stopTool } from "./tools.ts";

/** Finding, turning, lighting and measuring the city. */
export function MapToolbar() {
  const { t } = useTranslation();
  const scene = useView((state) => state.scene);
  const ownMinutes = useSession((state) => state.sun.minutesOfDay);
  const minutes = useOverlay((state) => state.sun?.minutesOfDay) ?? ownMinutes;
  const tool = useSession((state) => state.tool.type);
  const searchOpen = useView((state) => state.searchOpen);
  const neighbourhood = useNeighbourhood((state) => state.open);
  const measuring = tool === "distance" || tool === "area" || tool === "profile";
  return (
    <div aria-label={t("workspace:map.toolbar")} className={`panel ${styles.bar}`} role="toolbar">
      <DialogTrigger isOpen={searchOpen} onOpenChange={(open) => setView({ searchOpen: open })}>
        <IconButton icon="search" label={t("workspace:map.search")} shortcut={shortcutLabel("F")} />
        <Popover className="popover" offset={12} placement="top end">
          <AriaDialog aria-label={t("workspace:map.search")} className={styles.pop}>
            <SearchPanel />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
      <span className={styles.rule} />
      <NorthButton />
      <IconButton
        icon="home"
        label={t("workspace:map.home")}
        onPress={() => {
          leaveWalk();
          scene?.camera.home();
        }}
      />
      <IconButton
        icon="walk"
        label={tool === "walk" ? t("workspace:map.walkEnd") : t("workspace:map.walk")}
        onPress={() => (tool === "walk" ? stopTool() : startTool("walk"))}
        pressed={tool === "walk"}
      />
      <IconButton
        icon="street"
        label={t("neighbourhood:open")}
        onPress={neighbourhood ? closeNeighbourhood : openNeighbourhood}
        pressed={neighbourhood}
      />
      <span className={styles.rule} />
      <DialogTrigger>
        <Button aria-label={t("workspace:map.sunButton", { time: clockLabel(minutes) })} look="plain">
          <Icon name="sun" />
          <span className={styles.clock}>{clockLabel(minutes)}</span>
        </Button>
        <Popover className="popover" offset={12} placement="top">
          <AriaDialog aria-label={t("workspace:map.sun")} className={styles.pop}>
            <SunPanel />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
      <DialogTrigger>
        <IconButton icon="layers" label={t("workspace:map.layers")} />
        <Popover className="popover" offset={12} placement="top end">
          <AriaDialog aria-label={t("workspace:map.layers")} className={styles.pop}>
            <LayersPanel />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
      <MenuButton
        entries={[
          {
            id: "distance",
            label: t("workspace:map.distance"),
            icon: "ruler",
            onAction: () => startTool("distance"),
          },
          { id: "area", label: t("workspace:map.area"), icon: "area", onAction: () => startTool("area") },
          {
            id: "profile",
            label: t("workspace:map.profile"),
            icon: "profile",
            onAction: () => startTool("profile"),
          },
        ]}
        label={t("workspace:map.measure")}
        trigger={<IconButton icon="ruler" label={t("workspace:map.measure")} pressed={measuring} />}
      />
      <DialogTrigger>
        <IconButton icon="bookmark" label={t("workspace:map.bookmarks")} />
        <Popover className="popover" offset={12} placement="top end">
          <AriaDialog aria-label={t("workspace:map.bookmarks")} className={styles.pop}>
            <Bookmarks />
          </AriaDialog>
        </Popover>
      </DialogTrigger>
    </div>
  );
}

/** Turns the needle with the camera; a press puts north up. */
function NorthButton() {
  const { t } = useTranslation();
  const scene = useView((state) => state.scene);
  const heading = useSession((state) => Math.round(state.camera?.headingDeg ?? 0));
  return (
    <IconButton icon="north" label={t("workspace:map.north")} onPress={() => scene?.camera.north()}>
      <span aria-hidden="true" className={styles.needle} style={{ transform: `rotate(${-heading}deg)` }}>
        <svg aria-hidden="true" height="26" viewBox="0 0 26 26" width="26">
          <path d="M13 2 8.5 13h9z" fill="var(--problem)" />
          <path d="M13 24 8.5 13h9z" fill="var(--line-strong)" />
        </svg>
      </span>
    </IconButton>
  );
}
