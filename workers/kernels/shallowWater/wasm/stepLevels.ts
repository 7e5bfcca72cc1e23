import * as at from "../assembly/layout.ts";
import type { MemoryPlan } from "./memory.ts";
import { cutRectangles, type Rectangle } from "./schedule.ts";

/** A tile of level l takes steps of 2^l base steps; tiles that rest carry this mark instead. */
export const resting = 255;

/** Longest step in base steps is 2^mostLevel. Water then stays within the tile it started from or the next one. */
export const mostLevel = 3;

/** A work item without its buffer and its step: those change from phase to phase. */
export type SweepItem = Rectangle & {
  readonly level: number;
  readonly finer: readonly [number, number, number, number];
  readonly coarser: readonly [number, number, number, number];
};

export type SyncItem = Rectangle & {
  /** Levels of the finer neighbours west, east, north, south whose seams are due; −1 = none. */
  readonly seams: readonly [number, number, number, number];
  readonly copies: boolean;
};

/** Everything that is computed with one assignment of levels to tiles. */
export type LevelPlan = {
  readonly levels: Uint8Array;
  readonly highest: number;
  /** By level. */
  readonly sweeps: readonly (readonly SweepItem[])[];
  /** By the highest level that was computed in the phase before. */
  readonly syncs: readonly (readonly SyncItem[])[];
};

type Grid = Pick<MemoryPlan, "tilesX" | "tilesY" | "tilesDown">;

/** Neighbour of a tile on side 0 west, 1 east, 2 north, 3 south; −1 outside. */
function neighbour({ tilesX, tilesY }: Grid, tile: number, side: number): number {
  const column = tile % tilesX;
  const row = (tile - column) / tilesX;
  if (side === 0) return column > 0 ? tile - 1 : -1;
  if (side === 1) return column < tilesX - 1 ? tile + 1 : -1;
  if (side === 2) return row > 0 ? tile - tilesX : -1;
  return row < tilesY - 1 ? tile + tilesX : -1;
}

/** Lowers levels until neighbours differ by one at most: no wave crosses from a short step into a far longer one. */
export function gradeLevels(grid: Grid, levels: Uint8Array): void {
  for (let pass = 0; pass < mostLevel; pass++) {
    for (let tile = 0; tile < levels.length; tile++) {
      if (levels[tile] === resting) continue;
      for (let side = 0; side < 4; side++) {
        const other = neighbour(grid, tile, side);
        if (other >= 0 && levels[other]! !== resting && levels[tile]! > levels[other]! + 1)
          levels[tile] = levels[other]! + 1;
      }
    }
  }
}

/** Tiles along one side of a rectangle, in order. */
function sideTiles(grid: Grid, { row0, row1, column0, column1 }: Rectangle, side: number): number[] {
  const [tileRow0, tileRow1] = [row0 / at.tileCells, row1 / at.tileCells];
  const [tile0, tile1] = [column0 / at.tileCells, column1 / at.tileCells];
  const tiles: number[] = [];
  if (side < 2)
    for (let row = tileRow0; row < tileRow1; row++)
      tiles.push(row * grid.tilesX + (side === 0 ? tile0 : tile1 - 1));
  else
    for (let tile = tile0; tile < tile1; tile++)
      tiles.push((side === 2 ? tileRow0 : tileRow1 - 1) * grid.tilesX + tile);
  return tiles;
}

function sweepItem(grid: Grid, levels: Uint8Array, rectangle: Rectangle, level: number): SweepItem {
  const finer: [number, number, number, number] = [0, 0, 0, 0];
  const coarser: [number, number, number, number] = [0, 0, 0, 0];
  for (let side = 0; side < 4; side++) {
    sideTiles(grid, rectangle, side).forEach((tile, k) => {
      const other = neighbour(grid, tile, side);
      if (other < 0 || levels[other] === resting) return;
      if (levels[other]! < level) finer[side] = finer[side]! | (1 << k);
      if (levels[other]! > level) coarser[side] = coarser[side]! | (1 << k);
    });
  }
  return { ...rectangle, level, finer, coarser };
}

function tileRectangle({ tilesX }: Grid, tile: number): Rectangle {
  const column0 = (tile % tilesX) * at.tileCells;
  const row0 = Math.floor(tile / tilesX) * at.tileCells;
  return { row0, row1: row0 + at.tileCells, column0, column1: column0 + at.tileCells };
}

/** Copies between the buffers for tiles that leave the shortest step. */
export function copyItems(grid: Grid, before: Uint8Array, after: Uint8Array): SyncItem[] {
  const items: SyncItem[] = [];
  after.forEach((level, tile) => {
    if (before[tile] !== 0 || level === 0 || level === resting) return;
    items.push({ ...tileRectangle(grid, tile), seams: [-1, -1, -1, -1], copies: true });
  });
  return items;
}

function syncItems(grid: Grid, levels: Uint8Array, computed: number): SyncItem[] {
  const items: SyncItem[] = [];
  levels.forEach((level, tile) => {
    if (level === 0 || level === resting) return;
    const seams: [number, number, number, number] = [-1, -1, -1, -1];
    let due = level <= computed;
    for (let side = 0; side < 4; side++) {
      const other = neighbour(grid, tile, side);
      if (other < 0 || levels[other]! >= level || levels[other]! > computed) continue;
      seams[side] = levels[other]!;
      due = true;
    }
    if (!due) return;
    items.push({ ...tileRectangle(grid, tile), seams, copies: level <= computed });
  });
  return items;
}

/** The work of all phases for graded levels. */
export function planLevels(grid: Grid, levels: Uint8Array): LevelPlan {
  let highest = 0;
  for (const level of levels) if (level !== resting && level > highest) highest = level;
  const sweeps: SweepItem[][] = [];
  const syncs: SyncItem[][] = [];
  for (let level = 0; level <= highest; level++) {
    sweeps.push(
      cutRectangles(grid, levels, level).map((rectangle) => sweepItem(grid, levels, rectangle, level)),
    );
    syncs.push(highest === 0 ? [] : syncItems(grid, levels, level));
  }
  return { levels, highest, sweeps, syncs };
}
