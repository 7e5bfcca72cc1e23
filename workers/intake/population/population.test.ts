import { describe, expect, it } from "vitest";
import { readCsvFeatures } from "../csv/read.ts";
import { createCsvSplitter, delimiterOf } from "../csv/split.ts";
import { readTable } from "../features/testing.ts";
import { textSource } from "../testing.ts";
import { looksLikePopulation } from "./header.ts";

const read = async (text: string, chunkSize = 13) => {
  const got = await readTable(readCsvFeatures, textSource(text, "einwohner.csv", chunkSize));
  return { ...got, table: got.parts.population[0]?.layer };
};

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
    expect(() => createCsvSplitter(";").push(`"${"x".repeat(11_000_000)}`)).toThrow(/csvQuoteOpen/);
  });

  it("finds the delimiter", () => {
    expect(["a;b;c", "a,b,c", "a\tb"].map(delimiterOf)).toEqual([";", ",", "\t"]);
  });
});

describe("residents from a table", () => {
  it("reads residents by building with a byte order mark and German columns", async () => {
    const { table, findings } = await read(
      "\uFEFFgebaeude_id;bewohner;unter18;von18bis64;ab65\nDEWB1;4;2;2;0\nDEWB2;viele;;;\nDEWB3;1;;;1\n;5;;;\n",
    );
    expect(table).toMatchObject({ count: 2, buildingIds: ["DEWB1", "DEWB3"], method: "delivered" });
    expect([...table.residents]).toEqual([4, 1]);
    expect([...table.under18]).toEqual([2, Number.NaN]);
    expect([...table.over65]).toEqual([0, 1]);
    expect(findings).toMatchObject([
      { key: "residentsNotNumber", places: [{ objectId: "DEWB2", line: 3 }] },
      { key: "rowWithoutPlace", places: [{ line: 5 }] },
    ]);
  });

  it("reads residents by point with decimal commas", async () => {
    const { read: result, table } = await read("x;y;Einwohner\n556100,5;5612200,25;3\n");
    expect(result.frame?.crs).toBe("EPSG:25832");
    expect([...table.xy]).toEqual([100.5, 200.25]);
  });

  it("refuses a table without what it needs", async () => {
    await expect(read("name;wert\na;1\n")).rejects.toMatchObject({
      key: "tableWithoutPlace",
      line: 1,
    });
    await expect(read("")).rejects.toMatchObject({ key: "tableWithoutPlace" });
    expect(looksLikePopulation("gebaeude_id;bewohner")).toBe(true);
    expect(looksLikePopulation("stop_id,stop_name")).toBe(false);
  });
});
