import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { PlanEntry } from "#app/state/plans.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { formatNumber } from "./format.ts";
import { PlanMark } from "./PlanMark.tsx";
import styles from "./swipe.module.css";

/** The handle stays within the picture, so that it can always be found again. */
const margin = 0.02;

const keySteps: Readonly<Record<string, (swipe: number) => number>> = {
  ArrowLeft: (swipe) => swipe - 0.02,
  ArrowDown: (swipe) => swipe - 0.02,
  ArrowRight: (swipe) => swipe + 0.02,
  ArrowUp: (swipe) => swipe + 0.02,
  PageDown: (swipe) => swipe - 0.1,
  PageUp: (swipe) => swipe + 0.1,
  Home: () => margin,
  End: () => 1 - margin,
};

function boundedSwipe(swipe: number): number {
  return Math.min(1 - margin, Math.max(margin, Math.round(swipe * 1000) / 1000));
}

/** The line between two plans in the city: drag it, or move it with the arrow keys. */
export function SwipeHandle({ left, right }: { readonly left: PlanEntry; readonly right: PlanEntry }) {
  const { t, i18n } = useTranslation();
  const swipe = useSession((state) => state.swipe);
  const frame = useRef<HTMLDivElement>(null);
  const names = { left: left.name ?? t("common:baseline"), right: right.name ?? t("common:baseline") };

  const moveTo = (clientX: number): void => {
    const box = frame.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    setSession({ swipe: boundedSwipe((clientX - box.left) / box.width) });
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    moveTo(event.clientX);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) moveTo(event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const next = keySteps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setSession({ swipe: boundedSwipe(next(swipe)) });
  };
  const percent = formatNumber(swipe * 100, i18n.language, 0);
  return (
    <div className={styles.frame} ref={frame}>
      <div className={styles.line} style={{ left: `${swipe * 100}%` }}>
        <span className={styles.name} data-side="left">
          <PlanMark entry={left} /> <span>{names.left}</span>
        </span>
        <span className={styles.name} data-side="right">
          <PlanMark entry={right} /> <span>{names.right}</span>
        </span>
        <div
          aria-label={t("results:swipe.label", names)}
          aria-orientation="horizontal"
          aria-valuemax={100}
          aria-valuemin={0}
          aria-valuenow={Math.round(swipe * 100)}
          aria-valuetext={t("results:swipe.value", { ...names, percent })}
          className={styles.handle}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          role="slider"
          tabIndex={0}
        >
          <svg aria-hidden="true" fill="none" height="20" viewBox="0 0 20 20" width="20">
            <path d="m7 5-4.5 5L7 15M13 5l4.5 5-4.5 5" stroke="currentColor" strokeWidth="1.8" />
          </svg>
        </div>
      </div>
    </div>
  );
}
