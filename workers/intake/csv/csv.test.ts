import { describe, expect, it } from "vitest";
import { readTable } from "../features/testing.ts";
import { memorySource } from "../source.ts";
import { textSource } from "../testing.ts";
import { readCsvFeatures } from "./read.ts";

const read = (text: string, choice = {}, name = "baumkataster.csv", chunkSize = 17) =>
  readTable(readCsvFeatures, textSource(text, name, chunkSize), choice);
const xyOf = (got: Awaited<ReturnType<typeof read>>): number[] =>
  [...(got.parts.trees[0]?.layer.xy ?? [])].map((value) => Math.round(value * 100) / 100);

describe("readCsvFeatures", () => {
  it.each([
    ["Baumart;Höhe;Rechtswert;Hochwert\nLinde;8,5;556100,5;5612200,25\n"],
    ["\uFEFFBaumart,Höhe [m],x_25832,y_25832\r\nLinde,8.5,556100.5,5612200.25\r\n"],
    ['Baumart\tHöhe\tE\tN\n"Linde"\t8,5\t556100,5\t5612200,25'],
    ["Baumart|Höhe|WKT\nLinde|8,5|SRID=25832;POINT(556100.5 5612200.25)"],
    ["Baumart;Höhe;east;north\nLinde;850 cm;32556100,5;5612200,25\n"],
  ])("reads %j", async (text) => {
    const got = await read(text);
    expect(got.read.frame).toEqual({ crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 });
    expect(xyOf(got)).toEqual([100.5, 200.25]);
    expect([...(got.parts.trees[0]?.layer.heightM ?? [])]).toEqual([8.5]);
  });

  it("reads degrees in two columns, in one cell, and as a portal's GeoJSON geometry", async () => {
    const texts = [
      "baumart;lat;lon\nLinde;50.65;9.8\n",
      'baumart;geo_point_2d\nLinde;"50.65, 9.8"\n',
      'baumart;geo_shape\nLinde;"{""type"":""Point"",""coordinates"":[9.8,50.65]}"\n',
    ];
    const places = await Promise.all(texts.map(async (text) => xyOf(await read(text))));
    expect(places[0]).toHaveLength(2);
    expect(places[1]).toEqual(places[0]);
    expect(places[2]).toEqual(places[0]);
  });

  it("names columns by their number where there is no header, and takes the person's columns", async () => {
    const text = "1;Linde;556100;5612200;12\n2;Ahorn;556110;5612200;9\n";
    const guessed = await read(text);
    expect(guessed.keys).toContain("headerMissing");
    expect(guessed.read.table?.roles[0].columns).toMatchObject({ x: "3", y: "4" });
    const columns = { x: "3", y: "4", species: "2", heightM: "5", id: "1" };
    const got = await read(text, { role: "trees", columns });
    expect(got.parts.trees[0].layer).toMatchObject({ ids: ["1", "2"], species: ["Linde", "Ahorn"] });
    expect([...got.parts.trees[0].layer.heightM]).toEqual([12, 9]);
  });

  it("reads the census' cells of 100 m in their own system, and counts what is kept secret", async () => {
    const text =
      "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\nCRS3035RES100mN3043500E4287600;4287650;3043550;12\nCRS3035RES100mN3043600E4287600;4287650;3043650;–\nCRS3035RES100mN3043700E4287600;4287650;3043750;-1\n";
    const got = await read(text, {}, "zensus.csv");
    expect(got.read.crs).toMatchObject({ crs: "EPSG:3035", how: "stated" });
    expect(got.parts.population[0].layer).toMatchObject({ count: 1, buildingIds: [""] });
    expect([...got.parts.population[0].areas.cellXY.values.subarray(0, 2)]).toEqual([4_287_650, 3_043_550]);
    expect(got.findings).toMatchObject([{ key: "residentsHidden", values: { rows: 2 } }]);
    const byId = await read(
      "Gitter_ID_100m,Einwohner\nCRS3035RES100mN3043500E4287600,12\n",
      {},
      "zensus.csv",
    );
    expect(byId.parts.population[0].layer.xy).toEqual(got.parts.population[0].layer.xy);
  });

  it("reads Windows-1252, tells of odd rows, and refuses a table without a place", async () => {
    const latin = Uint8Array.from(
      [
        ..."Straße;Hausnummer;Zusatz;x;y\nGrüner Weg;7;a;556100;5612200\nnur Text\nB;1;;556101;5612201;zu viel\n",
      ].map((letter) => letter.charCodeAt(0)),
    );
    const got = await readTable(readCsvFeatures, memorySource("adressen.csv", latin));
    expect(got.parts.addresses[0].layer).toMatchObject({
      streets: ["Grüner Weg", "B"],
      houseNumbers: ["7 a", "1"],
    });
    expect(got.keys).toEqual(["encodingNotUtf8", "rowTooShort", "rowsUneven"]);
    await expect(read("name;wert\na;b\n")).rejects.toMatchObject({ key: "tableWithoutPlace", line: 1 });
  });
});
