import type { BuildOptions, ImportOutcome, ImportProgress } from "./buildTwin.ts";
import { transformBetween } from "./crs/project.ts";
import { createIntakeSession } from "./session.ts";
import type { Source } from "./source.ts";

export type ImportOptions = BuildOptions & {
  /** "EPSG:25832": taken for every file whatever it states; absent = as each file says. */
  readonly crs?: string;
};

type Area = NonNullable<BuildOptions["area"]>;

const looksLikeDegrees = ({ west, south, east, north }: Area): boolean =>
  west >= -180 && east <= 180 && south >= -90 && north <= 90;

/** An area in metres of the given system: degrees are taken to it, as the rectangle around their corners. */
function areaIn(area: Area, crs: string): Area {
  if (!looksLikeDegrees(area)) return area;
  const transform = transformBetween("EPSG:4326", crs);
  const { west, south, east, north } = area;
  const corners = [
    transform(west, south),
    transform(east, south),
    transform(east, north),
    transform(west, north),
  ];
  const easts = corners.map(([x]) => x);
  const norths = corners.map(([, y]) => y);
  return {
    west: Math.min(...easts),
    south: Math.min(...norths),
    east: Math.max(...easts),
    north: Math.max(...norths),
  };
}

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
  const session = createIntakeSession(options.crs === undefined ? {} : { crs: options.crs });
  await session.add(sources, onProgress, signal);
  const { area, ...rest } = options;
  const crs = session.crs();
  const cut = area === undefined || crs === null ? {} : { area: areaIn(area, crs) };
  return session.build({ ...rest, ...cut, last: true }, onProgress);
}
