import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "#app/state/session.ts";
import { Button } from "#app/ui/Button.tsx";
import { NumberField } from "#app/ui/fields.tsx";
import { formatNumber, localised } from "#app/ui/format.ts";
import { tableWith, withCell } from "#twin/parameters/table.ts";
import type { TableCells, TableField } from "#twin/parameters.ts";
import styles from "./table.module.css";
import { tableColumnText, tableRowText } from "./texts.ts";

/** Decimals that a step has: 0.05 has two. */
const digitsOf = (step: number): number => Math.max(0, Math.min(4, Math.ceil(-Math.log10(step) - 1e-9)));

/**
 * A table of a model for a town to adapt: a row opens to its numbers, each with bounds, default and a way back. What was
 * changed is marked in the closed row too.
 */
export function TableEditor({
  modelId,
  id,
  field,
  value,
  onChange,
}: {
  readonly modelId: string;
  readonly id: string;
  readonly field: TableField;
  /** Settled: only the cells that differ from the field's own. */
  readonly value: TableCells;
  readonly onChange: (value: TableCells) => void;
}) {
  const { t } = useTranslation();
  const changedRows = Object.keys(value).length;
  return (
    <details className={styles.table}>
      <summary>
        {t(`${modelId}:conditions.${id}.label`)}
        {changedRows > 0 ? (
          <span className={styles.mark}>{t("results:table.changedRows", { count: changedRows })}</span>
        ) : null}
      </summary>
      <p className="muted small">{t(`${modelId}:conditions.${id}.hint`)}</p>
      <ul className={styles.rows}>
        {Object.keys(field.cells).map((row) => (
          <Row
            field={field}
            id={id}
            key={row}
            modelId={modelId}
            onChange={onChange}
            row={row}
            value={value}
          />
        ))}
      </ul>
      <div className={styles.about}>
        {Object.keys(field.columns).map((column) => {
          const hint = tableColumnText(t, modelId, id, column, "hint");
          return hint === "" ? null : (
            <p key={column}>
              <strong>{tableColumnText(t, modelId, id, column, "label")}</strong>: {hint}
            </p>
          );
        })}
        {[...new Set(Object.values(field.columns).map(({ source }) => source))].map((source) => (
          <p key={source}>{t("results:conditions.source", { source })}</p>
        ))}
      </div>
      {changedRows > 0 ? (
        <Button
          onPress={({ target }) => {
            target.closest("details")?.querySelector("summary")?.focus();
            onChange(field.default);
          }}
          small
        >
          {t("results:table.resetAll")}
        </Button>
      ) : null}
    </details>
  );
}

function Row({
  modelId,
  id,
  field,
  value,
  row,
  onChange,
}: {
  readonly modelId: string;
  readonly id: string;
  readonly field: TableField;
  readonly value: TableCells;
  readonly row: string;
  readonly onChange: (value: TableCells) => void;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  // Some eighty number fields would slow the form that hardly anybody opens.
  const [open, setOpen] = useState(false);
  const numbers = tableWith(field, value)[row];
  const [first] = Object.keys(field.columns);
  const name = tableRowText(t, modelId, id, row, "label");
  const note = tableRowText(t, modelId, id, row, "note");
  const text = (number: number): string => localised({ number }, language).number.replace("-", "−");
  return (
    <li>
      <details className={styles.row} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span className={styles.name}>{name}</span>
          {row in value ? <span className={styles.mark}>{t("results:table.changed")}</span> : null}
          <span className={styles.first}>
            {tableColumnText(t, modelId, id, first, "label")}{" "}
            {formatNumber(numbers[first], language, digitsOf(field.columns[first].step))}
          </span>
        </summary>
        {open ? (
          <div className={styles.cells}>
            {note === "" ? null : <p className="muted small">{note}</p>}
            {Object.entries(field.columns).map(([column, bounds]) => {
              if (!(column in numbers)) return null;
              const label = tableColumnText(t, modelId, id, column, "label");
              const own = text(field.cells[row][column]);
              const isChanged = row in value && column in value[row];
              return (
                <div className={isChanged ? styles.changed : undefined} key={column}>
                  <NumberField
                    hint={t("results:table.bounds", {
                      low: text(bounds.min),
                      high: text(bounds.max),
                      own,
                    })}
                    label={label}
                    max={bounds.max}
                    min={bounds.min}
                    onChange={(next) => onChange(withCell(field, value, row, column, next))}
                    step={bounds.step}
                    unit={bounds.unit}
                    value={numbers[column]}
                  />
                  {isChanged ? (
                    <Button
                      aria-label={t("results:table.resetCellLabel", { row: name, column: label, own })}
                      onPress={({ target }) => {
                        // The button goes away; whoever came by keyboard stays at the number.
                        target.parentElement?.querySelector("input")?.focus();
                        onChange(withCell(field, value, row, column, null));
                      }}
                      small
                    >
                      {t("results:table.resetCell", { own })}
                    </Button>
                  ) : null}
                </div>
              );
            })}
          </div>
        ) : null}
      </details>
    </li>
  );
}
