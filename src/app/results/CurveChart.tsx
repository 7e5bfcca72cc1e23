import { useEffect, useRef } from "react";
import { loadPlot, type Plot } from "#app/ui/plot.ts";
import { type Curve, labelHeights } from "./curves.ts";
import styles from "./point.module.css";

const size = { width: 280, height: 150 };

/** What the chart's axes say and hold. */
export type CurveAxes = {
  readonly x: string;
  readonly y: string;
  readonly xTicks?: readonly number[];
  /** How a tick of x is written. */
  readonly xFormat?: (x: number) => string;
  readonly yDomain: readonly [number, number];
  /** Class edges: only those within the domain are drawn. */
  readonly yTicks?: readonly number[];
  /** The moment shown, null while it moves. */
  readonly shownX: number | null;
};

/** Values through time at one place, a line a plan with its letter at the end. The table beside it says the same. */
export function CurveChart({
  curves,
  axes,
}: {
  readonly curves: readonly Curve[];
  readonly axes: CurveAxes;
}) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void loadPlot().then((plot) => {
      if (gone || holder.current === null) return;
      holder.current.replaceChildren(drawn(plot, curves, axes));
    });
    return () => {
      gone = true;
    };
  }, [curves, axes]);
  return <div aria-hidden="true" className={styles.chart} ref={holder} style={{ minHeight: size.height }} />;
}

const endOf = ({ points }: Curve): number => points.findLast(({ y }) => !Number.isNaN(y))?.y ?? 0;

function drawn(plot: Plot, curves: readonly Curve[], axes: CurveAxes): Element {
  const [low, high] = axes.yDomain;
  const ends = labelHeights(curves.map(endOf), high - low);
  const yTicks = axes.yTicks?.filter((tick) => tick > low && tick < high);
  return plot.plot({
    ...size,
    marginLeft: 34,
    marginRight: 26,
    marginTop: 20,
    marginBottom: 32,
    style: { background: "none", color: "currentColor", fontFamily: "inherit", fontSize: "12px" },
    x: {
      label: axes.x,
      labelArrow: "none",
      ticks: axes.xTicks === undefined ? 5 : [...axes.xTicks],
      ...(axes.xFormat === undefined ? {} : { tickFormat: axes.xFormat }),
    },
    y: {
      label: axes.y,
      labelArrow: "none",
      domain: [low, high],
      ticks: yTicks === undefined || yTicks.length === 0 ? 4 : yTicks,
      grid: true,
    },
    marks: [
      plot.ruleY([low]),
      plot.ruleX(axes.shownX === null ? [] : [axes.shownX], {
        stroke: "currentColor",
        strokeOpacity: 0.35,
      }),
      ...curves.map((curve) =>
        plot.line(curve.points, {
          x: "x",
          y: "y",
          stroke: curve.colour,
          strokeWidth: 2.5,
          strokeDasharray: curve.dash.join(" "),
        }),
      ),
      ...curves.map((curve, index) =>
        plot.text([curve.points.at(-1)], {
          x: "x",
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
