import type { TwinData } from "#twin/twin.ts";
import { assembleTwin, createParts } from "./assemble/assemble.ts";
import { isNotGround, srsNameOfWkt, stemOf } from "./companions.ts";
import { knownCrs } from "./crs/definitions.ts";
import { type Read, readers, readingOrder } from "./readers.ts";
import {
  createFindings,
  type FileReport,
  type FindingCollector,
  type ImportReport,
  IntakeError,
  type SourceFormat,
} from "./report.ts";
import { sniffFormat } from "./sniff.ts";
import { headOf, type Source } from "./source.ts";

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
  const described = await descriptions(formats);
  let opened: TwinData | null = null;
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
    const raster = format === "geoTiff" || format === "asciiGrid";
    if (raster && isNotGround(source.name)) findings.add("dropped", "rasterNotTerrain");
    else if (reader !== undefined) {
      try {
        const stated = described.get(stemOf(source.name)) ?? "";
        read = await reader({
          source,
          options: { crs: chosen, preferredCrs, stated },
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
    } else if (format !== "crsDescription") {
      findings.add("problem", format === "archive" ? "archiveNotRead" : "formatUnknown");
    }
    reportCrs(read, findings);
    opened ??= read.opened ?? null;
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

  if (opened !== null) {
    // A package is a whole twin: other files are not mixed into it.
    if (sources.length > 1) twinFindings.add("info", "packageTakenAlone", { name: opened.name });
    return {
      data: opened,
      report: { usable: true, files: sources.map((source) => files.get(source)!), twin: twinFindings.list() },
    };
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

/** What `.prj` files say, by the name of the file that they stand beside. */
async function descriptions(
  formats: ReadonlyMap<Source, SourceFormat>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [source, format] of formats) {
    if (format !== "crsDescription") continue;
    const text = new TextDecoder().decode(await headOf(source, 20_000));
    found.set(stemOf(source.name), srsNameOfWkt(text));
  }
  return found;
}

/** Says how a coordinate system was found wherever that is not simply what the file states. */
function reportCrs({ crs }: Read, findings: FindingCollector): void {
  if (crs === null) return;
  const values = { crs: crs.crs, stated: crs.stated };
  if (crs.how === "contradicted" || crs.how === "guessed" || crs.how === "assumed")
    findings.add("info", `crs-${crs.how}`, values);
  for (const repair of crs.repairs) findings.add("repaired", `crs-${repair}`, values);
}
