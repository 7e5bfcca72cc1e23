/** What a person decides about one file, over what its content says. */
export type FileChoice = {
  /** "EPSG:25832": taken whatever the file states. */
  readonly crs?: string;
  /** False: read and shown, but left out of the twin. */
  readonly used?: boolean;
  /** What its objects or values are, where the content leaves that open. */
  readonly role?: DataRole;
  /** Column of a table by what it means: { heightM: "HOEHE" }; "" = take none. */
  readonly columns?: Readonly<Record<string, string>>;
  readonly licence?: string;
  readonly attribution?: string;
  /** ISO date of the data. */
  readonly date?: string;
};

/** What the objects of a table or the values of a raster can be. */
export const dataRoles = [
  "buildings",
  "trees",
  "landCover",
  "population",
  "places",
  "addresses",
  "planAreas",
  "terrain",
  "buildingHeight",
  "vegetationHeight",
  "picture",
] as const;
export type DataRole = (typeof dataRoles)[number];
