import type { GroundScene, SweepScene } from "./contract.ts";

/** A repeatable number in [0, 1) for a whole number. */
function chance(seed: number): number {
  let value = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) / 2 ** 32;
}

const blockM = 90;
const streetM = 18;
const wingM = 13;

/** Height of the building at a place, m; 0 = none. Blocks around yards, 12 to 24 m, some with a tower of 60 m. */
function buildingM(x: number, y: number): number {
  const [blockX, blockY] = [Math.floor(x / blockM), Math.floor(y / blockM)];
  const [u, v] = [x - blockX * blockM - streetM, y - blockY * blockM - streetM];
  if (u < 0 || v < 0) return 0;
  const seed = blockX * 7919 + blockY * 104729;
  const side = blockM - streetM;
  if (chance(seed) < 0.12) return 0; // a park
  if (chance(seed + 1) < 0.06 && u > 25 && u < 47 && v > 25 && v < 47) return 60;
  const inYard = u > wingM && v > wingM && u < side - wingM && v < side - wingM;
  if (inYard) return 0;
  return 12 + 3 * Math.floor(chance(seed + 2 + Math.floor(u / 24) + 3 * Math.floor(v / 24)) * 5);
}

/** Crown of the tree whose trunk stands in this square of 12 m, over a place; null = the place is beside it. */
function crownM(x: number, y: number): { readonly topM: number; readonly baseM: number } | null {
  const pitchM = 12;
  const [column, row] = [Math.floor(x / pitchM), Math.floor(y / pitchM)];
  const seed = column * 31337 + row * 271;
  const [treeX, treeY] = [
    (column + 0.3 + 0.4 * chance(seed)) * pitchM,
    (row + 0.3 + 0.4 * chance(seed + 1)) * pitchM,
  ];
  if (buildingM(treeX, treeY) > 0 || chance(seed + 2) < 0.45) return null;
  const heightM = 7 + 13 * chance(seed + 3);
  const radiusM = 1.5 + 3 * chance(seed + 4);
  const share = Math.hypot(x - treeX, y - treeY) / radiusM;
  if (share >= 1) return null;
  const round = Math.sqrt(1 - share * share);
  return { topM: heightM * (0.625 + 0.375 * round), baseM: heightM * (0.625 - 0.375 * round) };
}

/** A town on rolling ground with street trees: a quarter built, a tenth under crowns. For measuring and for tests. */
export function syntheticScene(columns: number, rows: number, cellSizeM = 1): SweepScene {
  const cells = columns * rows;
  const scene = {
    grid: { columns, rows, cellSizeM, westX: 0, northY: rows * cellSizeM },
    surfaceM: new Float32Array(cells),
    canopyTopM: new Float32Array(cells),
    canopyBaseM: new Float32Array(cells),
    shadeTopM: null,
    shadeBaseM: null,
  };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      const [x, y] = [(column + 0.5) * cellSizeM, (row + 0.5) * cellSizeM];
      const groundM = 40 + 6 * Math.sin(x / 310) * Math.cos(y / 270) + 0.004 * x;
      const crown = crownM(x, y);
      scene.surfaceM[cell] = groundM + buildingM(x, y);
      scene.canopyTopM[cell] = crown ? groundM + crown.topM : 0;
      scene.canopyBaseM[cell] = crown ? groundM + crown.baseM : 0;
    }
  return scene;
}

/** The ground of the synthetic scene with walls that look away from their building. */
export function syntheticGround({ grid }: SweepScene): GroundScene {
  const { columns, rows, cellSizeM } = grid;
  const open = new Uint8Array(columns * rows);
  const wallAspectDeg = new Float32Array(columns * rows).fill(Number.NaN);
  const built = (row: number, column: number): boolean =>
    buildingM((column + 0.5) * cellSizeM, (row + 0.5) * cellSizeM) > 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (built(row, column)) continue;
      open[cell] = 1;
      if (built(row + 1, column)) wallAspectDeg[cell] = 0;
      else if (built(row, column - 1)) wallAspectDeg[cell] = 90;
      else if (built(row - 1, column)) wallAspectDeg[cell] = 180;
      else if (built(row, column + 1)) wallAspectDeg[cell] = 270;
    }
  return { grid, open, wallAspectDeg, nearM: 1, farM: 22 };
}
