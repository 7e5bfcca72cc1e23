/** Sizes beyond which the tree of a file is a typing error. Models leave out those below that still cannot be. */
export const tallestTreeM = 80;
export const widestCrownM = 50;
