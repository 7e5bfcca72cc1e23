import { describe, expect, it } from "vitest";
import { viewOn } from "./mapView.ts";
import { type FileMark, groupsOf, pathOf } from "./Outlines.tsx";

const mark = (change: Partial<FileMark>): FileMark => ({
  id: 1,
  layer: "terrain",
  ring: [
    [0, 0],
    [1000, 0],
    [1000, 1000],
    [0, 1000],
  ],
  used: true,
  far: false,
  ...change,
});

describe("outlines on the map", () => {
  it("draw hundreds of tiles as one path a look, what covers most lowest", () => {
    const tiles = Array.from({ length: 300 }, (_, id) =>
      mark({ id, layer: id % 2 === 0 ? "trees" : "terrain" }),
    );
    const groups = groupsOf([...tiles, mark({ used: false }), mark({ far: true, layer: "buildings" })]);
    expect(groups.map((group) => [group[0].layer, group[0].used, group.length])).toEqual([
      ["terrain", true, 150],
      ["terrain", false, 1],
      ["buildings", true, 1],
      ["trees", true, 150],
    ]);
  });

  it("show a single tree as a square that can be seen", () => {
    const view = viewOn({ west: 0, south: 0, east: 1000, north: 1000 }, 456, 456);
    expect(pathOf(mark({}), view)).toBe("M28 428L428 428L428 28L28 28z");
    expect(pathOf(mark({ ring: [[500, 500]] }), view)).toBe("M223 223h10v10h-10z");
  });
});
