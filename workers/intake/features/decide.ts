import type { FileChoice } from "../choices.ts";
import { isLandColumn, landCoverColumnOf } from "../landCover/classes.ts";
import type { TableRole } from "../report.ts";
import type { TableDataRole } from "./columnRules.ts";
import { createFieldReader, isTableRole, nameMeans, plainName } from "./columns.ts";
import type { TableFeature } from "./contract.ts";
import { type Shape, shapeOf } from "./geometry.ts";
import { placeKindOfTags, placeKindOfWord } from "./places.ts";
import { isBlank, numberOfValue } from "./values.ts";

type Properties = Readonly<Record<string, unknown>>;
type DecidedBy = TableRole["decidedBy"];

/** Column names that only a tree has, plain. */
const treeColumns = new Set([
  "artbot",
  "artbotanisch",
  "baumartbotanisch",
  "botanischername",
  "gattungart",
  "baumart",
  "baumhoehe",
  "treeheight",
  "kronedurch",
  "kronendurchmesser",
  "kronendurch",
  "kronenbreite",
  "krone",
  "kronem",
  "crowndiameter",
  "diametercrown",
  "crown",
  "crownm",
  "stammumfg",
  "stammumfang",
  "stammumfangcm",
  "stammdurchmesser",
  "pflanzjahr",
  "gattung",
  "artdtsch",
  "baumid",
  "baumnummer",
  "baumnr",
  "kronendurchmesserm",
  "crownwidth",
  "baumhoehem",
  "estcrowndiameterm",
]);

/** Column names that only a building has, plain. */
const buildingColumns = new Set([
  "building",
  "buildinglevels",
  "gebaeudefunktion",
  "gebaeudeart",
  "gebaeudehoehe",
  "gebaeudenutzung",
  "measuredheight",
  "gebhoehe",
  "gfk",
  "roofshape",
  "dachform",
  "dachneigung",
  "anzahlderoberirdischengeschosse",
  "anzahlgeschosse",
  "geschosse",
  "geschosszahl",
  "storeysaboveground",
  "numfloors",
  "stockwerke",
  "buildingheight",
  "aog",
  "gebnutzbez",
  "traufhoehe",
  "firsthoehe",
]);

/** Column names that are a building's where nothing else speaks for another object. */
const heightColumns = new Set(["height", "hoehe", "hoehem", "heightm"]);

type ColumnFacts = {
  readonly tree: boolean;
  readonly building: boolean;
  readonly height: boolean;
  readonly residents: boolean;
  readonly street: boolean;
  readonly houseNumber: boolean;
  readonly kind: boolean;
  readonly plan: boolean;
};

function factsOf(column: string): ColumnFacts {
  const plain = plainName(column);
  return {
    tree: treeColumns.has(plain),
    building: buildingColumns.has(plain),
    height: heightColumns.has(plain),
    residents: nameMeans("population", "residents", column),
    street: nameMeans("addresses", "street", column),
    houseNumber: nameMeans("addresses", "houseNumber", column) && plain !== "nr" && plain !== "number",
    kind: nameMeans("places", "kind", column),
    plan: nameMeans("planAreas", "class", column),
  };
}

export type Decision = {
  readonly role: TableDataRole;
  readonly decidedBy: DecidedBy;
  /** Roles that the record has besides: a school building is a place and has an address. */
  readonly also: readonly TableDataRole[];
};

export type Decider = {
  /** What a record is; null = nothing that is known. */
  readonly decide: (properties: Properties, shape: Shape) => Decision | null;
  /** Looks at the first records for what single records do not tell. */
  readonly learn: (sample: readonly TableFeature[]) => void;
};

/** Roles that a file's name speaks for where the records say nothing. */
const nameHints: readonly (readonly [RegExp, TableDataRole, "points" | "polygons"])[] = [
  [/baum|bäume|tree/i, "trees", "points"],
  [/hauskoord|adress|address|hausnummer/i, "addresses", "points"],
  [/geb[aä]e?ude|building|footprint|grundriss|hausumring|hu_|lod1/i, "buildings", "polygons"],
  [/nutzung|land_?cover|land_?use|bodenbedeckung|vegetation|biotop/i, "landCover", "polygons"],
];

const mostColumns = 4000;

/** Decides record by record what a table holds, by columns, values, geometry and, last, the file's name. */
export function createDecider(fileName: string, choice: FileChoice): Decider {
  const known = new Map<string, ColumnFacts>();
  const fixed = isTableRole(choice.role) ? choice.role : null;
  let learnt: TableDataRole | null = null;
  const facts = (column: string): ColumnFacts => {
    let found = known.get(column);
    if (found === undefined) {
      found = factsOf(column);
      if (known.size < mostColumns) known.set(column, found);
    }
    return found;
  };

  const decide = (properties: Properties, shape: Shape): Decision | null => {
    if (shape.kind === "other") return null;
    const seen = {
      tree: false,
      building: false,
      height: false,
      residents: false,
      street: false,
      number: false,
      plan: false,
    };
    let kindWord = false;
    for (const column in properties) {
      const value = properties[column];
      if (isBlank(value)) continue;
      const is = facts(column);
      // `building=no` tells that there is none.
      if (is.building && value !== "no") seen.building = true;
      if (is.height && numberOfValue(value) > 0) seen.height = true;
      if (is.tree) seen.tree = true;
      // OSM's towns and villages carry their whole population at one point: nothing to spread over houses.
      if (is.residents && typeof properties.place !== "string") seen.residents = true;
      if (is.street) seen.street = true;
      if (is.houseNumber) seen.number = true;
      if (is.kind && typeof value === "string" && placeKindOfWord(value) !== null) kindWord = true;
      if (is.plan && typeof value === "string" && /^(BP|FP|SO|RP|LP)_[A-Z]/.test(value)) seen.plan = true;
    }
    const isAddress = seen.street && seen.number;
    const tagged = placeKindOfTags(properties) !== null;
    const extra = (...roles: readonly (TableDataRole | false)[]): TableDataRole[] =>
      roles.filter((role) => role !== false);
    const by = (role: TableDataRole, also: readonly TableDataRole[] = []): Decision => ({
      role,
      decidedBy: "columns",
      also,
    });
    if (fixed !== null) return { role: fixed, decidedBy: "choice", also: [] };
    if (shape.kind === "none") return seen.residents ? by("population") : null;

    if (shape.kind === "points") {
      if (properties.natural === "tree" || (seen.tree && !seen.residents)) return by("trees");
      if (seen.residents) return by("population");
      if (tagged || kindWord) return by("places", extra(isAddress && "addresses"));
      if (isAddress) return by("addresses");
    } else {
      if (seen.plan) return by("planAreas");
      if (seen.residents && !seen.building) return by("population");
      if (seen.building) return by("buildings", extra(tagged && "places", isAddress && "addresses"));
      const column = landCoverColumnOf(properties, choice.columns);
      if (column.code !== 0) return by("landCover", extra(tagged && "places"));
      if (tagged) return by("places");
      if (seen.height && column.value === "") return by("buildings");
      if (isLandColumn(column.column)) return by("landCover");
    }
    if (learnt === "buildings" && shape.kind === "polygons")
      return { role: learnt, decidedBy: "values", also: [] };
    const hint = nameHints.find(([pattern, , kind]) => kind === shape.kind && pattern.test(fileName));
    return hint === undefined ? null : { role: hint[1], decidedBy: "name", also: [] };
  };

  return {
    decide,
    learn: (sample) => {
      // Polygons that nothing names and that carry numbers like heights of houses in a column called so.
      const polygons = sample.filter(({ geometry }) => shapeOf(geometry).kind === "polygons");
      const unnamed = polygons.filter(
        ({ properties, geometry }) => decide(properties, shapeOf(geometry)) === null,
      );
      if (polygons.length === 0 || unnamed.length * 2 < polygons.length) return;
      const fields = createFieldReader("buildings", choice.columns);
      fields.adopt(sample.map(({ properties }) => properties));
      const looksHigh = unnamed.filter(({ properties }) => {
        fields.open(properties);
        const height = fields.lengthM("heightM");
        const storeys = fields.number("storeys");
        return (height >= 1.5 && height <= 300) || (storeys >= 1 && storeys <= 80);
      });
      if (looksHigh.length * 2 >= unnamed.length) learnt = "buildings";
    },
  };
}
