import { afterEach, expect } from "vitest";
import type { Shadows, SkyView, Sweeper, SweepOptions, SweepScene } from "./contract.ts";
import { createSweeper } from "./index.ts";
import { syntheticScene } from "./syntheticScene.ts";

/** What the sweep's tests share: sweepers that end with their test, a town, and views and shadows held to each other. */

const open: Sweeper[] = [];
afterEach(() => {
  for (const sweeper of open.splice(0)) sweeper.dispose();
});

export async function sweep(scene: SweepScene, options: Partial<SweepOptions> = {}): Promise<Sweeper> {
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1, ...options });
  open.push(sweeper);
  return sweeper;
}

/** A town with trees, sails and a bridge, not square, with sizes that are no multiple of anything. */
export function town(columns = 173, rows = 131): SweepScene {
  const scene = syntheticScene(columns, rows);
  const shadeTopM = new Float32Array(columns * rows);
  const shadeBaseM = new Float32Array(columns * rows);
  for (let row = 20; row < 60; row++)
    for (let column = 30; column < 90; column++) {
      if ((row + column) % 13 > 7) continue;
      const cell = row * columns + column;
      shadeBaseM[cell] = scene.surfaceM[cell]! + 3;
      shadeTopM[cell] = scene.surfaceM[cell]! + 3.2;
    }
  return { ...scene, shadeTopM, shadeBaseM };
}

export const directions = [
  { azimuthDeg: 0, altitudeDeg: 20 },
  { azimuthDeg: 33, altitudeDeg: 8 },
  { azimuthDeg: 45, altitudeDeg: 45 },
  { azimuthDeg: 118, altitudeDeg: 35 },
  { azimuthDeg: 180, altitudeDeg: 60 },
  { azimuthDeg: 203, altitudeDeg: 12 },
  { azimuthDeg: 270, altitudeDeg: 3 },
  { azimuthDeg: 301, altitudeDeg: 75 },
  { azimuthDeg: 10, altitudeDeg: 90 },
];

export function planesOf(view: SkyView): Float32Array[] {
  return [view, ...(view.sides ?? [])].flatMap(({ total, canopy, canopyBeforeBuilding, shade }) =>
    shade ? [total, canopy, canopyBeforeBuilding, shade] : [total, canopy, canopyBeforeBuilding],
  );
}

export function expectSameView(a: SkyView, b: SkyView): void {
  const planes = planesOf(b);
  planesOf(a).forEach((plane, k) => {
    expect(Buffer.compare(Buffer.from(plane.buffer), Buffer.from(planes[k]!.buffer))).toBe(0);
  });
}

export const kinds = ["building", "canopy", "shade"] as const;
export function differing(a: Shadows, b: Shadows): number {
  return kinds.reduce(
    (sum, kind) => sum + a[kind].filter((value, cell) => value !== b[kind][cell]).length,
    0,
  );
}
