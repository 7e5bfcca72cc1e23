import { SaxesParser } from "saxes";
import type { Frame } from "#twin/frame.ts";
import { createFacts, createOpenBuilding, finishBuilding, startBuilding } from "../buildings/openBuilding.ts";
import { endRing, type SoupPolygon, unknownKind } from "../buildings/soup.ts";
import { createTableBuilder, finishTable, type ReadBuildings } from "../buildings/table.ts";
import { frameForSample, type Projector, projectorTo } from "../crs/project.ts";
import { type SettledCrs, settleCrs } from "../crs/settle.ts";
import { type FindingCollector, IntakeError, reportOthers } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { textOf } from "../text.ts";
import { pushCoordinates, pushPosList } from "./coordinates.ts";
import {
  factElements,
  genericElements,
  lodOf,
  polygonElements,
  skippedElements,
  surfaceElements,
} from "./elements.ts";

export type CityGmlOptions = {
  /** The user's choice of coordinate system; null = as the file says. */
  readonly crs: string | null;
  /** System of the files read before; null = none yet. */
  readonly preferredCrs: string | null;
};

const deepestNesting = 200;
/** Longest run of text without an element: a coordinate list of this size is no building's. */
const longestTextBytes = 32 * 1024 * 1024;

const afterPrefix = (name: string): string => {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
};

/** The value of an attribute by its local name. */
function attribute(attributes: Readonly<Record<string, string>>, local: string): string {
  const plain = attributes[local];
  if (plain !== undefined) return plain;
  for (const name in attributes) if (afterPrefix(name) === local) return attributes[name];
  return "";
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
  const building = createOpenBuilding();
  const soup = building.soup;
  const seenIds = new Map<string, number>();
  const others = new Map<string, number>();
  const parser = new SaxesParser({ xmlns: false, position: false });
  const locals = new Map<string, string>();
  const stack: string[] = [];

  let stated = "";
  let settled: SettledCrs | null = null;
  let frame: Frame | null = null;
  let project: Projector | null = null;
  let partCount = 0;
  let members = 0;
  let broken: IntakeError | null = null;
  let sawCityModel = false;

  /** Depths of the elements at hand; 0 = not inside one. */
  let skipDepth = 0;
  let buildingDepth = 0;
  const partDepths: { depth: number; part: number }[] = [];
  let lodDepth = 0;
  let lod = -1;
  let solidDepth = 0;
  let surfaceDepth = 0;
  let surfaceKind = unknownKind;
  let flippedDepth = 0;
  let polygon: SoupPolygon | null = null;
  let polygonDepth = 0;
  let inInterior = false;
  let dimension: 2 | 3 = 3;
  let genericName = "";
  let genericDepth = 0;
  let text = "";
  let wantsText = false;
  let ringBroken = false;

  const part = (): number => partDepths.at(-1)?.part ?? 0;
  const objectDepth = (): number => partDepths.at(-1)?.depth ?? buildingDepth;
  const objectId = (): string => building.objects[part()]?.id ?? "";

  function ensureProjector(): Projector | null {
    if (project !== null) return project;
    const values = soup.coordinates.values;
    if (soup.coordinates.length === 0) return null;
    settled = settleCrs(stated, options.crs, [values[0], values[1]], options.preferredCrs);
    frame = frameForSample(settled, values[0], values[1], options.preferredCrs);
    project = projectorTo(settled, frame);
    return project;
  }

  function uniqueId(id: string, line: number): string {
    const stem = id === "" ? `building-${members}` : id;
    const seen = seenIds.get(stem) ?? 0;
    seenIds.set(stem, seen + 1);
    if (id === "") findings.add("repaired", "idMissing", {}, { objectId: stem, line });
    if (seen === 0) return stem;
    const fresh = `${stem}#${seen + 1}`;
    findings.add("repaired", "idRepeated", { id: stem }, { objectId: fresh, line });
    return uniqueIdFree(fresh);
  }
  function uniqueIdFree(id: string): string {
    seenIds.set(id, (seenIds.get(id) ?? 0) + 1);
    return id;
  }

  function endPolygon(): void {
    const done = polygon;
    polygon = null;
    polygonDepth = 0;
    if (done === null) return;
    done.ringTo = soup.ringEnd.length;
    if (done.ringTo > done.ringFrom) soup.polygons.push(done);
  }

  function endOfRing(): void {
    const target = polygon;
    if (target === null) return;
    const place = { objectId: target.id || objectId(), line: parser.line };
    const outer = !inInterior;
    if (ringBroken) {
      ringBroken = false;
      soup.coordinates.length = (soup.ringEnd.at(-1) ?? 0) * 3;
      if (outer) polygonDepth = 0;
      return;
    }
    // A hole without its outer ring has nothing to be a hole in.
    if (!outer && soup.ringEnd.length === target.ringFrom) {
      soup.coordinates.length = (soup.ringEnd.at(-1) ?? 0) * 3;
      return;
    }
    const outcome = endRing(soup);
    if (outcome === "open") findings.add("repaired", "ringOpen", {}, place);
    else if (outcome === "tooFewPoints") findings.add("dropped", "ringTooFewPoints", {}, place);
    else if (outcome === "notFinite") findings.add("dropped", "coordinateNotFinite", {}, place);
  }

  parser.on("opentag", (tag) => {
    let local = locals.get(tag.name);
    if (local === undefined) {
      local = afterPrefix(tag.name);
      if (locals.size < 2000) locals.set(tag.name, local);
    }
    stack.push(local);
    const depth = stack.length;
    if (depth > deepestNesting) throw new IntakeError("xmlTooDeep", { limit: deepestNesting }, parser.line);
    wantsText = false;
    if (skipDepth > 0) return;

    const attributes = tag.attributes;
    if (depth === 1) sawCityModel = local === "CityModel";
    // Any element may name the system (Envelope, Solid, Polygon …); the first one is taken for the file.
    const srsName = attributes.srsName;
    if (srsName !== undefined && srsName !== stated) {
      if (stated === "") stated = srsName;
      else
        findings.add(
          "info",
          "srsNameDiffers",
          { first: stated.slice(0, 100), other: srsName.slice(0, 100) },
          { objectId: objectId(), line: parser.line },
        );
    }

    if (buildingDepth === 0) {
      if (local === "Building") {
        buildingDepth = depth;
        members += 1;
        startBuilding(building, uniqueId(attribute(attributes, "id"), parser.line), parser.line);
        lod = -1;
        lodDepth = 0;
      } else if (depth === 3 && (stack[1] === "cityObjectMember" || stack[1] === "featureMember")) {
        others.set(local, (others.get(local) ?? 0) + 1);
        skipDepth = depth;
      } else if (skippedElements.has(local)) skipDepth = depth;
      return;
    }

    if (local === "BuildingPart") {
      partDepths.push({ depth, part: building.objects.length });
      const id = attribute(attributes, "id");
      building.objects.push(createFacts(id || `${building.objects[0].id}-part-${building.objects.length}`));
      return;
    }
    if (skippedElements.has(local)) {
      if (local === "address") building.addresses += 1;
      skipDepth = depth;
      return;
    }
    const kind = surfaceElements[local];
    if (kind !== undefined) {
      surfaceDepth = depth;
      surfaceKind = kind;
      return;
    }
    const lodHere = lodOf(local);
    if (lodHere >= 0) {
      lod = lodHere;
      lodDepth = depth;
      return;
    }
    if (lodDepth > 0) {
      openGeometry(local, attributes, depth);
      return;
    }
    if (genericElements.has(local)) {
      genericName = attribute(attributes, "name");
      genericDepth = depth;
    } else if (
      (genericDepth > 0 && (local === "value" || local === "name")) ||
      (depth === objectDepth() + 1 && factElements.has(local))
    ) {
      wantsText = true;
      text = "";
    }
  });

  function openGeometry(local: string, attributes: Readonly<Record<string, string>>, depth: number): void {
    if (polygonDepth > 0) {
      if (local === "posList" || local === "pos" || local === "coordinates") {
        wantsText = true;
        text = "";
        const stated = attributes.srsDimension;
        if (stated !== undefined) dimension = stated === "2" ? 2 : 3;
      } else if (local === "interior" || local === "innerBoundaryIs") inInterior = true;
      else if (local === "exterior" || local === "outerBoundaryIs") inInterior = false;
      return;
    }
    if (polygonElements.has(local)) {
      polygonDepth = depth;
      inInterior = false;
      ringBroken = false;
      dimension = 3;
      const from = soup.ringEnd.length;
      soup.coordinates.length = (soup.ringEnd.at(-1) ?? 0) * 3;
      polygon = {
        id: attribute(attributes, "id"),
        kind: surfaceDepth > 0 ? surfaceKind : unknownKind,
        lod,
        part: part(),
        solid: solidDepth > 0,
        ringFrom: from,
        ringTo: from,
        line: parser.line,
      };
      return;
    }
    if (local === "Solid" || local === "CompositeSolid") {
      if (solidDepth === 0) solidDepth = depth;
    } else if (local === "OrientableSurface" && attributes.orientation === "-") flippedDepth = depth;
    const href = attribute(attributes, "href");
    if (href !== "") {
      building.references.push({
        id: href.startsWith("#") ? href.slice(1) : href,
        kind: surfaceDepth > 0 ? surfaceKind : unknownKind,
        solid: solidDepth > 0,
        lod,
        part: part(),
        line: parser.line,
      });
    }
  }

  parser.on("text", (piece) => {
    if (wantsText) text += piece;
  });
  parser.on("cdata", (piece) => {
    if (wantsText) text += piece;
  });

  parser.on("closetag", () => {
    const depth = stack.length;
    const local = stack.pop()!;
    if (skipDepth > 0) {
      if (depth === skipDepth) skipDepth = 0;
      return;
    }
    if (buildingDepth === 0) return;
    if (wantsText) {
      wantsText = false;
      closeText(local);
      return;
    }
    if (depth === polygonDepth) endPolygon();
    else if (polygon !== null && (local === "LinearRing" || local === "Ring")) endOfRing();
    else if (depth === solidDepth) solidDepth = 0;
    else if (depth === flippedDepth) flippedDepth = 0;
    else if (depth === lodDepth) lodDepth = 0;
    else if (depth === surfaceDepth) surfaceDepth = 0;
    else if (depth === genericDepth) genericDepth = 0;
    else if (depth === partDepths.at(-1)?.depth) {
      partDepths.pop();
      partCount += 1;
    } else if (depth === buildingDepth) {
      buildingDepth = 0;
      endBuilding();
    }
  });

  function closeText(local: string): void {
    if (polygon !== null) {
      const read = local === "coordinates" ? pushCoordinates(soup, text) : pushPosList(soup, text, dimension);
      if (!read) {
        ringBroken = true;
        findings.add(
          "dropped",
          "coordinateCountOdd",
          { dimension },
          { objectId: polygon.id || objectId(), line: parser.line },
        );
      }
      return;
    }
    const facts = building.objects[part()];
    if (facts === undefined) return;
    const value = text.trim().slice(0, 10_000);
    if (genericDepth > 0) {
      if (local === "name") genericName = value;
      else if (genericName !== "") facts.generic.set(genericName, value);
    } else if (!facts.values.has(local)) facts.values.set(local, value);
  }

  function endBuilding(): void {
    if (building.addresses > 0)
      findings.add("info", "addressLeftOut", {}, { objectId: building.objects[0].id, line: building.line });
    const projector = ensureProjector();
    if (projector === null) {
      findings.add(
        "dropped",
        "buildingWithoutSurface",
        {},
        { objectId: building.objects[0].id, line: building.line },
      );
      return;
    }
    finishBuilding(building, projector, builder, findings);
  }

  parser.on("error", (error) => {
    throw new IntakeError(
      stack.length === 0 && members === 0 ? "notXml" : "xmlBroken",
      { detail: error.message.replace(/^[^:]*:\d+:\d+:\s*/, "").slice(0, 200) },
      parser.line,
    );
  });

  let sinceElement = 0;
  let lastMembers = -1;
  try {
    for await (const piece of textOf(
      source,
      { signal: context.signal, progress: (bytes) => context.progress(bytes, builder.ids.length) },
      findings,
    )) {
      const depthBefore = stack.length;
      parser.write(piece);
      sinceElement =
        members === lastMembers && stack.length === depthBefore && wantsText
          ? sinceElement + piece.length
          : 0;
      lastMembers = members;
      if (sinceElement > longestTextBytes)
        throw new IntakeError("xmlTextTooLong", { limit: longestTextBytes }, parser.line);
    }
    parser.close();
  } catch (error) {
    if (!(error instanceof IntakeError)) throw error;
    broken = error;
  }
  if (broken !== null) {
    findings.add("problem", broken.key, broken.values, {
      objectId: buildingDepth > 0 ? objectId() : "",
      line: broken.line,
    });
  } else if (!sawCityModel) findings.add("problem", "notCityGml", {}, { line: 1 });
  reportOthers(others, findings);
  if (members === 0 && broken === null) findings.add("problem", "noBuildings");

  return {
    frame,
    table: finishTable(builder),
    crs: (settled as SettledCrs | null)?.finding ?? null,
    objects: { buildings: builder.ids.length, buildingParts: partCount },
  };
}
