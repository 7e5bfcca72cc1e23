import type { Frame } from "#twin/frame.ts";
import type { TwinData } from "#twin/twin.ts";
import { readAsciiGrid } from "./asciiGrid/read.ts";
import { assembleTwin, createParts, type IntakeParts } from "./assemble/assemble.ts";
import { readCityGml } from "./citygml/read.ts";
import { readCityJson } from "./cityjson/read.ts";
import { knownCrs } from "./crs/definitions.ts";
import { frameForSample } from "./crs/project.ts";
import { readGeoJson } from "./geojson/read.ts";
import { readGeoTiff } from "./geotiff/read.ts";
import { readOsmXml } from "./osm/read.ts";
import { readPopulation } from "./population/read.ts";
import {
  type CrsFinding,
  createFindings,
  type FileReport,
  type FindingCollector,
  type ImportReport,
  IntakeError,
  type SourceFormat,
} from "./report.ts";
import { sniffFormat } from "./sniff.ts";
import type { ReadContext, Source } from "./source.ts";
import type { SourceRaster } from "./terrain.ts";

export type ImportOptions = {
  readonly id: string;
  readonly name: string;
  /** "EPSG:25832": taken for every file whatever it states; absent = as each file says. */
  readonly crs?: string;
  readonly licence?: string;
  readonly attribution?: string;
  /** ISO date of the data. */
  readonly date?: string;
  /** Part to keep, in coordinates of the twin's system, metres. */
  readonly area?: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  };
};

export type ImportProgress = {
  /** 0–1 over the bytes of all files; the last step (assembling) counts as the last tenth. */
  readonly fraction: number;
  readonly phase: "reading" | "assembling";
  readonly file: string;
  readonly objects: number;
};

export type ImportOutcome = { readonly data: TwinData | null; readonly report: ImportReport };

/** Metric sources settle the twin's system, so they are read before those in degrees. */
const readingOrder: readonly SourceFormat[] = [
  "cityGml",
  "cityJson",
  "geoTiff",
  "asciiGrid",
  "osmXml",
  "geoJson",
  "populationCsv",
];

type Read = {
  readonly objects: Readonly<Record<string, number>>;
  readonly crs: CrsFinding | null;
  readonly frame: Frame | null;
};

type Reading = {
  readonly source: Source;
  readonly options: { readonly crs: string | null; readonly preferredCrs: string | null };
  readonly context: ReadContext;
  readonly findings: FindingCollector;
  readonly parts: IntakeParts;
};

function takeRaster(raster: SourceRaster, { source, options, parts }: Reading): Read {
  parts.terrain.push({ file: source.name, raster });
  const settled = { crs: raster.crs, swapAxes: false, prefixM: 0, finding: raster.finding };
  return {
    objects: { terrainCells: raster.columns * raster.rows },
    crs: raster.finding,
    frame: frameForSample(settled, raster.west, raster.north, options.preferredCrs),
  };
}

const readers: Readonly<Partial<Record<SourceFormat, (reading: Reading) => Promise<Read>>>> = {
  cityGml: async ({ source, options, context, findings, parts }) => {
    const { frame, table, crs, objects } = await readCityGml(source, options, context, findings);
    if (frame !== null && table.count > 0) parts.buildings.push({ file: source.name, frame, layer: table });
    return { frame, crs, objects };
  },
  cityJson: async ({ source, options, context, findings, parts }) => {
    const { frame, table, crs, objects } = await readCityJson(source, options, context, findings);
    if (frame !== null && table.count > 0) parts.buildings.push({ file: source.name, frame, layer: table });
    return { frame, crs, objects };
  },
  geoTiff: async (reading) => {
    const { source, options, context, findings } = reading;
    return takeRaster(await readGeoTiff(source, options, context, findings), reading);
  },
  asciiGrid: async (reading) => {
    const { source, options, context, findings } = reading;
    return takeRaster(await readAsciiGrid(source, options, context, findings), reading);
  },
  geoJson: async ({ source, options, context, findings, parts }) => {
    const { frame, crs, trees, landCover, objects } = await readGeoJson(source, options, context, findings);
    if (frame !== null && trees !== null) parts.trees.push({ file: source.name, frame, layer: trees });
    if (frame !== null && landCover !== null)
      parts.landCover.push({ file: source.name, frame, layer: landCover });
    return { frame, crs, objects };
  },
  osmXml: async ({ source, options, context, findings, parts }) => {
    const { frame, crs, streets, places, objects } = await readOsmXml(source, options, context, findings);
    if (frame !== null && streets.sections.length > 0)
      parts.streets.push({ file: source.name, frame, layer: streets });
    if (frame !== null && places.length > 0) parts.places.push({ file: source.name, frame, layer: places });
    return { frame, crs, objects };
  },
  populationCsv: async ({ source, options, context, findings, parts }) => {
    const { frame, crs, table, objects } = await readPopulation(source, options, context, findings);
    if (table.count > 0) parts.population.push({ file: source.name, frame, layer: table });
    return { frame, crs, objects };
  },
};

/**
 * Reads files of any known format, told apart by content, and makes one twin of them. Nothing is thrown for what is
 * wrong with a file: it stands in the report, and what is good is used. `data` is null where nothing could be used.
 * @throws the signal's reason once it is aborted.
 */
export async function importSources(
  sources: readonly Source[],
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const chosen = options.crs === undefined ? null : knownCrs(options.crs);
  const twinFindings = createFindings();
  if (options.crs !== undefined && chosen === null)
    twinFindings.add("problem", "crsUnknown", { crs: options.crs.slice(0, 40) });
  const parts = createParts();
  const files = new Map<Source, FileReport>();
  const total = sources.reduce((sum, { size }) => sum + size, 0) || 1;
  let before = 0;
  let preferredCrs: string | null = null;

  const formats = new Map<Source, SourceFormat>();
  for (const source of sources) formats.set(source, await sniffFormat(source));
  const rank = (source: Source): number => readingOrder.indexOf(formats.get(source)!);
  for (const source of [...sources].sort((a, b) => rank(a) - rank(b))) {
    signal.throwIfAborted();
    const format = formats.get(source)!;
    const findings = createFindings();
    const start = before;
    const progress = (bytes: number, objects: number): void =>
      onProgress({
        fraction: ((start + Math.min(bytes, source.size)) / total) * 0.9,
        phase: "reading",
        file: source.name,
        objects,
      });
    let read: Read = { objects: {}, crs: null, frame: null };
    const reader = readers[format];
    if (reader === undefined) findings.add("problem", "formatUnknown");
    else {
      try {
        read = await reader({
          source,
          options: { crs: chosen, preferredCrs },
          context: { signal, progress },
          findings,
          parts,
        });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof IntakeError)
          findings.add("problem", error.key, error.values, { line: error.line });
        else findings.add("problem", "readerFailed", { detail: String(error).slice(0, 200) });
      }
    }
    if (read.crs?.how === "contradicted" || read.crs?.how === "guessed" || read.crs?.how === "assumed") {
      findings.add("info", `crs-${read.crs.how}`, { crs: read.crs.crs, stated: read.crs.stated });
    }
    preferredCrs ??= read.frame?.crs ?? null;
    files.set(source, {
      name: source.name,
      format,
      bytes: source.size,
      objects: read.objects,
      crs: read.crs,
      findings: findings.list(),
    });
    before += source.size;
  }

  let data: TwinData | null = null;
  onProgress({ fraction: 0.9, phase: "assembling", file: "", objects: 0 });
  try {
    data = assembleTwin(
      parts,
      {
        id: options.id,
        name: options.name,
        crs: preferredCrs ?? "EPSG:25832",
        licence: options.licence ?? "",
        attribution: options.attribution ?? "",
        date: options.date ?? "",
        area: options.area ?? null,
      },
      twinFindings,
    );
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    twinFindings.add("problem", error.key, error.values);
  }
  onProgress({ fraction: 1, phase: "assembling", file: "", objects: 0 });
  return {
    data,
    report: {
      usable: data !== null,
      files: sources.map((source) => files.get(source)!),
      twin: twinFindings.list(),
    },
  };
}
