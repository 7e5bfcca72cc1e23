/**
 * How large planted trees are. Data: a town replaces rows, not code. A class stands for many species; the species named
 * here stands for its class, so that what reads trees can tell conifers and columns apart.
 */

export const treeClasses = ["large", "medium", "small", "columnar", "conifer"] as const;
export type TreeClass = (typeof treeClasses)[number];

export const plantingSizes = ["slim", "standard", "strong"] as const;
export type PlantingSize = (typeof plantingSizes)[number];

type Dimension = {
  /** Size that trees at a street come close to in old age, metres. */
  readonly endM: number;
  /** Years in which half of what is left to grow is grown. */
  readonly halfYears: number;
  /** Size of a nursery tree of this class relative to the usual one, 1 = as in `plantingDimensions`. */
  readonly startFactor: number;
};
type GrowthRow = {
  /** Botanical name of a species that stands for the class. */
  readonly species: string;
  readonly height: Dimension;
  readonly crown: Dimension;
};

export const treeGrowthSources = {
  endSizes:
    "GALK-Straßenbaumliste (2016), lower to middle of the ranges, as at streets; conifer: own assumption",
  growth:
    "own planning assumption, not fitted: half of what is left grows in the stated years; for measured sizes of limes by " +
    "age see Larsen & Kristoffersen (2002) and Moser-Reischl et al. (2021)",
  planting: "own assumption after nursery grades by girth (FLL TL-Baumschulpflanzen)",
} as const;

export const treeGrowth: Readonly<Record<TreeClass, GrowthRow>> = {
  large: row("Acer platanoides", [20, 25, 1], [15, 28, 1]),
  medium: row("Acer campestre", [13, 20, 1], [10, 22, 1]),
  small: row("Acer monspessulanum", [7, 15, 0.8], [6, 15, 0.9]),
  columnar: row("Acer platanoides 'Columnare'", [12, 20, 1], [4, 20, 0.6]),
  conifer: row("Pinus nigra", [18, 25, 0.7], [8, 25, 1]),
};

function row(
  species: string,
  height: readonly [endM: number, halfYears: number, startFactor: number],
  crown: readonly [endM: number, halfYears: number, startFactor: number],
): GrowthRow {
  const dimension = ([endM, halfYears, startFactor]: typeof height): Dimension => ({
    endM,
    halfYears,
    startFactor,
  });
  return { species, height: dimension(height), crown: dimension(crown) };
}

/** Nursery trees with a straight stem by girth at 1 m: slim 14–16 cm, standard 18–20 cm, strong 25–30 cm. */
const plantingDimensions: Readonly<
  Record<PlantingSize, { readonly heightM: number; readonly crownM: number }>
> = {
  slim: { heightM: 4, crownM: 1.2 },
  standard: { heightM: 5, crownM: 1.8 },
  strong: { heightM: 6.5, crownM: 2.6 },
};

export type TreeSize = { readonly heightM: number; readonly crownDiameterM: number };

/**
 * Size of a tree a number of years after planting (below 0 counts as 0), to the decimetre. Both dimensions near their end
 * exponentially: size(n) = end − (end − start)·2^(−n/halfYears), the monomolecular curve (Mitscherlich 1919).
 */
export function treeSize(treeClass: TreeClass, plantingSize: PlantingSize, years: number): TreeSize {
  const { height, crown } = treeGrowth[treeClass];
  const start = plantingDimensions[plantingSize];
  return {
    heightM: grown(height, start.heightM, years),
    crownDiameterM: grown(crown, start.crownM, years),
  };
}

/** Size that trees of a class come close to. */
export const endSize = (treeClass: TreeClass): TreeSize => ({
  heightM: treeGrowth[treeClass].height.endM,
  crownDiameterM: treeGrowth[treeClass].crown.endM,
});

function grown({ endM, halfYears, startFactor }: Dimension, plantedM: number, years: number): number {
  const startM = Math.min(endM, plantedM * startFactor);
  const size = endM - (endM - startM) * 2 ** (-Math.max(0, years) / halfYears);
  return Math.round(size * 10) / 10;
}

/** Share of its end that a climbing plant has grown, 0–1: even growth over the given years. */
export const grownShare = (years: number, fullAfterYears: number): number =>
  Math.min(1, Math.max(0, (years + 1) / (fullAfterYears + 1)));
