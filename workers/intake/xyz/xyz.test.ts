import { describe, expect, it } from "vitest";
import { quiet, reading, textSource } from "../testing.ts";
import { readXyz } from "./read.ts";

const plain = { crs: null, preferredCrs: null, stated: "" };
const read = (text: string, chunk = 97, options = plain) =>
  reading((findings) => readXyz(textSource(text, "dgm1.xyz", chunk), options, quiet, findings));

const height = (x: number, y: number): number => 30 + (x % 100) / 10 + (y % 100) / 100;
type Style = {
  readonly separator?: string;
  readonly comma?: boolean;
  readonly end?: string;
  readonly header?: string;
  readonly southFirst?: boolean;
  readonly columnsFirst?: boolean;
  readonly prefix?: number;
  readonly swap?: boolean;
};

/** Five by four points whose first is 388042, 5819503. */
function text({
  separator = " ",
  comma = false,
  end = "\n",
  header = "",
  southFirst,
  columnsFirst,
  prefix = 0,
  swap,
}: Style) {
  const points: [number, number][] = [];
  for (let row = 0; row < 4; row++)
    for (let column = 0; column < 5; column++) points.push([388_042 + column, 5_819_503 - row]);
  if (southFirst) points.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  if (columnsFirst) points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const lines = points.map(([x, y]) => {
    const place = [(x + prefix).toFixed(2), y.toFixed(2)];
    if (swap) place.reverse();
    const line = [...place, height(x, y).toFixed(2)].join(separator);
    return comma ? line.replaceAll(".", ",") : line;
  });
  return (header === "" ? "" : header + end) + lines.join(end) + end;
}

describe("readXyz", () => {
  const styles: readonly (readonly [string, Style])[] = [
    ["blanks, from the north", {}],
    ["from the south", { southFirst: true }],
    ["column by column", { columnsFirst: true }],
    ["tabs", { separator: "\t" }],
    ["commas", { separator: "," }],
    ["comma and blank", { separator: ", " }],
    [
      "semicolons, decimal comma, CRLF, header",
      { separator: ";", comma: true, end: "\r\n", header: "x;y;z" },
    ],
    ["blanks and decimal comma", { comma: true }],
    ["lines that end with a carriage return", { end: "\r" }],
    ["a zone before the easting", { prefix: 33_000_000 }],
    ["northing first", { swap: true }],
  ];
  it.each(styles)("%s", async (_name, style) => {
    for (const chunk of [5, 4096]) {
      const { result, keys } = await read(text(style), chunk);
      expect(result).toMatchObject({
        columns: 5,
        rows: 4,
        west: 388_041.5,
        north: 5_819_503.5,
        cellX: 1,
        cellY: 1,
      });
      for (let i = 0; i < 20; i++)
        expect(result.values[i]).toBeCloseTo(height(388_042 + (i % 5), 5_819_503 - Math.floor(i / 5)), 2);
      expect(keys).toEqual([]);
    }
  });

  it("keeps holes open and drops what is no height, with the line", async () => {
    const lines = text({}).trim().split("\n");
    lines.splice(7, 2);
    lines[0] = lines[0].replace(/\S+$/, "99999");
    lines[1] = "kaputt";
    const { result, findings } = await read(`${lines.join("\n")}\n`);
    expect([0, 1, 7, 8].map((i) => Number.isNaN(result.values[i]))).toEqual([true, true, true, true]);
    expect(findings).toMatchObject([
      { key: "xyzLineUnreadable", places: [{ line: 2 }] },
      { key: "heightAbsurd", places: [{ line: 1 }] },
      { key: "cellsWithoutData", values: { cells: 4 } },
    ]);
  });

  it("lets one stray point decide nothing", async () => {
    const { result } = await read(`1.37 2.00 3.00\n${text({})}`);
    expect([result.columns, result.rows]).toEqual([5, 4]);
  });

  it("refuses points that lie on no grid, and texts without any", async () => {
    let seed = 7;
    const random = (): number => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const strewn = Array.from(
      { length: 800 },
      () => `${(388_000 + random() * 100).toFixed(2)} ${(5_819_000 + random() * 100).toFixed(2)} 34.00`,
    ).join("\n");
    for (const [bad, key] of [
      [strewn, "xyzIrregular"],
      ["1 2 3\n", "xyzIrregular"],
      ["a b c\n", "rasterWithoutValues"],
      [`${"1 ".repeat(2000)}\n`, "xyzLineTooLong"],
      ["1e30 2 3\n4 5e30 6\n", "rasterWithoutValues"],
    ])
      await expect(read(bad), key).rejects.toMatchObject({ name: "IntakeError", key });
  });

  it("grows with cells, not with how far apart two points lie", async () => {
    const far = `${text({})}388042000.00 5819503.00 30.00\n`;
    const outcome = await read(far).catch((error: unknown) => error);
    if (outcome instanceof Error) expect(outcome).toMatchObject({ name: "IntakeError" });
    else expect((outcome as { result: { columns: number } }).result.columns).toBe(5);
  });
});
