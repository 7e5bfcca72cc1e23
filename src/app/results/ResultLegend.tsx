import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { setResults, shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { useStreet } from "#app/state/street.ts";
import { SelectField } from "#app/ui/fields.tsx";
import type { ResultLayer } from "#workers/runtime/model.ts";
import type { Difference } from "./differences.ts";
import { formatNumber, formatRounded, formatTimeOfDay, formatUnit } from "./format.ts";
import { Legend, type LegendClass, legendClasses, shownUnit } from "./Legend.tsx";
import { isLinked, linkLayer } from "./link.ts";
import { layerNow, usePicture } from "./overlay.ts";
import { type Classes, chosenClasses, classesOf, differenceClassesOf, schemeGroupOf } from "./ramps.ts";
import { LinkNote, StreetDifferenceLegend } from "./StreetLegend.tsx";
import { unitText } from "./streetTexts.ts";
import { className, layerLegend, layerTitle } from "./texts.ts";
import { classOf } from "./walkingRoute.ts";

/** The legend of what is on the city: the chosen layer, or the difference of two plans. */
export function ResultLegend() {
  const layer = useResults(layerNow);
  const modelId = useResults((state) => state.modelId);
  const compareMode = useSession((state) => state.compareMode);
  const difference = usePicture((state) => state.difference);
  if (compareMode === "difference" && difference?.status === "streets") {
    return <StreetDifferenceLegend difference={difference.difference} />;
  }
  if (compareMode === "difference" && difference?.status === "ready") {
    return <DifferenceLegend difference={difference.difference} modelId={modelId} />;
  }
  return <ShownLegend layer={layer} modelId={modelId} />;
}

/** The legend of a layer or, where one street is followed, of the traffic that runs through it. */
function ShownLegend({ layer, modelId }: { readonly layer: ResultLayer | null; readonly modelId: string }) {
  const layers = useResults((state) => state.model?.layers) ?? [];
  const linked = useStreet(isLinked);
  const flow = linked ? linkLayer(layers) : null;
  const shown = flow ?? layer;
  if (shown === null) return null;
  return (
    <>
      {flow === null ? null : <LinkNote />}
      <LayerLegend layer={shown} modelId={modelId} />
    </>
  );
}

/** Title and colours of the legend in one line, for a button that brings it up; null where nothing is drawn. */
export function useLegendInBrief(): { readonly title: string; readonly colours: readonly string[] } | null {
  const { t } = useTranslation();
  const layer = useResults(layerNow);
  const modelId = useResults((state) => state.modelId);
  const schemes = useResults((state) => state.schemes);
  const compareMode = useSession((state) => state.compareMode);
  const planId = useSession((state) => state.activePlanId);
  const outcome = useResults((state) => shownOutcome(state.runs[planId]));
  const difference = usePicture((state) => state.difference);
  if (compareMode === "difference") {
    if (difference?.status !== "ready" && difference?.status !== "streets") return null;
    const { layer: subtracted, steps } = difference.difference;
    const title = t("results:legend.differenceTitle", { layer: layerTitle(t, modelId, subtracted.id) });
    return { title, colours: drawn(differenceClassesOf(subtracted.ramp, steps).colours) };
  }
  if (layer === null || outcome === null || compareMode === "table") return null;
  const { colours } = chosenClasses(layer, schemes);
  return { title: layerTitle(t, modelId, layer.id), colours: drawn(colours) };
}

const drawn = (colours: readonly string[]): readonly string[] =>
  colours.filter((colour) => colour !== "transparent");

function LayerLegend({ layer, modelId }: { readonly layer: ResultLayer; readonly modelId: string }) {
  const { t, i18n } = useTranslation();
  const schemes = useResults((state) => state.schemes);
  const layers = useResults((state) => state.model?.layers) ?? [];
  const planId = useSession((state) => state.activePlanId);
  const roofs = useResults((state) => shownOutcome(state.runs[planId])?.result.roofs);
  const sentence = layerLegend(t, modelId, layer.id);
  const onRoofs = roofs === undefined ? "" : t(`${modelId}:roofs`, { defaultValue: "" });
  const group = schemeGroupOf(layer);
  const schemeId = schemes[group.id] ?? "";
  const classes = classesOf(layer, schemeId);
  const nameOf = classNamer(t, modelId, layer, layers);
  const hazardName = (edge: number): string => t(`${modelId}:classes.${layer.id}.${edge}`);
  const [lowestEdge = 0] = classes.edges;
  const below = nameOf(lowestEdge - 1e-3);
  const unit = {
    ...shownUnit(layer.unit, layer.ramp),
    unit: unitText(t, shownUnit(layer.unit, layer.ramp).unit),
  };
  const options = [
    { id: "", label: t("results:schemes.model") },
    ...group.schemes.map(({ id }) => ({ id, label: t(`results:schemes.${group.id}.${id}`) })),
  ];
  return (
    <>
      <Legend
        classes={layerClasses(layer, classes, unit, nameOf, hazardName, i18n.language, t)}
        sentence={onRoofs === "" ? sentence : `${sentence} ${onRoofs}`}
        title={layerTitle(t, modelId, layer.id)}
        unit={unit.unit}
        empty={
          layer.ramp === "time" && modelId === "flood"
            ? t("results:legend.never")
            : below === ""
              ? ""
              : t("results:legend.under", { to: `${lowestEdge}${formatUnit(layer.unit)}`, name: below })
        }
      />
      {options.length < 2 ? null : (
        <details>
          <summary>{t("results:schemes.summary")}</summary>
          <SelectField
            hideLabel
            hint={
              classes.source === null ? undefined : t("results:conditions.source", { source: classes.source })
            }
            label={t("results:schemes.label")}
            onChange={(id) => setResults({ schemes: { ...schemes, [group.id]: id } })}
            options={options}
            value={schemeId}
          />
        </details>
      )}
    </>
  );
}

/** The name of the model's class that a value lies in, as a layer of the same classes has it; "" where there is none. */
function classNamer(
  t: TFunction,
  modelId: string,
  layer: ResultLayer,
  layers: readonly ResultLayer[],
): (value: number) => string {
  const named = layers.filter(({ classEdges }) => classEdges === layer.classEdges);
  return (value) => {
    const index = classOf(value, layer.classEdges);
    return named.map(({ id }) => className(t, modelId, id, index)).find((text) => text !== "") ?? "";
  };
}

/**
 * Classes as ranges of the unit. Classes that have names of their own (H1 …) go by name; of the steps of one class of heat,
 * the first bears its name.
 */
function layerClasses(
  layer: ResultLayer,
  classes: Classes,
  unit: ReturnType<typeof shownUnit>,
  nameOf: (value: number) => string,
  hazardName: (edge: number) => string,
  language: string,
  t: TFunction,
): LegendClass[] {
  if (layer.ramp === "hazard")
    return classes.edges.map((edge) => ({
      colour: classes.colours[classes.edges.indexOf(edge)] ?? "",
      label: hazardName(edge),
    }));
  const ranges = legendClasses(classes, unit, language, t);
  return ranges.map(({ colour, label }, index) => {
    const name = nameOf(classes.edges[index] ?? 0);
    const isNew = index === 0 || name !== nameOf(classes.edges[index - 1] ?? 0);
    // What has no unit is not a number that anybody would read.
    if (layer.unit === "1" && name !== "") return { colour, label: name };
    return { colour, label: name === "" || !isNew ? label : `${label}: ${name}` };
  });
}

function DifferenceLegend({
  difference,
  modelId,
}: {
  readonly difference: Difference;
  readonly modelId: string;
}) {
  const { t, i18n } = useTranslation();
  const { layer, steps, timeS } = difference;
  const area = (squareMetres: number): string => formatRounded(squareMetres, i18n.language);
  const shown = shownUnit(layer.unit, layer.ramp);
  return (
    <>
      <p>
        {timeS === null ? null : `${t("results:difference.at", { time: formatTimeOfDay(timeS) })} `}
        {t(`results:difference.areas.${layer.unit === "°C" ? "degrees" : layer.ramp}`, {
          less: area(difference.lessM2),
          more: area(difference.moreM2),
        })}
        {difference.roofs === undefined ? null : ` ${t("results:difference.withoutRoofs")}`}
      </p>
      <Legend
        classes={legendClasses(differenceClassesOf(layer.ramp, steps), shown, i18n.language, t)}
        sentence={t(`results:legend.difference.${layer.ramp}`, {
          tolerance: formatNumber(steps[0] * shown.factor, i18n.language),
          unit: shown.unit === "1" ? "" : shown.unit,
        })}
        title={t("results:legend.differenceTitle", { layer: layerTitle(t, modelId, layer.id) })}
        unit={shown.unit}
        empty=""
      />
    </>
  );
}
