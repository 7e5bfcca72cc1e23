import type { Point } from "#twin/frame.ts";
import type { LandCoverClass } from "#twin/landCover.ts";
import { fillAllotments, fillGardenStrip } from "./fabric/allotments.ts";
import { fillDetached } from "./fabric/detached.ts";
import { fillPerimeter } from "./fabric/perimeter.ts";
import { fillRows, placeGarageCourt } from "./fabric/rows.ts";
import type { Site } from "./fabric/site.ts";
import { specials } from "./fabric/specials.ts";
import { type Polygon, uniteAll } from "./geometry/clip.ts";
import { bufferLine } from "./geometry/line.ts";
import {
  boundsMeet,
  boundsOf,
  centroid,
  containsPoint,
  insetRing,
  polygonContainsPoint,
  signedArea,
  simplifyRing,
} from "./geometry/polygon.ts";
import { at, direction, distance, projectOnSegment, type Ring } from "./geometry/vector.ts";
import { type BasePiece, buildablePieces } from "./landCover.ts";
import { districtRectangle, type Network, type Street } from "./plan/network.ts";
import { openBlocks } from "./plan/openLand.ts";
import { churchSquare, marketSquare } from "./plan/streetsCore.ts";
import { type Zone, zoneAt } from "./plan/zones.ts";
import { createRandom, type Random } from "./random.ts";

/** Name of the street whose land holds a point, or null. */
const createStreetFinder = (streets: readonly Street[]): ((p: Point) => string | null) => {
  const withBounds = streets.map((street) => ({ street, bounds: boundsOf(street.line) }));
  return (p) => {
    for (const { street, bounds } of withBounds) {
      const reach = street.carriagewayM / 2 + street.pavementM + 0.4;
      const point = { minX: p[0] - reach, minY: p[1] - reach, maxX: p[0] + reach, maxY: p[1] + reach };
      if (!boundsMeet(bounds, point)) continue;
      for (let i = 0; i + 1 < street.line.length; i++) {
        if (projectOnSegment(p, at(street.line, i), at(street.line, i + 1)).distanceSquared < reach * reach)
          return street.name;
      }
    }
    return null;
  };
};

const groundOf: Readonly<Record<Zone, { class: LandCoverClass; label: string }>> = {
  core: { class: "paved", label: "Hoffläche, befestigt" },
  founders: { class: "garden", label: "Wohnbaufläche, Hofgarten" },
  villa: { class: "garden", label: "Wohnbaufläche, Garten" },
  mixedHouses: { class: "garden", label: "Wohnbaufläche, Garten" },
  rows: { class: "lawn", label: "Abstandsgrün" },
  houses: { class: "garden", label: "Wohnbaufläche, Garten" },
  school: { class: "lawn", label: "Grünfläche" },
  hospital: { class: "lawn", label: "Grünfläche" },
  apartments: { class: "lawn", label: "Abstandsgrün" },
  industry: { class: "asphalt", label: "Industrie- und Gewerbefläche" },
  retail: { class: "garden", label: "Wohnbaufläche, Garten" },
  allotments: { class: "garden", label: "Kleingartenanlage" },
  park: { class: "lawn", label: "Park" },
  meadow: { class: "meadow", label: "Grünland" },
  cropland: { class: "cropland", label: "Ackerland" },
  forest: { class: "forest", label: "Wald" },
  green: { class: "meadow", label: "Grünland" },
  railside: { class: "bareSoil", label: "Brachfläche, ehemaliger Güterbahnhof" },
};

/** Fills every block of the district with buildings and returns the pieces with what covers their ground. */
export const fillDistrict = (site: Site, network: Network, seed: number): BasePiece[] => {
  const streetAt = createStreetFinder(network.streets);
  for (const special of specials) {
    for (const building of special.buildings) {
      if (!site.place(building, districtRectangle, 0)) throw new Error(`"${building.name ?? "?"}" collides`);
    }
    site.surfaces.push(...special.surfaces);
  }
  for (const surface of site.surfaces) site.reserve(surface.polygon[0] as Ring);
  const pieces: BasePiece[] = [];
  network.blocks.forEach((block, index) => {
    buildablePieces(block).forEach((piece, k) => {
      const random = createRandom(seed, `block ${index}.${k}`);
      pieces.push(fillPiece(site, piece, network, streetAt, random));
    });
    // The land of railway and stream within the block: covered by their own layers.
    pieces.push({ polygon: block, layers: [], base: groundOf.meadow });
  });
  return withoutDoubles(pieces, network.blocks);
};

/** Land cover partitions whole blocks: the buildable pieces become layers of their block. */
const withoutDoubles = (pieces: readonly BasePiece[], blocks: readonly Polygon[]): BasePiece[] => {
  const result: BasePiece[] = [];
  let own: BasePiece[] = [];
  for (const piece of pieces) {
    if (!blocks.includes(piece.polygon) || piece.layers.length > 0 || piece.base !== groundOf.meadow) {
      own.push(piece);
      continue;
    }
    result.push({
      polygon: piece.polygon,
      layers: own.flatMap((p) => [...p.layers, { polygons: [p.polygon], ...p.base }]),
      base: groundOf.meadow,
    });
    own = [];
  }
  return result;
};

const fillPiece = (
  site: Site,
  piece: Polygon,
  network: Network,
  streetAt: (p: Point) => string | null,
  random: Random,
): BasePiece => {
  const open = openBlocks.find((o) => polygonContainsPoint(piece, o.seed));
  const anyStreet = (p: Point) =>
    streetAt(p) !== null || containsPoint(marketSquare, p) || containsPoint(churchSquare, p);
  if (open) {
    const allowed = new Set(open.houseStreets);
    fillDetached(
      site,
      piece,
      {
        kinds: [
          ["detached", 9],
          ["semi", 1],
        ],
        setbackM: [4, 7],
        facesStreet: (p) => allowed.has(streetAt(p) ?? ""),
      },
      random,
    );
    if (open.gardenPath) fillGardenStrip(site, piece, open.gardenPath, random);
    const strips = network.streets
      .filter((s) => allowed.has(s.name))
      .map((s): Polygon => [bufferLine(s.line, s.carriagewayM / 2 + 38, "flat")]);
    const layers =
      strips.length > 0 && open.base !== "garden" ? [{ polygons: uniteAll(strips), ...groundOf.houses }] : [];
    return { polygon: piece, layers, base: { class: open.base, label: open.label } };
  }
  const zone = zoneAt(centroid(piece[0] as Ring)) ?? "meadow";
  fillZone(site, piece, zone, anyStreet, random);
  if (zone === "core" || zone === "founders") plantYards(site, piece, random);
  return {
    polygon: piece,
    layers: courtyards(piece, zone, random),
    base: zone === "industry" ? groundOf.hospital : groundOf[zone],
  };
};

const fillZone = (
  site: Site,
  piece: Polygon,
  zone: Zone,
  facesStreet: (p: Point) => boolean,
  random: Random,
): void => {
  switch (zone) {
    case "core":
      fillPerimeter(
        site,
        piece,
        {
          era: "medieval",
          setbackM: 0,
          depthM: random.between(9.5, 11.5),
          widthM: [8.5, 15],
          storeys: [
            [2, 34],
            [3, 54],
            [4, 12],
          ],
          gaps: 0.06,
          facesStreet,
        },
        random,
      );
      return;
    case "founders":
      fillPerimeter(
        site,
        piece,
        {
          era: "founders",
          setbackM: random.pick([0, 0, 3]),
          depthM: 12.5,
          widthM: [15, 22],
          storeys: [
            [3, 35],
            [4, 50],
            [5, 15],
          ],
          gaps: 0.08,
          facesStreet,
        },
        random,
      );
      return;
    case "villa":
      fillDetached(
        site,
        piece,
        {
          kinds: [
            ["villa", 7],
            ["apartments", 2],
            ["detached", 3],
          ],
          setbackM: [5, 8],
          facesStreet,
        },
        random,
      );
      return;
    case "mixedHouses":
      fillDetached(
        site,
        piece,
        {
          kinds: [
            ["detached", 4],
            ["semi", 3],
            ["apartments", 2],
            ["terrace", 1],
          ],
          setbackM: [4, 7],
          facesStreet,
        },
        random,
      );
      return;
    case "houses":
    case "retail":
      fillDetached(
        site,
        piece,
        {
          kinds: [
            ["detached", 14],
            ["semi", 2],
            ["terrace", 1],
          ],
          setbackM: [4, 7],
          facesStreet,
        },
        random,
      );
      return;
    case "apartments":
    case "rows":
      fillRowBlock(site, piece, zone, random);
      return;
    case "allotments":
      fillAllotments(site, piece, random);
      return;
    default:
      return;
  }
};

/** A tree in the yard here and there; those that would stand in a house are dropped when the trees grow. */
const plantYards = (site: Site, piece: Polygon, random: Random): void => {
  const ring = piece[0] as Ring;
  const bounds = boundsOf(ring);
  const count = Math.round(signedArea(ring) / 260);
  for (let k = 0; k < count; k++) {
    const p: Point = [random.between(bounds.minX, bounds.maxX), random.between(bounds.minY, bounds.maxY)];
    if (polygonContainsPoint(piece, p))
      site.trees.push({ at: p, setting: random.chance(0.5) ? "yard" : "garden" });
  }
};

const fillRowBlock = (site: Site, piece: Polygon, zone: Zone, random: Random): void => {
  const ring = simplifyRing(piece[0] as Ring, 2);
  let best: [Point, Point] = [at(ring, 0), at(ring, 1)];
  for (let i = 0; i < ring.length; i++) {
    if (distance(at(ring, i), at(ring, i + 1)) > distance(best[0], best[1]))
      best = [at(ring, i), at(ring, i + 1)];
  }
  const along = direction(best[0], best[1]);
  // Slabs stand across the longest street, turned a little, as light and air demanded.
  const heading: Point = direction([0, 0], [-along[1] + along[0] * 0.08, along[0] + along[1] * 0.08]);
  const bounds = boundsOf(ring);
  placeGarageCourt(site, piece, [bounds.minX + 16, bounds.minY + 16], [1, 0], random.integer(6, 9));
  fillRows(
    site,
    piece,
    {
      heading,
      lengthM: [40, 62],
      spacingM: 27,
      storeys:
        zone === "rows"
          ? [
              [3, 6],
              [4, 4],
            ]
          : [
              [3, 3],
              [4, 5],
              [5, 2],
            ],
    },
    random,
  );
};

const courtyards = (piece: Polygon, zone: Zone, random: Random): BasePiece["layers"] => {
  const ring = simplifyRing(piece[0] as Ring, 1);
  const inner = (by: number) => {
    const inset = insetRing(
      ring,
      ring.map(() => by),
    );
    return inset && signedArea(inset) > 60 ? inset : null;
  };
  if (zone === "core") {
    const green = random.chance(0.75) ? inner(17) : null;
    return green ? [{ polygons: [[green]], class: "garden", label: "Hofgarten" }] : [];
  }
  if (zone === "industry") {
    // A green margin along the streets, as the development plan demands.
    const yard = inner(7);
    return yard ? [{ polygons: [yard].map((r): Polygon => [r]), ...groundOf.industry }] : [];
  }
  if (zone === "founders") {
    const green = inner(random.between(20, 26));
    return green
      ? [
          { polygons: [[green]], class: "garden", label: "Wohnbaufläche, Hofgarten" },
          { polygons: [piece], class: "paved", label: "Hoffläche, befestigt" },
        ]
      : [{ polygons: [piece], class: "paved", label: "Hoffläche, befestigt" }];
  }
  return [];
};
