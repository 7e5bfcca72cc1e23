import type { LayerOperation } from "#twin/operations.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import { firstRefusal, insidePlace, longEnough, onKnownGround, pointClearOfBuildings } from "./checks.ts";
import { linePoints } from "./shapes.ts";

/** What takes water from the first to the last point of a line, under or over the ground between. */

type Link = Extract<LayerOperation, { readonly layer: "links"; readonly op: "insert" }>["link"];

export function insertConduit(id: string, geometry: MeasureGeometry, kind: Link["kind"]): LayerOperation {
  const points = linePoints(geometry);
  return {
    layer: "links",
    op: "insert",
    link: { id, from: points[0], to: points[points.length - 1], kind },
  };
}

/** Both ends stand free on known ground of the place; `more` is asked last. */
export function refusesConduit(
  geometry: MeasureGeometry,
  twin: Twin,
  ...more: readonly (() => Refusal | null)[]
): Refusal | null {
  const points = linePoints(geometry);
  const ends = [points[0], points[points.length - 1]];
  return firstRefusal(
    insidePlace(points, twin),
    longEnough(points, 3),
    onKnownGround(ends, twin),
    ...ends.map((end) => pointClearOfBuildings(end, twin)),
    ...more,
  );
}
