import type { DataRole } from "./choices.ts";

/** What an import tells about each file: what was read, repaired and dropped, where, and why. */

/** Formats that have, or may get, a reader; told by content in `sniff.ts`. */
export type ReadableFormat =
  | "cityGml"
  | "cityJson"
  | "geoTiff"
  | "asciiGrid"
  | "xyzGrid"
  | "srtmHgt"
  | "picture"
  | "geoJson"
  | "shapefile"
  | "geoPackage"
  | "flatGeobuf"
  | "geoParquet"
  | "xplanGml"
  | "gmlFeatures"
  | "csvTable"
  | "populationCsv"
  | "osmXml"
  | "osmPbf"
  | "gtfs"
  | "tiles3d"
  | "twinPackage";

/** Files that say something about others: read with them, never by themselves. */
export type CompanionFormat = "crsDescription" | "ntv2Grid" | "companion";

/** Formats that are known and not read: each has a finding `notRead-<format>` with the way on. */
export const unreadFormats = [
  "archiveOther",
  "alkisNas",
  "bim",
  "cad",
  "database",
  "document",
  "fileGeodatabase",
  "jsonOther",
  "kml",
  "mesh3d",
  "netCdf",
  "pdf",
  "pictureOther",
  "pointCloud",
  "rasterOther",
  "scenario",
  "spreadsheet",
  "vectorTile",
  "webPage",
  "xmlOther",
] as const;
export type UnreadFormat = (typeof unreadFormats)[number];

export type SourceFormat = ReadableFormat | CompanionFormat | UnreadFormat | "archive" | "unknown";

/** "problem" means that the file (or the rest of it) could not be used. */
export type FindingLevel = "info" | "repaired" | "dropped" | "problem";

export type ReportValues = Readonly<Record<string, string | number>>;

/** Where a finding was seen. `line` counts from 1; null where the format has no lines. */
export type FindingPlace = { readonly objectId: string; readonly line: number | null };

/** One kind of finding in one file; translated under `intake:findings.<key>`. */
export type Finding = {
  readonly level: FindingLevel;
  readonly key: string;
  /** Of the first occurrence. */
  readonly values: ReportValues;
  readonly count: number;
  /** The first places, at most `placeLimit`. */
  readonly places: readonly FindingPlace[];
};

/** The coordinate system of a file and how it was found. */
export type CrsFinding = {
  readonly crs: string;
  readonly how: "stated" | "chosen" | "guessed" | "contradicted" | "assumed";
  /** As the file says it; "" = nothing said. */
  readonly stated: string;
  readonly repairs: readonly ("axesSwapped" | "zonePrefixRemoved")[];
  /** Systems that the coordinates could also be in, most likely first, `crs` among them; absent where nothing is open. */
  readonly candidates?: readonly string[];
};

/** What the records of a table were taken for. One entry a role, because a file may hold several kinds of objects. */
export type TableRole = {
  readonly role: DataRole;
  /** "values": numbers like heights in a column of no known name; "name": of the file. */
  readonly decidedBy: "choice" | "columns" | "values" | "name";
  /** Column by meaning, "" = none found; what the person chose stands in it already. */
  readonly columns: Readonly<Record<string, string>>;
};

/** How a table was understood, for the page that shows and edits it (`FileChoice.role` and `.columns`). */
export type TableReport = {
  readonly roles: readonly TableRole[];
  /** Columns in file order with a few of their values as text. */
  readonly columns: readonly { readonly name: string; readonly samples: readonly string[] }[];
};

export type FileReport = {
  readonly name: string;
  readonly format: SourceFormat;
  readonly bytes: number;
  /** Objects read, by what they are: { buildings: 83, buildingParts: 50 }. */
  readonly objects: Readonly<Record<string, number>>;
  readonly crs: CrsFinding | null;
  /** Null where the file is no table. */
  readonly table: TableReport | null;
  readonly findings: readonly Finding[];
};

export type ImportReport = {
  /** False: nothing in the files could become a twin. */
  readonly usable: boolean;
  readonly files: readonly FileReport[];
  /** Findings about the twin as a whole: layers derived, objects outside the area. */
  readonly twin: readonly Finding[];
};

const placeLimit = 20;
const findingLimit = 200;

type Collected = {
  level: FindingLevel;
  key: string;
  values: ReportValues;
  count: number;
  places: FindingPlace[];
};

/** Collects findings so that a file with a million defects still gives a short report. */
export type FindingCollector = {
  readonly add: (
    level: FindingLevel,
    key: string,
    values?: ReportValues,
    place?: { readonly objectId?: string; readonly line?: number | null },
  ) => void;
  readonly list: () => readonly Finding[];
};

export function createFindings(): FindingCollector {
  const byKey = new Map<string, Collected>();
  return {
    add: (level, key, values = {}, place) => {
      const id = `${level}/${key}`;
      let finding = byKey.get(id);
      if (finding === undefined) {
        if (byKey.size >= findingLimit) return;
        finding = { level, key, values, count: 0, places: [] };
        byKey.set(id, finding);
      }
      finding.count += 1;
      if (place !== undefined && finding.places.length < placeLimit) {
        finding.places.push({ objectId: place.objectId ?? "", line: place.line ?? null });
      }
    },
    list: () => [...byKey.values()],
  };
}

/** Tells which kinds of objects a file holds that no layer takes, most frequent first. */
export function reportOthers(others: ReadonlyMap<string, number>, findings: FindingCollector): void {
  if (others.size === 0) return;
  const sorted = [...others].sort((a, b) => b[1] - a[1]);
  const what = sorted.slice(0, 8).map(([name, count]) => `${name.slice(0, 40)} ${count}`);
  if (sorted.length > 8) what.push("…");
  findings.add("info", "objectsNotRead", {
    what: what.join(", "),
    total: sorted.reduce((sum, [, count]) => sum + count, 0),
  });
}

/** A file that cannot be read at all, or not further. Translated under `intake:findings.<key>`. */
export class IntakeError extends Error {
  override readonly name = "IntakeError";
  readonly key: string;
  readonly values: ReportValues;
  readonly line: number | null;
  constructor(key: string, values: ReportValues = {}, line: number | null = null) {
    super(`${key} ${JSON.stringify(values)}${line === null ? "" : ` (line ${line})`}`);
    this.key = key;
    this.values = values;
    this.line = line;
  }
}
