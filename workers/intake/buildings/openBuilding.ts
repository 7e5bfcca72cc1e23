import type { Projector } from "../crs/project.ts";
import type { FindingCollector } from "../report.ts";
import { assembleBuilding } from "./assembleBuilding.ts";
import { clearSoup, createSoup, type Soup, type SoupPolygon, unknownKind } from "./soup.ts";
import type { TableBuilder } from "./table.ts";

/** Facts of a building or of one of its parts, as the file states them. */
export type ObjectFacts = {
  id: string;
  readonly values: Map<string, string>;
  readonly generic: Map<string, string>;
};

/** A surface that a solid or a thematic surface names instead of holding it. */
type Reference = {
  readonly id: string;
  readonly kind: number;
  readonly solid: boolean;
  readonly part: number;
  readonly line: number;
};

/** The building that is being read. One is reused for the whole file. */
export type OpenBuilding = {
  readonly soup: Soup;
  readonly references: Reference[];
  objects: ObjectFacts[];
  line: number;
  addresses: number;
};

export const createFacts = (id: string): ObjectFacts => ({ id, values: new Map(), generic: new Map() });

export const createOpenBuilding = (): OpenBuilding => ({
  soup: createSoup(),
  references: [],
  objects: [],
  line: 0,
  addresses: 0,
});

export function startBuilding(building: OpenBuilding, id: string, line: number): void {
  clearSoup(building.soup);
  building.references.length = 0;
  building.objects = [createFacts(id)];
  building.line = line;
  building.addresses = 0;
}

/**
 * Settles xlinks within the building, which may name surfaces that come later in the file: a thematic surface gives
 * the polygon its kind, a solid tells that the polygon is one of its faces. Nothing is added twice.
 */
function resolveReferences(building: OpenBuilding, findings: FindingCollector): void {
  if (building.references.length === 0) return;
  const byId = new Map<string, SoupPolygon>();
  for (const polygon of building.soup.polygons) if (polygon.id !== "") byId.set(polygon.id, polygon);
  for (const reference of building.references) {
    const polygon = byId.get(reference.id);
    if (polygon === undefined) {
      findings.add(
        "dropped",
        "xlinkDangling",
        { target: reference.id.slice(0, 100) },
        {
          objectId: building.objects[reference.part]?.id ?? "",
          line: reference.line,
        },
      );
      continue;
    }
    if (reference.kind !== unknownKind) polygon.kind = reference.kind;
    if (reference.solid) polygon.solid = true;
  }
}

const first = (objects: readonly ObjectFacts[], name: string): string => {
  for (const object of objects) {
    const value = object.values.get(name);
    if (value !== undefined && value !== "") return value;
  }
  return "";
};

/** Numbers of AdV files stand as "1.482", older ones as "1,482 m". */
const numberOf = (text: string): number =>
  text === "" ? Number.NaN : Number.parseFloat(text.replace(",", "."));

const plainFacts = [
  "name",
  "class",
  "usage",
  "creationDate",
  "yearOfConstruction",
  "storeysBelowGround",
] as const;

function attributesOf(building: OpenBuilding): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (const name of plainFacts) {
    const value = first(building.objects, name);
    if (value !== "") attributes[name] = value;
  }
  const height = numberOf(first(building.objects, "measuredHeight"));
  if (Number.isFinite(height)) attributes.measuredHeightM = height;
  const generic: Record<string, string> = {};
  for (const object of building.objects) {
    for (const [name, value] of object.generic) if (!Object.hasOwn(generic, name)) generic[name] = value;
  }
  if (Object.keys(generic).length > 0) attributes.generic = generic;
  if (building.objects.length > 1) {
    attributes.parts = building.objects.slice(1).map(({ id, values }) => {
      const part: Record<string, string> = { id };
      for (const name of ["function", "roofType", "measuredHeight"]) {
        const value = values.get(name);
        if (value !== undefined && value !== "") part[name] = value;
      }
      return part;
    });
  }
  return attributes;
}

/** Ends the building: references, projection into the frame, then the table's row. */
export function finishBuilding(
  building: OpenBuilding,
  project: Projector,
  builder: TableBuilder,
  findings: FindingCollector,
): boolean {
  resolveReferences(building, findings);
  const { values, length } = building.soup.coordinates;
  for (let at = 0; at < length; at += 3) project(values[at], values[at + 1], values, at);
  const storeys = Number.parseInt(first(building.objects, "storeysAboveGround"), 10);
  return assembleBuilding(
    building.soup,
    {
      id: building.objects[0].id,
      line: building.line || null,
      storeys: storeys > 0 && storeys < 256 ? storeys : 0,
      functionCode: first(building.objects, "function"),
      roofTypeCode: first(building.objects, "roofType"),
      attributes: attributesOf(building),
    },
    builder,
    findings,
  );
}
