import type { GroundState } from "#workers/kernels/shearedSweep/contract.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import { warmingK } from "./day.ts";
import { stefanBoltzmann } from "./radiation.ts";
import type { HeatScene } from "./scene.ts";
import { type SurfaceRow, warmingShare } from "./surfaces.ts";

/** Buffers of `groundStateOf`, used again every hour. */
export type GroundBuffers = {
  readonly excessWm2: Float32Array;
  readonly litAlbedo: Float32Array;
  readonly sunlitWall: Uint8Array;
};

export const groundBuffers = (cells: number): GroundBuffers => ({
  excessWm2: new Float32Array(cells),
  litAlbedo: new Float32Array(cells),
  sunlitWall: new Uint8Array(cells),
});

/**
 * The ground at one moment: what each cell radiates above air temperature, what it throws back of the sun, and which
 * walls the sun shines on. A lighter (darker) surface than its class warms less (more), in proportion to what it absorbs:
 * SOLWEIG leaves its temperature as it is, and overstates what light surfaces do to people (heat.md, section 6).
 */
export function groundStateOf(
  scene: HeatScene,
  rows: readonly SurfaceRow[],
  wall: SurfaceRow,
  day: HeatDay,
  step: HeatStep,
  litShare: Float32Array,
  buffers: GroundBuffers,
): GroundState {
  const { surface, albedo, walls } = scene;
  const airK = step.airC + 273.15;
  const air4 = airK ** 4;
  const warming = Float64Array.from(rows, (row) =>
    row.water ? day.meanAirC - step.airC : warmingK(row, day, step),
  );
  const water = Uint8Array.from(rows, (row) => (row.water ? 1 : 0));
  const emitted = Float64Array.from(rows, ({ emissivity }) => emissivity * stefanBoltzmann);
  const absorbing = Float64Array.from(rows, (row) => 1 / (1 - row.referenceAlbedo));
  const { excessWm2, litAlbedo, sunlitWall } = buffers;
  for (let cell = 0; cell < surface.length; cell += 1) {
    const lit = litShare[cell];
    const row = surface[cell];
    const own = water[row] === 1 ? warming[row] : warming[row] * lit * (1 - albedo[cell]) * absorbing[row];
    const kelvin = airK + own;
    const squared = kelvin * kelvin;
    excessWm2[cell] = emitted[row] * (squared * squared - air4);
    litAlbedo[cell] = albedo[cell] * lit;
  }
  sunlitWall.fill(0);
  const { feet, aspectDeg } = walls;
  for (let i = 0; i < feet.length; i += 1) {
    const foot = feet[i];
    const turn = Math.abs(((step.sunAzimuthDeg - aspectDeg[foot] + 540) % 360) - 180);
    // A wall is in full sun where it looks to the sun and even its foot has sun.
    if (turn < 90 && litShare[foot] > 0.99) sunlitWall[foot] = 1;
  }
  const wallK = airK + warmingK(wall, day, step) * warmingShare(wall, wall.albedo);
  return {
    excessWm2,
    litAlbedo,
    sunlitWall,
    wallExcessWm2: wall.emissivity * stefanBoltzmann * (wallK ** 4 - air4),
    wallAlbedo: wall.albedo,
  };
}
