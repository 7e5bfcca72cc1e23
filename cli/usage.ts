/** Something is wrong with how a command was called or with a file it was given: a sentence, no stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** A command that was called rightly and could not do its work: a sentence, no stack, exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
  readonly key: string;
  constructor(key: string, sentence: string) {
    super(sentence);
    this.key = key;
  }
}

export const usage = `planfall — the app's own code on the command line

  planfall import FILES… --out FOLDER [--name NAME] [--id ID] [--crs EPSG:…] [--area WEST,SOUTH,EAST,NORTH]
                  [--licence TEXT] [--attribution TEXT] [--date YYYY-MM-DD] [--from-open-files]
                  [--json] [--lang de|en]
      reads files of any known format, folders and zip archives, and writes a twin package;
      --crs is taken for every file whose coordinates can lie in it, whatever the file states: leave it out where the files
      state their own; --area is in metres of the twin's system or in degrees;
      --from-open-files reads the open files of an exported package, as they are now, instead of its columns

  planfall export PACKAGE --out FILE.zip [--json] [--lang de|en]
      writes a twin package (a folder or a zip) as one archive of open formats that other programs read
      and that opens here again with equal hashes

  planfall check FILES… [--json] [--lang de|en]
      says what city files (also folders and archives) and scenario files hold, what is wrong with them,
      and which models could run on them

  planfall run SCENARIO --model MODEL --resolution METRES [--threads N] [--twin FOLDER] [--json]
      runs a model for the baseline and every plan of a scenario; traffic has no cells and needs no --resolution

  planfall diff A B [--json]
      tells two scenario files apart

Exit code 1: nothing usable was found, or a run failed. Exit code 2: called in a wrong way.`;

/** The value of an option, whole and in range. */
export function numberOption(
  text: string | undefined,
  name: string,
  low: number,
  high: number,
): number | null {
  if (text === undefined) return null;
  const value = Number(text.replace(",", "."));
  if (!Number.isFinite(value) || value < low || value > high) {
    throw new UsageError(`--${name} must be a number from ${low} to ${high}, not "${text}".`);
  }
  return value;
}

export type Area = {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

/**
 * The value of --area; null where it is not given.
 * @throws UsageError where it is no rectangle.
 */
export function areaOption(text: string | undefined): Area | null {
  if (text === undefined) return null;
  const numbers = text.split(/[,;\s]+/).map(Number);
  const [west, south, east, north] = numbers;
  if (numbers.length !== 4 || !numbers.every(Number.isFinite) || !(west < east && south < north))
    throw new UsageError(
      `--area must be WEST,SOUTH,EAST,NORTH with west < east and south < north, not "${text}".`,
    );
  return { west, south, east, north };
}
