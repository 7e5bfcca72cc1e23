import type { Frame } from "#twin/frame.ts";
import type { TwinData } from "#twin/twin.ts";
import type { IntakeParts } from "./assemble/parts.ts";
import type { FileChoice } from "./choices.ts";
import type { CrsFinding, FindingCollector, TableReport } from "./report.ts";
import type { ReadContext, Source } from "./source.ts";

/** What reading one file gave, besides the parts that it added. */
export type Read = {
  readonly objects: Readonly<Record<string, number>>;
  readonly crs: CrsFinding | null;
  readonly frame: Frame | null;
  /** How the columns of a table were understood; absent where the file is none. */
  readonly table?: TableReport;
  /** A whole twin, where the file is a package. */
  readonly opened?: TwinData;
};

export type Reading = {
  readonly source: Source;
  readonly options: {
    readonly crs: string | null;
    readonly preferredCrs: string | null;
    /** What a `.prj` beside the file says; "" = nothing. */
    readonly stated: string;
  };
  /** What a person decided about the file. */
  readonly choice: FileChoice;
  /** Files of the same name with other endings, by ending in lower case. */
  readonly siblings: ReadonlyMap<string, Source>;
  /** Files that make up this one, by file name in lower case: the tables of a timetable ("stops.txt"); else empty. */
  readonly members: ReadonlyMap<string, Source>;
  /** NTv2 grids (.gsb) that were given along with any file, for systems that a grid shifts better than seven parameters. */
  readonly grids: readonly Source[];
  readonly context: ReadContext;
  readonly findings: FindingCollector;
  readonly parts: IntakeParts;
};
