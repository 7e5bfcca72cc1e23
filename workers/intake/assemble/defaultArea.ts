import { transformBetween } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import type { AssembleOptions } from "./assemble.ts";
import { footprintBounds, footprintMiddle } from "./buildings.ts";
import { footprintLayerBounds } from "./footprints.ts";
import type { IntakeParts } from "./parts.ts";
import { marginM, townReachM } from "./site.ts";

type Area = NonNullable<AssembleOptions["area"]>;

/** From this many buildings on they alone say where the town is; streets reach farther out than it does. */
const tellingBuildings = 200;
/** Share of the objects that may lie beyond each edge, and how much the rest is widened by. */
const tailShare = 0.01;
const widenedBy = 0.04;

type Points = { readonly x: number[]; readonly y: number[] };

function addFrom(
  points: Points,
  crs: string,
  part: { readonly frame: IntakeParts["streets"][number]["frame"] },
) {
  const transform = transformBetween(part.frame.crs, crs);
  return (x: number, y: number): void => {
    const [east, north] = transform(x + part.frame.originEastM, y + part.frame.originNorthM);
    if (!Number.isFinite(east) || !Number.isFinite(north)) return;
    points.x.push(east);
    points.y.push(north);
  };
}

/** Where most values lie: the tails go, what is left is widened again, but not beyond the values. */
function bulkOf(values: number[]): readonly [number, number] {
  values.sort((a, b) => a - b);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))];
  const [low, high] = [at(tailShare), at(1 - tailShare)];
  const more = (high - low) * widenedBy;
  return [Math.max(values[0], low - more), Math.min(values[values.length - 1], high + more)];
}

const rounded = (
  [west, east]: readonly [number, number],
  [south, north]: readonly [number, number],
): Area => ({
  west: Math.floor(west - marginM),
  south: Math.floor(south - marginM),
  east: Math.ceil(east + marginM),
  north: Math.ceil(north + marginM),
});

/** Middles of all buildings and footprints, metres of `crs`. */
function buildingPoints(parts: IntakeParts, crs: string): Points {
  const points: Points = { x: [], y: [] };
  for (const part of parts.buildings) {
    const add = addFrom(points, crs, part);
    for (let row = 0; row < part.layer.count; row++) add(...footprintMiddle(part.layer, row));
  }
  for (const part of parts.footprints) addFootprints(part, addFrom(points, crs, part));
  return points;
}

/** The first corner of each footprint. */
function addFootprints(
  { layer: { ringFrom, ringEnd, coordinates, facts } }: IntakeParts["footprints"][number],
  add: (x: number, y: number) => void,
): void {
  for (let i = 0; i < facts.length; i++) {
    const ring = ringFrom.values[i];
    const vertex = ring === 0 ? 0 : ringEnd.values[ring - 1];
    add(coordinates.values[vertex * 2], coordinates.values[vertex * 2 + 1]);
  }
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * The area of a twin whose extent its buildings alone decide, where a few of them lie so far off that it would become a country:
 * as far as the others reach. Null where none lies so far off, or where there is ground that says how far the twin reaches.
 */
function areaWithoutFarBuildings(parts: IntakeParts, crs: string, findings: FindingCollector): Area | null {
  if (parts.terrain.some(({ fallback }) => fallback !== true)) return null;
  const { x, y } = buildingPoints(parts, crs);
  const [middleX, middleY] = [median(x), median(y)];
  const near: number[] = [];
  for (let i = 0; i < x.length; i++)
    if (Math.hypot(x[i] - middleX, y[i] - middleY) <= townReachM) near.push(i);
  const far = x.length - near.length;
  if (far === 0 || near.length <= far) return null;
  findings.add("dropped", "buildingsFarAway", { buildings: far, km: townReachM / 1000 });
  const ends = (values: readonly number[]): readonly [number, number] => {
    let [low, high] = [Infinity, -Infinity];
    for (const i of near) {
      low = Math.min(low, values[i]);
      high = Math.max(high, values[i]);
    }
    // Middles and corners: their buildings reach farther.
    return [low - marginM, high + marginM];
  };
  return rounded(ends(x), ends(y));
}

/**
 * The area of a twin where nobody chose one; null = as far as terrain, or all buildings, reach. Where OpenStreetMap is among the
 * files: an extract holds long ways and relations whole, so its own edge says nothing. Terrain decides where there is any (null then), else other files' buildings, else
 * where most of the extract's buildings, or of its streets, lie. Coordinates of `crs`, metres.
 */
export function defaultArea(parts: IntakeParts, crs: string, findings: FindingCollector): Area | null {
  // Only OpenStreetMap brings streets.
  const extracts = new Set(parts.streets.map(({ file }) => file));
  if (extracts.size === 0) return areaWithoutFarBuildings(parts, crs, findings);
  if (parts.terrain.some(({ fallback }) => fallback !== true)) return null;
  const firm: Points = { x: [], y: [] };
  for (const part of parts.buildings) takeBox(footprintBounds(part.layer), addFrom(firm, crs, part));
  for (const part of parts.footprints)
    if (!extracts.has(part.file)) takeBox(footprintLayerBounds(part.layer), addFrom(firm, crs, part));
  if (firm.x.length > 0) {
    const ends = (values: number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];
    return rounded(ends(firm.x), ends(firm.y));
  }
  const bulk: Points = { x: [], y: [] };
  for (const part of parts.footprints) addFootprints(part, addFrom(bulk, crs, part));
  if (bulk.x.length < tellingBuildings) {
    for (const part of parts.streets) {
      const add = addFrom(bulk, crs, part);
      for (const { line } of part.layer.sections) {
        const [x, y] = line[Math.floor(line.length / 2)];
        add(x, y);
      }
    }
  }
  if (bulk.x.length === 0) return null;
  const area = rounded(bulkOf(bulk.x), bulkOf(bulk.y));
  const km = (metres: number): number => Math.round(metres / 100) / 10;
  findings.add("info", "areaFromBulk", {
    wide: km(area.east - area.west),
    high: km(area.north - area.south),
  });
  return area;
}

function takeBox(box: ReturnType<typeof footprintBounds>, add: (x: number, y: number) => void): void {
  if (box === null) return;
  for (const x of [box.minX, box.maxX]) for (const y of [box.minY, box.maxY]) add(x, y);
}
