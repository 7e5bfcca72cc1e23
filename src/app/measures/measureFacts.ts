import type { TFunction } from "i18next";
import type { Language } from "#app/state/session.ts";
import { formatArea, formatLength } from "#app/ui/format.ts";
import type { Measure } from "#scenario/types.ts";
import { lineLength, ringArea } from "#twin/geometry/planar.ts";

/** "120 m²", "48 m"; "" for points. */
export function sizeLabel(measure: Measure, language: Language, t: TFunction): string {
  const { geometry } = measure;
  if (geometry.type === "area") return formatArea(ringArea(geometry.ring), language);
  if (geometry.type === "line") return formatLength(lineLength(geometry.points), language);
  return geometry.type === "building" ? t("workspace:measures.oneBuilding") : "";
}
