import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dismissNotice, type Notice, useSession } from "#app/state/session.ts";
import { useView } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Icon } from "#app/ui/Icon.tsx";
import styles from "./Notices.module.css";

const secondsShown = 8;

/** Short messages over the city. Problems stay until they are closed; the rest leaves by itself. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useSession((state) => state.notices);
  const screen = useView((state) => state.screen);
  const stack = useRef<HTMLElement>(null);
  useEffect(() => (stack.current === null ? undefined : reserveRoom(stack.current)), []);
  return (
    <section aria-label={t("common:notices")} className={styles.stack} data-screen={screen} ref={stack}>
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

const gapPx = 12;

/** Tells the panels, as `--notices`, how much room the messages take at the bottom; 0 without any. */
function reserveRoom(stack: HTMLElement): () => void {
  const { style } = document.documentElement;
  const observer = new ResizeObserver(() => {
    const height = stack.offsetHeight;
    style.setProperty("--notices", `${height === 0 ? 0 : height + gapPx}px`);
  });
  observer.observe(stack);
  return () => {
    observer.disconnect();
    style.removeProperty("--notices");
  };
}

function NoticeCard({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  useEffect(() => {
    if (notice.sticky) return;
    const timer = setTimeout(() => dismissNotice(notice.id), secondsShown * 1000);
    return () => clearTimeout(timer);
  }, [notice]);
  const { action } = notice;
  return (
    <div
      className={styles.notice}
      data-tone={notice.tone}
      role={notice.tone === "problem" ? "alert" : "status"}
    >
      <Icon name={notice.tone === "problem" ? "warning" : notice.tone === "success" ? "check" : "info"} />
      <p>{t(notice.key, notice.values)}</p>
      {action === null ? null : (
        <Button
          onPress={() => {
            action.run();
            dismissNotice(notice.id);
          }}
          small
        >
          {t(action.labelKey)}
        </Button>
      )}
      <IconButton icon="close" label={t("common:dismiss")} onPress={() => dismissNotice(notice.id)} small />
    </div>
  );
}

/** What is said to screen readers when something finishes without moving the focus. */
export function LiveRegion() {
  const announcement = useSession((state) => state.announcement);
  return (
    <div aria-live="polite" className="visually-hidden" role="status">
      {announcement}
    </div>
  );
}
