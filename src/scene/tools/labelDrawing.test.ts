import { describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { type LabelView, labelSizePx, placeLabels } from "./labelDrawing.ts";
import type { Label } from "./labels.ts";

/** Seen from straight above, one pixel a metre; names are 60 pixels wide. */
const view = (hidden: (at: Point) => boolean, roofs = new Map<string, number>()): LabelView => ({
  heightAt: () => 100,
  roofAt: (at) => roofs.get(at.join()) ?? Number.NaN,
  pixelAt: ([x, y], z) => ({ x, y: 600 - y - (z - 100), depthM: 300 }),
  isHidden: hidden,
  isWalking: () => false,
});
const size = { width: 1000, height: 600 };
const width = () => 60;
const along = (x: number): Label["spots"][number] => ({
  at: [x, 300],
  along: [
    [x - 40, 300],
    [x + 40, 300],
  ],
});
const street: Label = {
  text: "Ringstraße",
  kind: "street",
  spots: [along(200), along(300), along(800)],
  rank: 40,
  farthestM: 900,
};

describe("names in the picture", () => {
  it("stand at the first spot, and again only well apart", () => {
    const placed = placeLabels(
      [street],
      view(() => false),
      size,
      width,
    );
    expect(placed.map(({ x }) => x)).toEqual([200, 800]);
  });

  it("move along the street where a house stands before any part of them", () => {
    const houseEndsAt = 180;
    const placed = placeLabels(
      [street],
      view(([x]) => x < houseEndsAt),
      size,
      width,
    );
    expect(placed.map(({ x }) => x)).toEqual([300, 800]);
  });

  it("are left out where nothing of the street is seen", () => {
    expect(
      placeLabels(
        [street],
        view(() => true),
        size,
        width,
      ),
    ).toEqual([]);
  });

  it("stand on the roof of the building that they name", () => {
    const place: Label = {
      ...street,
      text: "Kita",
      kind: "critical",
      spots: [{ at: [50, 50], along: null }],
    };
    const [placed] = placeLabels(
      [place],
      view(() => false, new Map([["50,50", 112]])),
      size,
      width,
    );
    expect(placed?.foot).toEqual({ x: 50, y: 600 - 50 - 12 });
  });

  it("stay within the picture: a place's name slides along its pin, a street takes another spot", () => {
    const place: Label = { ...street, text: "Kita", kind: "critical", spots: [{ at: [5, 50], along: null }] };
    expect(
      placeLabels(
        [place],
        view(() => false),
        size,
        width,
      )[0],
    ).toMatchObject({ x: 38, foot: { x: 5 } });
    const rim: Label = { ...street, spots: [along(20), along(500)] };
    expect(
      placeLabels(
        [rim],
        view(() => false),
        size,
        width,
      ).map(({ x }) => x),
    ).toEqual([500]);
  });

  it("grow with the picture, within bounds", () => {
    expect(labelSizePx(1440, "street")).toBe(14);
    expect(labelSizePx(1920, "street")).toBe(18);
    expect(labelSizePx(390, "place")).toBe(14);
  });
});
