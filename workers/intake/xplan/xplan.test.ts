import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { readTable } from "../features/testing.ts";
import { createIntakeSession } from "../session.ts";
import { diskSource, importAll, quiet, textSource } from "../testing.ts";
import { sealedShare } from "./areas.ts";
import { plannedHeight } from "./heights.ts";
import { xplanReader } from "./read.ts";

const srs = 'srsName="EPSG:25832"';
const square = (x: number, y: number, size: number): string =>
  `${x} ${y} ${x + size} ${y} ${x + size} ${y + size} ${x} ${y + size} ${x} ${y}`;
const surface = (list: string): string =>
  `<gml:Polygon ${srs}><gml:exterior><gml:LinearRing><gml:posList>${list}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>`;
const line = (list: string): string =>
  `<gml:LineString ${srs}><gml:posList>${list}</gml:posList></gml:LineString>`;
const object = (type: string, id: string, position: string, more = ""): string =>
  `<gml:featureMember><xplan:${type} gml:id="${id}"><xplan:gehoertZuBereich xlink:href="#b"/>${position === "" ? "" : `<xplan:position>${position}</xplan:position>`}${more}</xplan:${type}></gml:featureMember>`;
const height = (leaves: Record<string, string | number>): string =>
  `<xplan:hoehenangabe><xplan:XP_Hoehenangabe>${Object.entries(leaves)
    .map(([name, value]) => `<xplan:${name}>${value}</xplan:${name}>`)
    .join("")}</xplan:XP_Hoehenangabe></xplan:hoehenangabe>`;
const plan = (version: string, members: string): string =>
  `\uFEFF<?xml version="1.0" encoding="UTF-8"?><xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/${version}" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" gml:id="x"><gml:boundedBy><gml:Envelope ${srs}><gml:lowerCorner>556000 5612000</gml:lowerCorner></gml:Envelope></gml:boundedBy>${members}</xplan:XPlanAuszug>`;

const members = [
  `<gml:featureMember><xplan:BP_Plan gml:id="plan"><xplan:name>Am Wall</xplan:name><xplan:raeumlicherGeltungsbereich>${surface(square(556_000, 5_612_000, 300))}</xplan:raeumlicherGeltungsbereich></xplan:BP_Plan></gml:featureMember>`,
  object(
    "BP_BaugebietsTeilFlaeche",
    "wa1",
    surface(square(556_000, 5_612_000, 100)),
    `<xplan:GRZ>0.3</xplan:GRZ><xplan:Zmax>3</xplan:Zmax><xplan:besondereArtDerBaulNutzung>1200</xplan:besondereArtDerBaulNutzung>` +
      height({ hoehenbezug: 3000, bezugspunkt: 1000, hMax: 7 }) +
      height({ hoehenbezug: 3000, bezugspunkt: 2000, hMax: 11.5 }),
  ),
  object(
    "BP_BaugebietsTeilFlaeche",
    "ge1",
    surface(square(556_100, 5_612_000, 100)),
    `<xplan:GRZ>0.8</xplan:GRZ><xplan:Z>2</xplan:Z>${height({ hoehenbezug: 1000, bezugspunkt: 2000, hMax: 95 })}`,
  ),
  object("BP_BauGrenze", "g1", line(square(556_010, 5_612_010, 20))),
  object("BP_BauGrenze", "g2", line("556000 5612000 556010 5612000")),
  object("BP_UeberbaubareGrundstuecksFlaeche", "u1", surface(square(556_110, 5_612_010, 50))),
  object("BP_StrassenVerkehrsFlaeche", "s1", surface(square(556_000, 5_612_100, 50))),
  object("BP_TextAbschnitt", "t1", ""),
  object("XP_PTO", "pto", `<gml:Point ${srs}><gml:pos>556000 5612000</gml:pos></gml:Point>`),
].join("");

const read = async (role?: "buildings" | "landCover", version = "6/0") => {
  const {
    parts,
    findings,
    read: result,
  } = await readTable(
    xplanReader(role),
    textSource(plan(version, members), "plan.gml"),
    role === undefined ? {} : { role },
  );
  return { parts, findings, result, keys: findings.map(({ key }) => key) };
};

describe("xplanReader", () => {
  it.each(["4/1", "5/4", "6/0"])(
    "version %s: keeps areas with what they allow, out of the twin",
    async (version) => {
      const { parts, result, findings, keys } = await read(undefined, version);
      expect(result.objects).toEqual({ planAreas: 5 });
      expect(result.crs).toMatchObject({ crs: "EPSG:25832", how: "stated" });
      const [area] = parts.planAreas[0].layer.facts;
      expect(area).toMatchObject({
        id: "wa1",
        storeys: 3,
        heightM: 11.5,
        functionCode: "BP_BaugebietsTeilFlaeche",
      });
      expect(area.attributes).toMatchObject({
        GRZ: "0.3",
        besondereArtDerBaulNutzung: "1200",
        "XP_H.hMax": "7",
      });
      // A height above the sea is none of a building.
      expect(parts.planAreas[0].layer.facts[1].heightM).toBeNaN();
      expect(keys).toEqual([
        "xplanHeightAbsolute",
        "xplanScope",
        "xplanBuildableFromLines",
        "objectsNotRead",
      ]);
      expect(findings[2].values).toEqual({ closed: 1, open: 1 });
      const { report } = await importAll([textSource(plan(version, members), "plan.gml")]);
      expect(report.files[0].format).toBe("xplanGml");
      expect(report.twin.map(({ key }) => key)).toContain("nothingUsable");
    },
  );

  it("gives bodies that may be built, with storeys and height of the area around them", async () => {
    const { parts, keys } = await read("buildings");
    const facts = parts.footprints[0].layer.facts;
    expect(facts.map(({ id, storeys, heightM }) => [id, storeys, heightM])).toEqual([
      ["g1", 3, 11.5],
      ["u1", 2, Number.NaN],
    ]);
    expect(keys).toContain("xplanAsBuildings");
    const session = createIntakeSession({ role: "buildings" });
    await session.add([textSource(plan("6/0", members), "plan.gml")], () => undefined, quiet.signal);
    const { data, report } = session.build({ id: "x", name: "x" }, () => undefined);
    // They stand in the twin as tall as the plan allows, say that they are no houses, and nobody lives in them.
    expect(data?.buildings.count).toBe(2);
    expect((data?.buildings.ridgeZ[0] ?? 0) - (data?.buildings.groundZ[0] ?? 0)).toBeCloseTo(11.5, 4);
    expect(data?.buildings.attributes.map((text) => JSON.parse(text).plannedEnvelope)).toEqual([true, true]);
    expect(data?.sources.buildings?.derivation).toEqual({ derivedBy: "footprintsWithPlannedEnvelopes" });
    expect(report.twin.find(({ key }) => key === "plannedEnvelopes")?.values).toEqual({
      buildings: 2,
      total: 2,
    });
    expect(data?.population.count).toBe(0);
  });

  it("gives land cover by what may be sealed", async () => {
    const { parts, keys } = await read("landCover");
    expect(parts.landCover[0].layer.codes).toEqual([
      landCoverCodes.garden,
      landCoverCodes.paved,
      landCoverCodes.asphalt,
    ]);
    expect(keys).toContain("xplanAsLandCover");
    expect([0.2, 0.4, 0.6, 0.8, 1].map(sealedShare).map((share) => Math.round(share * 100))).toEqual([
      30, 60, 80, 80, 100,
    ]);
  });

  it("takes heights of a building's top only, and says what they are measured from", () => {
    const stated = (leaves: Record<string, string>) => plannedHeight(new Map(Object.entries(leaves)));
    expect(stated({ hMax: "9,5", bezugspunkt: "2000", hoehenbezug: "3000" })).toEqual({
      kind: "relative",
      heightM: 9.5,
    });
    expect(stated({ h: "104.2", bezugspunkt: "6000", hoehenbezug: "1200" })).toEqual({
      kind: "absolute",
      topM: 104.2,
    });
    expect(stated({ h: "3", bezugspunkt: "4500" })).toEqual({ kind: "none" });
    expect(stated({ h: "-3" })).toEqual({ kind: "none" });
  });
});

describe.skipIf(sharedData("city") === null)("real files (need ../shared/data/city)", () => {
  it("reads the demonstration plan", async () => {
    const source = diskSource(`${sharedData("city/xplanung") ?? ""}/Demo.gml`);
    const { read: result, keys, parts } = await readTable(xplanReader(undefined), source);
    expect(result.objects).toEqual({ planAreas: 10 });
    expect(result.crs?.stated).toBe("EPSG:31467");
    expect(keys).toEqual(["xplanScope", "xplanBuildableFromLines", "objectsNotRead"]);
    expect(
      parts.planAreas[0].layer.facts.filter(({ storeys }) => storeys > 0).map(({ storeys }) => storeys),
    ).toEqual([3, 5]);
    const bodies = await readTable(xplanReader("buildings"), source, { role: "buildings" });
    expect(bodies.parts.footprints[0].layer.facts.map(({ heightM, storeys }) => [heightM, storeys])).toEqual([
      [Number.NaN, 3],
      [9, 0],
    ]);
  });
});
