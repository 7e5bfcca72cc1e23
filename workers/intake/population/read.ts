import type { Frame } from "#twin/frame.ts";
import type { PopulationTable } from "#twin/objects.ts";
import { finished, growableDoubles, growableFloats, push } from "../buildings/growable.ts";
import { frameForSample, projectorTo } from "../crs/project.ts";
import { settleCrs } from "../crs/settle.ts";
import { type CrsFinding, type FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { textOf } from "../text.ts";
import { type CsvRow, createCsvSplitter, delimiterOf } from "./csv.ts";

export type PopulationOptions = { readonly crs: string | null; readonly preferredCrs: string | null };

export type ReadPopulation = {
  readonly frame: Frame | null;
  readonly crs: CrsFinding | null;
  /** x, y are NaN where a row names a building and no place. */
  readonly table: PopulationTable;
  readonly objects: Readonly<Record<string, number>>;
};

/** Column names that are understood, lower case without blanks and punctuation. */
const columnNames = {
  building: [
    "buildingid",
    "gebaeudeid",
    "gebäudeid",
    "gmlid",
    "building",
    "gebaeude",
    "gebäude",
    "objectid",
    "id",
  ],
  residents: [
    "residents",
    "einwohner",
    "einwohnerzahl",
    "bewohner",
    "population",
    "personen",
    "insgesamt",
    "einwohnergesamt",
    "ew",
  ],
  under18: [
    "under18",
    "unter18",
    "u18",
    "kinder",
    "minderjaehrige",
    "einwohnerunter18",
    "age017",
    "alter0bis17",
  ],
  over65: [
    "over65",
    "ueber65",
    "über65",
    "ab65",
    "65plus",
    "senioren",
    "einwohnerab65",
    "einwohnerueber65",
    "age65",
    "alterab65",
    "65undaelter",
  ],
  x: ["x", "east", "easting", "rechtswert", "ostwert", "xmp100m", "xmp", "lon", "longitude", "laenge"],
  y: ["y", "north", "northing", "hochwert", "nordwert", "ymp100m", "ymp", "lat", "latitude", "breite"],
} as const;
type ColumnKey = keyof typeof columnNames;

const plain = (name: string): string => name.toLowerCase().replace(/[\s_.\-"]/g, "");

function columnsOf(header: readonly string[]): Record<ColumnKey, number> {
  const names = header.map(plain);
  const find = (key: ColumnKey): number => {
    for (const name of columnNames[key]) {
      const index = names.indexOf(plain(name));
      if (index >= 0) return index;
    }
    return -1;
  };
  return {
    building: find("building"),
    residents: find("residents"),
    under18: find("under18"),
    over65: find("over65"),
    x: find("x"),
    y: find("y"),
  };
}

/** Whether a header line is that of a population table. */
export function looksLikePopulation(header: string): boolean {
  const columns = columnsOf(header.split(delimiterOf(header)));
  return columns.residents >= 0 && (columns.building >= 0 || (columns.x >= 0 && columns.y >= 0));
}

const mostPerRow = 100_000;

/** "1.234", "3,5", "" and "–" (hidden for privacy): NaN where it is no count. */
function countOf(text: string | undefined): number {
  const trimmed = (text ?? "").trim();
  if (trimmed === "") return Number.NaN;
  const value = Number(trimmed.replace(",", "."));
  return value >= 0 && value <= mostPerRow ? value : Number.NaN;
}

/**
 * Reads residents by building (or by point) from a delimited table: the demo's, and those of statistics offices.
 * Missing age groups become NaN = not known.
 * @throws IntakeError where no column of residents and of building or place is found.
 */
export async function readPopulation(
  source: Source,
  options: PopulationOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadPopulation> {
  const buildingIds: string[] = [];
  const coordinates = growableDoubles();
  const residents = growableFloats();
  const under18 = growableFloats();
  const over65 = growableFloats();
  let columns: Record<ColumnKey, number> | null = null;
  let splitter: ReturnType<typeof createCsvSplitter> | null = null;
  let buffered = "";

  const take = ({ cells, line }: CsvRow): void => {
    if (columns === null) {
      columns = columnsOf(cells);
      if (columns.residents < 0 || (columns.building < 0 && (columns.x < 0 || columns.y < 0))) {
        throw new IntakeError("populationColumnsMissing", { header: cells.join(", ").slice(0, 200) }, line);
      }
      return;
    }
    const cell = (key: ColumnKey): string => (columns![key] < 0 ? "" : (cells[columns![key]] ?? "").trim());
    const people = countOf(cell("residents"));
    const id = cell("building").slice(0, 200);
    if (Number.isNaN(people)) {
      findings.add(
        "dropped",
        "residentsNotNumber",
        { value: cell("residents").slice(0, 40) },
        { objectId: id, line },
      );
      return;
    }
    const number = (key: ColumnKey): number => {
      const text = cell(key);
      return text === "" ? Number.NaN : Number(text.replace(",", "."));
    };
    const x = number("x");
    const y = number("y");
    if (id === "" && !Number.isFinite(x + y)) {
      findings.add("dropped", "rowWithoutPlace", {}, { line });
      return;
    }
    buildingIds.push(id);
    push(coordinates, x);
    push(coordinates, y);
    push(residents, people);
    push(under18, countOf(cell("under18")));
    push(over65, countOf(cell("over65")));
  };

  for await (const piece of textOf(
    source,
    { signal: context.signal, progress: (bytes) => context.progress(bytes, buildingIds.length) },
    findings,
  )) {
    let text = piece;
    if (splitter === null) {
      buffered += piece;
      const end = buffered.indexOf("\n");
      if (end < 0 && buffered.length < 100_000) continue;
      splitter = createCsvSplitter(delimiterOf(buffered.slice(0, end < 0 ? undefined : end)));
      text = buffered;
    }
    for (const row of splitter.push(text)) take(row);
  }
  for (const row of splitter?.end() ?? []) take(row);
  if (columns === null)
    throw new IntakeError("populationColumnsMissing", { header: buffered.slice(0, 200) }, 1);

  let frame: Frame | null = null;
  let crs: CrsFinding | null = null;
  const first = coordinates.values
    .subarray(0, coordinates.length)
    .findIndex((value, i) => i % 2 === 0 && Number.isFinite(value));
  if (first >= 0) {
    const sample: readonly [number, number] = [coordinates.values[first], coordinates.values[first + 1]];
    const settled = settleCrs("", options.crs, sample, options.preferredCrs);
    frame = frameForSample(settled, sample[0], sample[1], options.preferredCrs);
    crs = settled.finding;
    const project = projectorTo(settled, frame);
    for (let at = 0; at < coordinates.length; at += 2)
      project(coordinates.values[at], coordinates.values[at + 1], coordinates.values, at);
  }
  return {
    frame,
    crs,
    table: {
      count: buildingIds.length,
      buildingIds,
      xy: Float32Array.from(finished(coordinates)),
      residents: finished(residents),
      under18: finished(under18),
      over65: finished(over65),
      method: "delivered",
    },
    objects: { populationRows: buildingIds.length },
  };
}
