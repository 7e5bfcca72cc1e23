import { Slider, SliderThumb, SliderTrack } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { setResults, shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { IconButton } from "#app/ui/Button.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import { formatClock } from "./format.ts";
import { layerNow } from "./overlay.ts";
import { seriesLayerId, showTime, step, togglePlaying } from "./player.ts";
import styles from "./time.module.css";

/** Simulated seconds per second. */
const speeds = [120, 300, 600, 1200] as const;

/** The slider counts minutes, so that a screen reader says "30 Minuten". */
const minutes = { style: "unit", unit: "minute", unitDisplay: "long" } as const;

const noTimes: readonly number[] = [];

/** A slider that plays the water: minutes since the rain began. */
export function TimeBar() {
  const { t } = useTranslation();
  const planId = useSession((state) => state.activePlanId);
  const compareMode = useSession((state) => state.compareMode);
  const times = useResults((state) => shownOutcome(state.runs[planId])?.result.frameTimesS ?? noTimes);
  const timeS = useResults((state) => state.timeS);
  const playing = useResults((state) => state.playing);
  const speed = useResults((state) => state.speed);
  const moving = useResults((state) => layerNow(state)?.series != null);
  const endS = times.at(-1) ?? 0;
  const still = compareMode === "difference" || compareMode === "table";
  if (times.length < 2 || still || seriesLayerId() === null) return null;
  return (
    <section aria-label={t("results:time.label")} className={`panel ${styles.bar}`}>
      <IconButton icon="chevronLeft" label={t("results:time.back")} onPress={() => step(-1)} />
      <IconButton
        icon={playing ? "pause" : "play"}
        label={playing ? t("results:time.pause") : t("results:time.play")}
        look="primary"
        onPress={togglePlaying}
      />
      <IconButton icon="chevronRight" label={t("results:time.forward")} onPress={() => step(1)} />
      <Slider
        aria-label={t("results:time.slider")}
        className={styles.slider}
        formatOptions={minutes}
        maxValue={endS / 60}
        minValue={0}
        onChange={(value) => {
          setResults({ playing: false });
          showTime(60 * (Array.isArray(value) ? (value[0] ?? 0) : value));
        }}
        step={stepOf(times) / 60}
        value={Math.min(timeS, endS) / 60}
      >
        <SliderTrack className={`slider-track ${styles.track}`}>
          <SliderThumb className="slider-thumb" />
        </SliderTrack>
      </Slider>
      <output className={styles.clock}>
        {moving ? t("results:time.clock", { time: formatClock(timeS) }) : t("results:time.maximum")}
      </output>
      <div className={styles.speed}>
        <SelectField
          hideLabel
          label={t("results:time.speed")}
          onChange={(id) => setResults({ speed: Number(id) })}
          options={speeds.map((value) => ({
            id: String(value),
            label: t("results:time.speedOption", { minutes: value / 60 }),
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
