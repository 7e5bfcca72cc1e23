import { useTranslation } from "react-i18next";
import { useScenario } from "#app/state/document.ts";
import { alterMeasure, deleteMeasure, selectMeasure, shiftMeasure } from "#app/state/measureActions.ts";
import { useSession } from "#app/state/session.ts";
import { useTwin } from "#app/state/twin.ts";
import { setView, viewStore } from "#app/state/view.ts";
import { Button, IconButton } from "#app/ui/Button.tsx";
import { Switch } from "#app/ui/fields.tsx";
import { formatCost } from "#app/ui/format.ts";
import { Icon } from "#app/ui/Icon.tsx";
import { MenuButton, type MenuEntry } from "#app/ui/Menu.tsx";
import { costOf, costOfPlan } from "#scenario/cost.ts";
import { inOrder } from "#scenario/order.ts";
import type { Measure, Plan, Refusal } from "#scenario/types.ts";
import { Drawing } from "./drawings.tsx";
import { centreOf } from "./geometry.ts";
import styles from "./MeasuresPanel.module.css";
import { sizeLabel } from "./measureFacts.ts";
import { usePlanRefusals, usePlanWarnings } from "./planRefusals.ts";
import { YearControl } from "./YearControl.tsx";

/** What stands in the plan, in the order in which it acts, each with its switch. */
export function MeasureList({ plan, focusAdd }: { readonly plan: Plan; readonly focusAdd: boolean }) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const measures = inOrder(plan.measures);
  const empty = measures.length === 0;
  const base = useTwin((state) => state.base);
  const year = useScenario()?.year ?? 0;
  const refusals = usePlanRefusals(base, plan, year);
  const warnings = usePlanWarnings(base, plan, year);
  const cost = base === null || empty ? null : costOfPlan(plan, base);
  return (
    <div className="panel-body" tabIndex={measures.length > 6 ? 0 : undefined}>
      {empty ? <p>{t("workspace:measures.empty")}</p> : null}
      <Button
        autoFocus={focusAdd}
        icon="add"
        look={empty ? "primary" : "default"}
        onPress={() => setView({ paletteOpen: true })}
      >
        {t("workspace:measures.add")}
      </Button>
      <YearControl plan={plan} />
      {empty ? null : (
        <ol className={styles.list}>
          {measures.map((measure, index) => (
            <MeasureRow
              first={index === 0}
              key={measure.id}
              last={index === measures.length - 1}
              measure={measure}
              refusal={refusals?.get(measure.id) ?? null}
              warned={(warnings?.get(measure.id)?.length ?? 0) > 0}
            />
          ))}
        </ol>
      )}
      {cost === null ? null : (
        <p className={styles.foot}>
          <span>{t("workspace:measures.cost")}</span>
          <strong>{formatCost(cost, language)}</strong>
        </p>
      )}
    </div>
  );
}

function MeasureRow({
  measure,
  refusal,
  warned,
  first,
  last,
}: {
  readonly measure: Measure;
  readonly refusal: Refusal | null;
  readonly warned: boolean;
  readonly first: boolean;
  readonly last: boolean;
}) {
  const { t } = useTranslation();
  const language = useSession((state) => state.language);
  const selected = useSession((state) => state.selectedMeasureId === measure.id);
  const base = useTwin((state) => state.base);
  const actions: MenuEntry[] = [
    {
      id: "show",
      label: t("workspace:measures.show"),
      icon: "eye",
      onAction: () => {
        if (base === null) return;
        viewStore.getState().scene?.camera.lookAt(centreOf(measure.geometry, base.data), 200);
      },
    },
    {
      id: "up",
      label: t("workspace:measures.earlier"),
      icon: "undo",
      disabled: first,
      onAction: () => shiftMeasure(measure.id, -1),
    },
    {
      id: "down",
      label: t("workspace:measures.later"),
      icon: "redo",
      disabled: last,
      onAction: () => shiftMeasure(measure.id, 1),
    },
    "separator",
    {
      id: "delete",
      label: t("workspace:measures.delete"),
      icon: "trash",
      shortcut: t("workspace:measures.deleteKey"),
      onAction: () => deleteMeasure(measure.id),
    },
  ];
  const size = sizeLabel(measure, base, language, t);
  const cost = base === null ? null : costOf(measure, base);
  return (
    <li className={styles.item} data-enabled={measure.enabled} data-selected={selected}>
      <Switch
        isSelected={measure.enabled}
        label={t("workspace:measures.enabled", { name: measure.name })}
        onChange={(enabled) => alterMeasure(measure.id, { enabled })}
      />
      <button
        aria-pressed={selected}
        className={styles.pick}
        onClick={() => selectMeasure(selected ? null : measure.id)}
        onKeyDown={(event) => {
          if (event.key === "Delete" || event.key === "Backspace") deleteMeasure(measure.id);
        }}
        type="button"
      >
        <Drawing kind={measure.kind} size={28} />
        <span className={styles.name}>
          {measure.name}
          <span className={styles.size}>
            {[size, cost === null ? "" : formatCost(cost, language)]
              .filter((part) => part !== "")
              .map((part) => (
                <span key={part}>{part}</span>
              ))}
          </span>
          {refusal === null ? null : (
            <span className={styles.refused}>
              <Icon name="warning" size={16} />
              {t("workspace:measures.refused")}
            </span>
          )}
          {warned && refusal === null ? (
            <span className={styles.warned}>
              <Icon name="warning" size={16} />
              {t("workspace:measures.warned")}
            </span>
          ) : null}
        </span>
      </button>
      <MenuButton
        entries={actions}
        label={t("workspace:measures.menu", { name: measure.name })}
        trigger={
          <IconButton icon="more" label={t("workspace:measures.menu", { name: measure.name })} small />
        }
      />
    </li>
  );
}
