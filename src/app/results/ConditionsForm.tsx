import { useTranslation } from "react-i18next";
import { CountsField } from "#app/counts/CountsField.tsx";
import type { CountPair } from "#app/counts/rows.ts";
import { dispatch, useDocument } from "#app/state/document.ts";
import { Button } from "#app/ui/Button.tsx";
import { NumberField, SelectField, Switch } from "#app/ui/fields.tsx";
import { settledConditions } from "#runs/address.ts";
import type { Field, TableCells } from "#twin/parameters.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import type { Model } from "#workers/runtime/model.ts";
import { type ConditionGroup, conditionLayout } from "./conditionGroups.ts";
import styles from "./conditions.module.css";
import { setCondition } from "./documentPort.ts";
import { formatNumber, formatUnit } from "./format.ts";
import { SeriesTable } from "./SeriesTable.tsx";
import { TableEditor } from "./TableEditor.tsx";
import { conditionHint, conditionLabel, conditionSource, optionLabel, panelWord } from "./texts.ts";
import { WeatherFilePick } from "./WeatherFilePick.tsx";

const nothingChosen: Readonly<Record<string, unknown>> = {};

/** The conditions as they will be run: what was chosen, completed by the model's defaults. */
export function useConditions(model: Model): Readonly<Record<string, unknown>> {
  const chosen = useDocument((state) => state.history?.scenario.conditions[model.id] ?? nothingChosen);
  return settledConditions(model.conditions, chosen);
}

/** The condition that is chosen by name ("100 mm in one hour"). */
export function NamedCondition({ model }: { readonly model: Model }) {
  const { t } = useTranslation();
  const values = useConditions(model);
  const key = conditionLayout(model.id, model.conditions).named;
  const field = key === null ? undefined : model.conditions[key];
  if (key === null || field?.kind !== "choice") return null;
  return (
    <SelectField
      hint={
        t(`${model.id}:conditions.${key}.about.${String(values[key])}`, { defaultValue: "" }) || undefined
      }
      label={conditionLabel(t, model.id, key)}
      onChange={(option) => setCondition(model.id, key, option)}
      options={field.options.map((id) => ({ id, label: optionLabel(t, model.id, key, id) }))}
      value={String(values[key])}
    />
  );
}

/** Everything else a run can be asked, made from the model's own declaration. */
export function ConditionsForm({ model }: { readonly model: Model }) {
  const { t } = useTranslation();
  const values = useConditions(model);
  const changed = useDocument((state) => state.history?.scenario.conditions[model.id] !== undefined);
  const layout = conditionLayout(model.id, model.conditions);
  return (
    <div className={styles.form}>
      {hasGrid(model.id) ? <p className="small muted">{panelWord(t, model.id, "resolutionHint")}</p> : null}
      {layout.groups.map((group) => (
        <Group
          group={group}
          key={group.id}
          keys={group.keys.filter((key) => key in model.conditions && layout.applies(key, values))}
          model={model}
          values={values}
        />
      ))}
      {changed ? (
        <Button
          className={styles.reset}
          onPress={() => dispatch({ type: "setConditions", modelId: model.id, conditions: {} })}
          small
        >
          {t("results:conditions.reset")}
        </Button>
      ) : null}
    </div>
  );
}

function Group({
  group,
  keys,
  model,
  values,
}: {
  readonly group: ConditionGroup;
  readonly keys: readonly string[];
  readonly model: Model;
  readonly values: Readonly<Record<string, unknown>>;
}) {
  const { t } = useTranslation();
  if (keys.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{t(`results:conditions.groups.${group.id}`)}</legend>
      {group.id === "ownWeather" ? <WeatherFilePick /> : null}
      {keys.map((key) => {
        const field = model.conditions[key];
        if (model.id === "traffic" && key === "counts")
          return (
            <CountsField
              counts={values.counts as readonly CountPair[]}
              hour={Number(values.hour)}
              key={key}
            />
          );
        return field === undefined ? null : (
          <ConditionField field={field} id={key} key={key} modelId={model.id} value={values[key]} />
        );
      })}
    </fieldset>
  );
}

function ConditionField({
  modelId,
  id,
  field,
  value,
}: {
  readonly modelId: string;
  readonly id: string;
  readonly field: Field;
  readonly value: unknown;
}) {
  const { t, i18n } = useTranslation();
  const label = conditionLabel(t, modelId, id);
  const hint = conditionHint(t, modelId, id);
  const set = (next: unknown): void => setCondition(modelId, id, next, id);
  if (field.kind === "number") {
    const range = t("results:conditions.range", {
      min: formatNumber(field.min, i18n.language, 4),
      max: formatNumber(field.max, i18n.language, 4),
      unit: formatUnit(field.unit),
    });
    const source =
      field.source === undefined
        ? ""
        : t("results:conditions.source", { source: conditionSource(t, modelId, id, field.source) });
    const bounded = Math.abs(field.min) < 1e5 && Math.abs(field.max) < 1e5;
    return (
      <NumberField
        hint={[hint, bounded ? range : "", source].filter((part) => part !== "").join(" ")}
        label={label}
        max={field.max}
        min={field.min}
        onChange={set}
        step={field.step}
        unit={field.unit === "1" ? "" : field.unit}
        value={Number(value)}
      />
    );
  }
  if (field.kind === "choice") {
    return (
      <SelectField
        hint={hint === "" ? undefined : hint}
        label={label}
        onChange={set}
        options={field.options.map((option) => ({
          id: option,
          label: optionLabel(t, modelId, id, option),
        }))}
        value={String(value)}
      />
    );
  }
  if (field.kind === "flag") {
    return (
      <Switch isSelected={value === true} onChange={set}>
        {label}
      </Switch>
    );
  }
  if (field.kind === "table") {
    return <TableEditor field={field} id={id} modelId={modelId} onChange={set} value={value as TableCells} />;
  }
  return (
    <SeriesTable
      field={field}
      label={label}
      onChange={set}
      value={value as readonly (readonly [number, number])[]}
      xLabel={t("results:series.unit", { unit: field.xUnit })}
      yLabel={t("results:series.unit", { unit: field.yUnit })}
    />
  );
}
