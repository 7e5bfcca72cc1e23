import { Label, Slider, SliderOutput, SliderThumb, SliderTrack } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useOverlay } from "#app/state/overlay.ts";
import { setSession, useSession } from "#app/state/session.ts";
import { Switch } from "#app/ui/fields.tsx";
import styles from "./SunPanel.module.css";

export function clockLabel(minutesOfDay: number): string {
  const hours = Math.floor(minutesOfDay / 60);
  return `${String(hours).padStart(2, "0")}:${String(minutesOfDay % 60).padStart(2, "0")}`;
}

const days = [
  { id: "spring", date: "03-20" },
  { id: "summer", date: "06-21" },
  { id: "autumn", date: "09-23" },
  { id: "winter", date: "12-21" },
] as const;

/** Date and time of the light. Illustration, not a sunlight study; the panel says so. */
export function SunPanel() {
  const { t } = useTranslation();
  const own = useSession((state) => state.sun);
  const led = useOverlay((state) => state.sun);
  const sun = { ...own, ...led };
  const year = sun.date.slice(0, 4);
  return (
    <div className={styles.sun}>
      <h3>{t("workspace:map.sun")}</h3>
      <Slider
        className="slider"
        isDisabled={led !== null}
        maxValue={23 * 60 + 45}
        minValue={0}
        onChange={(minutesOfDay) => setSession({ sun: { ...own, minutesOfDay } })}
        step={15}
        value={sun.minutesOfDay}
      >
        <div className="slider-head">
          <Label>{t("workspace:sun.time")}</Label>
          <SliderOutput>{() => clockLabel(sun.minutesOfDay)}</SliderOutput>
        </div>
        <SliderTrack className="slider-track">
          <SliderThumb className="slider-thumb" />
        </SliderTrack>
      </Slider>
      <label className="field">
        <span className="field-label">{t("workspace:sun.date")}</span>
        <input
          className="input"
          disabled={led !== null}
          max="2100-12-31"
          min="1990-01-01"
          onChange={(event) => {
            if (/^\d{4}-\d{2}-\d{2}$/.test(event.target.value)) {
              setSession({ sun: { ...own, date: event.target.value } });
            }
          }}
          type="date"
          value={sun.date}
        />
      </label>
      <div className={styles.days}>
        {days.map((day) => (
          <button
            aria-pressed={sun.date.endsWith(day.date)}
            className="btn btn-small"
            disabled={led !== null}
            key={day.id}
            onClick={() => setSession({ sun: { ...own, date: `${year}-${day.date}` } })}
            type="button"
          >
            {t(`workspace:sun.${day.id}`)}
          </button>
        ))}
      </div>
      <Switch isSelected={sun.shadows} onChange={(shadows) => setSession({ sun: { ...own, shadows } })}>
        {t("workspace:sun.shadows")}
      </Switch>
      <p className="muted small">{t(led === null ? "workspace:sun.note" : "workspace:sun.led")}</p>
    </div>
  );
}
