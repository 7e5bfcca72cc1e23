import type { Grid } from "#twin/frame.ts";

/** How buildings stand in the way of water on a run's grid. */
export type Obstacles = {
  /** 1 = no water here: under a building. */
  readonly blocked: Uint8Array;
  /** Share of the cell's area under roofs, 0–1 (1 where blocked). */
  readonly roofShare: Float32Array;
  /** Width that is left for flow through a cell, as a share of its side (1 where nothing stands). */
  readonly openWidth: Float32Array;
  /** Faces between two open cells that a building closes; shapes as the kernel's sills. 1 = closed. */
  readonly closedX: Uint8Array;
  readonly closedY: Uint8Array;
  /** Roof area per building, m². */
  readonly roofAreaM2: Float64Array;
  /** Open cells around building i: perimeterCells[perimeterStart[i] … perimeterStart[i+1]−1]. */
  readonly perimeterStart: Uint32Array;
  readonly perimeterCells: Uint32Array;
};

/** Buildings on cells of about one metre, `factor` × `factor` of them a run cell. */
export type FineFootprints = {
  readonly factor: number;
  /** Share under roofs, row-major on the fine grid. */
  readonly share: Float32Array;
  /** Building of each fine cell, 0 … count − 1, −1 = none. */
  readonly owner: Int32Array;
  readonly count: number;
};

/** A cell of which less than this share is open ground in one piece counts as built over. */
function leastOpenShare(factor: number): number {
  return factor > 2 ? 0.2 : 0.4;
}

/**
 * Obstacles from footprints that are finer than the cells. A lane of 3 m stays passable on 8 m cells and a house that is
 * thinner than a cell stays shut: a cell keeps its largest connected piece of open ground, a face is open where
 * open pieces of both cells touch, and the width left for flow narrows the conveyance.
 *
 * @param outside 1 = no ground known; such cells never take part
 */
export function obstaclesFrom(fine: FineFootprints, grid: Grid, outside: Uint8Array): Obstacles {
  const cells = grid.columns * grid.rows;
  const built = builtCells(fine, grid);
  const shut = shutFineCells(fine, grid, built);
  const blocked = new Uint8Array(cells);
  const roofShare = new Float32Array(cells);
  const fineCells = fine.factor * fine.factor;
  const leastOpen = leastOpenShare(fine.factor) * fineCells;
  forEachBuiltCell(fine, grid, built, (cell, first, stride) => {
    let roof = 0;
    let open = 0;
    for (let r = 0; r < fine.factor; r += 1) {
      for (let at = first + r * stride; at < first + r * stride + fine.factor; at += 1) {
        roof += fine.share[at];
        open += 1 - shut[at];
      }
    }
    if (open < leastOpen) blocked[cell] = 1;
    roofShare[cell] = blocked[cell] === 1 ? 1 : roof / fineCells;
    if (outside[cell] === 1) roofShare[cell] = 0;
  });
  const faces = closedFaces(fine.factor, shut, grid, blocked, built);
  const roofs = roofsOf(fine, grid, blocked, outside, built);
  return { blocked, roofShare, ...faces, ...roofs };
}

/** 1 for run cells of which at least half lies under roofs. */
export function mostlyBuilt(fine: FineFootprints, grid: Grid): Uint8Array {
  const built = new Uint8Array(grid.columns * grid.rows);
  const half = (fine.factor * fine.factor) / 2;
  forEachBuiltCell(fine, grid, builtCells(fine, grid), (cell, first, stride) => {
    let roof = 0;
    for (let r = 0; r < fine.factor; r += 1) {
      for (let at = first + r * stride; at < first + r * stride + fine.factor; at += 1)
        roof += fine.share[at];
    }
    if (roof >= half) built[cell] = 1;
  });
  return built;
}

/** 1 for run cells with any roof in them: a town is mostly open ground, and only the rest needs a closer look. */
function builtCells(fine: FineFootprints, grid: Grid): Uint8Array {
  const built = new Uint8Array(grid.columns * grid.rows);
  const stride = grid.columns * fine.factor;
  for (let fineRow = 0; fineRow < grid.rows * fine.factor; fineRow += 1) {
    const row = Math.floor(fineRow / fine.factor) * grid.columns;
    for (let fineColumn = 0; fineColumn < stride; fineColumn += 1) {
      if (fine.share[fineRow * stride + fineColumn] > 0)
        built[row + Math.floor(fineColumn / fine.factor)] = 1;
    }
  }
  return built;
}

/** Calls back for every run cell with a roof, with the index of its first fine cell and the fine row length. */
function forEachBuiltCell(
  fine: FineFootprints,
  grid: Grid,
  built: Uint8Array,
  visit: (cell: number, first: number, stride: number) => void,
): void {
  const stride = grid.columns * fine.factor;
  for (let cell = 0; cell < built.length; cell += 1) {
    if (built[cell] === 0) continue;
    const column = cell % grid.columns;
    visit(cell, ((cell - column) / grid.columns) * fine.factor * stride + column * fine.factor, stride);
  }
}

/** 1 for fine cells under a roof and for open ones that are cut off from the largest open piece of their run cell. */
function shutFineCells(fine: FineFootprints, grid: Grid, built: Uint8Array): Uint8Array {
  const shut = new Uint8Array(fine.share.length);
  for (let at = 0; at < shut.length; at += 1) shut[at] = fine.share[at] >= 0.5 ? 1 : 0;
  if (fine.factor === 1) return shut;
  const { factor } = fine;
  const label = new Uint8Array(factor * factor);
  const stack = new Uint16Array(factor * factor);
  forEachBuiltCell(fine, grid, built, (_cell, first, stride) => {
    let closed = 0;
    for (let r = 0; r < factor; r += 1) {
      for (let c = 0; c < factor; c += 1) closed += shut[first + r * stride + c];
    }
    if (closed === 0 || closed === factor * factor) return;
    const largest = labelPieces(factor, label, stack, (r, c) => shut[first + r * stride + c] === 1);
    for (let r = 0; r < factor; r += 1) {
      for (let c = 0; c < factor; c += 1) {
        if (label[r * factor + c] !== largest) shut[first + r * stride + c] = 1;
      }
    }
  });
  return shut;
}

/** Labels 4-connected open pieces from 1; returns the label of the largest. */
function labelPieces(
  factor: number,
  label: Uint8Array,
  stack: Uint16Array,
  isShut: (row: number, column: number) => boolean,
): number {
  label.fill(0);
  let pieces = 0;
  let largest = 0;
  let largestSize = 0;
  for (let start = 0; start < factor * factor; start += 1) {
    if (label[start] !== 0 || isShut(Math.floor(start / factor), start % factor)) continue;
    pieces += 1;
    let height = 0;
    let size = 0;
    const push = (r: number, c: number): void => {
      const at = r * factor + c;
      if (r < 0 || c < 0 || r >= factor || c >= factor || label[at] !== 0 || isShut(r, c)) return;
      label[at] = pieces;
      stack[height] = at;
      height += 1;
    };
    push(Math.floor(start / factor), start % factor);
    while (height > 0) {
      height -= 1;
      const at = stack[height];
      const c = at % factor;
      const r = (at - c) / factor;
      size += 1;
      push(r - 1, c);
      push(r + 1, c);
      push(r, c - 1);
      push(r, c + 1);
    }
    if (size > largestSize) {
      largestSize = size;
      largest = pieces;
    }
  }
  return largest;
}

function closedFaces(
  factor: number,
  shut: Uint8Array,
  grid: Grid,
  blocked: Uint8Array,
  built: Uint8Array,
): Pick<Obstacles, "closedX" | "closedY" | "openWidth"> {
  const { columns, rows } = grid;
  const closedX = new Uint8Array((columns + 1) * rows);
  const closedY = new Uint8Array(columns * (rows + 1));
  const widthSum = new Float32Array(columns * rows);
  const openFaces = new Uint8Array(columns * rows);
  const stride = columns * factor;
  const book = (a: number, b: number, open: number): boolean => {
    if (open === 0) return true;
    widthSum[a] += open / factor;
    widthSum[b] += open / factor;
    openFaces[a] += 1;
    openFaces[b] += 1;
    return false;
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const cell = row * columns + column;
      if (blocked[cell] === 1) continue;
      const first = row * factor * stride + column * factor;
      if (column > 0 && blocked[cell - 1] === 0 && (built[cell] | built[cell - 1]) === 0) {
        book(cell - 1, cell, factor);
      } else if (column > 0 && blocked[cell - 1] === 0) {
        let open = 0;
        for (let r = 0; r < factor; r += 1) {
          if (shut[first + r * stride] === 0 && shut[first + r * stride - 1] === 0) open += 1;
        }
        if (book(cell - 1, cell, open)) closedX[row * (columns + 1) + column] = 1;
      }
      if (row > 0 && blocked[cell - columns] === 0 && (built[cell] | built[cell - columns]) === 0) {
        book(cell - columns, cell, factor);
      } else if (row > 0 && blocked[cell - columns] === 0) {
        let open = 0;
        for (let c = 0; c < factor; c += 1) {
          if (shut[first + c] === 0 && shut[first + c - stride] === 0) open += 1;
        }
        if (book(cell - columns, cell, open)) closedY[row * columns + column] = 1;
      }
    }
  }
  const openWidth = widthSum;
  for (let cell = 0; cell < openWidth.length; cell += 1) {
    openWidth[cell] = openFaces[cell] > 0 ? widthSum[cell] / openFaces[cell] : 1;
  }
  return { closedX, closedY, openWidth };
}

function roofsOf(
  fine: FineFootprints,
  grid: Grid,
  blocked: Uint8Array,
  outside: Uint8Array,
  built: Uint8Array,
): Pick<Obstacles, "roofAreaM2" | "perimeterStart" | "perimeterCells"> {
  const roofAreaM2 = new Float64Array(fine.count);
  const fineAreaM2 = (grid.cellSizeM / fine.factor) ** 2;
  // Pairs of building and cell, the cell being open ground at or beside the building.
  const buildings: number[] = [];
  const around: number[] = [];
  const firstShut = new Int32Array(fine.count).fill(-1);
  const owners: number[] = [];
  forEachBuiltCell(fine, grid, built, (cell, first, stride) => {
    if (outside[cell] === 1) return;
    owners.length = 0;
    let roof = 0;
    for (let r = 0; r < fine.factor; r += 1) {
      for (let at = first + r * stride; at < first + r * stride + fine.factor; at += 1) {
        const owner = fine.owner[at];
        roof += fine.share[at];
        if (owner >= 0 && !owners.includes(owner)) owners.push(owner);
      }
    }
    if (owners.length === 0) return;
    // All rain on a built-over cell is roof rain, also on the slivers of open ground in it.
    const scale = blocked[cell] === 1 ? (fine.factor * fine.factor) / roof : 1;
    for (let r = 0; r < fine.factor; r += 1) {
      for (let at = first + r * stride; at < first + r * stride + fine.factor; at += 1) {
        if (fine.owner[at] >= 0) roofAreaM2[fine.owner[at]] += fine.share[at] * scale * fineAreaM2;
      }
    }
    const column = cell % grid.columns;
    for (const owner of owners) {
      if (blocked[cell] === 0) {
        buildings.push(owner);
        around.push(cell);
        continue;
      }
      if (firstShut[owner] < 0) firstShut[owner] = cell;
      const beside = [
        column > 0 ? cell - 1 : -1,
        column < grid.columns - 1 ? cell + 1 : -1,
        cell - grid.columns,
        cell + grid.columns,
      ];
      for (const neighbour of beside) {
        if (neighbour < 0 || neighbour >= blocked.length) continue;
        if (blocked[neighbour] === 1 || outside[neighbour] === 1) continue;
        buildings.push(owner);
        around.push(neighbour);
      }
    }
  });
  addInnerBuildings(grid, blocked, outside, firstShut, buildings, around);
  return { roofAreaM2, ...groupPairs(fine.count, buildings, around) };
}

/** A building within a block touches no open ground; its water goes to the open cell nearest through the block. */
function addInnerBuildings(
  grid: Grid,
  blocked: Uint8Array,
  outside: Uint8Array,
  firstShut: Int32Array,
  buildings: number[],
  around: number[],
): void {
  const reached = new Set(buildings);
  firstShut.forEach((start, building) => {
    if (start < 0 || reached.has(building)) return;
    const seen = new Set([start]);
    const queue = [start];
    for (let next = 0; next < queue.length; next += 1) {
      const cell = queue[next];
      if (blocked[cell] === 0 && outside[cell] === 0) {
        buildings.push(building);
        around.push(cell);
        return;
      }
      const column = cell % grid.columns;
      const beside = [
        column > 0 ? cell - 1 : -1,
        column < grid.columns - 1 ? cell + 1 : -1,
        cell - grid.columns,
        cell + grid.columns,
      ];
      for (const neighbour of beside) {
        if (neighbour < 0 || neighbour >= blocked.length || seen.has(neighbour)) continue;
        seen.add(neighbour);
        queue.push(neighbour);
      }
    }
  });
}

/** Sorts pairs by building and drops repeated cells. */
function groupPairs(
  count: number,
  buildings: readonly number[],
  cells: readonly number[],
): Pick<Obstacles, "perimeterStart" | "perimeterCells"> {
  const groups: Set<number>[] = Array.from({ length: count }, () => new Set());
  buildings.forEach((building, i) => {
    groups[building].add(cells[i]);
  });
  const perimeterStart = new Uint32Array(count + 1);
  groups.forEach((group, i) => {
    perimeterStart[i + 1] = perimeterStart[i] + group.size;
  });
  const perimeterCells = new Uint32Array(perimeterStart[count]);
  groups.forEach((group, i) => {
    perimeterCells.set(
      [...group].sort((a, b) => a - b),
      perimeterStart[i],
    );
  });
  return { perimeterStart, perimeterCells };
}
