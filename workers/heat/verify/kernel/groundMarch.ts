import type { GroundScene, GroundState, GroundViewSide } from "#workers/kernels/shearedSweep/contract.ts";

/**
 * The view of the ground by going out from every cell, step by step, as SOLWEIG 2018a does (Lindberg et al. 2016): the
 * reference of the sums along lines. UMEP goes on with the last cell of the raster where a look leaves it (`last`), the sweep
 * takes what lies outside for a building.
 */
export function marchGround(
  ground: GroundScene,
  state: GroundState,
  border: "building" | "last",
): GroundViewSide {
  const { columns, rows, cellSizeM } = ground.grid;
  const cells = columns * rows;
  const near = Math.max(1, Math.round(ground.nearM / cellSizeM));
  const far = Math.max(near, Math.round(ground.farM / cellSizeM));
  const view = { excessWm2: new Float32Array(cells), litAlbedo: new Float32Array(cells) };
  const looks = Array.from({ length: 18 }, (_, k) => 5 + 20 * k);
  for (let cell = 0; cell < cells; cell++) {
    if (ground.open[cell] === 0) {
      view.excessWm2[cell] = state.excessWm2[cell]!;
      view.litAlbedo[cell] = state.litAlbedo[cell]!;
      continue;
    }
    let [excess, albedo] = [0, 0];
    for (const azimuthDeg of looks) {
      const seen = lookOut(ground, state, border, cell, azimuthDeg, near, far);
      excess += seen.excessWm2;
      albedo += seen.litAlbedo;
    }
    view.excessWm2[cell] = excess / looks.length;
    view.litAlbedo[cell] = albedo / looks.length;
  }
  return view;
}

type Sums = { excess: number; albedo: number; wallSteps: number };

/** Mean of a stretch of ground with the wall that takes the rest of it; walls count one cell more. */
function meanOf(sums: Sums, steps: number, wallSteps: number, wall: number, own: number): number {
  return (own + wallSteps * wall) / (sums.wallSteps > 0 ? steps + 1 : steps);
}

function lookOut(
  ground: GroundScene,
  state: GroundState,
  border: "building" | "last",
  cell: number,
  azimuthDeg: number,
  near: number,
  far: number,
): { excessWm2: number; litAlbedo: number } {
  const { columns, rows } = ground.grid;
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const [east, north] = [Math.sin(azimuth), Math.cos(azimuth)];
  const byRows = Math.abs(north) >= Math.abs(east);
  const column = cell % columns;
  const row = (cell - column) / columns;
  const sums: Sums = { excess: 0, albedo: 0, wallSteps: 0 };
  let nearSums: Sums = sums;
  let there = cell;
  let wallAt = -1;
  for (let n = 0; n < far; n++) {
    const aside = Math.round(n * Math.abs(byRows ? east / north : north / east));
    const r = row - Math.sign(north) * (byRows ? n : aside);
    const c = column + Math.sign(east) * (byRows ? aside : n);
    const inside = r >= 0 && c >= 0 && r < rows && c < columns;
    if (inside) there = r * columns + c;
    if ((!inside && border === "building") || ground.open[there] === 0) break;
    if (wallAt < 0 && state.sunlitWall[there] === 1 && !Number.isNaN(ground.wallAspectDeg[there]!))
      wallAt = n;
    sums.excess += state.excessWm2[there]!;
    sums.albedo += state.litAlbedo[there]!;
    if (n === near - 1) nearSums = { ...sums, wallSteps: wallAt < 0 ? 0 : near - wallAt };
  }
  sums.wallSteps = wallAt < 0 ? 0 : far - wallAt;
  if (nearSums === sums) nearSums = { ...sums, wallSteps: wallAt < 0 ? 0 : Math.max(0, near - wallAt) };
  const aspectDeg = ground.wallAspectDeg[cell]!;
  const turnDeg = (((aspectDeg - azimuthDeg + 90) % 360) + 360) % 360;
  // A sunlit wall of the own cell is not seen by who turns the back to it.
  const farWallSteps = wallAt === 0 && turnDeg < 180 ? 0 : sums.wallSteps;
  const weigh = (own: (of: Sums) => number, wall: number): number =>
    (0.5 * meanOf(nearSums, near, nearSums.wallSteps, wall, own(nearSums)) +
      0.4 * meanOf(sums, far, farWallSteps, wall, own(sums))) /
    0.9;
  return {
    excessWm2: weigh(({ excess }) => excess, state.wallExcessWm2),
    litAlbedo: weigh(({ albedo }) => albedo, state.wallAlbedo),
  };
}
