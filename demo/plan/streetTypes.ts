import type { Point } from "#twin/frame.ts";

export type StreetKind =
  | "secondary"
  | "tertiary"
  | "residential"
  | "living"
  | "lane"
  | "service"
  | "path"
  | "cycle";

/** A street as drawn by the planner of the fictional district: few control points, smoothed later. */
export type StreetPlan = {
  readonly name: string;
  readonly kind: StreetKind;
  readonly points: readonly Point[];
  /** Street trees along this street. */
  readonly trees?: boolean;
  readonly oneway?: boolean;
  readonly maxspeed?: number;
  readonly surface?: string;
};

/** Carriageway and pavement widths by kind, metres (after RASt 06 typical sections). */
export const streetWidths: Readonly<Record<StreetKind, { carriagewayM: number; pavementM: number }>> = {
  secondary: { carriagewayM: 7.5, pavementM: 3.2 },
  tertiary: { carriagewayM: 6.5, pavementM: 2.5 },
  residential: { carriagewayM: 5.5, pavementM: 1.8 },
  living: { carriagewayM: 5, pavementM: 1.5 },
  lane: { carriagewayM: 4, pavementM: 1 },
  service: { carriagewayM: 4, pavementM: 0 },
  path: { carriagewayM: 2.2, pavementM: 0 },
  cycle: { carriagewayM: 3, pavementM: 0 },
};
