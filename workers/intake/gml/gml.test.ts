import { describe, expect, it } from "vitest";
import type { TableFeature } from "../features/contract.ts";
import { createFindings } from "../report.ts";
import { importAll, quiet, textSource } from "../testing.ts";
import { arcThrough, circleThrough } from "./arcs.ts";
import { readGml } from "./read.ts";

async function read(members: string, head = "") {
  const text = `<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:ave="x">${head}${members}</wfs:FeatureCollection>`;
  const features: TableFeature[] = [];
  const findings = createFindings();
  const { statedCrs } = await readGml({
    source: textSource(text, "a.gml"),
    siblings: new Map(),
    context: quiet,
    findings,
    take: (feature) => features.push(feature),
  });
  return { text, features, statedCrs, findings: findings.list() };
}
const member = (geometry: string, more = "", id = "a1"): string =>
  `<wfs:member><ave:GebaeudeBauwerk gml:id="${id}">${more}<ave:geometrie>${geometry}</ave:geometrie></ave:GebaeudeBauwerk></wfs:member>`;
const srs = 'srsName="urn:ogc:def:crs:EPSG::25832"';
const ring = (list: string): string => `<gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing>`;
const polygon = (outer: string, inner = "", id = "p"): string =>
  `<gml:Polygon gml:id="${id}" ${srs}><gml:exterior>${ring(outer)}</gml:exterior>${inner === "" ? "" : `<gml:interior>${ring(inner)}</gml:interior>`}</gml:Polygon>`;
const outer = "556000 5612000 556010 5612000 556010 5612010 556000 5612000";
const inner = "556002 5612001 556004 5612001 556004 5612002 556002 5612001";
const rings = (list: string): number[][] =>
  list.split(" ").reduce<number[][]>((all, word, i) => {
    if (i % 2 === 0) all.push([]);
    all[all.length - 1].push(Number(word));
    return all;
  }, []);
const area = (points: readonly (readonly number[])[]): number =>
  points.reduce((sum, [x, y], i) => {
    const [nx, ny] = points[(i + 1) % points.length];
    return sum + ((x - points[0][0]) * (ny - points[0][1]) - (nx - points[0][0]) * (y - points[0][1])) / 2;
  }, 0);

describe("readGml", () => {
  it("reads an answer of a WFS: columns, holes, and what the objects are", async () => {
    const { features, statedCrs, findings, text } = await read(
      member(
        polygon(outer, inner),
        "<gml:boundedBy><gml:Envelope><gml:lowerCorner>1 2</gml:lowerCorner></gml:Envelope></gml:boundedBy><ave:gebnutzbez>Wohngebäude</ave:gebnutzbez><ave:lage><ave:Lage><ave:strasse>Am Wall</ave:strasse></ave:Lage></ave:lage><ave:leer/>",
      ),
    );
    expect(statedCrs).toBe("urn:ogc:def:crs:EPSG::25832");
    expect(findings).toEqual([]);
    expect(features).toEqual([
      {
        id: "a1",
        line: 1,
        geometry: { type: "MultiPolygon", coordinates: [[rings(outer), rings(inner)]] },
        properties: { gebnutzbez: "Wohngebäude", "Lage.strasse": "Am Wall", featureType: "GebaeudeBauwerk" },
      },
    ]);
    const { report } = await importAll([textSource(text, "hu.gml")]);
    expect(report.files[0]).toMatchObject({ format: "gmlFeatures", objects: { footprints: 1 } });
  });

  it.each([
    [
      "GML 2",
      `<gml:Polygon ${srs}><gml:outerBoundaryIs><gml:LinearRing><gml:coordinates>556000,5612000 556010,5612000 556010,5612010 556000,5612000</gml:coordinates></gml:LinearRing></gml:outerBoundaryIs></gml:Polygon>`,
    ],
    [
      "positions one by one, with heights",
      `<gml:Polygon ${srs} srsDimension="3"><gml:exterior><gml:LinearRing>${rings(outer)
        .map(([x, y]) => `<gml:pos>${x} ${y} 40</gml:pos>`)
        .join("")}</gml:LinearRing></gml:exterior></gml:Polygon>`,
    ],
    [
      "a list with heights that does not say so",
      polygon(
        rings(outer)
          .slice(0, 3)
          .concat([rings(outer)[0], rings(outer)[0]])
          .map(([x, y]) => `${x} ${y} 40`)
          .join(" "),
      ),
    ],
    [
      "a surface of patches",
      `<gml:MultiSurface ${srs}><gml:surfaceMember><gml:Surface><gml:patches><gml:PolygonPatch><gml:exterior>${ring(outer)}</gml:exterior></gml:PolygonPatch></gml:patches></gml:Surface></gml:surfaceMember></gml:MultiSurface>`,
    ],
    [
      "a ring of curves, one of them turned",
      `<gml:Polygon ${srs}><gml:exterior><gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:LineStringSegment><gml:posList>556000 5612000 556010 5612000</gml:posList></gml:LineStringSegment></gml:segments></gml:Curve></gml:curveMember><gml:curveMember><gml:OrientableCurve orientation="-"><gml:baseCurve><gml:LineString><gml:posList>556000 5612000 556010 5612010 556010 5612000</gml:posList></gml:LineString></gml:baseCurve></gml:OrientableCurve></gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>`,
    ],
  ])("%s", async (_, geometry) => {
    const { features, findings } = await read(member(geometry));
    expect(findings).toEqual([]);
    const { coordinates } = features[0].geometry as { coordinates: number[][][][] };
    expect(Math.abs(area(coordinates[0][0]))).toBeCloseTo(50, 6);
  });

  it("reads points and lines, and prefers areas", async () => {
    const point = `<gml:Point ${srs}><gml:pos>1 2</gml:pos></gml:Point>`;
    const { features } = await read(
      member(point) +
        member(
          `<gml:MultiPoint><gml:pointMember>${point}</gml:pointMember><gml:pointMember>${point}</gml:pointMember></gml:MultiPoint>`,
        ) +
        member(`<gml:LineString ${srs}><gml:posList>1 2 3 4</gml:posList></gml:LineString>`) +
        member(point, `<ave:flaeche>${polygon(outer)}</ave:flaeche>`),
    );
    expect(features.map(({ geometry }) => (geometry as { type: string }).type)).toEqual([
      "Point",
      "MultiPoint",
      "MultiLineString",
      "MultiPolygon",
    ]);
  });

  it("resolves references to geometries that stand before, and names those that do not", async () => {
    const refers = (id: string): string =>
      `<gml:MultiSurface ${srs}><gml:surfaceMember xlink:href="#${id}"/></gml:MultiSurface>`;
    const { features, findings } = await read(
      member(polygon(outer, "", "p7")) + member(refers("p7"), "", "b") + member(refers("nowhere"), "", "c"),
    );
    expect(features[1].geometry).toEqual(features[0].geometry);
    expect(features[2].geometry).toBeNull();
    expect(findings).toMatchObject([
      { key: "gmlReferenceOpen", values: { href: "#nowhere" }, places: [{ objectId: "c" }] },
    ]);
  });

  it("does not multiply by references to references", async () => {
    let members = member(polygon(outer, "", "g0"));
    for (let level = 1; level <= 40; level++)
      members += member(
        `<gml:MultiSurface gml:id="g${level}">${`<gml:surfaceMember xlink:href="#g${level - 1}"/>`.repeat(10)}</gml:MultiSurface>`,
        "",
        `m${level}`,
      );
    const { features, findings } = await read(members);
    expect(features.filter(({ geometry }) => geometry !== null).length).toBeLessThan(8);
    expect(findings.map(({ key }) => key)).toContain("gmlGeometryTooLarge");
  });

  it("takes what is in another system to that of the first, in its order of axes", async () => {
    // The same place in UTM zone 33, and in degrees with the latitude first.
    const point = (srs: string, text: string) =>
      `<gml:Point srsName="${srs}"><gml:pos>${text}</gml:pos></gml:Point>`;
    const { features, findings } = await read(
      member(point("urn:ogc:def:crs:EPSG::25832", "556000 5612000")) +
        member(point("urn:ogc:def:crs:EPSG::25833", "131987.196605 5624651.109845"), "", "east") +
        member(point("urn:ogc:def:crs:EPSG::4258", "50.657156944 9.792247159"), "", "degrees"),
    );
    expect(findings).toMatchObject([
      {
        level: "repaired",
        key: "gmlOtherSystemMoved",
        count: 2,
        places: [{ objectId: "east" }, { objectId: "degrees" }],
      },
    ]);
    for (const { geometry } of features) {
      const [x, y] = (geometry as { coordinates: [number, number] }).coordinates;
      // The same place by PROJ, to a millimetre.
      expect(Math.hypot(x - 556_000, y - 5_612_000)).toBeLessThan(0.001);
    }
  });

  it("leaves out what is in a system that nobody knows, not a number, or a curve that is not read", async () => {
    const { features, findings } = await read(
      member(polygon(outer)) +
        member(polygon(outer).replace("25832", "99999"), "", "other") +
        member(polygon(outer.replace("5612010", "NaN")), "", "nan") +
        member(
          polygon(outer).replace(
            /<gml:LinearRing>.*<\/gml:LinearRing>/,
            "<gml:Ring><gml:curveMember><gml:Curve><gml:segments><gml:ArcByCenterPoint><gml:pos>1 2</gml:pos><gml:radius>3</gml:radius></gml:ArcByCenterPoint></gml:segments></gml:Curve></gml:curveMember></gml:Ring>",
          ),
          "",
          "arc",
        ),
    );
    expect(features.length).toBe(1);
    expect(findings.map(({ key, places }) => [key, ...places.map(({ objectId }) => objectId)])).toEqual([
      ["gmlOtherSystem", "other"],
      ["gmlGeometryBroken", "nan", "arc"],
    ]);
  });

  it("keeps what stands before a break, and refuses what has no objects", async () => {
    const { features, findings } = await read(`${member(polygon(outer))}<wfs:member><ave:X><ave:y>1 < 2`);
    expect([features.length, findings[0].key]).toEqual([1, "xmlBroken"]);
    await expect(read("")).rejects.toMatchObject({ key: "gmlWithoutFeatures" });
  });
});

describe("arcs", () => {
  it("replaces them by chords at most 2 cm away, through all three points", () => {
    const line = arcThrough([556_010, 5_612_000], [556_000, 5_612_010], [555_990, 5_612_000]);
    expect(line[0]).toEqual([556_010, 5_612_000]);
    expect(line).toContainEqual([556_000, 5_612_010]);
    expect(line.at(-1)).toEqual([555_990, 5_612_000]);
    const length = line
      .slice(1)
      .reduce((sum, [x, y], i) => sum + Math.hypot(x - line[i][0], y - line[i][1]), 0);
    expect(Math.abs(length - Math.PI * 10)).toBeLessThan(0.1);
    for (let i = 1; i < line.length; i++) {
      const [x, y] = [(line[i][0] + line[i - 1][0]) / 2, (line[i][1] + line[i - 1][1]) / 2];
      expect(10 - Math.hypot(x - 556_000, y - 5_612_000)).toBeLessThan(0.02);
      expect(Math.hypot(line[i][0] - 556_000, line[i][1] - 5_612_000)).toBeCloseTo(10, 6);
    }
  });
  it("keeps the turn, takes three points on a line for a line, and closes circles", () => {
    const clockwise = circleThrough([0, 1], [1, 0], [0, -1]);
    expect(area(clockwise)).toBeLessThan(-3);
    expect(area(circleThrough([0, -1], [1, 0], [0, 1]))).toBeGreaterThan(3);
    expect(clockwise[0]).toEqual(clockwise.at(-1));
    expect(arcThrough([0, 0], [1, 1], [2, 2])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
    expect(arcThrough([0, 0], [0, 0], [0, 0]).length).toBe(3);
  });
});
