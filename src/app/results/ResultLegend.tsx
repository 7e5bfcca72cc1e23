import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { setResults, shownOutcome, useResults } from "#app/state/results.ts";
import { useSession } from "#app/state/session.ts";
import { SelectField } from "#app/ui/fields.tsx";
import type { ResultLayer } from "#workers/runtime/model.ts";
import type { Difference } from "./differences.ts";
import { formatNumber, formatRounded, formatTimeOfDay } from "./format.ts";
import { Legend, type LegendClass, legendClasses, shownUnit } from "./Legend.tsx";
import { layerNow, usePicture } from "./overlay.ts";
import { classesOf, differenceClassesOf, schemesOf } from "./ramps.ts";
import { className, layerLegend, layerTitle } from "./texts.ts";

/** The legend of what is on the city: the chosen layer, or the difference of two plans. */
export function ResultLegend() {
  const layer = useResults(layerNow);
  const modelId = useResults((state) => state.modelId);
  const compareMode = useSession((state) => state.compareMode);
  const difference = usePicture((state) => state.difference);
  if (compareMode === "difference" && difference?.status === "ready") {
    return <DifferenceLegend difference={difference.difference} modelId={modelId} />;
  }
  return layer === null ? null : <LayerLegend layer={layer} modelId={modelId} />;
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
    if (difference?.status !== "ready") return null;
    const { layer: subtracted, steps } = difference.difference;
    const title = t("results:legend.differenceTitle", { layer: layerTitle(t, modelId, subtracted.id) });
    return { title, colours: drawn(differenceClassesOf(subtracted.ramp, steps).colours) };
  }
  if (layer === null || outcome === null || compareMode === "table") return null;
  const { colours } = classesOf(layer, schemes[layer.ramp] ?? "");
  return { title: layerTitle(t, modelId, layer.id), colours: drawn(colours) };
}

const drawn = (colours: readonly string[]): readonly string[] =>
  colours.filter((colour) => colour !== "transparent");

function LayerLegend({ layer, modelId }: { readonly layer: ResultLayer; readonly modelId: string }) {
  const { t, i18n } = useTranslation();
  const schemes = useResults((state) => state.schemes);
  const layers = useResults((state) => state.model?.layers) ?? [];
  const schemeId = schemes[layer.ramp] ?? "";
  const { source } = classesOf(layer, schemeId);
  const options = [
    { id: "", label: t("results:schemes.model") },
    ...schemesOf(layer.ramp).map(({ id }) => ({ id, label: t(`results:schemes.${layer.ramp}.${id}`) })),
  ];
  return (
    <>
      <Legend
        classes={layerClasses(layer, layers, schemeId, modelId, i18n.language, t)}
        sentence={layerLegend(t, modelId, layer.id)}
        title={layerTitle(t, modelId, layer.id)}
        unit={shownUnit(layer.unit, layer.ramp).unit}
        empty={layer.ramp === "time" && modelId === "flood" ? t("results:legend.never") : ""}
      />
      {options.length < 2 ? null : (
        <details>
          <summary>{t("results:schemes.summary")}</summary>
          <SelectField
            hideLabel
            hint={source === null ? undefined : t("results:conditions.source", { source })}
            label={t("results:schemes.label")}
            onChange={(id) => setResults({ schemes: { ...schemes, [layer.ramp]: id } })}
            options={options}
            value={schemeId}
          />
        </details>
      )}
    </>
  );
}

/** Classes as ranges of the unit; classes that have names of their own (H1 …) by name, classes of heat by both. */
function layerClasses(
  layer: ResultLayer,
  layers: readonly ResultLayer[],
  schemeId: string,
  modelId: string,
  language: string,
  t: TFunction,
): LegendClass[] {
  const classes = classesOf(layer, schemeId);
  if (layer.ramp === "hazard")
    return classes.edges.map((edge, index) => ({
      colour: classes.colours[index] ?? "",
      label: t(`${modelId}:classes.${layer.id}.${edge}`),
    }));
  const ranges = legendClasses(classes, shownUnit(layer.unit, layer.ramp), language, t);
  // Layers of the same classes share their names.
  const named = layers.filter(({ classEdges }) => classEdges === layer.classEdges);
  return ranges.map(({ colour, label }, index) => {
    const name = named.map(({ id }) => className(t, modelId, id, index + 1)).find((text) => text !== "");
    return { colour, label: name === undefined ? label : `${label}: ${name}` };
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
        {t(`results:difference.areas.${layer.ramp}`, {
          less: area(difference.lessM2),
          more: area(difference.moreM2),
        })}
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
