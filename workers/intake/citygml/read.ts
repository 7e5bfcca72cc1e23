import type { Frame } from "#twin/frame.ts";
import { createFacts, createOpenBuilding, finishBuilding, startBuilding } from "../buildings/openBuilding.ts";
import { unknownKind } from "../buildings/soup.ts";
import { createTableBuilder, finishTable, type ReadBuildings } from "../buildings/table.ts";
import { frameForSample, type Projector, projectorTo } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import { type FindingCollector, reportOthers } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { attribute, readXml, type XmlAttributes, type XmlCursor, type XmlHandlers } from "../xml.ts";
import {
  factElements,
  genericElements,
  lodOf,
  polygonElements,
  skippedElements,
  surfaceElements,
} from "./elements.ts";
import { createPolygonReader } from "./polygons.ts";

export type CityGmlOptions = {
  /** The user's choice of coordinate system; null = as the file says. */
  readonly crs: string | null;
  /** System of the files read before; null = none yet. */
  readonly preferredCrs: string | null;
};

/** What the handlers leave behind. */
type Outcome = {
  settled: SettledCrs | null;
  frame: Frame | null;
  buildings: number;
  parts: number;
  isCityModel: boolean;
  /** Building that was open when the file broke. */
  openId: string;
};

/** Gives every building an id of its own: numbers those without, counts on those that repeat. */
function createIdGiver(findings: FindingCollector): (stated: string, line: number) => string {
  const seen = new Map<string, number>();
  let given = 0;
  return (stated, line) => {
    given += 1;
    const stem = stated === "" ? `building-${given}` : stated;
    if (stated === "") findings.add("repaired", "idMissing", {}, { objectId: stem, line });
    let count = seen.get(stem) ?? 0;
    let id = stem;
    while (seen.has(id)) {
      count += 1;
      id = `${stem}#${count + 1}`;
    }
    seen.set(stem, count);
    seen.set(id, seen.get(id) ?? 0);
    if (id !== stem) findings.add("repaired", "idRepeated", { id: stem }, { objectId: id, line });
    return id;
  };
}

function createHandlers(
  cursor: XmlCursor,
  options: CityGmlOptions,
  builder: ReturnType<typeof createTableBuilder>,
  others: Map<string, number>,
  outcome: Outcome,
  findings: FindingCollector,
): XmlHandlers {
  const building = createOpenBuilding();
  const soup = building.soup;
  const polygons = createPolygonReader(soup, findings);
  const giveId = createIdGiver(findings);
  let stated = "";
  let project: Projector | null = null;

  // Depths of the elements at hand; 0 = not inside one.
  let skipDepth = 0;
  let buildingDepth = 0;
  let lodDepth = 0;
  let solidDepth = 0;
  let surfaceDepth = 0;
  let flippedDepth = 0;
  let genericDepth = 0;
  const partDepths: { readonly depth: number; readonly part: number }[] = [];
  let lod = -1;
  let surfaceKind = unknownKind;
  let genericName = "";

  const part = (): number => partDepths.at(-1)?.part ?? 0;
  const kind = (): number => (surfaceDepth > 0 ? surfaceKind : unknownKind);
  const objectId = (): string => building.objects[part()]?.id ?? "";

  /** Any element may name the system (Envelope, Solid, Polygon …); the first one is taken for the file. */
  function noteSrsName(srsName: string): void {
    if (stated === "") stated = srsName;
    else if (srsName !== stated) {
      const values = { first: stated.slice(0, 100), other: srsName.slice(0, 100) };
      findings.add("info", "srsNameDiffers", values, { objectId: objectId(), line: cursor.line() });
    }
  }

  function openOutside(local: string, attributes: XmlAttributes, depth: number): void {
    if (local === "Building") {
      buildingDepth = depth;
      const line = cursor.line();
      startBuilding(building, giveId(attribute(attributes, "id"), line), line);
      outcome.openId = objectId();
      outcome.buildings += 1;
    } else if (depth === 3 && /^(cityObject|feature)Member$/.test(cursor.path[1])) {
      others.set(local, (others.get(local) ?? 0) + 1);
      skipDepth = depth;
    } else if (skippedElements.has(local)) skipDepth = depth;
  }

  function openGeometry(local: string, attributes: XmlAttributes, depth: number): void {
    if (polygonElements.has(local)) {
      const context = {
        kind: kind(),
        lod,
        part: part(),
        solid: solidDepth > 0,
        flipped: flippedDepth > 0,
        objectId: objectId(),
      };
      polygons.begin(attributes, depth, cursor.line(), context);
      return;
    }
    if ((local === "Solid" || local === "CompositeSolid") && solidDepth === 0) solidDepth = depth;
    else if (local === "OrientableSurface" && attributes.orientation === "-") flippedDepth = depth;
    const href = attribute(attributes, "href");
    if (href === "") return;
    building.references.push({
      id: href.startsWith("#") ? href.slice(1) : href,
      kind: kind(),
      solid: solidDepth > 0,
      part: part(),
      line: cursor.line(),
    });
  }

  function openInside(local: string, attributes: XmlAttributes, depth: number): boolean {
    if (polygons.isOpen()) return polygons.open(local, attributes);
    if (skippedElements.has(local)) {
      if (local === "address") building.addresses += 1;
      skipDepth = depth;
      return false;
    }
    if (local === "BuildingPart") {
      partDepths.push({ depth, part: building.objects.length });
      const id = attribute(attributes, "id") || `${building.objects[0].id}-part-${building.objects.length}`;
      building.objects.push(createFacts(id));
      return false;
    }
    const surface = surfaceElements[local];
    if (surface !== undefined) {
      surfaceDepth = depth;
      surfaceKind = surface;
      return false;
    }
    const lodHere = lodOf(local);
    if (lodHere >= 0) {
      lod = lodHere;
      lodDepth = depth;
      return false;
    }
    if (lodDepth > 0) {
      openGeometry(local, attributes, depth);
      return false;
    }
    if (genericElements.has(local)) {
      genericName = attribute(attributes, "name");
      genericDepth = depth;
      return false;
    }
    if (genericDepth > 0) return local === "value" || local === "name";
    const ownDepth = (partDepths.at(-1)?.depth ?? buildingDepth) + 1;
    return depth === ownDepth && factElements.has(local);
  }

  function takeFact(local: string, text: string): void {
    const facts = building.objects[part()];
    const value = text.trim().slice(0, 10_000);
    if (genericDepth > 0) {
      if (local === "name") genericName = value;
      else if (genericName !== "" && facts.generic.size < 500) facts.generic.set(genericName, value);
    } else if (!facts.values.has(local)) facts.values.set(local, value);
  }

  function endBuilding(): void {
    const place = { objectId: building.objects[0].id, line: building.line };
    if (building.addresses > 0) findings.add("info", "addressLeftOut", {}, place);
    const { values, length } = soup.coordinates;
    if (project === null && length > 0) {
      outcome.settled = settleCrs(stated, options.crs, [values[0], values[1]], options.preferredCrs);
      outcome.frame = frameForSample(outcome.settled, values[0], values[1], options.preferredCrs);
      project = projectorTo(outcome.settled, outcome.frame);
    }
    if (project === null) findings.add("dropped", "buildingWithoutSurface", {}, place);
    else finishBuilding(building, project, builder, findings);
    outcome.openId = "";
  }

  return {
    open: (local, attributes, depth) => {
      if (depth === 1) outcome.isCityModel = local === "CityModel";
      if (skipDepth > 0) return false;
      if (attributes.srsName !== undefined) noteSrsName(attributes.srsName);
      if (buildingDepth > 0) return openInside(local, attributes, depth);
      openOutside(local, attributes, depth);
      return false;
    },
    close: (local, depth, text) => {
      if (skipDepth > 0) {
        if (depth === skipDepth) skipDepth = 0;
      } else if (buildingDepth === 0) return;
      else if (polygons.isOpen()) polygons.close(local, depth, text, cursor.line());
      else if (text !== null) takeFact(local, text);
      else if (depth === solidDepth) solidDepth = 0;
      else if (depth === flippedDepth) flippedDepth = 0;
      else if (depth === lodDepth) lodDepth = 0;
      else if (depth === surfaceDepth) surfaceDepth = 0;
      else if (depth === genericDepth) genericDepth = 0;
      else if (depth === partDepths.at(-1)?.depth) {
        partDepths.pop();
        outcome.parts += 1;
      } else if (depth === buildingDepth) {
        buildingDepth = 0;
        endBuilding();
      }
    },
  };
}

/**
 * Reads the buildings of a CityGML 1.0 or 2.0 file (LoD1, LoD2; local names only, so that any namespace does) as a
 * stream: one building is in memory at a time besides the finished columns.
 *
 * What is broken inside a building costs that polygon; where the XML itself breaks, the buildings before it stay.
 */
export async function readCityGml(
  source: Source,
  options: CityGmlOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadBuildings> {
  const builder = createTableBuilder();
  const others = new Map<string, number>();
  const outcome: Outcome = {
    settled: null,
    frame: null,
    buildings: 0,
    parts: 0,
    isCityModel: false,
    openId: "",
  };
  const counting = {
    signal: context.signal,
    progress: (bytes: number) => context.progress(bytes, builder.ids.length),
  };
  const broken = await readXml(source, counting, findings, (cursor) =>
    createHandlers(cursor, options, builder, others, outcome, findings),
  );
  if (broken !== null)
    findings.add("problem", broken.key, broken.values, { objectId: outcome.openId, line: broken.line });
  else if (!outcome.isCityModel) findings.add("problem", "notCityGml", {}, { line: 1 });
  else if (outcome.buildings === 0) findings.add("problem", "noBuildings");
  reportOthers(others, findings);
  return {
    frame: outcome.frame,
    table: finishTable(builder),
    trees: null,
    landCover: null,
    crs: outcome.settled?.finding ?? null,
    objects: { buildings: builder.ids.length, buildingParts: outcome.parts },
  };
}
