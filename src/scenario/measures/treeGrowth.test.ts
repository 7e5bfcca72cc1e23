import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { measureKinds } from "./registry.ts";
import { endSize, grownShare, plantingSizes, treeClasses, treeSize } from "./treeGrowth.ts";

describe("treeSize", () => {
  it("is the nursery's at planting, and has grown half of the rest after the stated years", () => {
    expect(treeSize("large", "standard", 0)).toEqual({ heightM: 5, crownDiameterM: 1.8 });
    // 20 − (20 − 5) / 2 after 25 years; the crown 15 − (15 − 1.8) / 2 after 28.
    expect(treeSize("large", "standard", 25).heightM).toBe(12.5);
    expect(treeSize("large", "standard", 28).crownDiameterM).toBe(8.4);
  });

  it("never shrinks and never outgrows its class", () => {
    for (const treeClass of treeClasses) {
      const end = endSize(treeClass);
      for (const size of plantingSizes) {
        let before = treeSize(treeClass, size, 0);
        expect(before.heightM, treeClass).toBeGreaterThan(2);
        for (let years = 1; years <= 200; years++) {
          const after = treeSize(treeClass, size, years);
          expect(after.heightM).toBeGreaterThanOrEqual(before.heightM);
          expect(after.crownDiameterM).toBeGreaterThanOrEqual(before.crownDiameterM);
          expect(after.heightM).toBeLessThanOrEqual(end.heightM);
          expect(after.crownDiameterM).toBeLessThanOrEqual(end.crownDiameterM);
          before = after;
        }
        expect(before.heightM).toBeGreaterThan(end.heightM * 0.95);
      }
    }
  });

  it("keeps the order of nursery sizes, and the shapes of the classes", () => {
    for (const treeClass of treeClasses)
      for (const years of [0, 10, 40]) {
        const [slim, standard, strong] = plantingSizes.map((size) => treeSize(treeClass, size, years));
        expect(slim.heightM).toBeLessThanOrEqual(standard.heightM);
        expect(standard.heightM).toBeLessThanOrEqual(strong.heightM);
      }
    const at = (treeClass: (typeof treeClasses)[number]) => treeSize(treeClass, "standard", 30);
    expect(at("columnar").crownDiameterM).toBeLessThan(at("columnar").heightM / 3);
    expect(at("small").heightM).toBeLessThan(at("medium").heightM);
    expect(at("medium").heightM).toBeLessThan(at("large").heightM);
  });

  it("takes years before planting for none", () => {
    expect(treeSize("medium", "slim", -5)).toEqual(treeSize("medium", "slim", 0));
  });
});

describe("grownShare", () => {
  it("begins small and is whole after the stated years", () => {
    expect(grownShare(0, 4)).toBeCloseTo(0.2, 9);
    expect(grownShare(2, 4)).toBeCloseTo(0.6, 9);
    expect(grownShare(4, 4)).toBe(1);
    expect(grownShare(90, 4)).toBe(1);
    expect(grownShare(-3, 4)).toBe(0);
  });
});

it("whoever chooses how a tree grows is told that its growth is an assumption", () => {
  const planting = measureKinds.filter(({ parameters }) => "treeClass" in parameters);
  expect(planting.map(({ id }) => id)).toEqual(expect.arrayContaining(["tree", "treeRow", "grove"]));
  for (const { id, parameters } of planting) {
    const field = parameters.treeClass;
    expect(field.kind === "choice" && field.note, id).toBe("treeGrowth");
  }
  const notesOf = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`../../app/i18n/${language}/measures.json`, import.meta.url), "utf8"))
      .notes;
  expect(notesOf("de").treeGrowth).toContain("Planungsannahme");
  expect(notesOf("en").treeGrowth).toContain("assumption");
});
