import type { ReactNode } from "react";
import { mobilityDrawings } from "./mobilityDrawings.tsx";

/**
 * A small drawing for each kind of measure: a cut through the ground in the colours of the theme, because a cut shows
 * what a measure does to water and sun. 56 units square; water, green, ground and ink only.
 */
const ground = "var(--roof)";
const water = "var(--water)";
const green = "var(--green)";
const ink = "var(--ink-soft)";

function Rain({ x = 8 }: { readonly x?: number }) {
  return (
    <path
      d={`M${x} 7l-2 6M${x + 10} 7l-2 6M${x + 20} 7l-2 6M${x + 30} 7l-2 6`}
      stroke={water}
      strokeLinecap="round"
      strokeWidth="2"
    />
  );
}

function Sun() {
  return (
    <path
      d="M9 3v3m0 10v3M1 11h3m10 0h3M3.500 5.500l2 2m7 7 2 2m0-11-2 2m-7 7-2 2M9 8a3 3 0 1 0 0 6 3 3 0 0 0 0-6z"
      stroke={ink}
      strokeLinecap="round"
      strokeWidth="1.5"
    />
  );
}

function House({ x, fill = "var(--surface)" }: { readonly x: number; readonly fill?: string }) {
  return (
    <path d={`M${x} 38V24l9-7 9 7v14z`} fill={fill} stroke={ink} strokeLinejoin="round" strokeWidth="1.5" />
  );
}

const drawings: Readonly<Record<string, ReactNode>> = {
  retentionBasin: (
    <>
      <Rain />
      <path d="M0 26h11l9 16h16l9-16h11v30H0z" fill={ground} />
      <path d="M14.4 32h27.2L36 42H20z" fill={water} />
      <path d="M0 26h11l9 16h16l9-16h11" fill="none" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  rainGarden: (
    <>
      <Rain />
      <path d="M0 30h10c6 0 8 8 18 8s12-8 18-8h10v26H0z" fill={ground} />
      <path d="M13.5 32.5C17 35.500 20 38 28 38s11-2.500 14.500-5.500z" fill={water} />
      <path
        d="M17 35c-1-5 0-8-3-11M24 37.500c0-6-1-9 1-13M32 37.500c0-5 2-8 0-12M39 35c0-5 1-7 4-10"
        fill="none"
        stroke={green}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
      <path d="M20 44v5m8-3v5m8-7v5" stroke={water} strokeDasharray="2 2" strokeWidth="2" />
    </>
  ),
  floodWall: (
    <>
      <path d="M0 42h56v14H0z" fill={ground} />
      <path d="M0 28c3-2 6 2 9 0s6 2 9 0 5 1 6 0v14H0z" fill={water} />
      <path d="M24 19h6v23h-6z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
      <path d="M36 42V32l7-5.500 7 5.500v10z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  culvert: (
    <>
      <path d="M0 28h14l4-8h20l4 8h14v28H0z" fill={ground} />
      <path d="M0 34h56v8H0z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
      <path d="M0 38c4-2 6 2 10 0s6 2 10 0 6 2 10 0 6 2 10 0 6 2 10 0 4 1 6 0v4H0z" fill={water} />
      <path d="M18 20h20" stroke={ink} strokeWidth="2" />
    </>
  ),
  underpassPump: (
    <>
      <path d="M0 20h12l6 26h20l6-26h12v36H0z" fill={ground} />
      <path d="M16.600 40h22.800L38 46H18z" fill={water} />
      <path d="M28 40V12h14" fill="none" stroke={ink} strokeWidth="2.500" />
      <path d="m38 8 5 4-5 4" fill="none" stroke={water} strokeLinecap="round" strokeWidth="2.500" />
      <circle cx="28" cy="38" fill="var(--surface)" r="4.500" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  waterSurface: (
    <>
      <path d="M0 34h8v12h40V34h8v22H0z" fill={ground} />
      <path d="M8 37c4-2 6 2 10 0s6 2 10 0 6 2 10 0 6 2 10 0v9H8z" fill={water} />
      <path d="M0 34h8v12h40V34h8" fill="none" stroke={ink} strokeWidth="1.5" />
      <path
        d="M28 36V16m0 4c-4-6-9-6-11 1m11-1c4-6 9-6 11 1"
        fill="none"
        stroke={water}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
    </>
  ),
  tree: (
    <>
      <Sun />
      <path d="M0 46h56v10H0z" fill={ground} />
      <path d="M30 46V28" stroke={ink} strokeWidth="3" />
      <circle cx="30" cy="21" fill={green} r="13" />
      <path d="M24 46h26" stroke={ink} strokeWidth="3" />
    </>
  ),
  treeRow: (
    <>
      <path d="M0 46h56v10H0z" fill={ground} />
      <path d="M10 46V32m18 14V32m18 14V32" stroke={ink} strokeWidth="2.500" />
      <circle cx="10" cy="26" fill={green} r="8" />
      <circle cx="28" cy="26" fill={green} r="8" />
      <circle cx="46" cy="26" fill={green} r="8" />
      <path d="M10 52h36m-32-2.500-4 2.500 4 2.500m28-5 4 2.500-4 2.500" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  grove: (
    <>
      <path d="M0 44h56v12H0z" fill={ground} />
      <path d="M0 42h56v4H0z" fill={green} />
      <path d="M14 43V26m14 17V20m14 23V29" stroke={ink} strokeWidth="2.500" />
      <circle cx="14" cy="23" fill={green} r="8" stroke="var(--surface-sunk)" strokeWidth="1" />
      <circle cx="43" cy="25" fill={green} r="9" stroke="var(--surface-sunk)" strokeWidth="1" />
      <circle cx="28" cy="16" fill={green} r="10" stroke="var(--surface-sunk)" strokeWidth="1" />
    </>
  ),
  lawn: (
    <>
      <Sun />
      <path d="M0 40h56v16H0z" fill={ground} />
      <path d="M0 36h56v5H0z" fill={green} />
      <path
        d="M5 36v-4m7 4v-7m7 7v-5m7 5v-8m7 8v-5m7 5v-7m7 7v-4"
        stroke={green}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
    </>
  ),
  greenFacade: (
    <>
      <path d="M0 46h56v10H0z" fill={ground} />
      <path d="M14 46V14h32v32z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
      <path d="M32 20h7v7h-7zm0 13h7v7h-7z" fill={ground} />
      <path d="M12 46V24c0-5 6-6 7-2 3-3 6 1 4 4 4 1 3 6 0 7 3 2 2 6-1 7v6z" fill={green} />
      <path d="M17 46V27m0 8 4-4m-4 10 4-3" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  shadeSail: (
    <>
      <Sun />
      <path d="M0 46h56v10H0z" fill={ground} />
      <path d="M16 48h30l-5 4H11z" fill={ink} opacity="0.45" />
      <path d="M12 46V26m34 20V18" stroke={ink} strokeWidth="2" />
      <path d="M12 26c10 3 22 0 34-8-5 9-16 15-34 8z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  pergola: (
    <>
      <Sun />
      <path d="M0 46h56v10H0z" fill={ground} />
      <path d="M13 46V25m32 21V25" stroke={ink} strokeWidth="2.500" />
      <path d="M8 24h42" stroke={ink} strokeWidth="3" />
      <path d="M12 24v-4m7 4v-4m7 4v-4m7 4v-4m7 4v-4m6 4v-4" stroke={ink} strokeWidth="2" />
      <path
        d="M13 46c-4-6 4-9 0-14 3-4 0-8 4-11 3-3 7 1 10-2 4-2 8 2 12-1 3-1 5 1 7 3-3 3-8 1-11 4-4 2-8-1-11 2-4 2-7 1-9 5 2 4-3 8 1 14z"
        fill={green}
      />
    </>
  ),
  lightSurface: (
    <>
      <Sun />
      <path d="M0 44h56v12H0z" fill={ground} />
      <path d="M0 40h56v6H0z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
      <path
        d="m15 15 14 24 9-17m-1 5 1-5-4.500 2.500"
        fill="none"
        stroke="var(--accent)"
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2.500"
      />
    </>
  ),
  desealing: (
    <>
      <Rain />
      <path d="M0 32h56v24H0z" fill={ground} />
      <path d="M0 27h17v7H0z" fill={ink} />
      <path d="M20 32h36v4H20z" fill={green} />
      <path
        d="M24 32v-4m6 4v-6m6 6v-4m6 4v-6m6 6v-4"
        stroke={green}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
      <path d="M28 40v6m9-6v10m9-10v6" stroke={water} strokeDasharray="2.500 2.500" strokeWidth="2" />
    </>
  ),
  treePit: (
    <>
      <path d="M0 38h56v18H0z" fill={ground} />
      <path d="M16 38h24v14H16z" fill="var(--surface-sunk)" stroke={ink} strokeWidth="1.5" />
      <path d="M16 45h24v7H16z" fill={water} />
      <path d="M28 42V20" stroke={ink} strokeWidth="3" />
      <circle cx="28" cy="17" fill={green} r="13" />
      <path d="M28 40c-3 2-5 3-7 7m7-7c3 2 5 3 7 7" fill="none" stroke={ink} strokeWidth="1.5" />
    </>
  ),
  greenRoof: (
    <>
      <Rain />
      <path d="M10 26h36v26H10z" fill="var(--surface)" stroke={ink} strokeWidth="1.5" />
      <path d="M8 22h40v6H8z" fill={green} />
      <path
        d="M13 22v-4m6 4v-6m6 6v-4m6 4v-6m6 6v-4m6 4v-5"
        stroke={green}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
      <path d="M16 34h7v7h-7zm17 0h7v7h-7z" fill={ground} />
    </>
  ),
  loweredStreet: (
    <>
      <path d="M0 28h8l4 10h32l4-10h8v28H0z" fill={ground} />
      <path d="M11 36h34l-1 3H12z" fill={water} />
      <path d="M0 28h8l4 10h32l4-10h8" fill="none" stroke={ink} strokeWidth="1.5" />
      <path
        d="m20 20 8 6 8-6M28 10v15"
        fill="none"
        stroke={water}
        strokeLinecap="round"
        strokeWidth="2.500"
      />
    </>
  ),
  newBuilding: (
    <>
      <path d="M0 42h56v14H0z" fill={ground} />
      <path d="M14 42V22l14-11 14 11v20z" fill="var(--accent-wash)" stroke="var(--accent)" strokeWidth="2" />
      <path d="M28 22v12m-6-6h12" stroke="var(--accent)" strokeLinecap="round" strokeWidth="2.500" />
    </>
  ),
  demolition: (
    <>
      <path d="M0 42h56v14H0z" fill={ground} />
      <path d="M14 42V22l14-11 14 11v20z" fill="none" stroke={ink} strokeDasharray="4 3" strokeWidth="2" />
      <path d="m21 24 14 14m0-14L21 38" stroke="var(--problem)" strokeLinecap="round" strokeWidth="2.500" />
    </>
  ),
};

/** A kind that has no drawing of its own still shows a house in the rain. */
const fallback = (
  <>
    <Rain />
    <path d="M0 38h56v18H0z" fill={ground} />
    <House x={19} />
  </>
);

export function Drawing({ kind, size }: { readonly kind: string; readonly size: number }) {
  return (
    <svg aria-hidden="true" fill="none" focusable="false" height={size} viewBox="0 0 56 56" width={size}>
      {drawings[kind] ?? mobilityDrawings[kind] ?? fallback}
    </svg>
  );
}
