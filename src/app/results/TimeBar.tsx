import { useLayoutEffect, useRef } from "react";
import { Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { setResults, shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { formatClock, formatTimeOfDay } from "./format.ts";
import { layerNow } from "./overlay.ts";
import { seriesLayerId, showTime, step, togglePlaying } from "./player.ts";
import { isDrapedSeries } from "./seriesDifference.ts";
import styles from "./time.module.css";

/** Simulated seconds per second. */
const speeds = {
  elapsed: [120, 300, 600, 1200],
  timeOfDay: [900, 1800, 3600, 7200],
} as const;

/** The slider counts minutes since the event began, so that a screen reader says "30 Minuten". */
const minutes = { style: "unit", unit: "minute", unitDisplay: "long" } as const;

/** Arrow keys move a clock by a quarter of an hour, an event by one written step. */
const clockStepMin = 15;

const noTimes: readonly number[] = [];

/** A slider that plays what moves: minutes since the rain began, or the hours of a day. */
export function TimeBar() {
  const { t } = useTranslation();
  const planId = useSession((state) => state.activePlanId);
  const compareMode = useSession((state) => state.compareMode);
  const times = useResults((state) => shownOutcome(state.runs[planId])?.result.frameTimesS ?? noTimes);
  const timeS = useResults((state) => state.timeS);
  const playing = useResults((state) => state.playing);
  const speed = useResults((state) => state.speed);
  const clock = useResults((state) => state.model?.clock ?? "elapsed");
  const input = useRef<HTMLInputElement>(null);
  // The slider says its value as a number, and would call half past two "870".
  useLayoutEffect(() => {
    if (clock === "timeOfDay") input.current?.setAttribute("aria-valuetext", formatTimeOfDay(timeS));
  });
  const modelId = useResults((state) => state.modelId);
  const layer = useResults(layerNow);
  const moving = layer?.series != null;
  const endS = times.at(-1) ?? 0;
  const startS = clock === "timeOfDay" ? (times[0] ?? 0) : 0;
  // A difference that moves can be played; that of two maxima cannot.
  const still = compareMode === "table" || (compareMode === "difference" && !isDrapedSeries(layer));
  if (times.length < 2 || still || seriesLayerId() === null) return null;
  const word = (key: string): string => t([`${modelId}:time.${key}`, `results:time.${clock}.${key}`]);
  const shownS = Math.min(Math.max(timeS, startS), endS);
  return (
    <section aria-label={t("results:time.label")} className={`panel ${styles.bar}`}>
      <IconButton icon="chevronLeft" label={t("results:time.back")} onPress={() => step(-1)} />
      <IconButton
        icon={playing ? "pause" : "play"}
        label={playing ? t("results:time.pause") : word("play")}
        look="primary"
        onPress={togglePlaying}
      />
      <IconButton icon="chevronRight" label={t("results:time.forward")} onPress={() => step(1)} />
      <Slider
        aria-label={word("slider")}
        className={styles.slider}
        {...(clock === "elapsed" ? { formatOptions: minutes } : {})}
        maxValue={endS / 60}
        minValue={startS / 60}
        onChange={(value) => {
          setResults({ playing: false });
          showTime(60 * (Array.isArray(value) ? (value[0] ?? 0) : value));
        }}
        step={clock === "timeOfDay" ? clockStepMin : stepOf(times) / 60}
        value={shownS / 60}
      >
        <SliderTrack className={`slider-track ${styles.track}`}>
          <SliderThumb className="slider-thumb" inputRef={input} />
        </SliderTrack>
      </Slider>
      <output className={styles.clock}>
        {moving
          ? t(`results:time.${clock}.clock`, {
              time: (clock === "timeOfDay" ? formatTimeOfDay : formatClock)(shownS),
            })
          : word("still")}
      </output>
      <div className={styles.speed}>
        <SelectField
          hideLabel
          label={t("results:time.speed")}
          onChange={(id) => setResults({ speed: Number(id) })}
          options={speeds[clock].map((value) => ({
            id: String(value),
            label:
              value < 3600
                ? t("results:time.speedOption", { minutes: value / 60 })
                : t("results:time.speedHours", { count: value / 3600 }),
          }))}
          value={String(speed)}
        />
      </div>
    </section>
  );
}

/** Arrow keys move by one written time step. */
function stepOf(times: readonly number[]): number {
  return Math.max(1, (times[1] ?? 60) - (times[0] ?? 0));
}
