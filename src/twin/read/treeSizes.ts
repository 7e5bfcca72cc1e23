import type { TreeTable } from "../objects.ts";

/** What every model, and the drawing, take for a tree of which the data say nothing: a young street tree. */
const unknownTree = { heightM: 10, crownDiameterM: 5.5 } as const;
/** The tallest trees of Central Europe reach some 60 m. */
const tallestTreeM = 60;
const widestCrownM = 40;
/** Crown diameter by height and back (Berlin's tree register, linear). */
const crownOf = (heightM: number): number => 0.45 * heightM + 1;
const heightOf = (crownM: number): number => Math.min(35, Math.max(3, (crownM - 1) / 0.45));

/** Height of the underside of the crown, as a share of the tree's height (SOLWEIG's default; Lindberg and Grimmond 2011). */
export const trunkShare = 0.25;

/** Height of a tree, or the one its crown goes with, or that of an unknown tree. */
export function treeHeightM({ heightM, crownDiameterM }: TreeTable, tree: number): number {
  if (heightM[tree] > 0) return heightM[tree];
  return crownDiameterM[tree] > 0 ? heightOf(crownDiameterM[tree]) : unknownTree.heightM;
}

/** Crown diameter of a tree, or the one its height goes with, or that of an unknown tree. */
export function treeCrownM({ heightM, crownDiameterM }: TreeTable, tree: number): number {
  if (crownDiameterM[tree] > 0) return crownDiameterM[tree];
  return heightM[tree] > 0 ? crownOf(heightM[tree]) : unknownTree.crownDiameterM;
}

/** Whether neither height nor crown is known. */
export const treeIsUnknown = ({ heightM, crownDiameterM }: TreeTable, tree: number): boolean =>
  !(heightM[tree] > 0) && !(crownDiameterM[tree] > 0);

/** Whether a tree of this size can be; models leave out the others. */
export const treeIsPlausible = ({ heightM, crownDiameterM }: TreeTable, tree: number): boolean =>
  !(heightM[tree] > tallestTreeM) && !(crownDiameterM[tree] > widestCrownM);
