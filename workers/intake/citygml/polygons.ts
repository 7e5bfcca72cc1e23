import { reverseRings } from "../buildings/normal.ts";
import { endRing, type Soup, type SoupPolygon } from "../buildings/soup.ts";
import type { FindingCollector } from "../report.ts";
import { attribute, type XmlAttributes } from "../xml.ts";
import { pushCoordinates, pushPosList } from "./coordinates.ts";

/** What the elements around a polygon say of it. */
export type PolygonContext = {
  readonly kind: number;
  readonly lod: number;
  readonly part: number;
  readonly solid: boolean;
  /** Within an OrientableSurface that turns it round. */
  readonly flipped: boolean;
  /** Id of the building or part, for reports. */
  readonly objectId: string;
};

/** Reads one GML polygon at a time (GML 2, 3.1 and 3.2 forms of rings and coordinates) into the soup. */
export type PolygonReader = {
  readonly isOpen: () => boolean;
  readonly begin: (attributes: XmlAttributes, depth: number, line: number, context: PolygonContext) => void;
  /** An element within the polygon begins. Returns whether its text (coordinates) is wanted. */
  readonly open: (local: string, attributes: XmlAttributes) => boolean;
  /** An element within the polygon, or the polygon itself, ends. */
  readonly close: (local: string, depth: number, text: string | null, line: number) => void;
};

const coordinateElements: ReadonlySet<string> = new Set(["posList", "pos", "coordinates"]);
const innerElements: ReadonlySet<string> = new Set(["interior", "innerBoundaryIs"]);
const outerElements: ReadonlySet<string> = new Set(["exterior", "outerBoundaryIs"]);

export function createPolygonReader(soup: Soup, findings: FindingCollector): PolygonReader {
  let polygon: SoupPolygon | null = null;
  let around: PolygonContext | null = null;
  let polygonDepth = 0;
  let inner = false;
  let dimension: 2 | 3 = 3;
  let ringBroken = false;

  /** Takes back the vertices of a ring that is not kept. */
  const forgetRing = (): void => {
    soup.coordinates.length = (soup.ringEnd.at(-1) ?? 0) * 3;
    ringBroken = false;
  };

  function endOfRing(target: SoupPolygon, objectId: string, line: number): void {
    // A hole without its outer ring has nothing to be a hole in.
    if (ringBroken || (inner && soup.ringEnd.length === target.ringFrom)) {
      forgetRing();
      return;
    }
    const place = { objectId, line };
    const outcome = endRing(soup);
    if (outcome === "open") findings.add("repaired", "ringOpen", {}, place);
    else if (outcome === "tooFewPoints") findings.add("dropped", "ringTooFewPoints", {}, place);
    else if (outcome === "notFinite") findings.add("dropped", "coordinateNotFinite", {}, place);
  }

  function endOfPolygon(target: SoupPolygon): void {
    target.ringTo = soup.ringEnd.length;
    if (target.ringTo > target.ringFrom) {
      if (around?.flipped === true) reverseRings(soup, target);
      soup.polygons.push(target);
    }
    polygon = null;
  }

  return {
    isOpen: () => polygon !== null,
    begin: (attributes, depth, line, context) => {
      forgetRing();
      const from = soup.ringEnd.length;
      const { kind, lod, part, solid } = context;
      polygon = {
        id: attribute(attributes, "id"),
        kind,
        lod,
        part,
        solid,
        ringFrom: from,
        ringTo: from,
        line,
      };
      around = context;
      polygonDepth = depth;
      inner = false;
      dimension = 3;
    },
    open: (local, attributes) => {
      if (coordinateElements.has(local)) {
        if (attributes.srsDimension !== undefined) dimension = attributes.srsDimension === "2" ? 2 : 3;
        return true;
      }
      if (innerElements.has(local)) inner = true;
      else if (outerElements.has(local)) inner = false;
      return false;
    },
    close: (local, depth, text, line) => {
      if (polygon === null) return;
      const objectId = polygon.id || (around?.objectId ?? "");
      if (text !== null) {
        const read =
          local === "coordinates" ? pushCoordinates(soup, text) : pushPosList(soup, text, dimension);
        if (!read) {
          ringBroken = true;
          findings.add("dropped", "coordinateCountOdd", { dimension }, { objectId, line });
        }
      } else if (depth === polygonDepth) endOfPolygon(polygon);
      else if (local === "LinearRing" || local === "Ring") endOfRing(polygon, objectId, line);
    },
  };
}
