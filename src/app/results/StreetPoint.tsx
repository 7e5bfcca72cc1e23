import { Radio, RadioGroup } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { useResults } from "#app/state/results.ts";
import { setStreet, useStreet } from "#app/state/street.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import type { LinkDirection } from "#runs/routes.ts";
import type { StreetSection } from "#twin/objects.ts";
import { streetsOf } from "#twin/read/objects.ts";
import type { Model, ResultLayer } from "#workers/runtime/model.ts";
import { layersOfAnswer } from "./answers.ts";
import { fieldById } from "./difference.ts";
import { formatNumber } from "./format.ts";
import { PlanTable } from "./PlanTable.tsx";
import styles from "./point.module.css";
import type { PlanAtPoint } from "./pointPlans.ts";
import { RunFacts } from "./RunFacts.tsx";
import { StreetLink } from "./StreetLink.tsx";
import { headingOf, namesAtEnds, towards } from "./streetRows.ts";
import { directionText, streetName, streetValue, unitText, withoutUnit } from "./streetTexts.ts";
import { layerTitle } from "./texts.ts";

/** What a model says of the chosen street, a column a plan, and where its traffic comes from and goes to. */
export function StreetPoint({
  model,
  plans,
}: {
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
}) {
  const { t, i18n } = useTranslation();
  const sectionId = useStreet((state) => state.sectionId);
  const section = useSection(plans, sectionId);
  if (section === null) return <p className="small">{t("results:streets.none")}</p>;
  const lengthM = Math.round(lengthOf(section));
  return (
    <>
      <p className="small muted">
        {t("results:streets.about", {
          kind: t(`results:streets.classes.${section.class}`),
          metres: formatNumber(lengthM, i18n.language, 0),
          speed: formatNumber(section.speedKmh, i18n.language, 0),
        })}
      </p>
      <Figures model={model} plans={plans} section={section} />
      {plans.slice(-1).map(({ outcome }) => (
        <RunFacts key={outcome.inputHash} outcome={outcome} />
      ))}
      {plans.some(({ outcome }) => outcome.result.routes !== undefined) ? (
        <>
          <LinkChoice section={section} />
          <StreetLink plans={plans} section={section} />
        </>
      ) : null}
    </>
  );
}

/** The title over a street's figures: its name. */
export function useStreetTitle(plans: readonly PlanAtPoint[]): string | null {
  const { t } = useTranslation();
  const sectionId = useStreet((state) => state.sectionId);
  const section = useSection(plans, sectionId);
  return section === null ? null : streetName(t, section);
}

function useSection(plans: readonly PlanAtPoint[], sectionId: string | null): StreetSection | null {
  const twin = useTwinOfPlan(plans.at(-1)?.entry.id ?? "");
  if (twin === null || sectionId === null) return null;
  return streetsOf(twin).sections.find(({ id }) => id === sectionId) ?? null;
}

function lengthOf({ line }: StreetSection): number {
  return line.reduce((sum, [x, y], i) => {
    const before = line[i - 1];
    return before === undefined ? sum : sum + Math.hypot(x - before[0], y - before[1]);
  }, 0);
}

/** A table for either direction, or one where both have the same figures. */
function Figures({
  model,
  plans,
  section,
}: {
  readonly model: Model;
  readonly plans: readonly PlanAtPoint[];
  readonly section: StreetSection;
}) {
  const { t, i18n } = useTranslation();
  const value = (plan: PlanAtPoint, layer: ResultLayer, direction: 0 | 1): number => {
    const { streets } = plan.outcome.result;
    const row = streets?.sectionIds.indexOf(section.id) ?? -1;
    if (streets === undefined || row < 0) return Number.NaN;
    return fieldById(streets.fields, layer.id)?.values[2 * row + direction] ?? Number.NaN;
  };
  const shownId = useResults((state) => state.layerId);
  const layers = layersOfAnswer(model.layers, shownId).filter(({ series }) => series === null);
  const rowsOf = (direction: 0 | 1) =>
    layers.flatMap((layer) => {
      const known = plans.map((plan) => value(plan, layer, direction));
      if (known.every(Number.isNaN)) return [];
      // As in the table: a street closed in one plan has lost its traffic there.
      const values = layer.ramp === "flow" ? known.map((one) => (Number.isNaN(one) ? 0 : one)) : known;
      const texts = values.map((one) => streetValue(t, withoutUnit(layer), one, i18n.language));
      return [{ id: layer.id, head: <Quantity layer={layer} modelId={model.id} />, texts }];
    });
  const [along, against] = [rowsOf(0), rowsOf(1)];
  const texts = (rows: typeof along): string => JSON.stringify(rows.map((row) => [row.id, row.texts]));
  const entries = plans.map(({ entry }) => entry);
  const corner = t("results:day.quantity");
  if (along.length === 0 && against.length === 0)
    return <p className="small">{t("results:streets.nothing")}</p>;
  if (texts(along) === texts(against))
    return (
      <PlanTable
        caption={t("results:streets.bothDirections")}
        corner={corner}
        entries={entries}
        rows={along}
        seen
      />
    );
  return ([0, 1] as const).map((direction) => {
    const rows = direction === 0 ? along : against;
    return rows.length === 0 ? null : (
      <PlanTable
        caption={<Direction direction={direction} section={section} />}
        corner={corner}
        entries={entries}
        key={direction}
        rows={rows}
        seen
      />
    );
  });
}

/** What a row is of, with its unit: beside every number it would take the room of a plan. */
function Quantity({ layer, modelId }: { readonly layer: ResultLayer; readonly modelId: string }) {
  const { t } = useTranslation();
  const unit = unitText(t, layer.unit);
  return (
    <>
      {layerTitle(t, modelId, layer.id)}
      {unit === "1" ? null : <span className="muted"> {t("results:legend.in", { unit })}</span>}
    </>
  );
}

function Direction({ direction, section }: { readonly direction: 0 | 1; readonly section: StreetSection }) {
  const { t } = useTranslation();
  return useDirectionText(section, direction)(t);
}

function useDirectionText(section: StreetSection, direction: 0 | 1) {
  const twin = useTwinOfPlan("baseline");
  const ends = twin === null ? new Map() : namesAtEnds(streetsOf(twin).sections);
  const heading = headingOf(section.line, direction);
  return (t: Parameters<typeof directionText>[0]) =>
    directionText(t, { heading, towards: towards(section, direction, ends) });
}

/** Whether the city shows the traffic through this street only, and which way through it is meant. */
function LinkChoice({ section }: { readonly section: StreetSection }) {
  const { t } = useTranslation();
  const linked = useStreet((state) => state.linked);
  const direction = useStreet((state) => state.direction);
  const along = useDirectionText(section, 0)(t);
  const against = useDirectionText(section, 1)(t);
  const labels: Readonly<Record<string, string>> = {
    both: t("results:streets.bothDirections"),
    0: along,
    1: against,
  };
  return (
    <div className={styles.why}>
      <h4>{t("results:streets.link.title")}</h4>
      <RadioGroup
        aria-label={t("results:streets.link.direction")}
        className={styles.choice}
        onChange={(value) => setStreet({ direction: directionOf(value) })}
        orientation="horizontal"
        value={String(direction)}
      >
        {["both", "0", "1"].map((value) => (
          <Radio className={styles.option ?? ""} key={value} value={value}>
            {labels[value]}
          </Radio>
        ))}
      </RadioGroup>
      <RadioGroup
        aria-label={t("results:streets.link.map")}
        className={styles.choice}
        onChange={(value) => setStreet({ linked: value === "link" })}
        orientation="horizontal"
        value={linked ? "link" : "all"}
      >
        <Radio className={styles.option ?? ""} value="all">
          {t("results:streets.link.all")}
        </Radio>
        <Radio className={styles.option ?? ""} value="link">
          {t("results:streets.link.only")}
        </Radio>
      </RadioGroup>
    </div>
  );
}

const directionOf = (value: string): LinkDirection => (value === "0" ? 0 : value === "1" ? 1 : "both");
