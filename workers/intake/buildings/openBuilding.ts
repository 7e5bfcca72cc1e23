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
export type Reference = {
  readonly id: string;
  readonly kind: number;
  readonly lod: number;
  readonly solid: boolean;
  readonly part: number;
  readonly line: number;
};

/** A geometry with an id of its own that holds polygons from…to−1 and references from…to−1. */
export type Container = {
  readonly id: string;
  readonly polygonFrom: number;
  readonly polygonTo: number;
  readonly referenceFrom: number;
  readonly referenceTo: number;
};

/** The building that is being read. One is reused for the whole file. */
export type OpenBuilding = {
  readonly soup: Soup;
  readonly references: Reference[];
  readonly containers: Container[];
  objects: ObjectFacts[];
  line: number;
  addresses: number;
};

export const createFacts = (id: string): ObjectFacts => ({ id, values: new Map(), generic: new Map() });

export const createOpenBuilding = (): OpenBuilding => ({
  soup: createSoup(),
  references: [],
  containers: [],
  objects: [],
  line: 0,
  addresses: 0,
});

export function startBuilding(building: OpenBuilding, id: string, line: number): void {
  clearSoup(building.soup);
  building.references.length = 0;
  building.containers.length = 0;
  building.objects = [createFacts(id)];
  building.line = line;
  building.addresses = 0;
}

const deepestReferences = 8;

/**
 * Settles xlinks within the building, which may name surfaces that come later in the file: a thematic surface gives
 * the polygon its kind, a solid tells that the polygon is one of its faces. Nothing is added twice.
 * @returns references to what the building does not hold.
 */
export function resolveReferences(building: OpenBuilding): readonly Reference[] {
  if (building.references.length === 0) return [];
  const byId = new Map<string, SoupPolygon>();
  for (const polygon of building.soup.polygons) if (polygon.id !== "") byId.set(polygon.id, polygon);
  const containers = new Map(building.containers.map((container) => [container.id, container]));
  const apply = (polygon: SoupPolygon, { kind, solid }: Reference): void => {
    if (kind !== unknownKind) polygon.kind = kind;
    if (solid) polygon.solid = true;
  };
  const resolve = (id: string, reference: Reference, depth: number): boolean => {
    const polygon = byId.get(id);
    if (polygon !== undefined) {
      apply(polygon, reference);
      return true;
    }
    const container = containers.get(id);
    if (container === undefined || depth > deepestReferences) return container !== undefined;
    for (let at = container.polygonFrom; at < container.polygonTo; at++)
      apply(building.soup.polygons[at], reference);
    for (let at = container.referenceFrom; at < container.referenceTo; at++)
      resolve(building.references[at].id, reference, depth + 1);
    return true;
  };
  return building.references.filter((reference) => !resolve(reference.id, reference, 0));
}

/** Says which references name nothing that could be found. */
export function reportDangling(
  building: OpenBuilding,
  references: readonly Reference[],
  findings: FindingCollector,
): void {
  for (const { id, part, line } of references) {
    const place = { objectId: building.objects[part]?.id ?? "", line };
    findings.add("dropped", "xlinkDangling", { target: id.slice(0, 100) }, place);
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
  "dateOfConstruction",
  "storeysBelowGround",
] as const;
/** Codes of ALKIS' structures (object types 51001 … 53009), which are no houses. */
const structureCode = /^5[1-3]\d{3}_/;

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

/** Ends the building, its references resolved: projection into the frame, then the table's row. */
export function finishBuilding(
  building: OpenBuilding,
  project: Projector,
  builder: TableBuilder,
  findings: FindingCollector,
): boolean {
  const { values, length } = building.soup.coordinates;
  for (let at = 0; at < length; at += 3) project(values[at], values[at + 1], values, at);
  const functionCode = first(building.objects, "function");
  if (structureCode.test(functionCode)) {
    const place = { objectId: building.objects[0].id, line: building.line || null };
    findings.add("info", "structuresAmongBuildings", { code: functionCode.slice(0, 20) }, place);
  }
  const storeys = Number.parseInt(first(building.objects, "storeysAboveGround"), 10);
  return assembleBuilding(
    building.soup,
    {
      id: building.objects[0].id,
      line: building.line || null,
      storeys: storeys > 0 && storeys < 256 ? storeys : 0,
      functionCode,
      roofTypeCode: first(building.objects, "roofType"),
      attributes: attributesOf(building),
    },
    builder,
    findings,
  );
}
