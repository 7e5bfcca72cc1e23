import type { TreeTable } from "#twin/objects.ts";

const assumedHeightM = 9;
const assumedCrownM = 6;

/** A tree of unknown size is drawn as a middling one; models never see these numbers. */
export const treeHeight = (trees: TreeTable, i: number): number =>
  trees.heightM[i] > 0 ? trees.heightM[i] : assumedHeightM;

export const treeCrown = (trees: TreeTable, i: number): number =>
  trees.crownDiameterM[i] > 0
    ? trees.crownDiameterM[i]
    : Math.min(assumedCrownM, treeHeight(trees, i) * 0.65);
