import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { NumberField, SelectField, Switch } from "#app/ui/fields.tsx";
import { formatNumber } from "#app/ui/format.ts";
import { roundToStep } from "#twin/parameters/rounding.ts";
import type { Field } from "#twin/parameters.ts";
import styles from "./ParameterCard.module.css";

function decimalsOf(step: number): number {
  return Math.max(0, Math.min(4, Math.ceil(-Math.log10(step))));
}

/** One field of a parameter schema as a control with unit, range and the source of its default. */
export function ParameterField({
  field,
  value,
  label,
  optionLabel,
  onChange,
}: {
  readonly field: Field;
  readonly value: unknown;
  readonly label: string;
  readonly optionLabel: (option: string) => string;
  readonly onChange: (value: unknown) => void;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  if (field.kind === "number") {
    const digits = decimalsOf(field.step);
    // A year says itself what it is, and its bounds say nothing.
    const year = field.unit === "year";
    const hint = t("workspace:card.range", {
      min: formatNumber(field.min, language, digits),
      max: formatNumber(field.max, language, digits),
      unit: field.unit === "1" ? "" : field.unit,
    }).trim();
    return (
      <NumberField
        {...(year ? {} : { hint })}
        label={label}
        max={field.max}
        min={field.min}
        onChange={(next) => onChange(roundToStep(next, field))}
        step={field.step}
        unit={year ? "" : field.unit}
        value={typeof value === "number" ? value : field.default}
      />
    );
  }
  if (field.kind === "choice") {
    return (
      <SelectField
        hint={field.note === undefined ? undefined : t(`measures:notes.${field.note}`)}
        label={label}
        onChange={onChange}
        options={field.options.map((option) => ({ id: option, label: optionLabel(option) }))}
        value={typeof value === "string" ? value : field.default}
      />
    );
  }
  if (field.kind === "flag") {
    return (
      <Switch isSelected={value === true} onChange={onChange}>
        {label}
      </Switch>
    );
  }
  // A measure has no tables: they belong to a model's conditions.
  if (field.kind === "table") return null;
  return <SeriesField field={field} label={label} onChange={onChange} value={value} />;
}

type Pairs = readonly (readonly [number, number])[];

function SeriesField({
  field,
  value,
  label,
  onChange,
}: {
  readonly field: Extract<Field, { kind: "series" }>;
  readonly value: unknown;
  readonly label: string;
  readonly onChange: (value: Pairs) => void;
}) {
  const { t } = useTranslation();
  const pairs: Pairs = Array.isArray(value) ? (value as Pairs) : field.default;
  const change = (row: number, column: 0 | 1, text: string) => {
    const number = Number(text.replace(",", "."));
    if (text.trim() === "" || !Number.isFinite(number)) return;
    const pair = pairs[row];
    if (pair === undefined) return;
    onChange(pairs.with(row, column === 0 ? [number, pair[1]] : [pair[0], number]));
  };
  return (
    <fieldset className={styles.series}>
      <legend className="field-label">{label}</legend>
      <table>
        <thead>
          <tr>
            <th scope="col">{field.xUnit}</th>
            <th scope="col">{field.yUnit}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the table
            <tr key={row}>
              {([0, 1] as const).map((column) => (
                <td key={column}>
                  <input
                    aria-label={t("workspace:card.cell", {
                      label,
                      unit: column === 0 ? field.xUnit : field.yUnit,
                      row: row + 1,
                    })}
                    className="input"
                    defaultValue={pair[column]}
                    inputMode="decimal"
                    onBlur={(event) => change(row, column, event.target.value)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </fieldset>
  );
}
