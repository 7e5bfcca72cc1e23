import { describe, expect, it } from "vitest";
import type { TreeTable } from "../objects.ts";
import { treeCrownM, treeHeightM, treeIsPlausible, treeIsUnknown } from "./treeSizes.ts";

const sized = (...sizes: readonly (readonly [heightM: number, crownDiameterM: number])[]): TreeTable => ({
  count: sizes.length,
  ids: sizes.map((_, i) => `t${i}`),
  xy: new Float32Array(2 * sizes.length),
  heightM: Float32Array.from(sizes, ([heightM]) => heightM),
  crownDiameterM: Float32Array.from(sizes, ([, crownDiameterM]) => crownDiameterM),
  speciesIndex: new Uint16Array(sizes.length),
  species: [""],
});
const sizesOf = (trees: TreeTable) =>
  trees.ids.map((_, i) => [treeHeightM(trees, i), treeCrownM(trees, i)] as const);

describe("sizes of trees", () => {
  it("keeps what is known", () => {
    expect(sizesOf(sized([18, 11], [3, 12]))).toEqual([
      [18, 11],
      [3, 12],
    ]);
  });

  it("takes what is missing from what is there, within the heights of trees", () => {
    const trees = sized([20, Number.NaN], [Number.NaN, 10], [0, 1.5], [Number.NaN, 38]);
    expect(sizesOf(trees)).toEqual([
      [20, 10],
      [20, 10],
      [3, 1.5],
      [35, 38],
    ]);
    expect(trees.ids.map((_, i) => treeIsUnknown(trees, i))).toEqual([false, false, false, false]);
  });

  it("takes a young street tree where nothing is known", () => {
    const trees = sized([Number.NaN, Number.NaN], [0, -1]);
    expect(sizesOf(trees)).toEqual([
      [10, 5.5],
      [10, 5.5],
    ]);
    expect(trees.ids.map((_, i) => treeIsUnknown(trees, i))).toEqual([true, true]);
  });

  it("doubts trees that cannot be, not those that are unknown", () => {
    const trees = sized([60, 40], [61, 5], [10, 41], [Number.NaN, Number.NaN]);
    expect(trees.ids.map((_, i) => treeIsPlausible(trees, i))).toEqual([true, false, false, true]);
  });
});
