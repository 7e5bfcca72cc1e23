import type { Picture } from "./write.ts";

/** Half the size of a picture, for overviews: a cell stands for up to four. */

type Half = Pick<Picture, "columns" | "rows" | "values">;
type Four = readonly [number, number, number, number];

/** Rows and columns of the four cells under one of the smaller picture, those at the edge taken twice. */
function eachCell(
  { columns, rows }: Pick<Picture, "columns" | "rows">,
  visit: (at: number, four: Four) => void,
): { readonly columns: number; readonly rows: number } {
  const half = { columns: Math.ceil(columns / 2), rows: Math.ceil(rows / 2) };
  for (let row = 0; row < half.rows; row++) {
    const top = row * 2 * columns;
    const bottom = Math.min(row * 2 + 1, rows - 1) * columns;
    for (let column = 0; column < half.columns; column++) {
      const left = column * 2;
      const right = Math.min(left + 1, columns - 1);
      visit(row * half.columns + column, [top + left, top + right, bottom + left, bottom + right]);
    }
  }
  return half;
}

const cellsOf = ({ columns, rows }: Pick<Picture, "columns" | "rows">): number =>
  Math.ceil(columns / 2) * Math.ceil(rows / 2);

/** The mean of the heights that are known. */
export function halfOfHeights(picture: Picture): Half {
  const values = new Float32Array(cellsOf(picture));
  const half = eachCell(picture, (at, four) => {
    let sum = 0;
    let known = 0;
    for (const cell of four) {
      const value = picture.values[cell];
      if (Number.isNaN(value)) continue;
      sum += value;
      known += 1;
    }
    values[at] = known === 0 ? Number.NaN : sum / known;
  });
  return { ...half, values };
}

/** The class that most of the four have; a mean of classes is none. */
export function halfOfClasses(picture: Picture): Half {
  const values = new Uint8Array(cellsOf(picture));
  const half = eachCell(picture, (at, [a, b, c, d]) => {
    const classes = picture.values;
    const right = classes[b] === classes[c] || classes[b] === classes[d];
    values[at] =
      right && classes[b] !== classes[a]
        ? classes[b]
        : classes[c] === classes[d] && classes[a] !== classes[b] && classes[a] !== classes[c]
          ? classes[c]
          : classes[a];
  });
  return { ...half, values };
}

/** The mean colour of the cells that have one. */
export function halfOfColours(picture: Picture): Half {
  const values = new Uint8Array(cellsOf(picture) * 4);
  const sums = [0, 0, 0];
  const half = eachCell(picture, (at, four) => {
    sums.fill(0);
    let opaque = 0;
    for (const cell of four) {
      const alpha = picture.values[cell * 4 + 3];
      opaque += alpha;
      for (let band = 0; band < 3; band++) sums[band] += picture.values[cell * 4 + band] * alpha;
    }
    for (let band = 0; band < 3; band++)
      values[at * 4 + band] = opaque === 0 ? 0 : Math.round(sums[band] / opaque);
    values[at * 4 + 3] = Math.round(opaque / 4);
  });
  return { ...half, values };
}
