import { describe, expect, it } from "vitest";
import { directionTo, placeLabels, viewOn } from "./mapView.ts";
import { dragged, gripAt } from "./rectangleGrips.ts";
import { changed } from "./wizard.ts";

const box = { west: 1000, south: 2000, east: 2000, north: 2500 };
const moved = (dx: number, dy: number) => ({
  west: box.west + dx,
  east: box.east + dx,
  south: box.south + dy,
  north: box.north + dy,
});

describe("the outline map", () => {
  it("shows all of a box with north up, and finds back from pixels to metres", () => {
    const view = viewOn(box, 500, 300);
    const [left, top] = view.pixels(box.west, box.north);
    const [right, bottom] = view.pixels(box.east, box.south);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(500);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(bottom).toBeLessThanOrEqual(300);
    expect(bottom).toBeGreaterThan(top);
    const [east, north] = view.metres(...view.pixels(1234, 2345));
    expect([east, north].map(Math.round)).toEqual([1234, 2345]);
    // A single point has no extent to divide by.
    expect(viewOn({ west: 5, south: 5, east: 5, north: 5 }, 500, 300).scale).toBeGreaterThan(0);
  });

  it.each([
    [1e5, 0, "e"],
    [1e5, 1e5, "ne"],
    [0, 1e5, "n"],
    [-1e5, 1e5, "nw"],
    [-1e5, 0, "w"],
    [-1e5, -1e5, "sw"],
    [0, -1e5, "s"],
    [1e5, -1e5, "se"],
  ])("says where a box %d m east and %d m north lies", (dx, dy, name) => {
    expect(directionTo(box, moved(dx, dy)).name).toBe(name);
  });

  it("writes no name over another", () => {
    const view = viewOn(box, 500, 300);
    const labels = placeLabels(
      (["terrain", "buildings", "trees"] as const).map((layer) => ({ text: layer, box, layer })),
      view,
    );
    expect(new Set(labels.map(({ y }) => y)).size).toBe(3);
  });
});

describe("the rectangle", () => {
  it("is taken by corner, edge, inside or anew", () => {
    expect(gripAt(box, [1003, 2498], 10)).toBe("nw");
    expect(gripAt(box, [1500, 2004], 10)).toBe("s");
    expect(gripAt(box, [1400, 2200], 10)).toBe("move");
    expect(gripAt(box, [5000, 2200], 10)).toBe("new");
  });

  it("follows what is taken, turns over at the opposite edge, and never vanishes", () => {
    expect(dragged("move", box, [0, 0], [10, -20])).toEqual(moved(10, -20));
    expect(dragged("ne", box, [2000, 2500], [2100, 2600])).toEqual({ ...box, east: 2100, north: 2600 });
    expect(dragged("w", box, [1000, 2250], [2300, 2250])).toEqual({ ...box, west: 2000, east: 2300 });
    expect(dragged("new", box, [0, 0], [0, 0])).toEqual({ west: 0, south: 0, east: 50, north: 50 });
  });
});

it("takes a decision back where nothing stands for it", () => {
  expect(changed({ crs: "EPSG:25833", used: false }, { used: undefined })).toEqual({ crs: "EPSG:25833" });
  expect(changed({}, { licence: "CC BY 4.0" })).toEqual({ licence: "CC BY 4.0" });
});
