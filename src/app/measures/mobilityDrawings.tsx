import type { ReactNode } from "react";

/** Drawings of measures of traffic: streets seen from above, 56 units square, in the same few colours as the cuts. */
const road = "var(--roof)";
const green = "var(--green)";
const water = "var(--water)";
const ink = "var(--ink-soft)";
const surface = "var(--surface)";
const stop = "var(--problem)";
const accent = "var(--accent)";

/** A street from below to above. */
const street = <path d="M18 0h20v56H18z" fill={road} />;
const centre = <path d="M28 2v52" stroke={surface} strokeDasharray="5 5" strokeWidth="1.5" />;
const crossing = <path d="M18 0h20v18h18v20H38v18H18V38H0V18h18z" fill={road} />;

export const mobilityDrawings: Readonly<Record<string, ReactNode>> = {
  modalFilter: (
    <>
      {street}
      <path
        d="M20 28h.01M25.300 28h.01M30.700 28h.01M36 28h.01"
        stroke={stop}
        strokeLinecap="round"
        strokeWidth="4.500"
      />
      <path
        d="M28 50V36m-4 5 4-5 4 5"
        stroke={ink}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2"
      />
      <path
        d="M28 20V6m-4 5 4-5 4 5"
        stroke={green}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2.500"
      />
    </>
  ),
  diagonalFilter: (
    <>
      {crossing}
      <path
        d="M16 40 40 16"
        stroke={stop}
        strokeDasharray="0.1 6"
        strokeLinecap="round"
        strokeWidth="4.500"
      />
      <path
        d="M4 24h10c6 0 10-4 10-10V6m-3.500 4L24 6l3.500 4"
        stroke={ink}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2"
      />
      <path
        d="M52 32H42c-6 0-10 4-10 10v8m3.500-4L32 50l-3.500-4"
        stroke={ink}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2"
      />
    </>
  ),
  oneWay: (
    <>
      {street}
      <path
        d="M28 48V10m-6 7 6-7 6 7"
        stroke={water}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="3.500"
      />
    </>
  ),
  turnBan: (
    <>
      <path d="M14 56V18h42v18H32v20z" fill={road} />
      <path
        d="M23 52V33c0-4 2-6 6-6h18m-6-6 6 6-6 6"
        stroke={ink}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2.500"
      />
      <circle cx="23" cy="27" fill={surface} r="8" stroke={stop} strokeWidth="3" />
      <path d="m17.500 32.500 11-11" stroke={stop} strokeWidth="3" />
    </>
  ),
  speedLimit: (
    <>
      {street}
      {centre}
      <circle cx="28" cy="27" fill={surface} r="16" stroke={stop} strokeWidth="4" />
      <path
        d="M20.500 22.500c1-2 5.500-2 5.500 1.200 0 2-1.800 2.800-3 2.800 1.400 0 3.400.9 3.400 3.200 0 3.800-5.300 3.800-6.400 1.300M33 21.500c5 0 5 11 0 11s-5-11 0-11z"
        stroke={ink}
        strokeLinecap="round"
        strokeWidth="2.200"
      />
    </>
  ),
  streetClosure: (
    <>
      {street}
      <path d="M11 21h34v10H11z" fill={surface} stroke={stop} strokeWidth="2" />
      <path d="m15 31 6-10m3 10 6-10m3 10 6-10" stroke={stop} strokeWidth="3.500" />
      <path d="M15 31v8m26-8v8" stroke={ink} strokeWidth="2" />
    </>
  ),
  bikeLane: (
    <>
      {street}
      <path d="M28 0h10v56H28z" fill={green} />
      <path d="M23 2v52" stroke={surface} strokeDasharray="5 5" strokeWidth="1.5" />
      <path d="M28 0v56" stroke={surface} strokeWidth="1.5" />
      <path
        d="M33 46V26m-3 4 3-4 3 4"
        stroke={surface}
        strokeLinecap="round"
        strokeLinejoin="round"
        strokeWidth="2"
      />
    </>
  ),
  parkingTrees: (
    <>
      {street}
      {centre}
      <path d="M38 2h11v15H38zm0 38h11v14H38z" fill={surface} stroke={ink} strokeWidth="1.5" />
      <path d="M38 20h11v17H38z" fill={surface} stroke={ink} strokeDasharray="3 2.500" strokeWidth="1.500" />
      <circle cx="43.500" cy="28.500" fill={green} r="9.500" />
      <path d="M43.500 28.500h.01" stroke={ink} strokeLinecap="round" strokeWidth="3" />
    </>
  ),
  busLine: (
    <>
      <path d="M6 48c10 0 8-18 20-18s10-20 24-20" stroke={accent} strokeLinecap="round" strokeWidth="3.500" />
      <circle cx="6" cy="48" fill={surface} r="4.500" stroke={ink} strokeWidth="2" />
      <circle cx="26" cy="30" fill={surface} r="4.500" stroke={ink} strokeWidth="2" />
      <circle cx="50" cy="10" fill={surface} r="4.500" stroke={ink} strokeWidth="2" />
      <path d="M34 40h18v11H34zm0 5h18M38 51v2m10-2v2" stroke={ink} strokeLinejoin="round" strokeWidth="2" />
    </>
  ),
  newStop: (
    <>
      <path d="M0 46h56v10H0z" fill={road} />
      <path d="M28 46V24" stroke={ink} strokeWidth="2.500" />
      <circle cx="28" cy="16" fill={accent} r="11" />
      <path d="M24 21V11m8 10V11m-8 5h8" stroke={surface} strokeLinecap="round" strokeWidth="2.500" />
      <path d="M40 34v10m-5-5h10" stroke={accent} strokeLinecap="round" strokeWidth="2.500" />
    </>
  ),
  denserHeadway: (
    <>
      <circle cx="22" cy="24" fill={surface} r="17" stroke={ink} strokeWidth="2" />
      <path d="M22 12v12l8 5" stroke={ink} strokeLinecap="round" strokeWidth="2.500" />
      <path d="M22 24 10 16" stroke={accent} strokeLinecap="round" strokeWidth="2.500" />
      <path
        d="M34 40h18v11H34zm0 5h18M38 51v2m10-2v2"
        fill={surface}
        stroke={ink}
        strokeLinejoin="round"
        strokeWidth="2"
      />
    </>
  ),
};
