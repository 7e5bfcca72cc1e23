import { extensionsDeclared, extensionType } from "#twin/buildings.ts";
import { growableDoubles, reserve } from "../buildings/growable.ts";
import {
  createFacts,
  createOpenBuilding,
  finishBuilding,
  type ObjectFacts,
  startBuilding,
} from "../buildings/openBuilding.ts";
import { createPlacing } from "../buildings/placing.ts";
import { clearSoup, createSoup } from "../buildings/soup.ts";
import { createTableBuilder, finishTable, objectCounts, type ReadBuildings } from "../buildings/table.ts";
import { createThematic, isThematic, reportUnused } from "../buildings/thematic.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { createBreather, type ReadContext, type Source } from "../source.ts";
import {
  applyTransform,
  referenceSystemOf,
  type Scanned,
  scanDocument,
  type Templates,
  transformOf,
  type VertexTransform,
} from "./document.ts";
import { anchorOf, type GeometryContext, pushGeometry } from "./geometry.ts";
import { jsonTexts } from "./input.ts";
import { isObject, type JsonObject, listOf } from "./json.ts";
import type { ObjectIndex } from "./objects.ts";
import { createPlainReader } from "./plainGeometry.ts";
import { createTextReaders } from "./textReader.ts";

export type CityJsonOptions = { readonly crs: string | null; readonly preferredCrs: string | null };

const deepestParts = 8;
/** Floats of triangles that a vertex brings: houses have about 1.6 triangles a vertex. */
const floatsPerVertex = 16;
const mostFloatsAhead = 64 * 1024 * 1024;
/** Objects between two turns for other tasks. */
const objectsPerTurn = 64;

const factNames = new Set([
  "name",
  "class",
  "function",
  "usage",
  "roofType",
  "measuredHeight",
  "storeysAboveGround",
  "storeysBelowGround",
  "yearOfConstruction",
  "creationDate",
]);

/** An extension's own class of buildings ("+NoiseBuilding") is one of buildings. */
const isBuilding = (type: string): boolean => type === "Building" || /^\+\w*Building$/.test(type);
const isPart = (type: string): boolean =>
  type === "BuildingPart" || type === "BuildingInstallation" || /^\+\w*BuildingPart$/.test(type);
/** Below a building and part of what it is, but none of its outer surfaces. */
const innerTypes: ReadonlySet<string> = new Set([
  "BuildingRoom",
  "BuildingUnit",
  "BuildingStorey",
  "BuildingFurniture",
  "BuildingConstructiveElement",
]);

function createState(options: CityJsonOptions, findings: FindingCollector) {
  const readers = createTextReaders(findings);
  return {
    builder: createTableBuilder(),
    building: createOpenBuilding(),
    placing: createPlacing(options),
    thematic: createThematic(),
    looseSoup: createSoup(),
    others: new Map<string, number>(),
    ids: new Set<string>(),
    vertices: growableDoubles(),
    readers,
    plain: createPlainReader(readers.alone),
    parts: 0,
    extended: false,
    /** The document's declaration of its extensions. */
    declared: "",
  };
}
type State = ReturnType<typeof createState>;

const textOfAttribute = (value: unknown): string =>
  (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, 2000);

/** How an extension's names begin. */
const isExtension = (name: string): boolean => name.charCodeAt(0) === 0x2b;

/** Longer declarations would weigh more than the buildings that they are kept with. */
const longestDeclaration = 2000;

/** @param declared the document's declaration of its extensions as text; "" = none */
function factsOf(id: string, object: JsonObject, declared: string): ObjectFacts {
  const facts = createFacts(id);
  const { attributes } = object;
  const type = typeOf(object);
  let extended = isExtension(type);
  if (extended) facts.generic.set(extensionType, type.slice(0, 200));
  if (isObject(attributes)) {
    for (const name in attributes) {
      const value = attributes[name];
      if (value === null || value === undefined || facts.generic.size > 500) continue;
      extended ||= isExtension(name);
      if (factNames.has(name)) facts.values.set(name, textOfAttribute(value));
      else facts.generic.set(name.slice(0, 200), textOfAttribute(value));
    }
  }
  // What an extension adds stands beside the attributes.
  for (const name in object) {
    if (!isExtension(name) || object[name] === null || facts.generic.size > 500) continue;
    extended = true;
    facts.generic.set(name.slice(0, 200), textOfAttribute(object[name]));
  }
  // Where its names are explained goes with whatever bears them, and comes out with it again.
  if (extended && declared !== "") facts.generic.set(extensionsDeclared, declared);
  return facts;
}

const typeOf = (object: unknown): string =>
  isObject(object) && typeof object.type === "string" ? object.type : "?";

/** A city object, its geometries left in the text where they are a list. */
type Member = { readonly id: string; readonly row: number; readonly object: JsonObject };

/** Geometries of a member as values. */
const geometriesOf = ({ row, object }: Member, objects: ObjectIndex): readonly unknown[] =>
  objects.geometryFrom(row) === 0 ? listOf(object.geometry) : objects.parseGeometry(row);

/** A building with its parts and installations below it, each once, however the document links them. */
function membersOf(
  root: Member,
  objects: ObjectIndex,
  taken: Uint8Array,
  findings: FindingCollector,
): readonly Member[] {
  const { children } = root.object;
  if (!Array.isArray(children) || children.length === 0) return [root];
  const members = [root];
  const here = new Set([root.id]);
  const visit = ({ id, object }: Member, depth: number): void => {
    if (depth > deepestParts) return;
    for (const child of listOf(object.children)) {
      if (typeof child !== "string" || here.has(child)) continue;
      here.add(child);
      const row = objects.rowOf.get(child);
      const target = row === undefined ? undefined : objects.parse(row);
      if (row === undefined || !isObject(target)) {
        findings.add("dropped", "childMissing", { child: child.slice(0, 100) }, { objectId: id });
        continue;
      }
      taken[row] = 1;
      const member = { id: child, row, object: target };
      if (isPart(typeOf(target))) members.push(member);
      visit(member, depth + 1);
    }
  };
  visit(root, 0);
  return members;
}

function readBuilding(
  state: State,
  members: readonly Member[],
  { objects, bytes }: { readonly objects: ObjectIndex; readonly bytes: Uint8Array },
  context: GeometryContext,
  findings: FindingCollector,
): void {
  const { building, builder, placing, plain } = state;
  const { id } = members[0];
  startBuilding(building, id, 0);
  building.objects = [];
  for (const member of members) {
    const { object } = member;
    const part = building.objects.push(factsOf(member.id, object, state.declared)) - 1;
    if (part > 0) state.parts += 1;
    if (object.address !== undefined) findings.add("info", "addressLeftOut", {}, { objectId: member.id });
    const from = objects.geometryFrom(member.row);
    if (from > 0 && plain.push(bytes, from, part, context)) continue;
    for (const geometry of geometriesOf(member, objects)) pushGeometry(geometry, part, member.id, context);
  }
  const { coordinates, polygons } = building.soup;
  const project = placing.projector(coordinates.length > 0 ? coordinates.values : null);
  if (project === null || polygons.length === 0)
    findings.add("dropped", "buildingWithoutSurface", {}, { objectId: id });
  else finishBuilding(building, project, builder, findings);
}

function readThematic(
  state: State,
  type: string,
  member: Member,
  objects: ObjectIndex,
  context: GeometryContext,
): void {
  const { soup } = context;
  clearSoup(soup);
  const facts = factsOf(member.id, member.object, state.declared);
  const geometries = geometriesOf(member, objects);
  for (const geometry of geometries) pushGeometry(geometry, 0, member.id, context);
  const anchors = geometries.map((geometry) => anchorOf(geometry, context.vertices));
  const anchor = anchors.find((found) => found !== null) ?? null;
  state.thematic.take({
    id: member.id,
    type,
    values: new Map([...facts.generic, ...facts.values]),
    soup,
    anchor: anchor === null ? null : [anchor[0], anchor[1]],
  });
}

/** All objects of one document or feature. Gives other tasks a turn now and then. */
async function readObjects(
  state: State,
  { bytes, objects, vertices }: Scanned,
  sequence: boolean,
  templates: Templates,
  transform: VertexTransform,
  breathe: () => Promise<void>,
  findings: FindingCollector,
): Promise<void> {
  if (objects === null || vertices === null) throw new IntakeError("cityJsonIncomplete");
  applyTransform(vertices, transform);
  // Room that is not used is never touched; growing step by step would copy all of it again and again.
  reserve(state.builder.trianglesXYZ, Math.min(vertices.count * floatsPerVertex, mostFloatsAhead));
  const context = { vertices, templates, findings, soup: state.building.soup };
  const looseContext = { ...context, soup: state.looseSoup };
  // Parts and rooms that came with their building.
  const taken = new Uint8Array(objects.ids.length);
  for (let row = 0; row < objects.ids.length; row++) {
    if (row % objectsPerTurn === 0) await breathe();
    if (taken[row] === 1) continue;
    const id = objects.ids[row];
    const object = objects.parse(row);
    const type = typeOf(object);
    if (!isObject(object)) state.others.set(type, (state.others.get(type) ?? 0) + 1);
    else if (isBuilding(type) || isPart(type)) {
      if (isPart(type)) {
        const known = listOf(object.parents).some(
          (parent) => typeof parent === "string" && objects.rowOf.has(parent),
        );
        if (known || type === "BuildingInstallation") continue;
        findings.add("repaired", "partWithoutBuilding", {}, { objectId: id });
      }
      if (type !== "Building" && isBuilding(type))
        findings.add("info", "extensionRead", { type: type.slice(0, 60) }, { objectId: id });
      // Within one document the index has seen to it.
      if (sequence) {
        if (state.ids.has(id)) {
          findings.add("dropped", "idRepeated", { id: id.slice(0, 100) }, { objectId: id });
          continue;
        }
        state.ids.add(id);
      }
      const members = membersOf({ id, row, object }, objects, taken, findings);
      readBuilding(state, members, { objects, bytes }, context, findings);
    } else if (isThematic(type)) readThematic(state, type, { id, row, object }, objects, looseContext);
    else if (!(innerTypes.has(type) && Array.isArray(object.parents)))
      state.others.set(type, (state.others.get(type) ?? 0) + 1);
  }
}

/** Begins with a document: its version, transform and coordinate system hold for all that follows. */
function begin(head: JsonObject, state: State, findings: FindingCollector): VertexTransform {
  if (head.type !== "CityJSON")
    throw new IntakeError("notCityJson", { type: String(head.type).slice(0, 40) });
  const version = String(head.version).slice(0, 20);
  if (!/^(1\.[01]|2\.0)/.test(version)) findings.add("info", "cityJsonVersion", { version });
  const transform = transformOf(head);
  if (transform === null) throw new IntakeError("cityJsonTransformBroken");
  state.placing.state(referenceSystemOf(head));
  const declared = isObject(head.extensions) ? JSON.stringify(head.extensions) : "";
  state.declared = declared.length > longestDeclaration ? "" : declared;
  if (head.hasTextures === true) findings.add("info", "texturesLeftOut");
  return transform;
}

/**
 * Reads a CityJSON 1.0, 1.1 or 2.0 document, or a CityJSONSeq (one feature a line, streamed): buildings with their
 * parts merged into them and in their highest usable level of detail, single trees, and areas of ground with a class.
 * @throws IntakeError where the text is no CityJSON, or is too large to be read as one document.
 */
export async function readCityJson(
  source: Source,
  options: CityJsonOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadBuildings> {
  const state = createState(options, findings);
  const pause = createBreather();
  const breathe = async (): Promise<void> => {
    await pause();
    context.signal.throwIfAborted();
  };
  const counting: ReadContext = {
    signal: context.signal,
    progress: (bytes) => context.progress(bytes, state.builder.ids.length),
  };
  let transform: VertexTransform | null = null;
  let templates: Templates | null = null;
  for await (const { bytes, line, sequence } of jsonTexts(source, counting, findings)) {
    try {
      const scanned = scanDocument(bytes, state.vertices, state.readers, findings);
      const { type } = scanned.head;
      if (transform === null) {
        // A feature by itself lacks the document that says how its numbers are meant.
        if (type === "CityJSONFeature") throw new IntakeError("cityJsonFeatureAlone", {}, line);
        transform = begin(scanned.head, state, findings);
        templates = scanned.templates;
      } else if (type !== "CityJSONFeature")
        throw new IntakeError("notCityJson", { type: String(type).slice(0, 40) }, line);
      await readObjects(
        state,
        scanned,
        sequence,
        templates ?? scanned.templates,
        transform,
        breathe,
        findings,
      );
    } catch (error) {
      // In a sequence a broken feature costs itself; without its head nothing can be placed.
      if (!(error instanceof IntakeError) || !sequence || transform === null) throw error;
      findings.add("dropped", error.key, error.values, { line });
    }
  }
  const { builder, thematic, placing } = state;
  const project = placing.projector(thematic.sample());
  const layers = project === null ? { trees: null, landCover: null } : thematic.finish(project, findings);
  reportUnused(state.others, findings);
  const count = builder.ids.length;
  if (count === 0 && layers.trees === null && layers.landCover === null)
    findings.add("problem", "noBuildings");
  return {
    frame: placing.frame(),
    table: finishTable(builder),
    ...layers,
    crs: placing.finding(),
    objects: objectCounts(count, state.parts, layers),
  };
}
