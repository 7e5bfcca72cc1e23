import { deliveredKeys } from "#twin/ownFigures.ts";
import { footprintArea } from "#twin/read/buildings.ts";
import type { TwinData } from "#twin/twin.ts";

/** Everything a twin says about one building, as plain values. */
export type BuildingFacts = {
  readonly id: string;
  readonly functionCode: string;
  readonly roofTypeCode: string;
  readonly heightM: number;
  readonly eavesHeightM: number;
  /** "storeys" and "default": no height was delivered (a footprint). */
  readonly heightFrom: "delivered" | "storeys" | "default";
  readonly storeys: number;
  /** An envelope of a land-use plan: what may be built, not what is. */
  readonly planned: boolean;
  /** What the data say where a person's own figure stands above; null = no own figure. */
  readonly delivered: {
    readonly heightM: number | null;
    readonly storeys: number | null;
    readonly functionCode: string | null;
  };
  readonly footprintM2: number;
  /** null = no population layer or no entry for the building. */
  readonly residents: number | null;
  readonly residentsEstimated: boolean;
  readonly placeNames: readonly string[];
  /** What the data say of their own origin: source of heights, age of the footprint; codes as delivered. */
  readonly provenance: readonly (readonly [string, string])[];
  /** Everything else that came with the building. */
  readonly attributes: readonly (readonly [string, string])[];
};

const mostAttributes = 60;

/** Attributes of the import, said elsewhere in words. */
const ours = new Set<string>([
  "heightFrom",
  "heightDefault",
  "plannedEnvelope",
  ...Object.values(deliveredKeys),
]);

/** Attributes of the AdV's product and of CityGML that tell where a building's geometry came from. */
const provenanceNames = [
  "DatenquelleDachhoehe",
  "DatenquelleBodenhoehe",
  "DatenquelleLage",
  "Grundrissaktualitaet",
  "BezugspunktDach",
  "creationDate",
];

type Flat = (readonly [string, string])[];

/** Values of an object and of the objects in it ("generic"); of a list (the parts of a building) how many it has. */
function flatten(value: object, depth: number): Flat {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]): Flat => {
    if (Array.isArray(part)) return part.length === 0 ? [] : [[name, String(part.length)]];
    if (typeof part === "object" && part !== null) return depth === 0 ? [] : flatten(part, depth - 1);
    if (
      !["string", "number", "boolean"].includes(typeof part) ||
      (part === "" && name !== deliveredKeys.functionCode)
    )
      return [];
    return [[name, String(part).slice(0, 200)]];
  });
}

/** Attributes are foreign text: they are cut to a readable length and number. */
function readAttributes(json: string): readonly (readonly [string, string])[] {
  if (json === "") return [];
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== "object" || parsed === null) return [];
    // A name may stand on both levels; the outer one counts.
    return [...new Map(flatten(parsed, 1).reverse())].reverse().slice(0, mostAttributes);
  } catch {
    return [];
  }
}

const numberOrNull = (text: string | undefined): number | null => (text === undefined ? null : Number(text));

export function buildingFacts(data: TwinData, id: string): BuildingFacts | null {
  const table = data.buildings;
  const row = table.ids.indexOf(id);
  if (row < 0) return null;
  const ground = table.groundZ[row] ?? Number.NaN;
  const attributes = readAttributes(table.attributes[row] ?? "");
  const attributeOf = (wanted: string) => attributes.find(([name]) => name === wanted)?.[1];
  const heightFrom = attributeOf("heightFrom");
  let residents: number | null = null;
  const { population } = data;
  for (let i = 0; i < population.count; i++) {
    if (population.buildingIds[i] === id) residents = (residents ?? 0) + (population.residents[i] ?? 0);
  }
  return {
    id,
    functionCode: table.functionCode[row] ?? "",
    roofTypeCode: table.roofTypeCode[row] ?? "",
    heightM: (table.ridgeZ[row] ?? Number.NaN) - ground,
    eavesHeightM: (table.eavesZ[row] ?? Number.NaN) - ground,
    planned: attributeOf("plannedEnvelope") === "true",
    heightFrom: heightFrom === "storeys" || heightFrom === "default" ? heightFrom : "delivered",
    storeys: table.storeys[row] ?? 0,
    delivered: {
      heightM: numberOrNull(attributeOf(deliveredKeys.heightM)),
      storeys: numberOrNull(attributeOf(deliveredKeys.storeys)),
      functionCode: attributeOf(deliveredKeys.functionCode) ?? null,
    },
    footprintM2: footprintArea(table, row),
    residents,
    residentsEstimated: population.method === "estimated",
    placeNames: data.places.filter((place) => place.buildingId === id).map((place) => place.name),
    provenance: provenanceNames.flatMap((wanted) => attributes.filter(([name]) => name === wanted)),
    attributes: attributes.filter(([name]) => !ours.has(name) && !provenanceNames.includes(name)),
  };
}

/**
 * The AdV code behind a code as delivered: "31001_1010" and "1010" both give "1010". Other object types keep their number:
 * they have lists of their own ("51009_1610" is a canopy, no house).
 */
export function plainCode(code: string): string {
  return code.startsWith("31001_") ? code.slice("31001_".length) : code;
}
