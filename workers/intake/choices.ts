/** What a person decides about one file, over what its content says. */
export type FileChoice = {
  /** "EPSG:25832": taken whatever the file states. */
  readonly crs?: string;
  /** False: read and shown, but left out of the twin. */
  readonly used?: boolean;
  /** What its objects or values are, where the content leaves that open. */
  readonly role?: DataRole;
  /**
   * Column of a table by what it means: { heightM: "HOEHE" }; "" = take none. Meanings are those of `FileReport.table`, and x, y
   * or wkt for a table's place. `class=<value>` maps a value of a land-cover column to a class: { "class=7b": "forest" }.
   */
  readonly columns?: Readonly<Record<string, string>>;
  /** Of a package: take the changes of its open files instead of the layers as they were exported. */
  readonly openFiles?: boolean;
  readonly licence?: string;
  readonly attribution?: string;
  /** ISO date of the data. */
  readonly date?: string;
};

/** What the objects of a table or the values of a raster can be. */
const dataRoles = [
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
