import { useId } from "react";
import { Input, NumberField } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "#app/ui/Button.tsx";
import type { SeriesField } from "#twin/parameters.ts";
import styles from "./conditions.module.css";

type Pair = readonly [number, number];

/** Pairs by ascending first column; of two with the same first column the later one stays. */
export function orderedPairs(pairs: readonly Pair[]): readonly Pair[] {
  const byX = new Map(pairs.map((pair) => [pair[0], pair]));
  return [...byX.values()].sort((a, b) => a[0] - b[0]);
}

/** An editable table of number pairs (a depth–duration table, a hydrograph). */
export function SeriesTable({
  label,
  xLabel,
  yLabel,
  field,
  value,
  onChange,
}: {
  readonly label: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly field: SeriesField;
  readonly value: readonly Pair[];
  readonly onChange: (value: readonly Pair[]) => void;
}) {
  const { t } = useTranslation();
  const caption = useId();
  const change = (index: number, part: 0 | 1, next: number): void => {
    if (!Number.isFinite(next) || value[index]?.[part] === next) return;
    const pairs = value.map((pair, i): Pair => {
      if (i !== index) return pair;
      return part === 0 ? [next, pair[1]] : [pair[0], next];
    });
    onChange(orderedPairs(pairs));
  };
  const add = (): void => {
    const last = value.at(-1) ?? [0, 0];
    onChange([...value, [last[0] + Math.max(5, last[0] - (value.at(-2)?.[0] ?? 0)), last[1]]]);
  };
  return (
    <div className={styles.series}>
      <p className="field-label" id={caption}>
        {label}
      </p>
      <table aria-labelledby={caption}>
        <thead>
          <tr>
            <th scope="col">{xLabel}</th>
            <th scope="col">{yLabel}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {value.map((pair, index) => (
            <tr key={pair[0]}>
              {([0, 1] as const).map((part) => (
                <td key={part}>
                  <NumberField
                    aria-label={t("results:series.cell", {
                      column: part === 0 ? xLabel : yLabel,
                      row: index + 1,
                    })}
                    isWheelDisabled
                    minValue={0}
                    onChange={(next) => change(index, part, next)}
                    value={pair[part]}
                  >
                    <Input className={styles.cell} />
                  </NumberField>
                </td>
              ))}
              <td>
                <IconButton
                  icon="trash"
                  isDisabled={value.length <= 1}
                  label={t("results:series.remove", { row: index + 1 })}
                  onPress={() => onChange(value.filter((_, i) => i !== index))}
                  small
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button icon="add" isDisabled={value.length >= field.maxLength} onPress={add} small>
        {t("results:series.add")}
      </Button>
      {field.source === undefined ? null : (
        <p className="muted small">{t("results:conditions.source", { source: field.source })}</p>
      )}
    </div>
  );
}
