import type { CellWindow, GroundScene, SkyDirection, SweepScene } from "./contract.ts";

function assertLength(name: string, array: ArrayLike<number>, cells: number): void {
  if (array.length !== cells) throw new RangeError(`${name} has ${array.length} values, not ${cells}.`);
}

function assertFinite(
  name: string,
  array: Float32Array,
  columns: number,
  { row0, row1, column0, column1 }: CellWindow,
): void {
  for (let row = row0; row < row1; row++)
    for (let cell = row * columns + column0; cell < row * columns + column1; cell++)
      if (!Number.isFinite(array[cell]!))
        throw new RangeError(
          `${name} holds no number at cell ${cell}: the caller decides what unknown heights are.`,
        );
}

export function wholeOf({ columns, rows }: SweepScene["grid"]): CellWindow {
  return { row0: 0, row1: rows, column0: 0, column1: columns };
}

function cellsOf({ columns, rows, cellSizeM }: SweepScene["grid"]): number {
  if (!(columns >= 1 && rows >= 1) || !Number.isInteger(columns) || !Number.isInteger(rows))
    throw new RangeError(`A grid of ${columns} × ${rows} cells is none.`);
  if (!(cellSizeM > 0) || !Number.isFinite(cellSizeM))
    throw new RangeError(`A cell of ${cellSizeM} m is none.`);
  return columns * rows;
}

/** Throws a RangeError that names what is wrong with the scene; heights are looked at in the window only. */
export function checkScene(scene: SweepScene, window = wholeOf(scene.grid)): void {
  const cells = cellsOf(scene.grid);
  checkWindow(window, scene.grid);
  const arrays: [string, Float32Array][] = [
    ["surfaceM", scene.surfaceM],
    ["canopyTopM", scene.canopyTopM],
    ["canopyBaseM", scene.canopyBaseM],
  ];
  if ((scene.shadeTopM === null) !== (scene.shadeBaseM === null))
    throw new RangeError("Shade structures have a top and a base, or neither.");
  if (scene.shadeTopM && scene.shadeBaseM)
    arrays.push(["shadeTopM", scene.shadeTopM], ["shadeBaseM", scene.shadeBaseM]);
  for (const [name, array] of arrays) {
    assertLength(name, array, cells);
    assertFinite(name, array, scene.grid.columns, window);
  }
}

export function checkGround(ground: GroundScene): void {
  const cells = cellsOf(ground.grid);
  assertLength("open", ground.open, cells);
  assertLength("wallAspectDeg", ground.wallAspectDeg, cells);
  if (!(ground.nearM >= 0) || !(ground.farM > 0) || !Number.isFinite(ground.nearM + ground.farM))
    throw new RangeError(`Ground from ${ground.nearM} to ${ground.farM} m is none.`);
}

export function checkDirection({ azimuthDeg, altitudeDeg }: SkyDirection): void {
  if (!Number.isFinite(azimuthDeg)) throw new RangeError(`An azimuth of ${azimuthDeg}° is none.`);
  if (!(altitudeDeg > 0 && altitudeDeg <= 90))
    throw new RangeError(`The sky lies between 0 and 90° above the horizon, not at ${altitudeDeg}°.`);
}

export function checkWindow({ row0, row1, column0, column1 }: CellWindow, grid: SweepScene["grid"]): void {
  const whole = [row0, row1, column0, column1].every(Number.isInteger);
  const inside = row0 >= 0 && column0 >= 0 && row1 <= grid.rows && column1 <= grid.columns;
  if (!whole || !inside || row0 >= row1 || column0 >= column1)
    throw new RangeError(`Rows ${row0}…${row1}, columns ${column0}…${column1} are no window of the grid.`);
}
