import type { CrsFinding } from "../report.ts";
import { isGeographic, knownCrs } from "./definitions.ts";
import { resolveSrsName } from "./srsName.ts";

/** How a file's coordinates become coordinates of `crs`: axes in order east, north; zone prefix gone. */
export type SettledCrs = {
  readonly crs: string;
  readonly swapAxes: boolean;
  /** Taken off the easting, metres. */
  readonly prefixM: number;
  readonly finding: CrsFinding;
};

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** Whether (x east, y north) can be a place in or near Central Europe in this system. */
function plausible(crs: string, x: number, y: number): boolean {
  if (isGeographic(crs)) return within(x, -32, 50) && within(y, 33, 75);
  if (/^EPSG:(258|326)\d\d$/.test(crs))
    return within(x, 50_000, 1_000_000) && within(y, 3_500_000, 8_500_000);
  if (crs === "EPSG:4647") return within(x, 32_050_000, 33_000_000) && within(y, 4_500_000, 7_000_000);
  if (crs === "EPSG:5650") return within(x, 33_050_000, 34_000_000) && within(y, 4_500_000, 7_000_000);
  if (/^EPSG:3146[6-9]$/.test(crs)) {
    const zone = Number(crs.slice(-1)) - 4;
    return within(x, zone * 1e6 + 200_000, zone * 1e6 + 800_000) && within(y, 5_100_000, 6_200_000);
  }
  if (crs === "EPSG:3857") return within(x, -4_000_000, 6_000_000) && within(y, 3_900_000, 13_000_000);
  if (crs === "EPSG:3035") return within(x, 2_400_000, 7_500_000) && within(y, 1_300_000, 5_500_000);
  if (crs === "EPSG:2056") return within(x, 2_450_000, 2_900_000) && within(y, 1_050_000, 1_350_000);
  if (crs === "EPSG:21781") return within(x, 450_000, 900_000) && within(y, 50_000, 350_000);
  if (crs === "EPSG:28992") return within(x, 10_000, 290_000) && within(y, 300_000, 630_000);
  if (crs === "EPSG:3068") return within(x, -20_000, 80_000) && within(y, -20_000, 60_000);
  return true;
}

const inGermanyOnWebMaps = (x: number, y: number): boolean =>
  within(x, 600_000, 1_750_000) && within(y, 5_900_000, 7_400_000);

const inGermanyOnStatistics = (x: number, y: number): boolean =>
  within(x, 4_000_000, 4_700_000) && within(y, 2_600_000, 3_600_000);

/** What files of German towns come in, most usual first. */
const usual: readonly string[] = [
  "EPSG:25832",
  "EPSG:25833",
  "EPSG:25831",
  "EPSG:4326",
  "EPSG:4647",
  "EPSG:5650",
  "EPSG:31466",
  "EPSG:31467",
  "EPSG:31468",
  "EPSG:31469",
  "EPSG:3068",
  "EPSG:3857",
  "EPSG:3035",
  "EPSG:28992",
  "EPSG:2056",
  "EPSG:21781",
];

/** All systems that a place could be in, the one that was taken first. */
function candidatesFor(taken: string, x: number, y: number): readonly string[] {
  const fits = (crs: string): boolean =>
    [
      [x, y],
      [y, x],
    ].some(([east, north]) =>
      crs === "EPSG:3857"
        ? inGermanyOnWebMaps(east, north)
        : crs === "EPSG:3035"
          ? inGermanyOnStatistics(east, north)
          : plausible(crs, east, north),
    );
  // Degrees are small numbers, which other systems have too, but only at their very origin.
  const degrees = Math.abs(x) <= 360 && Math.abs(y) <= 360;
  return [taken, ...usual.filter((crs) => crs !== taken && isGeographic(crs) === degrees && fits(crs))];
}

/** The system that coordinates look like, or null. `utm` is the zone to take for plain UTM coordinates. */
function guess(x: number, y: number, utm: string): { crs: string; swap: boolean; prefixM: number } | null {
  for (const swap of [false, true]) {
    const east = swap ? y : x;
    const north = swap ? x : y;
    if (plausible("EPSG:4326", east, north)) return { crs: "EPSG:4326", swap, prefixM: 0 };
    if (within(north, 4_000_000, 7_500_000)) {
      // Germany on web maps: farther north than any of its UTM coordinates.
      if (inGermanyOnWebMaps(east, north) && (north > 6_150_000 || east > 1_000_000))
        return { crs: "EPSG:3857", swap, prefixM: 0 };
      if (within(east, 100_000, 1_000_000)) return { crs: utm, swap, prefixM: 0 };
      const zone = Math.floor(east / 1e6);
      const zoned = knownCrs(`EPSG:258${zone}`);
      if (zoned !== null && plausible(zoned, east - zone * 1e6, north)) {
        return { crs: zoned, swap, prefixM: zone * 1e6 };
      }
      for (const code of ["EPSG:31466", "EPSG:31467", "EPSG:31468", "EPSG:31469"]) {
        if (plausible(code, east, north)) return { crs: code, swap, prefixM: 0 };
      }
    }
    // Germany in the equal-area system of Europe; nothing else has a northing of about 3,000 km.
    if (inGermanyOnStatistics(east, north)) return { crs: "EPSG:3035", swap, prefixM: 0 };
    for (const code of ["EPSG:2056", "EPSG:28992", "EPSG:21781"]) {
      if (plausible(code, east, north)) return { crs: code, swap, prefixM: 0 };
    }
  }
  return null;
}

/**
 * Settles the system of a file from what it states, what the user chose, and what its coordinates look like; the
 * coordinates win over a statement that they cannot fit (degrees labelled as metres, swapped axes, a zone prefix).
 * @param sample one finite coordinate pair of the file, in file order.
 * @param preferred the system of the other files, taken for UTM coordinates without a statement; null = none yet.
 */
export function settleCrs(
  stated: string,
  chosen: string | null,
  sample: readonly [number, number],
  preferred: string | null,
): SettledCrs {
  const [x, y] = sample;
  const named = resolveSrsName(stated);
  const candidate = chosen ?? named;
  const fallbackUtm =
    candidate !== null && /^EPSG:258/.test(candidate)
      ? candidate
      : preferred !== null && /^EPSG:258/.test(preferred)
        ? preferred
        : "EPSG:25832";
  const settled = (crs: string, how: CrsFinding["how"], swapAxes: boolean, prefixM: number): SettledCrs => {
    const repairs: ("axesSwapped" | "zonePrefixRemoved")[] = [];
    // Latitude first is what EPSG's geographic systems prescribe; CRS84 (and GeoJSON) mean longitude first.
    if (swapAxes && (!isGeographic(crs) || /CRS:?84/i.test(stated))) repairs.push("axesSwapped");
    if (prefixM !== 0) repairs.push("zonePrefixRemoved");
    const open = how === "guessed" || how === "assumed" || how === "contradicted";
    return {
      crs,
      swapAxes,
      prefixM,
      finding: {
        crs,
        how,
        stated: stated.slice(0, 200),
        repairs,
        ...(open ? { candidates: candidatesFor(crs, x, y) } : {}),
      },
    };
  };

  if (candidate !== null) {
    const how = chosen !== null ? "chosen" : "stated";
    if (plausible(candidate, x, y)) return settled(candidate, how, false, 0);
    if (plausible(candidate, y, x)) return settled(candidate, how, true, 0);
    // A choice for many files cannot be meant for one whose own statement fits its coordinates, as the choice does not.
    if (chosen !== null && named !== null && (plausible(named, x, y) || plausible(named, y, x)))
      return settled(named, "stated", !plausible(named, x, y), 0);
    const looksLike = guess(x, y, fallbackUtm);
    if (looksLike === null) return settled(candidate, how, false, 0);
    const same = looksLike.crs === candidate;
    return settled(looksLike.crs, same ? how : "contradicted", looksLike.swap, looksLike.prefixM);
  }
  const looksLike = guess(x, y, fallbackUtm);
  if (looksLike !== null) return settled(looksLike.crs, "guessed", looksLike.swap, looksLike.prefixM);
  return settled(preferred ?? "EPSG:25832", "assumed", false, 0);
}
