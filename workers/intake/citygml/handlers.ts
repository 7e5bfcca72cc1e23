import {
  createFacts,
  type createOpenBuilding,
  finishBuilding,
  reportDangling,
  resolveReferences,
  startBuilding,
} from "../buildings/openBuilding.ts";
import type { Placing } from "../buildings/placing.ts";
import { unknownKind } from "../buildings/soup.ts";
import type { TableBuilder } from "../buildings/table.ts";
import { isThematic, type Thematic } from "../buildings/thematic.ts";
import { resolveSrsName } from "../crs/srsName.ts";
import type { FindingCollector } from "../report.ts";
import { attribute, type XmlAttributes, type XmlCursor, type XmlHandlers } from "../xml.ts";
import { countOfWords } from "./coordinates.ts";
import {
  containerElements,
  factElements,
  genericElements,
  lodOf,
  polygonElements,
  skippedElements,
  surfaceElements,
} from "./elements.ts";
import {
  createShapeStore,
  type ImplicitGeometry,
  implicitTexts,
  openImplicit,
  placeImplicit,
  takeImplicitText,
} from "./implicit.ts";
import type { Parking } from "./parked.ts";
import { createPolygonReader } from "./polygons.ts";

/** What the handlers leave behind, and what they work with. */
export type CityGmlReading = {
  readonly placing: Placing;
  readonly builder: TableBuilder;
  readonly thematic: Thematic;
  readonly parking: Parking;
  /** Kinds of objects that nothing takes, with their numbers. */
  readonly others: Map<string, number>;
  readonly building: ReturnType<typeof createOpenBuilding>;
  buildings: number;
  parts: number;
  isCityModel: boolean;
  hasTextures: boolean;
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

/** Reads buildings, plants and areas of ground; one of them is in memory at a time. */
export function createHandlers(
  cursor: XmlCursor,
  outcome: CityGmlReading,
  findings: FindingCollector,
): XmlHandlers {
  const { building, builder, others, placing, thematic, parking } = outcome;
  const soup = building.soup;
  const polygons = createPolygonReader(soup, findings);
  const giveId = createIdGiver(findings);
  const shapes = createShapeStore();
  let stated = "";
  /** The name that was looked at last: thousands of elements repeat it. */
  let lastName = "";
  let lastIsOther = false;
  /** Class of the open object where it is no building; "" = a building. */
  let thematicType = "";
  let anchor: readonly [number, number] | null = null;
  let implicit: ImplicitGeometry | null = null;
  /** Geometries with an id that are open, with where their content begins. */
  const openContainers: {
    readonly depth: number;
    readonly id: string;
    readonly polygonFrom: number;
    readonly referenceFrom: number;
  }[] = [];

  // Depths of the elements at hand; 0 = not inside one.
  let skipDepth = 0;
  /** Numbers a point in the list of coordinates at hand, within an element that is passed over. */
  let skippedDimension = 3;
  let buildingDepth = 0;
  let lodDepth = 0;
  let solidDepth = 0;
  let surfaceDepth = 0;
  let flippedDepth = 0;
  let genericDepth = 0;
  let heightDepth = 0;
  let thematicCount = 0;
  const partDepths: { readonly depth: number; readonly part: number }[] = [];
  let lod = -1;
  let surfaceKind = unknownKind;
  let genericName = "";

  const part = (): number => partDepths.at(-1)?.part ?? 0;
  const kind = (): number => (surfaceDepth > 0 ? surfaceKind : unknownKind);
  const objectId = (): string => building.objects[part()]?.id ?? "";

  /** Whether a name means another system than the file's, not only another spelling of it. */
  function isOtherSystem(srsName: string): boolean {
    if (srsName !== lastName) {
      const [own, other] = [resolveSrsName(stated), resolveSrsName(srsName)];
      lastName = srsName;
      lastIsOther = own !== null && other !== null && own !== other;
    }
    return lastIsOther;
  }

  /** Any element may name the system (Envelope, Solid, Polygon …); the first one is taken for the file. */
  function noteSrsName(srsName: string): void {
    if (stated === "") {
      stated = srsName;
      placing.state(srsName);
    } else if (srsName !== stated) {
      const values = { first: stated.slice(0, 100), other: srsName.slice(0, 100) };
      const place = { objectId: objectId(), line: cursor.line() };
      if (isOtherSystem(srsName)) findings.add("problem", "srsNameOther", values, place);
      else findings.add("info", "srsNameDiffers", values, place);
    }
  }

  function openOutside(local: string, attributes: XmlAttributes, depth: number): void {
    if (local === "Building") {
      buildingDepth = depth;
      const line = cursor.line();
      startBuilding(building, giveId(attribute(attributes, "id"), line), line);
      outcome.openId = objectId();
      outcome.buildings += 1;
      thematicType = "";
    } else if (isThematic(local)) {
      buildingDepth = depth;
      thematicCount += 1;
      startBuilding(building, attribute(attributes, "id") || `${local}-${thematicCount}`, cursor.line());
      thematicType = local;
      anchor = null;
    } else if (depth === 3 && /^(cityObject|feature)Member$/.test(cursor.path[1])) {
      others.set(local, (others.get(local) ?? 0) + 1);
      skipDepth = depth;
    } else if (skippedElements.has(local)) skipDepth = depth;
  }

  function openGeometry(local: string, attributes: XmlAttributes, depth: number): boolean {
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
      return false;
    }
    if (local === "ImplicitGeometry") implicit = openImplicit(depth, soup);
    else if (implicit !== null && implicitTexts.has(local)) return true;
    if ((local === "Solid" || local === "CompositeSolid") && solidDepth === 0) solidDepth = depth;
    else if (local === "OrientableSurface" && flippedDepth === 0 && attributes.orientation === "-")
      flippedDepth = depth;
    if (containerElements.has(local)) {
      const id = attribute(attributes, "id");
      if (id !== "") {
        implicit?.ids.push(id);
        const { polygons: list } = soup;
        openContainers.push({
          depth,
          id,
          polygonFrom: list.length,
          referenceFrom: building.references.length,
        });
      }
    }
    const href = attribute(attributes, "href");
    if (href === "") return false;
    const id = href.startsWith("#") ? href.slice(1) : href;
    if (implicit !== null) implicit.href = id;
    else if (thematicType === "")
      building.references.push({
        id,
        kind: kind(),
        lod,
        solid: solidDepth > 0,
        part: part(),
        line: cursor.line(),
      });
    return false;
  }

  function endContainer(depth: number): void {
    const container = openContainers.at(-1);
    if (container?.depth !== depth) return;
    openContainers.pop();
    const { id, polygonFrom, referenceFrom } = container;
    building.containers.push({
      id,
      polygonFrom,
      polygonTo: soup.polygons.length,
      referenceFrom,
      referenceTo: building.references.length,
    });
  }

  function endImplicit(): void {
    if (implicit === null) return;
    const { href, ids, matrix, library, polygonFrom, vertexFrom, anchor: at } = implicit;
    implicit = null;
    const place = { objectId: objectId(), line: cursor.line() };
    if (library !== "") findings.add("info", "implicitGeometryLeftOut", { file: library }, place);
    // Only the shape itself is kept for others, before it is placed.
    for (const id of ids) shapes.keep(id, soup, polygonFrom);
    if (href !== "" && !shapes.place(href, soup, lod, part()))
      findings.add("dropped", "xlinkDangling", { target: href.slice(0, 100) }, place);
    if (at === null) {
      soup.polygons.length = polygonFrom;
      soup.coordinates.length = vertexFrom;
      soup.ringEnd.length = soup.polygons.at(-1)?.ringTo ?? 0;
      if (library === "") findings.add("dropped", "templateBroken", {}, place);
      return;
    }
    anchor ??= [at[0] + (matrix?.[3] ?? 0), at[1] + (matrix?.[7] ?? 0)];
    placeImplicit(soup.coordinates, vertexFrom, matrix, at);
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
    if (lodDepth > 0) return openGeometry(local, attributes, depth);
    if (heightDepth > 0) return local === "value";
    if (genericElements.has(local)) {
      genericName = attribute(attributes, "name");
      genericDepth = depth;
      return false;
    }
    if (genericDepth > 0) return local === "value" || local === "name";
    const ownDepth = (partDepths.at(-1)?.depth ?? buildingDepth) + 1;
    if (local === "height" && depth === ownDepth && thematicType === "") {
      heightDepth = depth;
      return false;
    }
    return depth === ownDepth && factElements.has(local);
  }

  function takeFact(local: string, text: string): void {
    const facts = building.objects[part()];
    const value = text.trim().slice(0, 10_000);
    if (heightDepth > 0) {
      // CityGML 3.0; of several heights the first one counts.
      if (!facts.values.has("measuredHeight")) facts.values.set("measuredHeight", value);
    } else if (genericDepth > 0) {
      if (local === "name") genericName = value;
      else if (genericName !== "" && facts.generic.size < 500) facts.generic.set(genericName, value);
    } else if (!facts.values.has(local)) facts.values.set(local, value);
  }

  /** Curves on the ground are not read, but one that is broken says something about its file. */
  function checkSkipped(text: string): void {
    if (countOfWords(text) % skippedDimension === 0) return;
    const place = { objectId: objectId(), line: cursor.line() };
    findings.add("info", "curveCountOdd", { dimension: skippedDimension }, place);
  }

  function endBuilding(): void {
    const place = { objectId: building.objects[0].id, line: building.line };
    outcome.openId = "";
    if (building.addresses > 0) findings.add("info", "addressLeftOut", {}, place);
    const project = placing.projector(soup.coordinates.length > 0 ? soup.coordinates.values : null);
    // A building may hold nothing but references; what it is made of then stands elsewhere.
    const missing = resolveReferences(building);
    if (missing.length > 0 && parking.park(building, missing)) return;
    reportDangling(building, missing, findings);
    if (project === null) {
      findings.add("dropped", "buildingWithoutSurface", {}, place);
      return;
    }
    finishBuilding(building, project, builder, findings);
  }

  function endThematic(): void {
    const { id, values, generic } = building.objects[0];
    thematic.take({ id, type: thematicType, values: new Map([...generic, ...values]), soup, anchor });
  }

  return {
    open: (local, attributes, depth) => {
      if (depth === 1) outcome.isCityModel = local === "CityModel";
      if (skipDepth > 0) {
        if (local === "ParameterizedTexture") outcome.hasTextures = true;
        if (local !== "posList" || buildingDepth === 0) return false;
        skippedDimension = attributes.srsDimension === "2" ? 2 : 3;
        return true;
      }
      if (attributes.srsName !== undefined) noteSrsName(attributes.srsName);
      if (buildingDepth > 0) return openInside(local, attributes, depth);
      openOutside(local, attributes, depth);
      return false;
    },
    close: (local, depth, text) => {
      if (skipDepth > 0) {
        if (depth === skipDepth) skipDepth = 0;
        else if (text !== null) checkSkipped(text);
      } else if (buildingDepth === 0) return;
      else if (polygons.isOpen()) polygons.close(local, depth, text, cursor.line());
      else if (text !== null) {
        if (implicit !== null) takeImplicitText(implicit, local, text);
        else takeFact(local, text);
      } else if (lodDepth > 0 && depth !== lodDepth) {
        endContainer(depth);
        if (depth === solidDepth) solidDepth = 0;
        else if (depth === flippedDepth) flippedDepth = 0;
        else if (depth === implicit?.depth) endImplicit();
      } else if (depth === heightDepth) heightDepth = 0;
      else if (depth === lodDepth) lodDepth = 0;
      else if (depth === surfaceDepth) surfaceDepth = 0;
      else if (depth === genericDepth) genericDepth = 0;
      else if (depth === partDepths.at(-1)?.depth) {
        partDepths.pop();
        outcome.parts += 1;
      } else if (depth === buildingDepth) {
        buildingDepth = 0;
        if (thematicType === "") endBuilding();
        else endThematic();
      }
    },
  };
}
