import type { Point } from "#twin/frame.ts";
import { at, lerp, type Ring, roundMm, roundPoint } from "./geometry/vector.ts";

/** Footprint with parallel front (A–B) and back (C–D), counter-clockwise. */
export type Quad = readonly [Point, Point, Point, Point];

/**
 * Building shapes. Heights are metres above the building's base. `profile` is the roof's cross-section from front
 * (u = 0) to back (u = 1); equal neighbouring u make a vertical step. It covers pent, gable, mansard, offset pent,
 * shed, arched and mixed roofs with planar faces, since every roof edge runs parallel to the front.
 */
export type Shape =
  | {
      readonly type: "profile";
      readonly quad: Quad;
      readonly profile: readonly (readonly [number, number])[];
    }
  | { readonly type: "flat"; readonly ring: Ring; readonly heightM: number }
  | {
      readonly type: "hip";
      readonly quad: Quad;
      readonly eavesM: number;
      readonly ridgeM: number;
      /** Share of the length that each hip takes (0–0.5). */
      readonly hip: number;
      /** Share of the roof height that stays gable: 0 = full hip, 0.5 = half-hip. */
      readonly gableShare: number;
    }
  | { readonly type: "pyramid"; readonly ring: Ring; readonly eavesM: number; readonly apexM: number };

export type Point3 = readonly [number, number, number];
export type FaceKind = "wall" | "roof" | "ground";
export type Face = { readonly kind: FaceKind; readonly ring: readonly Point3[] };

export const footprintOf = (shape: Shape): Ring => {
  const ring = shape.type === "flat" || shape.type === "pyramid" ? shape.ring : shape.quad;
  return ring.map(roundPoint);
};

export const heightOf = (shape: Shape): number => {
  switch (shape.type) {
    case "profile":
      return Math.max(...shape.profile.map(([, h]) => h));
    case "flat":
      return shape.heightM;
    case "hip":
      return shape.ridgeM;
    case "pyramid":
      return shape.apexM;
  }
};

/** Closed surface of a shape on a base height: every edge borders exactly two faces, normals outwards. */
export const facesOf = (shape: Shape, baseZ: number): Face[] => {
  const lift = (p: Point, h: number): Point3 => [roundMm(p[0]), roundMm(p[1]), roundMm(baseZ + h)];
  switch (shape.type) {
    case "profile":
      return profileFaces(shape.quad, shape.profile, lift);
    case "flat":
      return [
        ...prismWalls(shape.ring, shape.heightM, lift),
        { kind: "roof", ring: shape.ring.map((p) => lift(p, shape.heightM)) },
        groundFace(shape.ring, lift),
      ];
    case "hip":
      return hipFaces(shape, lift);
    case "pyramid":
      return pyramidFaces(shape.ring, shape.eavesM, shape.apexM, lift);
  }
};

type Lift = (p: Point, h: number) => Point3;

const groundFace = (ring: Ring, lift: Lift): Face => ({
  kind: "ground",
  ring: [...ring].reverse().map((p) => lift(p, 0)),
});

const prismWalls = (ring: Ring, heightM: number, lift: Lift): Face[] =>
  ring.map((p, i) => {
    const q = at(ring, i + 1);
    return { kind: "wall", ring: [lift(p, 0), lift(q, 0), lift(q, heightM), lift(p, heightM)] };
  });

const profileFaces = (quad: Quad, profile: readonly (readonly [number, number])[], lift: Lift): Face[] => {
  const [a, b, c, d] = quad;
  const left = profile.map(([u, h]) => lift(lerp(a, d, u), h));
  const right = profile.map(([u, h]) => lift(lerp(b, c, u), h));
  const last = profile.length - 1;
  const faces: Face[] = [
    { kind: "wall", ring: [lift(a, 0), lift(b, 0), at(right, 0), at(left, 0)] },
    { kind: "wall", ring: [lift(b, 0), lift(c, 0), ...[...right].reverse()] },
    { kind: "wall", ring: [lift(c, 0), lift(d, 0), at(left, last), at(right, last)] },
    { kind: "wall", ring: [lift(d, 0), lift(a, 0), ...left] },
  ];
  for (let k = 0; k < last; k++) {
    const step = at(profile, k)[0] === at(profile, k + 1)[0];
    faces.push({
      kind: step ? "wall" : "roof",
      ring: [at(left, k), at(right, k), at(right, k + 1), at(left, k + 1)],
    });
  }
  faces.push(groundFace(quad, lift));
  return faces;
};

const hipFaces = (shape: Extract<Shape, { type: "hip" }>, lift: Lift): Face[] => {
  const [a, b, c, d] = shape.quad;
  const { eavesM, ridgeM, hip, gableShare } = shape;
  const middleLeft = lerp(a, d, 0.5);
  const middleRight = lerp(b, c, 0.5);
  const ridgeLeft = lift(lerp(middleLeft, middleRight, hip), ridgeM);
  const ridgeRight = lift(lerp(middleRight, middleLeft, hip), ridgeM);
  const e = (p: Point) => lift(p, eavesM);
  const g = (p: Point) => lift(p, 0);
  // The gable part of a half-hip ends where the slopes have risen by gableShare.
  const topM = eavesM + (ridgeM - eavesM) * gableShare;
  const u = gableShare / 2;
  const gable = (from: Point, to: Point): Point3[] =>
    gableShare > 0 ? [lift(lerp(from, to, u), topM), lift(lerp(from, to, 1 - u), topM)] : [];
  const right = gable(b, c);
  const left = gable(d, a);
  return [
    { kind: "wall", ring: [g(a), g(b), e(b), e(a)] },
    { kind: "wall", ring: [g(b), g(c), e(c), ...[...right].reverse(), e(b)] },
    { kind: "wall", ring: [g(c), g(d), e(d), e(c)] },
    { kind: "wall", ring: [g(d), g(a), e(a), ...[...left].reverse(), e(d)] },
    { kind: "roof", ring: [e(a), e(b), ...right.slice(0, 1), ridgeRight, ridgeLeft, ...left.slice(1)] },
    { kind: "roof", ring: right.length > 0 ? [...right, ridgeRight] : [e(b), e(c), ridgeRight] },
    { kind: "roof", ring: [e(c), e(d), ...left.slice(0, 1), ridgeLeft, ridgeRight, ...right.slice(1)] },
    { kind: "roof", ring: left.length > 0 ? [...left, ridgeLeft] : [e(d), e(a), ridgeLeft] },
    groundFace(shape.quad, lift),
  ];
};

const pyramidFaces = (ring: Ring, eavesM: number, apexM: number, lift: Lift): Face[] => {
  let x = 0;
  let y = 0;
  for (const p of ring) {
    x += p[0] / ring.length;
    y += p[1] / ring.length;
  }
  const apex = lift([x, y], apexM);
  return [
    ...prismWalls(ring, eavesM, lift),
    ...ring.map(
      (p, i): Face => ({ kind: "roof", ring: [lift(p, eavesM), lift(at(ring, i + 1), eavesM), apex] }),
    ),
    groundFace(ring, lift),
  ];
};
