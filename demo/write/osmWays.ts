import type { Point } from "#twin/frame.ts";
import { alongLine, offsetLine, smoothLine } from "../geometry/line.ts";
import { at, distance, lerp, projectOnSegment, roundPoint } from "../geometry/vector.ts";
import { districtSizeM, railPoints, streamPoints, tramPoints, underpass } from "../plan/nature.ts";
import { crossingsOf, type Network, type Street } from "../plan/network.ts";
import type { StreetKind } from "../plan/streetTypes.ts";

export type OsmWay = {
  /** Stable within the district. */
  readonly key: string;
  readonly points: readonly Point[];
  readonly tags: Readonly<Record<string, string>>;
};
export type OsmRestriction = {
  readonly from: string;
  readonly via: Point;
  readonly to: string;
  readonly kind: string;
};

type Way = { key: string; points: Point[]; tags: Record<string, string> };

const highways: Readonly<Record<StreetKind, string>> = {
  secondary: "secondary",
  tertiary: "tertiary",
  residential: "residential",
  living: "living_street",
  lane: "living_street",
  service: "service",
  path: "footway",
  cycle: "cycleway",
};
const noTags: Record<string, string> = {};
const speeds: Readonly<Partial<Record<StreetKind, string>>> = {
  secondary: "50",
  tertiary: "30",
  residential: "30",
  living: "walk",
  lane: "walk",
};

const streetTags = (street: Street): Record<string, string> => {
  const tags: Record<string, string> = { highway: highways[street.kind] };
  if (street.name) tags.name = street.name;
  tags.surface = street.surface ?? (street.kind === "path" ? "fine_gravel" : "asphalt");
  tags.width = String(street.carriagewayM);
  const speed = street.maxspeed ? String(street.maxspeed) : speeds[street.kind];
  if (speed) tags.maxspeed = speed;
  if (street.kind === "secondary" || street.kind === "tertiary") tags.lanes = "2";
  if (street.pavementM >= 1.5) tags.sidewalk = "both";
  if (street.oneway) tags.oneway = "yes";
  if (street.kind === "cycle") tags.foot = "designated";
  return tags;
};

const inside = ([x, y]: Point): boolean => x >= 0 && y >= 0 && x <= districtSizeM && y <= districtSizeM;

/** The part of a line within the district, cut at its border. */
const clipToDistrict = (line: readonly Point[]): Point[] => {
  const s = districtSizeM;
  const border: Point[] = [
    [0, 0],
    [s, 0],
    [s, s],
    [0, s],
    [0, 0],
  ];
  const cuts = crossingsOf(line, border);
  const result: Point[] = [];
  line.forEach((p, i) => {
    if (inside(p)) result.push(p);
    for (const cut of cuts.filter((c) => Math.floor(c.onA) === i).sort((a, b) => a.onA - b.onA))
      result.push(roundPoint(cut.point));
  });
  return result;
};

/** Inserts a point into the way at the place nearest to it, unless it is there already. */
const insertInto = (way: Way, p: Point): void => {
  let best = { index: 0, squared: Infinity };
  for (let i = 0; i + 1 < way.points.length; i++) {
    const { distanceSquared } = projectOnSegment(p, at(way.points, i), at(way.points, i + 1));
    if (distanceSquared < best.squared) best = { index: i, squared: distanceSquared };
  }
  const before = at(way.points, best.index);
  const after = at(way.points, best.index + 1);
  if (distance(before, p) < 0.002 || distance(after, p) < 0.002) return;
  way.points.splice(best.index + 1, 0, p);
};

/** Shared nodes where ways cross or end on one another. */
const connect = (ways: readonly Way[]): void => {
  const joints: { way: Way; point: Point }[] = [];
  for (let i = 0; i < ways.length; i++) {
    for (let j = i + 1; j < ways.length; j++) {
      const a = ways[i] as Way;
      const b = ways[j] as Way;
      for (const { point } of crossingsOf(a.points, b.points)) {
        const ends = [at(a.points, 0), at(a.points, -1), at(b.points, 0), at(b.points, -1)];
        const joint = ends.find((end) => distance(end, point) < 0.8) ?? roundPoint(point);
        joints.push({ way: a, point: joint }, { way: b, point: joint });
      }
      for (const [end, other] of [
        [at(a.points, 0), b],
        [at(a.points, -1), b],
        [at(b.points, 0), a],
        [at(b.points, -1), a],
      ] as const) {
        const touches = other.points.some(
          (p, k) =>
            k + 1 < other.points.length &&
            projectOnSegment(end, p, at(other.points, k + 1)).distanceSquared < 0.25,
        );
        if (touches) joints.push({ way: other, point: end });
      }
    }
  }
  for (const { way, point } of joints) insertInto(way, point);
};

const indexOf = (points: readonly Point[], p: Point): number =>
  points.findIndex((q) => distance(p, q) < 0.002);

/** Cuts a way at points that it holds; the pieces in between get extra tags from `tagsFor`. */
const cutWay = (
  way: Way,
  cuts: readonly Point[],
  tagsFor: (middle: Point) => Record<string, string>,
): Way[] => {
  for (const cut of cuts) insertInto(way, cut);
  const positions = [...new Set([0, ...cuts.map((c) => indexOf(way.points, c)), way.points.length - 1])]
    .filter((i) => i >= 0)
    .sort((a, b) => a - b);
  const pieces: Way[] = [];
  for (let k = 0; k + 1 < positions.length; k++) {
    const points = way.points.slice(at(positions, k), at(positions, k + 1) + 1);
    const middle =
      points.length > 2 ? at(points, Math.floor(points.length / 2)) : lerp(at(points, 0), at(points, 1), 0.5);
    pieces.push({ key: `${way.key}.${k}`, points, tags: { ...way.tags, ...tagsFor(middle) } });
  }
  return pieces.length > 0 ? pieces : [way];
};

const pointAt = (points: readonly Point[], position: number): Point => {
  const i = Math.min(Math.floor(position), points.length - 2);
  return lerp(at(points, i), at(points, i + 1), position - i);
};
/** The points `reachM` before and after a crossing on a line. */
const around = (points: readonly Point[], position: number, reachM: number): Point[] => {
  let travelled = 0;
  const whole = Math.floor(position);
  for (let i = 0; i < whole; i++) travelled += distance(at(points, i), at(points, i + 1));
  travelled += distance(at(points, Math.min(whole, points.length - 1)), pointAt(points, position));
  return [travelled - reachM, travelled + reachM].map((d) =>
    roundPoint(alongLine(points, Math.max(0, d)).point),
  );
};

/** Streets with shared nodes, bridges over the stream and the underpass cut out, rails, tram and stream. */
export const buildOsmWays = (
  network: Network,
): { ways: OsmWay[]; restrictions: OsmRestriction[]; levelCrossings: Point[] } => {
  const stream = smoothLine(streamPoints);
  const rail = smoothLine(railPoints);
  const levelCrossings: Point[] = [];
  const streets: Way[] = [...network.streets, ...network.paths].map((street, i) => ({
    key: `s${i}`,
    points: clipToDistrict(street.line),
    tags: streetTags(street),
  }));
  connect(streets);
  const junction: Point = nearestShared(streets, [905, 645]);
  const finished: Way[] = [];
  for (const way of streets) {
    let pieces: Way[] = [way];
    for (const { onA } of crossingsOf(way.points, stream)) {
      const cuts = around(way.points, onA, 7);
      pieces = cutWay(way, cuts, (m) =>
        distance(m, lerp(cuts[0] as Point, cuts[1] as Point, 0.5)) < 7
          ? { bridge: "yes", layer: "1" }
          : noTags,
      );
    }
    for (const { onA, point } of crossingsOf(way.points, rail)) {
      if (distance(point, underpass.centre) > 20) {
        levelCrossings.push(roundPoint(point));
        insertInto(way, roundPoint(point));
        continue;
      }
      const cuts = around(way.points, onA, 8);
      pieces = cutWay(way, cuts, (m) =>
        distance(m, point) < 8 ? { layer: "-1", covered: "yes", maxheight: "4.2" } : noTags,
      );
    }
    if (way.tags.name === "Fuldaer Straße") pieces = cutWay(way, [junction], () => ({}));
    finished.push(...pieces);
  }
  const rails = [2.1, -2.1].flatMap((offset, k) => {
    const track: Way = {
      key: `r${k}`,
      points: clipToDistrict(offsetLine(rail, offset).map(roundPoint)),
      tags: {
        railway: "rail",
        usage: "main",
        electrified: "contact_line",
        gauge: "1435",
        maxspeed: "140",
        name: "Wiesentalbahn",
      },
    };
    const middle = crossingsOf(track.points, [
      [705.4, 880],
      [705.4, 930],
    ])[0];
    return middle
      ? cutWay(track, around(track.points, middle.onA, 9), (m) =>
          distance(m, middle.point) < 9 ? { bridge: "yes", layer: "1" } : noTags,
        )
      : [track];
  });
  const others: Way[] = [
    {
      key: "t0",
      points: clipToDistrict(smoothLine(tramPoints)),
      tags: { railway: "tram", gauge: "1435", electrified: "contact_line", name: "Linie 4" },
    },
    {
      key: "w0",
      points: clipToDistrict([...stream].reverse()).reverse(),
      tags: { waterway: "stream", name: "Wiesenbach", width: "4" },
    },
  ];
  const all = [...finished, ...rails, ...others].filter((w) => w.points.length > 1);
  return { ways: all, restrictions: restrictionsAt(all, junction), levelCrossings };
};

const nearestShared = (ways: readonly Way[], near: Point): Point => {
  const linden = ways.find((w) => w.tags.name === "Lindenstraße");
  if (!linden) return near;
  return distance(at(linden.points, 0), near) < distance(at(linden.points, -1), near)
    ? at(linden.points, 0)
    : at(linden.points, -1);
};

const restrictionsAt = (ways: readonly Way[], via: Point): OsmRestriction[] => {
  const linden = ways.find((w) => w.tags.name === "Lindenstraße" && indexOf(w.points, via) >= 0);
  const arms = ways.filter(
    (w) => w.tags.name === "Fuldaer Straße" && indexOf([at(w.points, 0), at(w.points, -1)], via) >= 0,
  );
  const [west, east] = arms;
  if (!linden || !west || !east) return [];
  return [
    { from: linden.key, via, to: east.key, kind: "no_left_turn" },
    { from: west.key, via, to: linden.key, kind: "no_left_turn" },
  ];
};
