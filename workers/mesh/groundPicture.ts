import { landCoverCodes } from "#twin/landCover.ts";
import type { GroundPicture, GroundRequest } from "./contract.ts";
import { coverTable } from "./palette.ts";
import { paintStreets } from "./streetPaint.ts";

/**
 * The look of a square of ground: land cover with smooth, crisp borders, relief, a soft shade at the foot of buildings,
 * streets on top. Row 0 = south (v = 0).
 */
export function groundPicture(request: GroundRequest, heights: Float32Array): GroundPicture {
  const { texels } = request;
  const rgba = new Uint8Array(texels * texels * 4).fill(255);
  paintCover(request, rgba);
  paintStreets(request, rgba);
  shade(request, heights, rgba);
  if (request.planned !== undefined) markPlanned(request, rgba);
  return { rgba, texels };
}

/** Alpha 255 where a plan changes the ground, 0 elsewhere: there an aerial picture may lie on top. */
function markPlanned({ planned, texels, sizeM, minX, minY }: GroundRequest, rgba: Uint8Array): void {
  const texelM = sizeM / texels;
  for (let row = 0; row < texels; row++) {
    const y = minY + (row + 0.5) * texelM;
    for (let column = 0; column < texels; column++) {
      let isPlanned = false;
      if (planned) {
        const c = Math.floor((minX + (column + 0.5) * texelM - planned.westX) / planned.cellSizeM);
        const r = Math.floor((planned.northY - y) / planned.cellSizeM);
        isPlanned =
          c >= 0 &&
          r >= 0 &&
          c < planned.columns &&
          r < planned.rows &&
          planned.values[r * planned.columns + c] === 1;
      }
      rgba[(row * texels + column) * 4 + 3] = isPlanned ? 255 : 0;
    }
  }
}

function paintCover(request: GroundRequest, rgba: Uint8Array): void {
  const { landCover, texels, sizeM } = request;
  const { columns, rows, values, cellSizeM } = landCover;
  const colours = coverTable(request.palette);
  const whole = new Uint32Array(rgba.buffer);
  const packed = packedColours(colours);
  const uniform = uniformCells(values, columns, rows);
  const texelM = sizeM / texels;
  // The border between two covers is drawn over about one and a half texels.
  const soft = Math.min(1, (1.1 * texelM) / cellSizeM);
  const across = splineSteps(
    texels,
    columns,
    (i) => (request.minX + (i + 0.5) * texelM - landCover.westX) / cellSizeM,
  );
  const down = splineSteps(
    texels,
    rows,
    (i) => (landCover.northY - (request.minY + (i + 0.5) * texelM)) / cellSizeM,
  );
  const cover: CoverPaint = {
    rgba,
    whole,
    texels,
    values,
    columns,
    rows,
    uniform,
    colours,
    packed,
    across,
    down,
    soft,
  };
  for (let row = 0; row < texels; row++) paintCoverRow(cover, row);
}

/** What the rows of one square's cover are painted from. */
type CoverPaint = {
  readonly rgba: Uint8Array;
  readonly whole: Uint32Array;
  readonly texels: number;
  readonly values: Uint8Array;
  readonly columns: number;
  readonly rows: number;
  readonly uniform: Uint8Array;
  readonly colours: Uint8Array;
  readonly packed: Uint32Array;
  readonly across: Steps;
  readonly down: Steps;
  readonly soft: number;
};

/** Shares by cover code, all zero between two texels, and the codes that have one. */
const weights = new Float32Array(256);
const found = new Uint8Array(9);

/*
 * Here and below a row is a call. In one function with nested loops the browser compiles the inner loop while it runs, throws that
 * away when the loop ends, and begins anew: for the first picture it spent longer compiling than painting.
 */
function paintCoverRow(cover: CoverPaint, row: number): void {
  const { whole, texels, values, columns, uniform, packed, across, down } = cover;
  const start = down.cells[row] * columns;
  for (let column = 0; column < texels; column++) {
    const cell = start + across.cells[column];
    if (uniform[cell] === 1) whole[row * texels + column] = packed[values[cell]];
    else paintBorder(cover, row, column);
  }
}

/** Shares of the covers around, weighted by a quadratic B-spline: turns stair-steps into smooth borders. */
function paintBorder(cover: CoverPaint, row: number, column: number): void {
  const { rgba, texels, values, columns, rows, colours, across, down, soft } = cover;
  const cellRow = down.cells[row];
  const cellColumn = across.cells[column];
  let kinds = 0;
  for (let k = 0; k < 9; k++) {
    const j = (k / 3) | 0;
    const i = k - 3 * j;
    const r = Math.min(rows - 1, Math.max(0, cellRow + j - 1)) * columns;
    const code = values[r + Math.min(columns - 1, Math.max(0, cellColumn + i - 1))];
    if (weights[code] === 0) found[kinds++] = code;
    weights[code] += down.weights[row * 3 + j] * across.weights[column * 3 + i] + 1e-9;
  }
  let first = found[0];
  let second = first;
  for (let k = 1; k < kinds; k++) {
    const code = found[k];
    if (weights[code] > weights[first]) {
      second = first;
      first = code;
    } else if (second === first || weights[code] > weights[second]) second = code;
  }
  const lead = weights[first] - weights[second];
  const other = second === first ? 0 : 0.5 * Math.max(0, 1 - lead / soft);
  const out = (row * texels + column) * 4;
  const a = first * 3;
  const b = second * 3;
  rgba[out] = colours[a] * (1 - other) + colours[b] * other;
  rgba[out + 1] = colours[a + 1] * (1 - other) + colours[b + 1] * other;
  rgba[out + 2] = colours[a + 2] * (1 - other) + colours[b + 2] * other;
  for (let k = 0; k < kinds; k++) weights[found[k]] = 0;
}

/** Opaque colours as 32-bit words in the byte order of this machine. */
function packedColours(colours: Uint8Array): Uint32Array {
  const bytes = new Uint8Array(256 * 4).fill(255);
  for (let code = 0; code < 256; code++) bytes.set(colours.subarray(code * 3, code * 3 + 3), code * 4);
  return new Uint32Array(bytes.buffer);
}

/** Per texel along one axis: the cell it lies in, and the weights of that cell and its two neighbours. */
type Steps = { readonly cells: Int32Array; readonly weights: Float32Array };

function splineSteps(texels: number, cellCount: number, position: (texel: number) => number): Steps {
  const cells = new Int32Array(texels);
  const weights = new Float32Array(texels * 3);
  for (let i = 0; i < texels; i++) {
    const at = position(i);
    const cell = Math.min(cellCount - 1, Math.max(0, Math.floor(at)));
    const d = Math.min(0.5, Math.max(-0.5, at - cell - 0.5));
    cells[i] = cell;
    weights[i * 3] = 0.5 * (0.5 - d) * (0.5 - d);
    weights[i * 3 + 1] = 0.75 - d * d;
    weights[i * 3 + 2] = 0.5 * (0.5 + d) * (0.5 + d);
  }
  return { cells, weights };
}

/** 1 where a cell and its eight neighbours have one cover. */
function uniformCells(values: Uint8Array, columns: number, rows: number): Uint8Array {
  const uniform = new Uint8Array(values.length);
  for (let row = 1; row < rows - 1; row++) markUniformRow(values, uniform, columns, row);
  return uniform;
}

function markUniformRow(values: Uint8Array, uniform: Uint8Array, columns: number, row: number): void {
  const end = (row + 1) * columns - 1;
  for (let at = row * columns + 1; at < end; at++) {
    const code = values[at];
    if (
      values[at - 1] === code &&
      values[at + 1] === code &&
      values[at - columns] === code &&
      values[at + columns] === code &&
      values[at - columns - 1] === code &&
      values[at - columns + 1] === code &&
      values[at + columns - 1] === code &&
      values[at + columns + 1] === code
    )
      uniform[at] = 1;
  }
}

/** Relief (light from the north-west, as maps have it) and the shade at the foot of buildings, on a coarse lattice. */
function shade(request: GroundRequest, heights: Float32Array, rgba: Uint8Array): void {
  const { texels } = request;
  const size = Math.round(Math.sqrt(heights.length));
  const lattice = reliefShade(heights, size, request.sizeM / (size - 1), request.palette.relief);
  addFootShade(request, lattice, size);
  const clamped = new Uint8ClampedArray(rgba.buffer);
  const scale = (size - 1) / texels;
  const line = new Float32Array(size);
  for (let row = 0; row < texels; row++) {
    const v = size - 1 - (row + 0.5) * scale;
    const r = Math.min(size - 2, Math.floor(v));
    mixRows(lattice, size, r, v - r, line);
    shadeRow(clamped, row * texels * 4, texels, scale, line);
  }
}

/** The lattice between two of its rows. */
function mixRows(lattice: Float32Array, size: number, row: number, share: number, line: Float32Array): void {
  for (let c = 0; c < size; c++)
    line[c] = lattice[row * size + c] * (1 - share) + lattice[(row + 1) * size + c] * share;
}

function shadeRow(
  clamped: Uint8ClampedArray,
  start: number,
  texels: number,
  scale: number,
  line: Float32Array,
): void {
  let out = start;
  for (let column = 0; column < texels; column++, out += 4) {
    const u = (column + 0.5) * scale;
    const c = u | 0;
    const factor = line[c] + (line[c + 1] - line[c]) * (u - c);
    // Level ground, which most of a city is.
    if (factor > 0.998 && factor < 1.002) continue;
    clamped[out] = clamped[out] * factor;
    clamped[out + 1] = clamped[out + 1] * factor;
    clamped[out + 2] = clamped[out + 2] * factor;
  }
}

function reliefShade(heights: Float32Array, size: number, stepM: number, strength: number): Float32Array {
  const lattice = new Float32Array(size * size);
  for (let row = 0; row < size; row++) reliefRow(heights, lattice, size, row, stepM, strength);
  return lattice;
}

/** Slopes are exaggerated, because cities are flat. */
const exaggeration = 2.2;

function reliefRow(
  heights: Float32Array,
  lattice: Float32Array,
  size: number,
  row: number,
  stepM: number,
  strength: number,
): void {
  // Unit vector towards the light: north-west, 45° high.
  const flat = Math.SQRT1_2;
  const here = row * size;
  const above = Math.max(0, row - 1) * size;
  const below = Math.min(size - 1, row + 1) * size;
  for (let column = 0; column < size; column++) {
    const west = heights[here + Math.max(0, column - 1)] as number;
    const east = heights[here + Math.min(size - 1, column + 1)] as number;
    const sx = ((east - west) / (2 * stepM)) * exaggeration;
    const sy =
      (((heights[above + column] as number) - (heights[below + column] as number)) / (2 * stepM)) *
      exaggeration;
    const light = (0.5 * sx - 0.5 * sy + flat) / Math.sqrt(1 + sx * sx + sy * sy);
    const factor = 1 + strength * (light - flat);
    lattice[here + column] = Number.isNaN(factor) ? 1 : factor;
  }
}

/** Darkens ground within about four metres of buildings, so that they stand on it instead of floating. */
function addFootShade(request: GroundRequest, lattice: Float32Array, size: number): void {
  const { columns, rows, values, cellSizeM, northY } = request.landCover;
  const reach = Math.max(1, Math.round(3 / cellSizeM));
  const mask = new Float32Array(values.length);
  if (!markBuildings(values, mask)) return;
  // Box mean along rows, then along columns, twice: close to a bell.
  const along = new Float32Array(values.length);
  for (let pass = 0; pass < 2; pass++) {
    for (let row = 0; row < rows; row++) runMean(mask, along, row * columns, 1, columns, reach);
    for (let column = 0; column < columns; column++) runMean(along, mask, column, columns, rows, reach);
  }
  const step = request.sizeM / (size - 1);
  for (let row = 0; row < size; row++) {
    const r = Math.floor((northY - (request.minY + request.sizeM - row * step)) / cellSizeM);
    if (r >= 0 && r < rows) darkenRow(request, lattice, row * size, size, mask, r * columns);
  }
}

/** 1 where a building stands; whether there is any. */
function markBuildings(values: Uint8Array, mask: Float32Array): boolean {
  const building = landCoverCodes.building;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    const stands = values[i] === building ? 1 : 0;
    mask[i] = stands;
    count += stands;
  }
  return count > 0;
}

function darkenRow(
  request: GroundRequest,
  lattice: Float32Array,
  start: number,
  size: number,
  mask: Float32Array,
  maskStart: number,
): void {
  const { columns, cellSizeM, westX } = request.landCover;
  const { minX } = request;
  const step = request.sizeM / (size - 1);
  for (let column = 0; column < size; column++) {
    const c = Math.floor((minX + column * step - westX) / cellSizeM);
    if (c < 0 || c >= columns) continue;
    const share = mask[maskStart + c] as number;
    lattice[start + column] = (lattice[start + column] as number) * (1 - 0.2 * Math.sqrt(share));
  }
}

function runMean(
  source: Float32Array,
  target: Float32Array,
  start: number,
  stride: number,
  count: number,
  reach: number,
): void {
  const width = 2 * reach + 1;
  const last = count - 1;
  let sum = 0;
  for (let i = -reach; i <= reach; i++)
    sum += source[start + Math.min(last, Math.max(0, i)) * stride] as number;
  for (let i = 0; i < count; i++) {
    target[start + i * stride] = sum / width;
    sum +=
      (source[start + Math.min(last, i + reach + 1) * stride] as number) -
      (source[start + Math.max(0, i - reach) * stride] as number);
  }
}
