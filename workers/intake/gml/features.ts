import { resolveSrsName } from "../crs/srsName.ts";
import type { Position } from "../features/geometry.ts";
import { firstPosition, translatorBetween } from "../features/otherSystem.ts";
import type { FindingCollector, IntakeError } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { attribute, readXml, type XmlAttributes } from "../xml.ts";
import {
  adopt,
  createNode,
  type GmlFacts,
  type GmlNode,
  geoJsonOfNode,
  geometryNames,
  otherCurves,
} from "./geometry.ts";

/** One object of a feature collection. */
export type GmlFeature = {
  readonly id: string;
  /** Local name of its element: "BP_Plan", "GebaeudeBauwerk". */
  readonly type: string;
  /** GeoJSON: of several geometries the one with areas, else points, else lines; null = none. */
  readonly geometry: { readonly type: string; readonly coordinates: unknown } | null;
  /** Texts of elements without children, by local name; those deeper inside have their parent's before it: "Lage.strasse". */
  readonly properties: Readonly<Record<string, string>>;
  readonly line: number;
  /** Of the object in the file, from 0. */
  readonly index: number;
};

export type GmlReading = {
  readonly source: Source;
  readonly context: ReadContext;
  readonly findings: FindingCollector;
  readonly take: (feature: GmlFeature) => void;
  /** An element inside an object closed; `group` are its leaves by name. For parts that only make sense together. */
  readonly group?: (name: string, leaves: ReadonlyMap<string, string>, index: number) => void;
};

const memberNames: ReadonlySet<string> = new Set(["featureMember", "featureMembers", "member"]);
const collections: ReadonlySet<string> = new Set(["FeatureCollection", "XPlanAuszug", "SpatialDataSet"]);
const coordinateNames = /^(pos|posList|coordinates|lowerCorner|upperCorner|radius)$/;
const deepest = 300;
const mostPoints = 2_000_000;
const mostNodes = 400_000;
const mostProperties = 300;
const longestValue = 2000;
/** Points of geometries with an id that others may refer to. */
const mostKeptPoints = 2_000_000;
/** Points that all references of a file together may stand for. */
const mostReferred = 5_000_000;

/** Numbers of a coordinate list: "1 2 3 4", or GML 2's "1,2 3,4". */
function numbersOf(text: string): number[] {
  const words = text.trim().split(/[\s,]+/);
  return words[0] === "" ? [] : words.map(Number);
}

function pushPoints(node: GmlNode, numbers: readonly number[], dimension: number): boolean {
  // A list of three numbers a point that does not say so.
  const step =
    numbers.length % dimension === 0 ? dimension : dimension === 2 && numbers.length % 3 === 0 ? 3 : 0;
  if (step === 0) return false;
  for (let i = 0; i < numbers.length; i += step) {
    if (!Number.isFinite(numbers[i]) || !Number.isFinite(numbers[i + 1])) return false;
    node.points.push([numbers[i], numbers[i + 1]]);
  }
  return true;
}

const rankOf = (type: string | undefined): number =>
  type === undefined ? 0 : /Polygon/.test(type) ? 3 : /Point/.test(type) ? 2 : 1;

/**
 * Reads the objects of a GML 2 or 3 collection as a stream: one object in memory at a time, arcs as chords, references to
 * geometries that stand before them resolved.
 * @returns the system as stated (of the first geometry, else of the envelope), what broke the file, and how much was seen.
 */
export async function readGmlFeatures({ source, context, findings, take, group }: GmlReading): Promise<{
  readonly statedCrs: string;
  readonly broken: IntakeError | null;
  readonly count: number;
}> {
  let envelopeSrs = "";
  let firstSrs = "";
  /** A position in the file's system. */
  let ownSample: Position | null = null;
  let count = 0;
  const facts: GmlFacts = { arcs: 0 };
  const kept = new Map<string, GmlNode>();
  let keptPoints = 0;
  let referred = 0;
  const resolved = new Map<string, string | null>();
  const crsOf = (name: string): string | null => {
    let crs = resolved.get(name);
    if (crs === undefined) {
      crs = resolveSrsName(name);
      if (resolved.size < 1000) resolved.set(name, crs);
    }
    return crs;
  };

  const broken = await readXml(source, context, findings, ({ line, path }) => {
    /** Depth of the object's element; 0 = outside. */
    let featureDepth = 0;
    let type = "";
    let id = "";
    let startLine = 0;
    let properties: Record<string, string> = {};
    let propertyCount = 0;
    let geometry: GmlFeature["geometry"] = null;
    let otherSrs = "";
    /** Whether the object at hand has geometry in the file's own system, or of an object before it. */
    let hasOwn = false;
    let faulty = false;
    let points = 0;
    let nodes = 0;
    let groups: { depth: number; leaves: Map<string, string> }[] = [];
    /** Open elements of the geometry; empty = outside. */
    let stack: { node: GmlNode; depth: number; dimension: number; id: string }[] = [];
    let coordinateDimension = 0;

    const openFeature = (local: string, attributes: XmlAttributes, depth: number): void => {
      featureDepth = depth;
      type = local;
      id = attribute(attributes, "id") || attribute(attributes, "fid");
      startLine = line();
      properties = {};
      propertyCount = 0;
      geometry = null;
      otherSrs = "";
      hasOwn = false;
      faulty = false;
      points = 0;
      nodes = 0;
      groups = [];
      stack = [];
    };

    const noteSrs = (attributes: XmlAttributes): void => {
      const srs = attribute(attributes, "srsName");
      if (srs === "") return;
      if (firstSrs === "") firstSrs = srs;
      if (srs === firstSrs || crsOf(srs) === crsOf(firstSrs)) hasOwn = true;
      else {
        // Three systems in one object cannot be told apart any more.
        if (otherSrs !== "" && crsOf(otherSrs) !== crsOf(srs)) hasOwn = true;
        otherSrs = srs;
      }
    };

    const openNode = (local: string, attributes: XmlAttributes, depth: number): boolean => {
      nodes += 1;
      noteSrs(attributes);
      const parent = stack.at(-1);
      const dimension = Number(attribute(attributes, "srsDimension")) || (parent?.dimension ?? 2);
      if (coordinateNames.test(local)) {
        coordinateDimension = dimension;
        return true;
      }
      if (nodes > mostNodes) return false;
      const node = createNode(local, attribute(attributes, "orientation") === "-");
      const href = attribute(attributes, "href");
      if (href !== "") {
        hasOwn = true;
        const target = kept.get(href.replace(/^.*#/, ""));
        if (target === undefined)
          findings.add(
            "dropped",
            "gmlReferenceOpen",
            { href: href.slice(0, 80) },
            { objectId: id, line: line() },
          );
        else {
          // References to references could stand for more than memory holds.
          adopt(node, target);
          points += target.size;
          referred += target.size;
          if (points > mostPoints || referred > mostReferred || node.height > deepest) faulty = true;
        }
      }
      if (otherCurves.test(local)) faulty = true;
      stack.push({ node, depth, dimension: dimension === 3 ? 3 : 2, id: attribute(attributes, "id") });
      return false;
    };

    const closeCoordinates = (local: string, text: string): void => {
      const node = stack.at(-1)?.node;
      if (node === undefined) return;
      if (local === "radius") {
        node.radius = Number(text);
        return;
      }
      const numbers = numbersOf(text);
      points += numbers.length / 2;
      if (points > mostPoints || !pushPoints(node, numbers, coordinateDimension === 3 ? 3 : 2)) faulty = true;
    };

    const closeGeometry = (node: GmlNode): void => {
      if (faulty) return;
      const found = geoJsonOfNode(node, facts);
      // The first of the best kind.
      if (found !== null && rankOf(found.type) > rankOf(geometry?.type)) geometry = found;
    };

    const keep = (node: GmlNode, nodeId: string): void => {
      if (nodeId === "" || keptPoints + node.size > mostKeptPoints || faulty) return;
      keptPoints += node.size;
      kept.set(nodeId, node);
    };

    const addProperty = (key: string, text: string): void => {
      if (propertyCount >= mostProperties || key === "__proto__" || Object.hasOwn(properties, key)) return;
      properties[key] = text.slice(0, longestValue);
      propertyCount += 1;
    };

    /** The geometry of an object in another system, taken to the file's; null where that cannot be. */
    const inOwnSystem = (): GmlFeature["geometry"] => {
      const sample = firstPosition(geometry);
      if (geometry === null || sample === null || ownSample === null || hasOwn) return null;
      const own = { srs: firstSrs, sample: ownSample };
      const translate = translatorBetween(own, { srs: otherSrs, sample });
      return translate === null ? null : (translate(geometry) as GmlFeature["geometry"]);
    };

    const closeFeature = (): void => {
      const index = count;
      count += 1;
      const place = { objectId: id, line: startLine };
      if (faulty) {
        if (points > mostPoints || referred > mostReferred)
          findings.add("dropped", "gmlGeometryTooLarge", { limit: mostPoints }, place);
        else findings.add("dropped", "gmlGeometryBroken", {}, place);
      } else {
        const moved = otherSrs === "" ? geometry : inOwnSystem();
        if (otherSrs === "") ownSample ??= firstPosition(geometry);
        else {
          const values = { srs: otherSrs.slice(0, 80) };
          if (moved === null) findings.add("dropped", "gmlOtherSystem", values, place);
          else findings.add("repaired", "gmlOtherSystemMoved", values, place);
        }
        if (otherSrs === "" || moved !== null)
          take({ id: id.slice(0, 200), type, geometry: moved, properties, line: startLine, index });
      }
      featureDepth = 0;
    };

    return {
      open: (local, attributes, depth) => {
        if (featureDepth === 0) {
          if (local === "Envelope" || local === "Box") envelopeSrs ||= attribute(attributes, "srsName");
          const parent = path[depth - 2] ?? "";
          if (memberNames.has(parent) && !collections.has(local)) openFeature(local, attributes, depth);
          return false;
        }
        if (stack.length > 0) return openNode(local, attributes, depth);
        if (geometryNames.has(local)) return openNode(local, attributes, depth);
        if (local === "Envelope" || local === "Box") return false;
        if (group !== undefined) groups.push({ depth, leaves: new Map() });
        return true;
      },
      close: (local, depth, text) => {
        if (featureDepth === 0) return;
        const top = stack.at(-1);
        if (top !== undefined) {
          if (coordinateNames.test(local) && depth > top.depth) {
            if (text !== null) closeCoordinates(local, text);
            return;
          }
          if (depth !== top.depth) return;
          stack.pop();
          top.node.size += top.node.points.length;
          const parent = stack.at(-1);
          if (parent !== undefined) adopt(parent.node, top.node);
          if (top.node.height > deepest) faulty = true;
          if (geometryNames.has(local)) keep(top.node, top.id);
          if (stack.length === 0) closeGeometry(top.node);
          return;
        }
        if (depth === featureDepth) {
          closeFeature();
          return;
        }
        const own = groups.at(-1)?.depth === depth ? groups.pop() : undefined;
        const value = text?.trim() ?? "";
        if (value !== "" && coordinateNames.test(local)) return;
        if (value !== "") {
          const parent = path.at(-1) ?? "";
          addProperty(depth === featureDepth + 1 ? local : `${parent}.${local}`, value);
          groups.at(-1)?.leaves.set(local, value);
        } else if (own !== undefined && own.leaves.size > 0) group?.(local, own.leaves, count);
      },
    };
  });
  if (facts.arcs > 0) findings.add("info", "gmlArcsLinearised", { arcs: facts.arcs });
  return { statedCrs: firstSrs || envelopeSrs, broken, count };
}
