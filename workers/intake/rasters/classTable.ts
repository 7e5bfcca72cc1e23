import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import { landCoverCodeOfWord } from "../landCover/classes.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { headOf, type Source } from "../source.ts";
import type { SourceRaster } from "../terrain.ts";

/** A raster of `landCoverCodes`, 0 = not known. */
export type CoverRaster = Omit<SourceRaster, "values"> & { readonly values: Uint8Array };

const mostValues = 1000;

/** Classes of ESA's WorldCover (product user manual 2.0, table 2). Built-up land stands for what lies between the houses. */
const worldCover: Readonly<Record<number, LandCoverClass>> = {
  10: "forest",
  20: "shrubs",
  30: "meadow",
  40: "cropland",
  50: "paved",
  60: "bareSoil",
  70: "bareSoil",
  80: "water",
  90: "meadow",
  95: "forest",
  100: "meadow",
};

/** Names of classes in a GDAL description beside a raster (`.aux.xml`), by value. */
export async function categoryNames(
  siblings: ReadonlyMap<string, Source>,
): Promise<ReadonlyMap<number, string>> {
  const names = new Map<number, string>();
  const description = siblings.get("aux.xml");
  if (description === undefined) return names;
  const text = new TextDecoder().decode(await headOf(description, 200_000));
  const block = /<CategoryNames>([\s\S]*?)<\/CategoryNames>/.exec(text)?.[1] ?? "";
  let value = 0;
  for (const [, name] of block.matchAll(/<Category(?:\/>|>([^<]{0,200})<\/Category>)/g)) {
    if (value > 65_535) break;
    if (name !== undefined && name.trim() !== "") names.set(value, name.trim());
    value += 1;
  }
  return names;
}

const nameOfCode = new Map<number, LandCoverClass>(
  (Object.keys(landCoverCodes) as LandCoverClass[]).map((name) => [landCoverCodes[name], name]),
);

/** Share of the cells whose values a table has to know to be taken for all of them. */
const knownShare = 0.85;

/** The table that stands for all values at once; null where none fits and each is looked up by itself. */
function wholeTable(counts: ReadonlyMap<number, number>): ((value: number) => number) | null {
  const shareOf = (isKnown: (value: number) => boolean): number => {
    let known = 0;
    let all = 0;
    for (const [value, count] of counts) {
      if (value === 0) continue;
      all += count;
      if (isKnown(value)) known += count;
    }
    return all === 0 ? 0 : known / all;
  };
  if (shareOf((value) => Object.hasOwn(worldCover, value)) >= knownShare)
    return (value) => landCoverCodes[worldCover[value] ?? "unknown"];
  if (shareOf((value) => nameOfCode.has(value)) === 1) return (value) => value;
  return null;
}

export type ClassTable = {
  readonly raster: CoverRaster;
  /** Class by value, as a person may change it: { "class=10": "forest" }; "" = not known. */
  readonly columns: Readonly<Record<string, string>>;
  readonly samples: readonly string[];
};

/**
 * Land-cover codes of a raster of classes: by what a person chose (`class=<value>`), the names beside the raster, ESA's
 * WorldCover, our own numbers, or numbers of ALKIS' catalogues. Values without a class become "not known" and are reported.
 * @throws IntakeError where there are so many different values that they cannot be classes.
 */
export function classify(
  raster: SourceRaster,
  names: ReadonlyMap<number, string>,
  chosen: Readonly<Record<string, string>>,
  findings: FindingCollector,
): ClassTable {
  const counts = new Map<number, number>();
  for (let i = 0; i < raster.values.length; i++) {
    const value = raster.values[i];
    if (Number.isNaN(value)) continue;
    const count = counts.get(value);
    if (count === undefined && counts.size >= mostValues)
      throw new IntakeError("landCoverTooManyValues", { limit: mostValues });
    counts.set(value, (count ?? 0) + 1);
  }
  const values = [...counts.keys()].sort((a, b) => a - b);
  const table = names.size === 0 ? wholeTable(counts) : null;
  const codes = new Map<number, number>();
  const columns: Record<string, string> = {};
  const unknown: string[] = [];
  for (const value of values) {
    const key = `class=${value}`;
    const word = Object.hasOwn(chosen, key) ? chosen[key] : names.get(value);
    const code =
      word !== undefined ? landCoverCodeOfWord(word) : (table?.(value) ?? landCoverCodeOfWord(String(value)));
    codes.set(value, code);
    columns[key] = code === 0 ? "" : (nameOfCode.get(code) ?? "");
    // 0 is "no value" wherever it has no class.
    if (code === 0 && value !== 0 && word !== "") unknown.push(`${value} (${counts.get(value)})`);
  }
  if (unknown.length > 0)
    findings.add("dropped", "coverClassesUnknown", {
      values: unknown.slice(0, 12).join(", ") + (unknown.length > 12 ? ", …" : ""),
      total: unknown.length,
    });
  const classes = new Uint8Array(raster.values.length);
  for (let i = 0; i < classes.length; i++) classes[i] = codes.get(raster.values[i]) ?? 0;
  return {
    raster: { ...raster, values: classes },
    columns,
    samples: values
      .slice(0, 60)
      .map((value) => (names.has(value) ? `${value} ${names.get(value)}` : String(value))),
  };
}
