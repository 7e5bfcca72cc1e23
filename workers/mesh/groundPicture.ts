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
  return { rgba, texels };
}

function paintCover(request: GroundRequest, rgba: Uint8Array): void {
  const { landCover, texels, sizeM } = request;
  const { columns, rows, values, cellSizeM } = landCover;
  const colours = coverTable(request.palette);
  const uniform = uniformCells(values, columns, rows);
  const texelM = sizeM / texels;
  // The border between two covers is drawn over about one and a half texels.
  const soft = Math.min(1, (1.1 * texelM) / cellSizeM);
  const weights = new Float32Array(256);
  const found = new Uint8Array(9);
  for (let row = 0; row < texels; row++) {
    const v = (landCover.northY - (request.minY + (row + 0.5) * texelM)) / cellSizeM;
    const cellRow = Math.min(rows - 1, Math.max(0, Math.floor(v)));
    const dy = v - cellRow - 0.5;
    for (let column = 0; column < texels; column++) {
      const u = (request.minX + (column + 0.5) * texelM - landCover.westX) / cellSizeM;
      const cellColumn = Math.min(columns - 1, Math.max(0, Math.floor(u)));
      const cell = cellRow * columns + cellColumn;
      const out = (row * texels + column) * 4;
      if (uniform[cell] === 1) {
        const colour = (values[cell] as number) * 3;
        rgba[out] = colours[colour] as number;
        rgba[out + 1] = colours[colour + 1] as number;
        rgba[out + 2] = colours[colour + 2] as number;
        continue;
      }
      // Shares of the covers around, weighted by a quadratic B-spline: turns stair-steps into smooth borders.
      const dx = u - cellColumn - 0.5;
      let kinds = 0;
      for (let j = -1; j <= 1; j++) {
        const wy = spline(j, dy);
        const r = Math.min(rows - 1, Math.max(0, cellRow + j)) * columns;
        for (let i = -1; i <= 1; i++) {
          const code = values[r + Math.min(columns - 1, Math.max(0, cellColumn + i))] as number;
          if (weights[code] === 0) found[kinds++] = code;
          weights[code] = (weights[code] as number) + wy * spline(i, dx) + 1e-9;
        }
      }
      let first = found[0] as number;
      let second = first;
      for (let k = 1; k < kinds; k++) {
        const code = found[k] as number;
        if ((weights[code] as number) > (weights[first] as number)) {
          second = first;
          first = code;
        } else if (second === first || (weights[code] as number) > (weights[second] as number)) second = code;
      }
      const lead = (weights[first] as number) - (weights[second] as number);
      const other = second === first ? 0 : 0.5 * Math.max(0, 1 - lead / soft);
      for (let channel = 0; channel < 3; channel++) {
        rgba[out + channel] =
          (colours[first * 3 + channel] as number) * (1 - other) +
          (colours[second * 3 + channel] as number) * other;
      }
      for (let k = 0; k < kinds; k++) weights[found[k] as number] = 0;
    }
  }
}

const spline = (offset: number, d: number): number =>
  offset === 0 ? 0.75 - d * d : 0.5 * (0.5 + offset * d) * (0.5 + offset * d);

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
  const scale = (size - 1) / texels;
  for (let row = 0; row < texels; row++) {
    const v = size - 1 - (row + 0.5) * scale;
    const r = Math.min(size - 2, Math.floor(v));
    const fy = v - r;
    for (let column = 0; column < texels; column++) {
      const u = (column + 0.5) * scale;
      const c = Math.min(size - 2, Math.floor(u));
      const fx = u - c;
      const at = r * size + c;
      const factor =
        ((lattice[at] as number) * (1 - fx) + (lattice[at + 1] as number) * fx) * (1 - fy) +
        ((lattice[at + size] as number) * (1 - fx) + (lattice[at + size + 1] as number) * fx) * fy;
      const out = (row * texels + column) * 4;
      for (let channel = 0; channel < 3; channel++)
        rgba[out + channel] = Math.max(0, Math.min(255, (rgba[out + channel] as number) * factor));
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
