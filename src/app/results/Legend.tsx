import { useTranslation } from "react-i18next";
import { formatNumber, formatUnit } from "./format.ts";
import styles from "./legend.module.css";
import { type Classes, lowest, type RampName } from "./ramps.ts";

/** Where a class begins and ends, in words: "10–30 cm", "über 1 m", "weniger als −0,3 m". */
export type LegendClass = { readonly colour: string; readonly label: string };

/** What a legend says besides its classes. */
export type LegendProps = {
  readonly title: string;
  readonly unit: string;
  readonly classes: readonly LegendClass[];
  /** "dunkel bedeutet …" */
  readonly sentence: string;
  /** Said beside an empty patch: what it means where nothing is drawn; "" = nothing to say. */
  readonly empty: string;
};

/** A legend: title in words, unit, class edges, and a sentence that says what dark means. */
export function Legend({ title, unit, classes, sentence, empty }: LegendProps) {
  const { t } = useTranslation();
  return (
    <figure className={styles.legend}>
      <figcaption>
        <strong>{title}</strong>
        {unit === "" || unit === "1" ? null : (
          <span className="muted">{` ${t("results:legend.in", { unit })}`}</span>
        )}
      </figcaption>
      <ul
        className={styles.classes}
        data-long={classes.some((entry) => entry.label.length > 24)}
        style={{ "--rows": Math.ceil((classes.length + (empty === "" ? 0 : 1)) / 2) } as React.CSSProperties}
      >
        {classes.map((entry) => (
          <li key={entry.label}>
            <span aria-hidden="true" className={styles.patch} style={{ background: entry.colour }} />
            {entry.label}
          </li>
        ))}
        {empty === "" ? null : (
          <li>
            <span aria-hidden="true" className={styles.patch} />
            {empty}
          </li>
        )}
      </ul>
      {sentence === "" ? null : <p className="small muted">{sentence}</p>}
    </figure>
  );
}

type Say = (key: string, values: Record<string, string>) => string;

/** Depths are said in centimetres: "30 cm" is easier to picture than "0,3 m". */
export function shownUnit(unit: string, ramp: RampName): { readonly unit: string; readonly factor: number } {
  return unit === "m" && ramp === "depth" ? { unit: "cm", factor: 100 } : { unit, factor: 1 };
}

const longestSuffix = 4;

/** Classes from edge to edge; the last one is open, those that are not drawn are left out. */
export function legendClasses(
  classes: Classes,
  { unit, factor }: { readonly unit: string; readonly factor: number },
  language: string,
  say: Say,
): LegendClass[] {
  const number = (value: number): string => formatNumber(value * factor, language, 3).replace("-", "−");
  // A long unit stands in the title: beside every class it would break the lines.
  const suffix = unit.length > longestSuffix ? "" : formatUnit(unit);
  return classes.edges.flatMap((edge, index) => {
    const colour = classes.colours[index];
    if (colour === undefined || colour === "transparent") return [];
    const next = classes.edges[index + 1];
    const from = number(edge);
    if (next === undefined)
      return [{ colour, label: say("results:legend.above", { from: `${from}${suffix}` }) }];
    const to = `${number(next)}${suffix}`;
    if (edge <= -lowest) return [{ colour, label: say("results:legend.below", { to }) }];
    return [{ colour, label: say("results:legend.between", { from, to }) }];
  });
}
