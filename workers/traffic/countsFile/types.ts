/** Where a count was taken, as its file says. */
export type CountPlace =
  /** Degrees, WGS 84. */
  | { readonly type: "lonLat"; readonly longitude: number; readonly latitude: number }
  /** East and north in the system of the twin, metres (not offsets of its frame). */
  | { readonly type: "projected"; readonly east: number; readonly north: number }
  /** A section by its id, or by the id of its way. */
  | { readonly type: "section"; readonly id: string };

export type CountRow = {
  /** As the file names it, else its number there. */
  readonly name: string;
  /** null: the file does not say where. */
  readonly place: CountPlace | null;
  /** Where the counted vehicles head, degrees clockwise from north; null = not said. */
  readonly bearingDeg: number | null;
  /** Along the section's line (0) or against it (1), where the file names sections; null = not said. */
  readonly direction: 0 | 1 | null;
  /** 24 values, vehicles an hour from midnight on; null where the file has none. */
  readonly hourly: readonly number[] | null;
  readonly vehPerH: number | null;
  readonly vehPerDay: number | null;
};

export type CountsFile = {
  readonly format: "csv" | "geojson" | "vmz";
  readonly rows: readonly CountRow[];
  /** Rows without any number of vehicles that makes sense, by their name. */
  readonly unreadable: readonly string[];
  /** As stated in the file; null = not said. */
  readonly year: number | null;
};

export type CountsErrorKey =
  | "empty"
  | "tooLarge"
  | "notKnown"
  | "noPlaceColumns"
  | "noVolumeColumns"
  | "broken";

/** `message` is `counts.errors.<key>`. */
export function countsFileError(key: CountsErrorKey): Error & { readonly key: CountsErrorKey } {
  const error = new Error(`counts.errors.${key}`);
  error.name = "CountsFileError";
  return Object.assign(error, { key });
}

/** Files from outside are bounded before anything is made of them. */
export const mostCharacters = 20_000_000;
export const mostRows = 20_000;

/** No street carries more, and none less than nothing. */
export const isVolume = (value: number): boolean => Number.isFinite(value) && value >= 0 && value < 500_000;
