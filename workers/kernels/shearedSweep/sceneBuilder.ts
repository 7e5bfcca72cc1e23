import type { CellWindow, SweepScene } from "./contract.ts";

/** A scene without trees: surface height at cell centres, x east and y south of the raster's north-west corner, m. */
export function boxScene(
  columns: number,
  rows: number,
  cellSizeM: number,
  surfaceM: (x: number, y: number) => number,
): SweepScene {
  const surface = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      surface[row * columns + column] = surfaceM((column + 0.5) * cellSizeM, (row + 0.5) * cellSizeM);
  return {
    grid: { columns, rows, cellSizeM, westX: 0, northY: 0 },
    surfaceM: surface,
    canopyTopM: new Float32Array(columns * rows),
    canopyBaseM: new Float32Array(columns * rows),
    shadeTopM: null,
    shadeBaseM: null,
  };
}

/** A scene made of another one's cells, its centre at the frame's origin. */
export function mapScene(
  scene: SweepScene,
  columns: number,
  rows: number,
  source: (row: number, column: number) => number,
): SweepScene {
  const mapped = (values: Float32Array): Float32Array =>
    values.map((_, cell) => values[source(Math.floor(cell / columns), cell % columns)]!);
  const { cellSizeM } = scene.grid;
  return {
    grid: { columns, rows, cellSizeM, westX: (-columns * cellSizeM) / 2, northY: (rows * cellSizeM) / 2 },
    surfaceM: mapped(scene.surfaceM),
    canopyTopM: mapped(scene.canopyTopM),
    canopyBaseM: mapped(scene.canopyBaseM),
    shadeTopM: scene.shadeTopM && mapped(scene.shadeTopM),
    shadeBaseM: scene.shadeBaseM && mapped(scene.shadeBaseM),
  };
}

/** A copy of a part of a scene, where it lies in the frame. */
export function cutScene(scene: SweepScene, { row0, row1, column0, column1 }: CellWindow): SweepScene {
  const { columns, cellSizeM, westX, northY } = scene.grid;
  const [width, height] = [column1 - column0, row1 - row0];
  const cut = (values: Float32Array): Float32Array => {
    const part = new Float32Array(width * height);
    for (let row = 0; row < height; row++) {
      const from = (row0 + row) * columns + column0;
      part.set(values.subarray(from, from + width), row * width);
    }
    return part;
  };
  return {
    grid: {
      columns: width,
      rows: height,
      cellSizeM,
      westX: westX + column0 * cellSizeM,
      northY: northY - row0 * cellSizeM,
    },
    surfaceM: cut(scene.surfaceM),
    canopyTopM: cut(scene.canopyTopM),
    canopyBaseM: cut(scene.canopyBaseM),
    shadeTopM: scene.shadeTopM && cut(scene.shadeTopM),
    shadeBaseM: scene.shadeBaseM && cut(scene.shadeBaseM),
  };
}
