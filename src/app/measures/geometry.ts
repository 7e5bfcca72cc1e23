import { placesOf } from "#scenario/measures/streetPlaces.ts";
import type { MeasureGeometry } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { footprintRings } from "#twin/read/buildings.ts";
import { stopAt, transitLinesOf } from "#twin/read/transitLines.ts";
import type { TwinData } from "#twin/twin.ts";

function meanOf(points: readonly Point[]): Point | null {
  if (points.length === 0) return null;
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point[0];
    y += point[1];
  }
  return [x / points.length, y / points.length];
}

/** What a measure is about, as points; none where its building, streets or line are not in this city. */
function pointsOf(geometry: MeasureGeometry, data: TwinData): readonly Point[] {
  switch (geometry.type) {
    case "point":
      return [geometry.at];
    case "line":
      return geometry.points;
    case "area":
      return geometry.ring;
    case "building": {
      const row = data.buildings.ids.indexOf(geometry.buildingId);
      return (row < 0 ? undefined : footprintRings(data.buildings, row)[0]) ?? [];
    }
    case "sections": {
      const { rows } = placesOf(data.streets);
      return geometry.sectionIds.flatMap((id) => {
        const row = rows.get(id);
        return row === undefined ? [] : data.streets.sections[row].line;
      });
    }
    case "transitLine": {
      const { timetable } = data;
      const line = timetable && transitLinesOf(timetable).find(({ id }) => id === geometry.lineId);
      return timetable && line ? (line.ways[0] ?? []).map((stop) => stopAt(timetable, stop)) : [];
    }
  }
}

/** Where to look at a measure; what is gone gives the middle of the twin. */
export function centreOf(geometry: MeasureGeometry, data: TwinData): Point {
  const { minX, maxX, minY, maxY } = data.extent;
  return meanOf(pointsOf(geometry, data)) ?? [(minX + maxX) / 2, (minY + maxY) / 2];
}
