import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { formatNumber } from "#app/results/format.ts";
import { setResults } from "#app/state/results.ts";
import { useTwin } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { loadPlot, type Plot } from "#app/ui/plot.ts";
import type { RunOutcome } from "#runs/contract.ts";
import { CountedStreetName } from "./CountedStreetName.tsx";
import styles from "./counts.module.css";
import { type CountComparison, countComparisons, countedStreets } from "./rows.ts";

/** GEH below which a count is said to be met, as is common practice. */
const goodGeh = 5;

/** The base beside its counts: in a sentence, as points, one by one, and what the calibration changed. */
export function CountsComparison({ outcome }: { readonly outcome: RunOutcome }) {
  const { t, i18n } = useTranslation();
  const compared = useMemo(() => countComparisons(outcome.result), [outcome]);
  const { ledger, fields } = outcome.result;
  if (compared.length === 0) return null;
  const number = (value: number, digits: number): string => formatNumber(value, i18n.language, digits);
  const calibrated = ledger.calibrated === 1;
  return (
    <section aria-labelledby="counts-title" className={styles.comparison}>
      <h3 id="counts-title">{t("counts:comparison.title")}</h3>
      <p>
        {t("counts:comparison.sentence", {
          good: compared.filter(({ geh }) => geh < goodGeh).length,
          count: compared.length,
          sqv: number(ledger.meanSqv ?? Number.NaN, 2),
        })}{" "}
        {calibrated
          ? t("counts:comparison.calibrated", {
              before: number(ledger.gehBelow5PercentBefore ?? Number.NaN, 0),
              after: number(ledger.gehBelow5Percent ?? Number.NaN, 0),
            })
          : t("counts:comparison.notCalibrated")}
      </p>
      <Scatter compared={compared} />
      <div className={styles.buttons}>
        <Button onPress={() => setResults({ layerId: "geh" })} small>
          {t("counts:comparison.map")}
        </Button>
        {calibrated && fields.some(({ id }) => id === "demandChange") ? (
          <Button onPress={() => setResults({ layerId: "demandChange" })} small>
            {t("counts:comparison.demandMap")}
          </Button>
        ) : null}
      </div>
      <ComparisonTable calibrated={calibrated} compared={compared} />
    </section>
  );
}

/** Rows laid out at once: the worst. */
const rowsAtOnce = 30;

function ComparisonTable({
  compared,
  calibrated,
}: {
  readonly compared: readonly CountComparison[];
  readonly calibrated: boolean;
}) {
  const { t, i18n } = useTranslation();
  const sections = useTwin((state) => state.data?.streets.sections);
  const shown = compared.slice(0, rowsAtOnce);
  const streets = countedStreets(
    sections ?? [],
    shown.map(({ step }) => step),
  );
  const number = (value: number, digits = 0): string =>
    Number.isNaN(value) ? "–" : formatNumber(value, i18n.language, digits);
  return (
    <details>
      <summary>{t("counts:comparison.table", { count: shown.length })}</summary>
      <table className="figures">
        <caption className="visually-hidden">
          {t("counts:comparison.title")}, {t("counts:vehPerH")}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t("counts:street")}</th>
            <th scope="col">{t("counts:comparison.counted")}</th>
            <th scope="col">{t("counts:comparison.modelled")}</th>
            <th scope="col">GEH</th>
            {calibrated ? (
              <th scope="col">
                <abbr title={t("counts:comparison.capacityLong")}>{t("counts:comparison.capacity")}</abbr>
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ step, counted, modelled, geh, capacityPercent }, row) => (
            <tr key={step}>
              <th scope="row">
                <CountedStreetName step={step} street={streets[row] ?? null} />
              </th>
              <td>{number(counted)}</td>
              <td>{number(modelled)}</td>
              <td>{number(geh, 1)}</td>
              {calibrated ? <td>{`${number(capacityPercent)}\u202f%`}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

const size = 280;

/** Counted against modelled; the table beside it says the same. */
function Scatter({ compared }: { readonly compared: readonly CountComparison[] }) {
  const { t } = useTranslation();
  const holder = useRef<HTMLDivElement>(null);
  const [counted, modelled] = (["counted", "modelled"] as const).map(
    (key) => `${t(`counts:comparison.${key}`)}, ${t("counts:vehPerH")}`,
  );
  useEffect(() => {
    let gone = false;
    void loadPlot().then((plot) => {
      if (!gone) holder.current?.replaceChildren(drawn(plot, compared, counted, modelled));
    });
    return () => {
      gone = true;
    };
  }, [compared, counted, modelled]);
  return <div aria-hidden="true" className={styles.chart} ref={holder} style={{ minHeight: size }} />;
}

function drawn(plot: Plot, compared: readonly CountComparison[], counted: string, modelled: string): Element {
  const points = compared.filter((one) => !Number.isNaN(one.modelled));
  const most = Math.max(10, ...points.flatMap((one) => [one.counted, one.modelled])) * 1.05;
  const good = points.filter(({ geh }) => geh < goodGeh);
  const poor = points.filter(({ geh }) => !(geh < goodGeh));
  /** Modelled values at which GEH is just five: the root of (m − c)² = 12.5 (m + c). */
  const edge = (c: number, sign: 1 | -1): number => c + 6.25 + sign * Math.sqrt(25 * c + 6.25 ** 2);
  const band = Array.from({ length: 41 }, (_, i) => (i * most) / 40);
  return plot.plot({
    width: size,
    height: size,
    marginLeft: 40,
    marginBottom: 36,
    style: { background: "none", color: "currentColor", fontFamily: "inherit", fontSize: "12px" },
    x: { label: counted, labelArrow: "none", domain: [0, most], ticks: 4 },
    y: { label: modelled, labelArrow: "none", domain: [0, most], ticks: 4, grid: true },
    marks: [
      plot.areaY(band, {
        x: (c: number) => c,
        y1: (c: number) => Math.max(0, edge(c, -1)),
        y2: (c: number) => Math.min(most, edge(c, 1)),
        fill: "currentColor",
        fillOpacity: 0.08,
      }),
      plot.line([0, most], { x: (v: number) => v, y: (v: number) => v, strokeOpacity: 0.4 }),
      plot.dot(good, { x: "counted", y: "modelled", fill: "#0b6e99", r: 3.5 }),
      plot.dot(poor, { x: "counted", y: "modelled", stroke: "#b4491f", symbol: "times", r: 4 }),
    ],
  });
}
