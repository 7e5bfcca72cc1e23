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
  const weights = new Float32Array(256);
  const found = new Uint8Array(9);
  for (let row = 0; row < texels; row++) {
    const cellRow = down.cells[row];
    for (let column = 0; column < texels; column++) {
      const cellColumn = across.cells[column];
      const cell = cellRow * columns + cellColumn;
      if (uniform[cell] === 1) {
        whole[row * texels + column] = packed[values[cell]];
        continue;
      }
      // Shares of the covers around, weighted by a quadratic B-spline: turns stair-steps into smooth borders.
      let kinds = 0;
      for (let j = 0; j < 3; j++) {
        const wy = down.weights[row * 3 + j];
        const r = Math.min(rows - 1, Math.max(0, cellRow + j - 1)) * columns;
        for (let i = 0; i < 3; i++) {
          const code = values[r + Math.min(columns - 1, Math.max(0, cellColumn + i - 1))];
          if (weights[code] === 0) found[kinds++] = code;
          weights[code] += wy * across.weights[column * 3 + i] + 1e-9;
        }
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
      for (let channel = 0; channel < 3; channel++)
        rgba[out + channel] =
          colours[first * 3 + channel] * (1 - other) + colours[second * 3 + channel] * other;
      for (let k = 0; k < kinds; k++) weights[found[k]] = 0;
    }
  }
}

/** Opaque colours as 32-bit words in the byte order of this machine. */
function packedColours(colours: Uint8Array): Uint32Array {
  const bytes = new Uint8Array(256 * 4).fill(255);
  for (let code = 0; code < 256; code++) bytes.set(colours.subarray(code * 3, code * 3 + 3), code * 4);
  return new Uint32Array(bytes.buffer);
}

/** Per texel along one axis: the cell it lies in, and the weights of that cell and its two neighbours. */
function splineSteps(
  texels: number,
  cellCount: number,
  position: (texel: number) => number,
): { readonly cells: Int32Array; readonly weights: Float32Array } {
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
  for (let row = 1; row < rows - 1; row++) {
    for (let column = 1; column < columns - 1; column++) {
      const at = row * columns + column;
      const code = values[at];
      uniform[at] =
        values[at - 1] === code &&
        values[at + 1] === code &&
        values[at - columns] === code &&
        values[at + columns] === code &&
        values[at - columns - 1] === code &&
        values[at - columns + 1] === code &&
        values[at + columns - 1] === code &&
        values[at + columns + 1] === code
          ? 1
          : 0;
    }
  }
  return uniform;
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
    const fy = v - r;
    for (let c = 0; c < size; c++)
      line[c] = lattice[r * size + c] * (1 - fy) + lattice[(r + 1) * size + c] * fy;
    let out = row * texels * 4;
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
}

function reliefShade(heights: Float32Array, size: number, stepM: number, strength: number): Float32Array {
  const lattice = new Float32Array(size * size);
  // Unit vector towards the light: north-west, 45° high. Slopes are exaggerated, because cities are flat.
  const exaggeration = 2.2;
  const flat = Math.SQRT1_2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const west = heights[row * size + Math.max(0, column - 1)] as number;
      const east = heights[row * size + Math.min(size - 1, column + 1)] as number;
      const north = heights[Math.max(0, row - 1) * size + column] as number;
      const south = heights[Math.min(size - 1, row + 1) * size + column] as number;
      const sx = ((east - west) / (2 * stepM)) * exaggeration;
      const sy = ((north - south) / (2 * stepM)) * exaggeration;
      const light = (0.5 * sx - 0.5 * sy + flat) / Math.sqrt(1 + sx * sx + sy * sy);
      const factor = 1 + strength * (light - flat);
      lattice[row * size + column] = Number.isNaN(factor) ? 1 : factor;
    }
  }
  return lattice;
}

/** Darkens ground within about four metres of buildings, so that they stand on it instead of floating. */
function addFootShade(request: GroundRequest, lattice: Float32Array, size: number): void {
  const { columns, rows, values, cellSizeM, westX, northY } = request.landCover;
  const reach = Math.max(1, Math.round(3 / cellSizeM));
  let mask = new Float32Array(values.length);
  let any = false;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === landCoverCodes.building) {
      mask[i] = 1;
      any = true;
    }
  }
  if (!any) return;
  mask = blur(blur(mask, columns, rows, reach), columns, rows, reach);
  const step = request.sizeM / (size - 1);
  for (let row = 0; row < size; row++) {
    const r = Math.floor((northY - (request.minY + request.sizeM - row * step)) / cellSizeM);
    if (r < 0 || r >= rows) continue;
    for (let column = 0; column < size; column++) {
      const c = Math.floor((request.minX + column * step - westX) / cellSizeM);
      if (c < 0 || c >= columns) continue;
      const share = mask[r * columns + c] as number;
      lattice[row * size + column] = (lattice[row * size + column] as number) * (1 - 0.2 * Math.sqrt(share));
    }
  }
}

/** Box mean along rows, then along columns. */
function blur(source: Float32Array, columns: number, rows: number, reach: number): Float32Array<ArrayBuffer> {
  const along = new Float32Array(source.length);
  const result = new Float32Array(source.length);
  const width = 2 * reach + 1;
  for (let row = 0; row < rows; row++) runMean(source, along, row * columns, 1, columns, reach, width);
  for (let column = 0; column < columns; column++)
    runMean(along, result, column, columns, rows, reach, width);
  return result;
}

function runMean(
  source: Float32Array,
  target: Float32Array,
  start: number,
  stride: number,
  count: number,
  reach: number,
  width: number,
): void {
  let sum = 0;
  for (let i = -reach; i <= reach; i++)
    sum += source[start + Math.min(count - 1, Math.max(0, i)) * stride] as number;
  for (let i = 0; i < count; i++) {
    target[start + i * stride] = sum / width;
    sum +=
      (source[start + Math.min(count - 1, i + reach + 1) * stride] as number) -
      (source[start + Math.max(0, i - reach) * stride] as number);
  }
}
