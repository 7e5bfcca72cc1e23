import type { Point } from "#twin/frame.ts";
import { distance } from "#twin/geometry/planar.ts";
import type { StreetClass, StreetSection } from "#twin/objects.ts";

/** One cross-section of a deck. */
export type Station = {
  readonly x: number;
  readonly y: number;
  /** NHN height of the deck's surface, metres. */
  readonly z: number;
  /** NHN height of the ground below, metres. */
  readonly groundZ: number;
  /** Unit vector to the left of the line, mitred at bends. */
  readonly leftX: number;
  readonly leftY: number;
  /** Metres from the start. */
  readonly alongM: number;
};

export type DeckKind = "road" | "path" | "rail" | "tram";

/** A bridge as it is drawn: a strip of constant width over a smooth profile. */
export type Deck = {
  readonly kind: DeckKind;
  /** Two lanes and more in a street of some weight have a line in the middle. */
  readonly marked: boolean;
  readonly halfWidthM: number;
  readonly thicknessM: number;
  readonly parapetM: number;
  readonly stations: readonly Station[];
};

export const isBridge = (section: StreetSection): boolean => section.level > 0 && section.line.length > 1;

const paths: ReadonlySet<StreetClass> = new Set(["footway", "cycleway", "pedestrian", "track"]);
const markedClasses: ReadonlySet<StreetClass> = new Set(["motorway", "primary", "secondary", "tertiary"]);

/** A deck lies this far above the ground at its ends, metres: enough not to fight with it for the same pixels. */
const liftM = 0.12;
const stationEveryM = 3;
/** Ends of sections closer than this are the same joint, metres. */
const jointM = 0.5;
const relaxations = 200;

/**
 * Decks of all bridges. Nobody delivers their heights, so they are read from the ground that they start and end on:
 * between the abutments the profile is straight, also over several sections of one bridge, and lifted where the ground
 * would otherwise come through.
 */
export function bridgeDecks(
  sections: readonly StreetSection[],
  heightAt: (x: number, y: number) => number,
): readonly Deck[] {
  const bridges = sections.filter(isBridge);
  const joints = jointHeights(bridges, heightAt);
  const decks: Deck[] = [];
  for (const section of bridges) {
    const from = joints(section.line[0]);
    const to = joints(section.line[section.line.length - 1]);
    if (Number.isNaN(from) || Number.isNaN(to)) continue;
    const points = densified(section.line);
    const lengthM = points[points.length - 1].alongM;
    if (lengthM < 1) continue;
    let lift = liftM;
    const profile = points.map(({ at, alongM }) => {
      const z = from + (to - from) * (alongM / lengthM);
      const ground = heightAt(at[0], at[1]);
      if (!Number.isNaN(ground)) lift = Math.max(lift, ground + liftM - z);
      return { z, ground };
    });
    const kind = kindOf(section.class);
    decks.push({
      kind,
      marked: markedClasses.has(section.class) && section.lanes >= 2,
      // A deck carries more than the carriageway: kerbs and the parapets' footing.
      halfWidthM: section.widthM / 2 + (kind === "path" ? 0.2 : kind === "road" ? 0.6 : 0.3),
      thicknessM: Math.max(kind === "path" ? 0.3 : 0.5, Math.min(1.4, lengthM / 18)),
      parapetM: kind === "path" ? 0.9 : kind === "road" ? 1 : 0.6,
      stations: points.map(({ at, alongM, leftX, leftY }, i) => ({
        x: at[0],
        y: at[1],
        z: profile[i].z + lift,
        groundZ: Number.isNaN(profile[i].ground) ? profile[i].z - 3 : profile[i].ground,
        leftX,
        leftY,
        alongM,
      })),
    });
  }
  return decks;
}

function kindOf(streetClass: StreetClass): DeckKind {
  if (streetClass === "rail" || streetClass === "tram") return streetClass;
  return paths.has(streetClass) ? "path" : "road";
}

/**
 * NHN heights of where bridge sections begin and end. A joint of one section is an abutment and stands on the ground;
 * one between sections hangs between its neighbours, in proportion to the distances (relaxation, Gauss–Seidel).
 */
function jointHeights(
  bridges: readonly StreetSection[],
  heightAt: (x: number, y: number) => number,
): (at: Point) => number {
  const joints: { at: Point; z: number; links: { to: number; weight: number }[] }[] = [];
  const jointOf = (at: Point): number => {
    const known = joints.findIndex((joint) => distance(joint.at, at) < jointM);
    if (known >= 0) return known;
    joints.push({ at, z: heightAt(at[0], at[1]), links: [] });
    return joints.length - 1;
  };
  for (const { line } of bridges) {
    const from = jointOf(line[0]);
    const to = jointOf(line[line.length - 1]);
    const weight = 1 / Math.max(1, distance(line[0], line[line.length - 1]));
    joints[from].links.push({ to, weight });
    joints[to].links.push({ to: from, weight });
  }
  const hanging = joints.filter(({ links }) => links.length > 1);
  for (let pass = 0; pass < relaxations && hanging.length > 0; pass++) {
    for (const joint of hanging) {
      let sum = 0;
      let weights = 0;
      for (const { to, weight } of joint.links) {
        if (Number.isNaN(joints[to].z)) continue;
        sum += joints[to].z * weight;
        weights += weight;
      }
      if (weights > 0) joint.z = sum / weights;
    }
  }
  return (at) => joints[jointOf(at)].z;
}

type Sample = { readonly at: Point; readonly alongM: number; readonly leftX: number; readonly leftY: number };

/** The line with a point every few metres; directions are taken over both neighbours, so that sides do not overlap. */
function densified(line: readonly Point[]): readonly Sample[] {
  const points: Point[] = [line[0]];
  for (let i = 1; i < line.length; i++) {
    const steps = Math.max(1, Math.ceil(distance(line[i - 1], line[i]) / stationEveryM));
    for (let k = 1; k <= steps; k++)
      points.push([
        line[i - 1][0] + ((line[i][0] - line[i - 1][0]) * k) / steps,
        line[i - 1][1] + ((line[i][1] - line[i - 1][1]) * k) / steps,
      ]);
  }
  let alongM = 0;
  return points.map((at, i) => {
    if (i > 0) alongM += distance(points[i - 1], at);
    const before = points[Math.max(0, i - 1)];
    const after = points[Math.min(points.length - 1, i + 1)];
    const length = distance(before, after) || 1;
    return {
      at,
      alongM,
      leftX: -(after[1] - before[1]) / length,
      leftY: (after[0] - before[0]) / length,
    };
  });
}

/** NHN height of the deck over a point, NaN where there is none; the highest where decks cross. */
export function deckHeightAt(decks: readonly Deck[], x: number, y: number): number {
  let highest = Number.NaN;
  for (const { stations, halfWidthM } of decks) {
    for (let i = 1; i < stations.length; i++) {
      const a = stations[i - 1];
      const b = stations[i];
      const dx = b.x - a.x;
      const dy = b.y - a.y;
      const squared = dx * dx + dy * dy;
      if (squared === 0) continue;
      const t = ((x - a.x) * dx + (y - a.y) * dy) / squared;
      if (t < -0.05 || t > 1.05) continue;
      const across = Math.abs((x - a.x) * dy - (y - a.y) * dx) / Math.sqrt(squared);
      const z = a.z + (b.z - a.z) * t;
      if (across <= halfWidthM && !(highest >= z)) highest = z;
    }
  }
  return highest;
}
