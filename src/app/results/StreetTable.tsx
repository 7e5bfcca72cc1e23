import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { baselinePlanId, planEntries } from "#app/state/plans.ts";
import { shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin, useTwinOfPlan } from "#app/state/twin.ts";
import { setView } from "#app/state/view.ts";
import { Button } from "#app/ui/Button.tsx";
import { Dialog } from "#app/ui/Dialog.tsx";
import { SelectField } from "#app/ui/fields.tsx";
import type { RunOutcome } from "#runs/contract.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { fieldById } from "./difference.ts";
import { PlanHead } from "./PlanMark.tsx";
import { RunFacts } from "./RunFacts.tsx";
import styles from "./street.module.css";
import { chooseStreet } from "./streetChoice.ts";
import { saveStreetCsv, saveStreetGeoJson } from "./streetFiles.ts";
import {
  changesOf,
  groupedRows,
  type StreetRow,
  type StreetSort,
  sortedRows,
  streetRows,
} from "./streetRows.ts";
import {
  directionText,
  rowSentence,
  streetChange,
  streetName,
  streetValue,
  unitText,
  withoutUnit,
} from "./streetTexts.ts";
import { layerTitle } from "./texts.ts";

/** Rows that are laid out at once; a city has thousands. */
const rowsAtOnce = 60;

/** The button that brings up the streets' numbers as a table. */
export function StreetTableButton({
  outcome,
  model,
}: {
  readonly outcome: RunOutcome;
  readonly model: Model;
}) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="street" onPress={() => setOpen(true)} small>
        {t("results:streets.table.open")}
      </Button>
      {open ? <StreetTable model={model} onClose={() => setOpen(false)} outcome={outcome} /> : null}
    </>
  );
}

const streetLayers = (model: Model, { result }: RunOutcome): readonly ResultLayer[] =>
  model.layers.filter(
    ({ id }) => result.streets !== undefined && fieldById(result.streets.fields, id) !== null,
  );

function StreetTable({
  model,
  outcome,
  onClose,
}: {
  readonly model: Model;
  readonly outcome: RunOutcome;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const shownLayer = useResults((state) => state.layerId);
  const layers = streetLayers(model, outcome);
  const [layerId, setLayerId] = useState(
    layers.some(({ id }) => id === shownLayer) ? shownLayer : (layers[0]?.id ?? null),
  );
  const layer = layers.find(({ id }) => id === layerId);
  const planId = useSession((state) => state.activePlanId);
  const beforeId = useSession((state) => state.comparePlanId) ?? baselinePlanId;
  const before = useResults((state) => (planId === beforeId ? null : shownOutcome(state.runs[beforeId])));
  const twin = useTwinOfPlan(planId);
  const rows = useMemo(() => {
    if (twin === null || layer === undefined) return [];
    const after = columnOf(outcome, layer);
    if (after === null) return [];
    return streetRows(
      streetsOf(twin).sections,
      layer,
      before === null ? null : columnOf(before, layer),
      after,
    );
  }, [twin, layer, outcome, before]);
  const entries = planEntries(useScenario());
  const data = useTwin((state) => state.data);
  const compared = before !== null;
  if (layer === undefined || data === null || twin === null) return null;
  const plans = [
    ...(before === null ? [] : [{ id: beforeId, outcome: before }]),
    { id: planId, outcome },
  ].map((one) => ({ ...one, name: entries.find(({ id }) => id === one.id)?.name ?? t("common:baseline") }));
  const file = { data, sections: streetsOf(twin).sections, layers, plans, language: i18n.language, t };
  const goTo = (section: StreetSection): void => {
    onClose();
    setView({ sheet: "none" });
    chooseStreet(section);
  };
  return (
    <Dialog
      foot={
        <>
          <Button icon="download" onPress={() => void saveStreetCsv(file)}>
            {t("results:streets.table.csv")}
          </Button>
          <Button icon="download" onPress={() => void saveStreetGeoJson(file)}>
            {t("results:streets.table.geojson")}
          </Button>
        </>
      }
      isOpen
      onClose={onClose}
      title={t("results:streets.table.title")}
      wide
    >
      <div className={styles.head}>
        <SelectField
          hint={layer.unit === "1" ? undefined : t("results:legend.in", { unit: unitText(t, layer.unit) })}
          label={t("results:streets.table.quantity")}
          onChange={setLayerId}
          options={layers.map(({ id }) => ({ id, label: layerTitle(t, model.id, id) }))}
          value={layer.id}
        />
        {compared ? <Sentences layer={layer} rows={rows} /> : null}
        <RunFacts outcome={outcome} />
      </div>
      <Rows
        compared={compared}
        entries={entries.filter(({ id }) => id === planId || (compared && id === beforeId))}
        key={layer.id}
        layer={layer}
        onChoose={goTo}
        rows={rows}
      />
    </Dialog>
  );
}

function columnOf({ result: { streets } }: RunOutcome, layer: ResultLayer) {
  const field = streets === undefined ? null : fieldById(streets.fields, layer.id);
  return streets === undefined || field === null
    ? null
    : { sectionIds: streets.sectionIds, values: field.values };
}

/** What the map of this layer says, in words. */
function Sentences({ rows, layer }: { readonly rows: readonly StreetRow[]; readonly layer: ResultLayer }) {
  const { t, i18n } = useTranslation();
  const { lessKm, moreKm, mostLess, mostMore } = changesOf(rows, layer);
  if (mostLess === null && mostMore === null) return <p>{t("results:streets.unchanged")}</p>;
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  return (
    <div className={styles.changes}>
      <p>
        {t(`results:streets.lengths.${layer.unit === "veh/h" ? "flow" : "other"}`, {
          less: number.format(lessKm),
          more: number.format(moreKm),
        })}
      </p>
      {[mostLess, mostMore].map((row) =>
        row === null ? null : (
          <p className="small" key={row.change}>
            {rowSentence(t, layer, row, i18n.language)}
          </p>
        ),
      )}
    </div>
  );
}

type Entries = ReturnType<typeof planEntries>;

function Rows({
  rows,
  layer,
  compared,
  entries,
  onChoose,
}: {
  readonly rows: readonly StreetRow[];
  readonly layer: ResultLayer;
  readonly compared: boolean;
  readonly entries: Entries;
  readonly onChoose: (section: StreetSection) => void;
}) {
  const { t, i18n } = useTranslation();
  const [sort, setSort] = useState<StreetSort>({ by: compared ? "change" : "after", descending: true });
  const [all, setAll] = useState(false);
  const columns: readonly Exclude<StreetSort["by"], "name">[] = compared
    ? ["before", "after", "change"]
    : ["after"];
  // The unit stands once, above the table: beside every number it would take the room of a column.
  const bare = withoutUnit(layer);
  const textOf = (row: StreetRow, by: (typeof columns)[number]): string =>
    by === "change"
      ? streetChange(t, bare, row.change, i18n.language)
      : streetValue(t, bare, row[by], i18n.language);
  const sorted = groupedRows(sortedRows(rows, sort), (row) => columns.map((by) => textOf(row, by)).join());
  const shown = all ? sorted : sorted.slice(0, rowsAtOnce);
  const head = (by: StreetSort["by"], content: React.ReactNode) => (
    <th
      aria-sort={sort.by === by ? (sort.descending ? "descending" : "ascending") : "none"}
      className={by === "name" ? undefined : styles.number}
      key={by}
      scope="col"
    >
      <button
        className={styles.sort}
        onClick={() => setSort({ by, descending: sort.by === by ? !sort.descending : by !== "name" })}
        type="button"
      >
        {content}
        <span aria-hidden="true" className={styles.arrow}>
          {sort.by === by ? (sort.descending ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
  return (
    <>
      {/* The outer box keeps its height in the dialog, which would else take it from what scrolls sideways. */}
      <div>
        <div className={styles.scroll}>
          <table className={`figures ${styles.table}`}>
            <caption className="visually-hidden">{t("results:streets.table.title")}</caption>
            <thead>
              <tr>
                {head("name", t("results:streets.table.street"))}
                <th scope="col">{t("results:streets.table.direction")}</th>
                {columns.map((by) =>
                  head(
                    by,
                    by === "change" ? (
                      t("results:streets.table.change")
                    ) : (
                      <Plan entries={entries} last={by === "after"} />
                    ),
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ row, sections }) => (
                <tr key={`${row.section.id} ${row.direction}`}>
                  <th scope="row">
                    <button className={styles.street} onClick={() => onChoose(row.section)} type="button">
                      {streetName(t, row.section)}
                    </button>
                    {sections === 1 ? null : (
                      <span className={styles.dim}>
                        {" "}
                        {t("results:streets.table.sections", { count: sections })}
                      </span>
                    )}
                  </th>
                  <td>{directionText(t, row)}</td>
                  {columns.map((by) => (
                    <td className={styles.number} key={by}>
                      {by === "change" ? <strong>{textOf(row, by)}</strong> : textOf(row, by)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {shown.length === sorted.length ? null : (
        <Button onPress={() => setAll(true)} small>
          {t("results:streets.table.all", { count: sorted.length })}
        </Button>
      )}
    </>
  );
}

function Plan({ entries, last }: { readonly entries: Entries; readonly last: boolean }) {
  const entry = last ? entries.at(-1) : entries[0];
  return entry === undefined ? null : <PlanHead entry={entry} line={false} />;
}
