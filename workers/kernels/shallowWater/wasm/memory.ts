import * as at from "../assembly/layout.ts";
import type { PaddedFrame } from "../halo.ts";

const pageBytes = 65536;
const mostPages = 65536;
const statics = 4096;

/** Tall rectangles compute fewer rows twice. */
const mostTilesDown = 4;

/** Rows of tiles in a rectangle: a small grid is shared out evenly among the threads. */
const tilesDownFor = (tilesY: number, threads: number): number =>
  Math.min(mostTilesDown, Math.ceil(tilesY / threads));

/** Where every array of a simulation begins in the kernel's memory, bytes. */
export type MemoryPlan = {
  readonly frame: PaddedFrame;
  readonly tilesX: number;
  readonly tilesY: number;
  /** Most rows of tiles in one piece of work. */
  readonly tilesDown: number;
  readonly depth: readonly [number, number];
  readonly qx: readonly [number, number];
  readonly qy: readonly [number, number];
  readonly bed: number;
  readonly manning: number;
  readonly carry: number;
  readonly sillX: number;
  readonly sillY: number;
  readonly maxDepth: number;
  readonly maxSpeed: number;
  readonly maxDepthVelocity: number;
  readonly arrival: number;
  readonly tileSpeed: number;
  readonly tileDepth: number;
  readonly tileOutflow: number;
  readonly tileInflow: number;
  /** Discharges over the borders of tiles that take steps of different length. */
  readonly seamX: number;
  readonly seamY: number;
  readonly edgeInflow: readonly [number, number, number, number];
  readonly edgeDepth: readonly [number, number, number, number];
  readonly items: number;
  readonly mostItems: number;
  readonly scratch: number;
  /** Rows of one tile row, to read derived values out. */
  readonly band: number;
  readonly totalBytes: number;
};

/** Lays out the kernel's memory; throws a RangeError where the grid is larger than 32-bit memory holds. */
export function planMemory(columns: number, rows: number, sills: boolean, threads: number): MemoryPlan {
  const tilesX = Math.ceil(columns / at.tileCells);
  const tilesY = Math.ceil(rows / at.tileCells);
  const stride = tilesX * at.tileCells + 2 * at.padColumns;
  const frame: PaddedFrame = {
    columns,
    rows,
    stride,
    first: at.padRows * stride + at.padColumns,
    length: stride * (rows + 2 * at.padRows),
  };
  const tiles = tilesX * tilesY;
  let next = statics;
  const take = (bytes: number): number => {
    const start = next;
    next += Math.ceil(bytes / 64) * 64;
    return start;
  };
  const field = (): number => take(frame.length * 4);
  const edge = (): number => take(Math.max(columns, rows) * 4);
  const plan = {
    frame,
    tilesX,
    tilesY,
    tilesDown: tilesDownFor(tilesY, threads),
    scratch: take(threads * at.scratchBytes),
    band: take(at.tileCells * stride * 4),
    items: take(2 * tiles * at.itemBytes),
    mostItems: 2 * tiles,
    tileSpeed: take(tiles * 4),
    tileDepth: take(tiles * 4),
    tileOutflow: take(tiles * 8),
    tileInflow: take(tiles * 8),
    seamX: take((tilesX + 1) * rows * 4),
    seamY: take((tilesY + 1) * stride * 4),
    edgeInflow: [edge(), edge(), edge(), edge()] as const,
    edgeDepth: [edge(), edge(), edge(), edge()] as const,
    depth: [field(), field()] as const,
    qx: [field(), field()] as const,
    qy: [field(), field()] as const,
    bed: field(),
    manning: field(),
    carry: field(),
    sillX: sills ? field() : 0,
    sillY: sills ? field() : 0,
    maxDepth: field(),
    maxSpeed: field(),
    maxDepthVelocity: field(),
    arrival: field(),
  };
  if (next > mostPages * pageBytes)
    throw new RangeError(
      `${columns} × ${rows} cells need ${Math.ceil(next / 2 ** 30)} GiB; the kernel holds 4. Choose a coarser grid.`,
    );
  return { ...plan, totalBytes: next };
}

/** Memory of exactly the plan's size. Shared also where the page is not isolated: there it just cannot be posted. */
export function allocateMemory(plan: MemoryPlan): WebAssembly.Memory {
  const pages = Math.ceil(plan.totalBytes / pageBytes);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    const mebibytes = Math.ceil(plan.totalBytes / 2 ** 20);
    throw new RangeError(
      `There is not enough memory for this grid (${mebibytes} MiB). Choose a coarser one.`,
      {
        cause,
      },
    );
  }
}
