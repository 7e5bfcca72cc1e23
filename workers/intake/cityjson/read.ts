import type { Frame } from "#twin/frame.ts";
import {
  createFacts,
  createOpenBuilding,
  finishBuilding,
  type ObjectFacts,
  startBuilding,
} from "../buildings/openBuilding.ts";
import { createTableBuilder, finishTable, type ReadBuildings } from "../buildings/table.ts";
import { frameForSample, type Projector, projectorTo } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import { type FindingCollector, IntakeError, reportOthers } from "../report.ts";
import { createBreather, type ReadContext, type Source } from "../source.ts";
import { textOf } from "../text.ts";
import {
  isObject,
  type JsonObject,
  referenceSystemOf,
  transformOf,
  type VertexTransform,
} from "./document.ts";
import { pushGeometry, type VertexList } from "./geometry.ts";

export type CityJsonOptions = { readonly crs: string | null; readonly preferredCrs: string | null };

/** Beyond this a document would not fit into memory twice (text and objects); CityJSONSeq has no such bound. */
const largestDocumentBytes = 400 * 1024 * 1024;
const longestLine = 64 * 1024 * 1024;
const deepestParts = 8;

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

type State = {
  readonly builder: ReturnType<typeof createTableBuilder>;
  readonly building: ReturnType<typeof createOpenBuilding>;
  readonly others: Map<string, number>;
  readonly ids: Set<string>;
  settled: SettledCrs | null;
  frame: Frame | null;
  project: Projector | null;
  stated: string;
  parts: number;
};

function factsOf(id: string, object: JsonObject): ObjectFacts {
  const facts = createFacts(id);
  if (!isObject(object.attributes)) return facts;
  for (const [name, value] of Object.entries(object.attributes)) {
    if (value === null || value === undefined || facts.generic.size > 500) continue;
    const text =
      typeof value === "object" ? JSON.stringify(value).slice(0, 2000) : String(value).slice(0, 2000);
    if (factNames.has(name)) facts.values.set(name, text);
    else facts.generic.set(name.slice(0, 200), text);
  }
  return facts;
}

/** Parts and installations below a building, each once, however the document links them. */
function descendants(objects: JsonObject, id: string, findings: FindingCollector): string[] {
  const found: string[] = [];
  const seen = new Set([id]);
  const visit = (from: string, depth: number): void => {
    const object = objects[from];
    if (!isObject(object) || !Array.isArray(object.children) || depth > deepestParts) return;
    for (const child of object.children as readonly unknown[]) {
      if (typeof child !== "string" || seen.has(child)) continue;
      seen.add(child);
      const target = Object.hasOwn(objects, child) ? objects[child] : undefined;
      if (!isObject(target)) {
        findings.add("dropped", "childMissing", { child: child.slice(0, 100) }, { objectId: from });
        continue;
      }
      if (target.type === "BuildingPart" || target.type === "BuildingInstallation") found.push(child);
      visit(child, depth + 1);
    }
  };
  visit(id, 0);
  return found;
}

function readBuilding(
  state: State,
  objects: JsonObject,
  id: string,
  list: VertexList,
  options: CityJsonOptions,
  findings: FindingCollector,
): void {
  const { building, builder } = state;
  const root = objects[id];
  if (!isObject(root)) return;
  if (state.ids.has(id)) {
    findings.add("dropped", "idRepeated", { id: id.slice(0, 100) }, { objectId: id });
    return;
  }
  state.ids.add(id);
  startBuilding(building, id, 0);
  building.objects = [];
  for (const member of [id, ...descendants(objects, id, findings)]) {
    const object = objects[member] as JsonObject;
    const part = building.objects.push(factsOf(member, object)) - 1;
    if (part > 0) state.parts += 1;
    if (object.address !== undefined) findings.add("info", "addressLeftOut", {}, { objectId: member });
    const geometries = Array.isArray(object.geometry) ? (object.geometry as readonly unknown[]) : [];
    for (const geometry of geometries) pushGeometry(geometry, building.soup, list, part, member, findings);
  }
  if (state.project === null && building.soup.coordinates.length > 0) {
    const values = building.soup.coordinates.values;
    state.settled = settleCrs(state.stated, options.crs, [values[0], values[1]], options.preferredCrs);
    state.frame = frameForSample(state.settled, values[0], values[1], options.preferredCrs);
    state.project = projectorTo(state.settled, state.frame);
  }
  if (state.project === null || building.soup.polygons.length === 0) {
    findings.add("dropped", "buildingWithoutSurface", {}, { objectId: id });
    return;
  }
  finishBuilding(building, state.project, builder, findings);
}

/** All buildings of one document or feature. Gives other tasks a turn now and then. */
async function readObjects(
  state: State,
  document: JsonObject,
  transform: VertexTransform,
  options: CityJsonOptions,
  breathe: () => Promise<void>,
  findings: FindingCollector,
): Promise<void> {
  const objects = document.CityObjects;
  if (!isObject(objects) || !Array.isArray(document.vertices)) throw new IntakeError("cityJsonIncomplete");
  const list: VertexList = { vertices: document.vertices, transform };
  for (const id of Object.keys(objects)) {
    const object = objects[id];
    const type = isObject(object) && typeof object.type === "string" ? object.type : "?";
    if (type === "Building") readBuilding(state, objects, id, list, options, findings);
    else if (type === "BuildingPart" || type === "BuildingInstallation") {
      const parents =
        isObject(object) && Array.isArray(object.parents) ? (object.parents as readonly unknown[]) : [];
      const known = parents.some((parent) => typeof parent === "string" && Object.hasOwn(objects, parent));
      if (known || type === "BuildingInstallation") continue;
      findings.add("repaired", "partWithoutBuilding", {}, { objectId: id });
      readBuilding(state, objects, id, list, options, findings);
    } else state.others.set(type, (state.others.get(type) ?? 0) + 1);
    await breathe();
  }
}

function parse(text: string, line: number | null): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new IntakeError(
      "jsonBroken",
      { detail: (error instanceof Error ? error.message : String(error)).slice(0, 200) },
      line,
    );
  }
  if (!isObject(document)) throw new IntakeError("cityJsonIncomplete", {}, line);
  return document;
}

/** Begins with a document: its version, transform and coordinate system hold for all that follows. */
function begin(document: JsonObject, state: State, findings: FindingCollector): VertexTransform {
  if (document.type !== "CityJSON")
    throw new IntakeError("notCityJson", { type: String(document.type).slice(0, 40) });
  const version = String(document.version).slice(0, 20);
  if (!/^(1\.[01]|2\.0)/.test(version)) findings.add("info", "cityJsonVersion", { version });
  const transform = transformOf(document);
  if (transform === null) throw new IntakeError("cityJsonTransformBroken");
  state.stated = referenceSystemOf(document);
  return transform;
}

/**
 * Reads the buildings of a CityJSON 1.0, 1.1 or 2.0 document, or of a CityJSONSeq (one feature a line, streamed). The
 * highest level of detail below 3 is taken; parts are merged into their building.
 * @throws IntakeError where the text is no CityJSON, or is too large to be read as one document.
 */
export async function readCityJson(
  source: Source,
  options: CityJsonOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadBuildings> {
  const state: State = {
    builder: createTableBuilder(),
    building: createOpenBuilding(),
    others: new Map(),
    ids: new Set(),
    settled: null,
    frame: null,
    project: null,
    stated: "",
    parts: 0,
  };
  const pause = createBreather();
  const breathe = async (): Promise<void> => {
    await pause();
    context.signal.throwIfAborted();
  };
  const text = textOf(
    source,
    { signal: context.signal, progress: (bytes) => context.progress(bytes, state.builder.ids.length) },
    findings,
  );

  let pieces: string[] = [];
  let length = 0;
  let line = 1;
  /** Null until the first line was judged: a document of its own begins a sequence. */
  let sequence: VertexTransform | null = null;
  let judged = false;
  const takeLine = async (whole: string): Promise<void> => {
    if (sequence === null || whole.trim() === "") return;
    try {
      const feature = parse(whole, line);
      if (feature.type !== "CityJSONFeature")
        throw new IntakeError("notCityJson", { type: String(feature.type).slice(0, 40) }, line);
      await readObjects(state, feature, sequence, options, breathe, findings);
    } catch (error) {
      if (!(error instanceof IntakeError)) throw error;
      findings.add("dropped", error.key, error.values, { line });
    }
  };
  for await (const piece of text) {
    let rest = piece;
    while (!judged || sequence !== null) {
      const end = rest.indexOf("\n");
      if (end < 0) break;
      pieces.push(rest.slice(0, end));
      rest = rest.slice(end + 1);
      const whole = pieces.join("");
      if (judged) {
        pieces = [];
        length = 0;
        await takeLine(whole);
      } else {
        judged = true;
        const opening = whole.trimEnd();
        // A first line that is complete by itself, with more to come, is the head of a sequence.
        if (/^\s*\{.*"type"\s*:\s*"CityJSON"/.test(opening) && opening.endsWith("}") && /\S/.test(rest)) {
          const document = parse(opening, 1);
          sequence = begin(document, state, findings);
          await readObjects(state, document, sequence, options, breathe, findings);
          pieces = [];
          length = 0;
        } else pieces.push("\n");
      }
      line += 1;
    }
    pieces.push(rest);
    length += rest.length;
    if (sequence !== null && length > longestLine)
      throw new IntakeError("featureTooLong", { limitMb: longestLine / 1048576 }, line);
    if (sequence === null && length > largestDocumentBytes)
      throw new IntakeError("cityJsonTooLarge", { limitMb: largestDocumentBytes / 1048576 });
  }
  const whole = pieces.join("");
  pieces = [];
  if (sequence !== null) await takeLine(whole);
  else {
    const document = parse(whole, null);
    await readObjects(state, document, begin(document, state, findings), options, breathe, findings);
  }
  reportOthers(state.others, findings);
  const count = state.builder.ids.length;
  if (count === 0) findings.add("problem", "noBuildings");
  return {
    frame: state.frame,
    table: finishTable(state.builder),
    crs: state.settled?.finding ?? null,
    objects: { buildings: count, buildingParts: state.parts },
  };
}
