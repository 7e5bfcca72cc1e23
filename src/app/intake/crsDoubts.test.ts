import { describe, expect, it } from "vitest";
import type { CrsFinding } from "#workers/intake/report.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import { doubtsOf } from "./crsDoubts.ts";

const file = (
  id: number,
  crs: Partial<CrsFinding> | null,
  more: Partial<FileDescription> = {},
): FileDescription => ({
  id,
  choice: {},
  companionOf: null,
  report: {
    name: `${id}.xyz`,
    format: "xyzGrid",
    bytes: 1,
    objects: {},
    crs: crs === null ? null : { crs: "EPSG:25832", how: "guessed", stated: "", repairs: [], ...crs },
    table: null,
    findings: [],
  },
  outlines: [{ layer: "terrain", objects: 4, outline: [[0, 0]] }],
  licences: [],
  ...more,
});
const candidates = ["EPSG:25832", "EPSG:25833", "EPSG:25831", "EPSG:3857"];

describe("doubtsOf", () => {
  it("asks once for all files in the same doubt, for most files first", () => {
    const doubts = doubtsOf([
      file(1, { how: "assumed" }),
      file(2, { candidates }),
      file(3, { candidates }),
      file(4, { how: "contradicted", candidates }),
    ]);
    expect(doubts.map(({ how, files }) => [how, files.map(({ id }) => id)])).toEqual([
      ["guessed", [2, 3]],
      ["assumed", [1]],
      ["contradicted", [4]],
    ]);
    expect(doubts[0]).toMatchObject({ crs: "EPSG:25832", others: ["EPSG:25833", "EPSG:25831"] });
    expect(doubts[1].others).toEqual([]);
  });

  it("asks nothing where files say it, somebody chose, or the file does not count", () => {
    expect(
      doubtsOf([
        file(1, { how: "stated" }),
        file(2, { how: "chosen" }),
        file(3, null),
        file(4, { candidates }, { choice: { used: false } }),
        file(5, { candidates }, { outlines: [] }),
      ]),
    ).toEqual([]);
  });
});
