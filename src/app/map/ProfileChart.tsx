import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type Language, useSession } from "#app/state/session.ts";
import { formatNumber } from "#app/ui/format.ts";
import { loadPlot, type Plot } from "#app/ui/plot.ts";
import styles from "./MeasuringCard.module.css";

const size = { width: 500, height: 170 };

export type Profile = readonly (readonly [number, number])[];

/** At most `count` pairs, ends included. */
function thinned(profile: Profile, count: number): Profile {
  if (profile.length <= count) return profile;
  return Array.from({ length: count }, (_, i) => {
    const at = Math.round((i * (profile.length - 1)) / (count - 1));
    return profile[at] ?? [0, Number.NaN];
  });
}

/** Height along a drawn line: a chart with direct labels, and the same as a table. */
export function ProfileChart({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const container = useRef<HTMLDivElement>(null);
  const known = profile.filter((pair) => Number.isFinite(pair[1]));
  const heights = known.map((pair) => pair[1]);
  const low = Math.min(...heights);
  const high = Math.max(...heights);

  useEffect(() => {
    let gone = false;
    void loadPlot().then((plot) => {
      if (gone || container.current === null) return;
      const labels = { x: t("workspace:tool.profile.x"), y: t("workspace:tool.profile.y") };
      container.current.replaceChildren(drawn(plot, profile, language, labels));
    });
    return () => {
      gone = true;
    };
  }, [profile, language, t]);

  if (known.length < 2) return <p className="muted small">{t("workspace:tool.profile.empty")}</p>;
  return (
    <figure className={styles.chart}>
      <div ref={container} style={{ minHeight: size.height }} />
      <figcaption>
        {t("workspace:tool.profile.sentence", {
          low: formatNumber(low, language, 1),
          high: formatNumber(high, language, 1),
          difference: formatNumber(high - low, language, 1),
        })}
      </figcaption>
      <details>
        <summary>{t("workspace:tool.profile.table")}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
        <div className={styles.table} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("workspace:tool.profile.x")}</th>
                <th scope="col">{t("workspace:tool.profile.y")}</th>
              </tr>
            </thead>
            <tbody>
              {thinned(known, 40).map(([distance, height]) => (
                <tr key={distance}>
                  <td>{formatNumber(distance, language, 1)}</td>
                  <td>{formatNumber(height, language, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

function drawn(
  plot: Plot,
  profile: Profile,
  language: Language,
  labels: { readonly x: string; readonly y: string },
): Element {
  const pairs = profile.map(([distance, height]) => ({ distance, height }));
  const valid = pairs.filter((pair) => Number.isFinite(pair.height));
  const floor = Math.min(...valid.map((pair) => pair.height));
  const top = Math.max(...valid.map((pair) => pair.height));
  const margin = Math.max(0.5, (top - floor) * 0.15);
  const format = (value: number) => formatNumber(value, language, 1);
  const extremes = [
    valid.reduce((best, pair) => (pair.height < best.height ? pair : best)),
    valid.reduce((best, pair) => (pair.height > best.height ? pair : best)),
  ];
  const chart = plot.plot({
    ...size,
    marginLeft: 52,
    marginRight: 28,
    style: { fontFamily: "inherit", fontSize: "13px", background: "transparent" },
    x: { label: labels.x, tickFormat: format, ticks: 5, labelArrow: "none" },
    y: {
      label: labels.y,
      domain: [floor - margin, top + margin],
      tickFormat: format,
      ticks: 4,
      grid: true,
      labelArrow: "none",
    },
    marks: [
      plot.areaY(pairs, { x: "distance", y1: floor - margin, y2: "height", fill: "var(--surface-sunk)" }),
      plot.lineY(pairs, { x: "distance", y: "height", stroke: "var(--accent)", strokeWidth: 2 }),
      plot.dot(extremes, { x: "distance", y: "height", fill: "var(--accent)", r: 4 }),
      plot.text(extremes, {
        x: "distance",
        y: "height",
        text: (pair: { height: number }) => `${format(pair.height)} m`,
        dy: -12,
        fill: "currentColor",
        stroke: "var(--surface)",
        strokeWidth: 4,
      }),
    ],
  });
  chart.setAttribute("aria-hidden", "true");
  return chart;
}
