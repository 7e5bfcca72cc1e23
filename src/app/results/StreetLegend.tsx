import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { baselinePlanId } from "#app/state/plans.ts";
import { shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { setStreet, useStreet } from "#app/state/street.ts";
import { useTwinOfPlan } from "#app/state/twin.ts";
import { Button } from "#app/ui/Button.tsx";
import { streetsOf } from "#twin/read/objects.ts";
import { fieldById } from "./difference.ts";
import { formatNumber } from "./format.ts";
import { Legend, legendClasses } from "./Legend.tsx";
import { linkOf } from "./link.ts";
import { differenceClassesOf } from "./ramps.ts";
import styles from "./street.module.css";
import type { StreetDifference } from "./streetDifference.ts";
import { changesOf, streetRows } from "./streetRows.ts";
import { rowSentence, streetName, unitText } from "./streetTexts.ts";
import { layerTitle } from "./texts.ts";

/** What changed on the streets: in a sentence with the greatest changes, and by the colours of the map. */
export function StreetDifferenceLegend({ difference }: { readonly difference: StreetDifference }) {
  const { t, i18n } = useTranslation();
  const modelId = useResults((state) => state.modelId);
  const { layer, steps } = difference;
  const changes = useChanges(difference);
  const number = (km: number): string => formatNumber(km, i18n.language, 1);
  const unit = unitText(t, layer.unit);
  const wording = layer.unit === "veh/h" ? "flow" : "other";
  return (
    <>
      <LinkNote />
      {changes === null ? null : (
        <div className={styles.changes}>
          <p>
            {changes.mostLess === null && changes.mostMore === null
              ? t("results:streets.unchanged")
              : t(`results:streets.lengths.${wording}`, {
                  less: number(changes.lessKm),
                  more: number(changes.moreKm),
                })}
          </p>
          {[changes.mostLess, changes.mostMore].map((row) =>
            row === null ? null : (
              <p className="small" key={row.change}>
                {rowSentence(t, layer, row, i18n.language)}
              </p>
            ),
          )}
        </div>
      )}
      <Legend
        classes={legendClasses(differenceClassesOf(layer.ramp, steps), { unit, factor: 1 }, i18n.language, t)}
        empty=""
        sentence={t(`results:streets.legend.${wording}`, {
          tolerance: formatNumber(steps[0], i18n.language),
          unit: unit === "1" ? "" : unit,
        })}
        title={t("results:legend.differenceTitle", { layer: layerTitle(t, modelId, layer.id) })}
        unit={unit}
      />
    </>
  );
}

function useChanges(difference: StreetDifference) {
  const activePlanId = useSession((state) => state.activePlanId);
  const from = useSession((state) => state.comparePlanId) ?? baselinePlanId;
  const street = useStreet((state) => state);
  const before = useResults((state) => shownOutcome(state.runs[from]));
  const after = useResults((state) => shownOutcome(state.runs[activePlanId]));
  const twin = useTwinOfPlan(activePlanId);
  return useMemo(() => {
    if (before === null || after === null || twin === null) return null;
    const { layer } = difference;
    const [one, other] = [before, after].map((outcome) => {
      if (street.linked) return linkOf(outcome, street.sectionId, street.direction);
      const { streets } = outcome.result;
      const field = streets === undefined ? null : fieldById(streets.fields, layer.id);
      return streets === undefined || field === null
        ? null
        : { sectionIds: streets.sectionIds, values: field.values };
    });
    if (one == null || other == null) return null;
    return changesOf(streetRows(streetsOf(twin).sections, layer, one, other), layer);
  }, [before, after, twin, difference, street]);
}

/** That the city shows the traffic of one street only, and the way back to all. */
export function LinkNote() {
  const { t } = useTranslation();
  const linked = useStreet((state) => state.linked);
  const sectionId = useStreet((state) => state.sectionId);
  const planId = useSession((state) => state.activePlanId);
  const twin = useTwinOfPlan(planId);
  if (!linked || sectionId === null || twin === null) return null;
  const section = streetsOf(twin).sections.find(({ id }) => id === sectionId);
  return (
    <div className={styles.note} role="status">
      <p>
        {t("results:streets.link.shown", { street: section === undefined ? "" : streetName(t, section) })}
      </p>
      <Button onPress={() => setStreet({ linked: false })} small>
        {t("results:streets.link.all")}
      </Button>
    </div>
  );
}
