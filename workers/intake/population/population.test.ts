import { describe, expect, it } from "vitest";
import { quiet, reading, textSource } from "../testing.ts";
import { createCsvSplitter, delimiterOf } from "./csv.ts";
import { looksLikePopulation, readPopulation } from "./read.ts";

const read = (text: string, chunkSize = 13) =>
  reading((findings) =>
    readPopulation(
      textSource(text, "einwohner.csv", chunkSize),
      { crs: null, preferredCrs: null },
      quiet,
      findings,
    ),
  );

describe("createCsvSplitter", () => {
  it("honours quotes with delimiters, quotes and line ends in them", () => {
    const splitter = createCsvSplitter(";");
    const text = 'a;"b;""c""\nd";\r\n\n1;2;3';
    const rows = [...text].flatMap((letter) => splitter.push(letter));
    expect([...rows, ...splitter.end()]).toEqual([
      { cells: ["a", 'b;"c"\nd', ""], line: 1 },
      { cells: ["1", "2", "3"], line: 4 },
    ]);
  });

  it("refuses a quote that never ends", () => {
    expect(() => createCsvSplitter(";").push(`"${"x".repeat(200_000)}`)).toThrow(/csvQuoteOpen/);
  });

  it("finds the delimiter", () => {
    expect(["a;b;c", "a,b,c", "a\tb"].map(delimiterOf)).toEqual([";", ",", "\t"]);
  });
});

describe("readPopulation", () => {
  it("reads residents by building with a byte order mark and German columns", async () => {
    const { result, findings } = await read(
      "\uFEFFgebaeude_id;bewohner;unter18;von18bis64;ab65\nDEWB1;4;2;2;0\nDEWB2;viele;;;\nDEWB3;1;;;1\n;5;;;\n",
    );
    expect(result.table).toMatchObject({ count: 2, buildingIds: ["DEWB1", "DEWB3"], method: "delivered" });
    expect([...result.table.residents]).toEqual([4, 1]);
    expect([...result.table.under18]).toEqual([2, Number.NaN]);
    expect([...result.table.over65]).toEqual([0, 1]);
    expect(findings).toMatchObject([
      { key: "residentsNotNumber", places: [{ objectId: "DEWB2", line: 3 }] },
      { key: "rowWithoutPlace", places: [{ line: 5 }] },
    ]);
  });

  it("reads residents by point with decimal commas", async () => {
    const { result } = await read("x;y;Einwohner\n556100,5;5612200,25;3\n");
    expect(result.frame?.crs).toBe("EPSG:25832");
    expect([...result.table.xy]).toEqual([100.5, 200.25]);
  });

  it("refuses a table without what it needs", async () => {
    await expect(read("name;wert\na;1\n")).rejects.toMatchObject({
      key: "populationColumnsMissing",
      line: 1,
    });
    await expect(read("")).rejects.toMatchObject({ key: "populationColumnsMissing" });
    expect(looksLikePopulation("gebaeude_id;bewohner")).toBe(true);
    expect(looksLikePopulation("stop_id,stop_name")).toBe(false);
  });
});
