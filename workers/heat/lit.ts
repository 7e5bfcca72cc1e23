import type { CellWindow, Shadows, Sweeper } from "#workers/kernels/shearedSweep/contract.ts";
import type { HeatDay, HeatStep } from "./day.ts";
import type { HeatScene } from "./scene.ts";

/** Share of direct sun in each cell: the mean over the moments of the step at which the sun is up. `litShare` is of the window's size. */
export function castShadows(
  scene: Pick<HeatScene, "shadeTransmissivity">,
  day: HeatDay,
  step: HeatStep,
  sweeper: Sweeper,
  litShare: Float32Array,
  window?: CellWindow,
): Float32Array {
  const suns = [
    { azimuthDeg: step.sunAzimuthDeg, altitudeDeg: step.sunAltitudeDeg },
    ...step.otherSuns,
  ].filter(({ altitudeDeg }) => altitudeDeg > 0);
  litShare.fill(0);
  for (const sun of suns) {
    addLitShare(
      litShare,
      sweeper.shadows(sun, window === undefined ? {} : { window }),
      day.leafTransmissivity,
      scene.shadeTransmissivity,
      1 / suns.length,
    );
  }
  return litShare;
}

/** Adds a part of the share of direct sun that arrives in each cell: stopped by buildings, weakened by crowns and shade structures. */
function addLitShare(
  litShare: Float32Array,
  { building, canopy, shade }: Shadows,
  leafTransmissivity: number,
  shadeTransmissivity: number,
  part: number,
): void {
  for (let cell = 0; cell < litShare.length; cell += 1) {
    if (building[cell] === 0) continue;
    let share = part;
    if (canopy[cell] === 0) share *= leafTransmissivity;
    if (shade[cell] === 0) share *= shadeTransmissivity;
    litShare[cell] += share;
  }
}
