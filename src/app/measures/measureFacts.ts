import type { TFunction } from "i18next";
import type { Language } from "#app/state/session.ts";
import { formatArea, formatLength } from "#app/ui/format.ts";
import { lengthOf, sectionsIn } from "#scenario/measures/streetPlaces.ts";
import type { Measure } from "#scenario/types.ts";
import { lineLength, ringArea } from "#twin/geometry/planar.ts";
import type { Twin } from "#twin/twin.ts";

/** "120 m²", "48 m"; "" for points. Streets and lines are measured in the base twin. */
export function sizeLabel(measure: Measure, base: Twin | null, language: Language, t: TFunction): string {
  const { geometry } = measure;
  if (geometry.type === "area") return formatArea(ringArea(geometry.ring), language);
  if (geometry.type === "line") return formatLength(lineLength(geometry.points), language);
  if (geometry.type === "sections")
    return base === null ? "" : formatLength(lengthOf(sectionsIn(geometry, base)), language);
  if (geometry.type === "transitLine") {
    const lines = base?.data.timetable?.lines;
    const row = lines?.ids.indexOf(geometry.lineId) ?? -1;
    return lines === undefined || row < 0 ? "" : t("workspace:measures.line", { name: lines.names[row] });
  }
  return geometry.type === "building" ? t("workspace:measures.oneBuilding") : "";
}
