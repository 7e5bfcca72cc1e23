import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { loadPlot, type Plot } from "#app/ui/plot.ts";
import { type Curve, labelHeights } from "./curves.ts";
import styles from "./point.module.css";

const size = { width: 280, height: 150 };

/** Depth through time at one place, a line a plan with its letter at the end. The table beside it says the same. */
export function CurveChart({
  curves,
  shownMinutes,
}: {
  readonly curves: readonly Curve[];
  readonly shownMinutes: number | null;
}) {
  const { t } = useTranslation();
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void loadPlot().then((plot) => {
      if (gone || holder.current === null) return;
      holder.current.replaceChildren(
        drawn(plot, curves, shownMinutes, { x: t("results:point.axisX"), y: t("results:point.axisY") }),
      );
    });
    return () => {
      gone = true;
    };
  }, [curves, shownMinutes, t]);
  return <div aria-hidden="true" className={styles.chart} ref={holder} style={{ minHeight: size.height }} />;
}

function drawn(
  plot: Plot,
  curves: readonly Curve[],
  shownMinutes: number | null,
  labels: { readonly x: string; readonly y: string },
): Element {
  const highest = Math.max(5, ...curves.flatMap((curve) => curve.points.map((point) => point.depthCm)));
  const ends = labelHeights(
    curves.map((curve) => curve.points.at(-1)?.depthCm ?? 0),
    highest,
  );
  return plot.plot({
    ...size,
    marginLeft: 34,
    marginRight: 26,
    marginTop: 20,
    marginBottom: 32,
    style: { background: "none", color: "currentColor", fontFamily: "inherit", fontSize: "12px" },
    x: { label: labels.x, labelArrow: "none", ticks: 5 },
    y: { label: labels.y, labelArrow: "none", domain: [0, highest * 1.08], ticks: 4, grid: true },
    marks: [
      plot.ruleY([0]),
      plot.ruleX(shownMinutes === null ? [] : [shownMinutes], {
        stroke: "currentColor",
        strokeOpacity: 0.35,
      }),
      ...curves.map((curve) =>
        plot.line(curve.points, {
          x: "minutes",
          y: "depthCm",
          stroke: curve.colour,
          strokeWidth: 2.5,
          strokeDasharray: curve.dash.join(" "),
        }),
      ),
      ...curves.map((curve, index) =>
        plot.text([curve.points.at(-1)], {
          x: "minutes",
          y: () => ends[index] ?? 0,
          text: () => curve.letter,
          textAnchor: "start",
          dx: 6,
          fill: "currentColor",
          fontWeight: "bold",
        }),
      ),
    ],
  });
}
