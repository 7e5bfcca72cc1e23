import {
  type Container,
  finishBuilding,
  type ObjectFacts,
  type OpenBuilding,
  type Reference,
  reportDangling,
} from "../buildings/openBuilding.ts";
import {
  clearSoup,
  createSoup,
  pushVertex,
  ringStart,
  type Soup,
  type SoupPolygon,
  unknownKind,
} from "../buildings/soup.ts";
import type { TableBuilder } from "../buildings/table.ts";
import type { Projector } from "../crs/project.ts";
import { createFindings, type FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { attribute, readXml } from "../xml.ts";
import { containerElements, polygonElements } from "./elements.ts";
import { createPolygonReader } from "./polygons.ts";

/**
 * Buildings that name surfaces of other objects. They wait, as far as memory allows, until the rest of the file is read;
 * then the file is passed once more for those surfaces alone.
 */
export type Parking = {
  /** Keeps a copy of the building. False where there is no more room: then its references are dangling. */
  readonly park: (building: OpenBuilding, missing: readonly Reference[]) => boolean;
  readonly waiting: () => readonly Parked[];
};

type Parked = {
  readonly coordinates: Float64Array;
  readonly ringEnd: readonly number[];
  readonly polygons: readonly SoupPolygon[];
  readonly objects: ObjectFacts[];
  readonly containers: readonly Container[];
  readonly line: number;
  readonly missing: readonly Reference[];
};

/** Numbers (coordinates) of waiting buildings, and references: together some hundred megabytes at most. */
const mostNumbersParked = 8_000_000;
const mostReferences = 200_000;
const mostNumbersFound = 8_000_000;

export function createParking(): Parking {
  const parked: Parked[] = [];
  let numbers = 0;
  let references = 0;
  return {
    park: ({ soup, objects, containers, line }, missing) => {
      const { length } = soup.coordinates;
      if (numbers + length > mostNumbersParked || references + missing.length > mostReferences) return false;
      numbers += length;
      references += missing.length;
      parked.push({
        coordinates: soup.coordinates.values.slice(0, length),
        ringEnd: soup.ringEnd.slice(),
        polygons: soup.polygons.slice(),
        objects,
        containers: containers.slice(),
        line,
        missing,
      });
      return true;
    },
    waiting: () => parked,
  };
}

type Found = ReadonlyMap<string, readonly SoupPolygon[]>;

/** Passes the file for the polygons, or the geometries with polygons in them, that have one of these ids. */
async function findSurfaces(
  source: Source,
  context: ReadContext,
  wanted: ReadonlySet<string>,
): Promise<{ readonly soup: Soup; readonly found: Found }> {
  const soup = createSoup();
  // Whatever is wrong with them was told when their own building was read.
  const silent = createFindings();
  const polygons = createPolygonReader(soup, silent);
  const found = new Map<string, SoupPolygon[]>();
  const open: { readonly depth: number; readonly id: string; readonly from: number }[] = [];
  let depthOfPolygon = 0;
  let passed = 0;
  const end = (id: string, from: number): void => {
    if (!found.has(id) && soup.polygons.length > from) found.set(id, soup.polygons.slice(from));
  };
  await readXml(source, context, silent, (cursor) => ({
    open: (local, attributes, depth) => {
      if (polygons.isOpen()) return polygons.open(local, attributes);
      if (depthOfPolygon > 0 || soup.coordinates.length > mostNumbersFound) return false;
      if (polygonElements.has(local)) {
        const id = attribute(attributes, "id");
        if (open.length === 0 && !wanted.has(id)) {
          depthOfPolygon = depth;
          return false;
        }
        passed = soup.polygons.length;
        const place = { kind: unknownKind, lod: 0, part: 0, solid: false, flipped: false, objectId: id };
        polygons.begin(attributes, depth, cursor.line(), place);
      } else if (containerElements.has(local)) {
        const id = attribute(attributes, "id");
        if (wanted.has(id)) open.push({ depth, id, from: soup.polygons.length });
      }
      return false;
    },
    close: (local, depth, text) => {
      if (depthOfPolygon > 0) {
        if (depth === depthOfPolygon) depthOfPolygon = 0;
      } else if (polygons.isOpen()) {
        polygons.close(local, depth, text, cursor.line());
        const last = soup.polygons.at(-1);
        if (!polygons.isOpen() && last !== undefined && soup.polygons.length > passed && wanted.has(last.id))
          end(last.id, soup.polygons.length - 1);
      } else if (open.at(-1)?.depth === depth) {
        const container = open.pop();
        if (container !== undefined) end(container.id, container.from);
      }
    },
  }));
  return { soup, found };
}

function copyPolygon(
  from: Soup,
  polygon: SoupPolygon,
  to: Soup,
  { kind, lod, part, solid }: Reference,
): void {
  const ringFrom = to.ringEnd.length;
  const { values } = from.coordinates;
  for (let ring = polygon.ringFrom; ring < polygon.ringTo; ring++) {
    for (let vertex = ringStart(from, ring); vertex < from.ringEnd[ring]; vertex++)
      pushVertex(to, values[vertex * 3], values[vertex * 3 + 1], values[vertex * 3 + 2]);
    to.ringEnd.push(to.coordinates.length / 3);
  }
  to.polygons.push({ ...polygon, kind, lod, part, solid, ringFrom, ringTo: to.ringEnd.length });
}

/** Finishes the waiting buildings with the surfaces that they name elsewhere. */
export async function finishParked(
  parking: Parking,
  source: Source,
  context: ReadContext,
  project: Projector,
  building: OpenBuilding,
  builder: TableBuilder,
  findings: FindingCollector,
): Promise<void> {
  const waiting = parking.waiting();
  if (waiting.length === 0) return;
  const wanted = new Set(waiting.flatMap(({ missing }) => missing.map(({ id }) => id)));
  const { soup: elsewhere, found } = await findSurfaces(source, context, wanted);
  for (const parked of waiting) {
    const { soup } = building;
    clearSoup(soup);
    for (let at = 0; at < parked.coordinates.length; at += 3)
      pushVertex(soup, parked.coordinates[at], parked.coordinates[at + 1], parked.coordinates[at + 2]);
    for (const end of parked.ringEnd) soup.ringEnd.push(end);
    for (const polygon of parked.polygons) soup.polygons.push(polygon);
    building.objects = parked.objects;
    building.line = parked.line;
    const dangling: Reference[] = [];
    const taken = new Set<string>();
    for (const reference of parked.missing) {
      const polygons = found.get(reference.id);
      if (polygons === undefined) dangling.push(reference);
      else if (!taken.has(reference.id)) {
        taken.add(reference.id);
        for (const polygon of polygons) copyPolygon(elsewhere, polygon, soup, reference);
      }
    }
    if (taken.size > 0)
      findings.add("info", "xlinkOutside", {}, { objectId: parked.objects[0].id, line: parked.line });
    reportDangling(building, dangling, findings);
    finishBuilding(building, project, builder, findings);
  }
}
