import { describe, expect, it } from "vitest";
import { earthRadiusM } from "../core/earth.ts";
import { createHeightField, type Ray } from "./heightField.ts";

const columns = 90;
const rows = 70;
const cellSizeM = 2;
const rasterOf = (height: (x: number, y: number) => number) => ({
  columns,
  rows,
  cellSizeM,
  westX: 100,
  northY: 500,
  values: Float32Array.from({ length: columns * rows }, (_, i) =>
    height(100 + ((i % columns) + 0.5) * cellSizeM, 500 - (Math.floor(i / columns) + 0.5) * cellSizeM),
  ),
});

const rayBetween = (from: readonly [number, number, number], to: readonly [number, number, number]): Ray => {
  const d = [to[0] - from[0], to[1] - from[1], to[2] - from[2]] as const;
  const length = Math.hypot(...d);
  return { origin: from, direction: [d[0] / length, d[1] / length, d[2] / length] };
};

describe("createHeightField", () => {
  it("gives bilinear heights, holds them at the rim and knows where it ends", () => {
    const field = createHeightField(rasterOf((x, y) => 0.1 * x + 0.2 * y));
    expect(field.heightAt(150.3, 420.7)).toBeCloseTo(0.1 * 150.3 + 0.2 * 420.7, 3);
    expect(field.heightAt(100, 420)).toBeCloseTo(0.1 * 101 + 0.2 * 420, 3);
    expect(field.heightAt(99, 420)).toBeNaN();
  });

  it("meets a slope where geometry says, the Earth's drop included", () => {
    const field = createHeightField(rasterOf((x) => 20 + 0.05 * (x - 100)));
    const ray = rayBetween([90, 430, 60], [200, 440, 20]);
    const hit = field.hit(ray);
    expect(hit).not.toBeNull();
    if (hit === null) return;
    const [dx, dy, dz] = ray.direction;
    const flat = hit.distanceM * Math.hypot(dx, dy);
    const onRay = 60 + dz * hit.distanceM + flat ** 2 / (2 * earthRadiusM);
    expect(onRay).toBeCloseTo(20 + 0.05 * (hit.x - 100), 4);
    expect(hit.z).toBeCloseTo(onRay, 3);
  });

  it("finds the same first hit as tiny steps along the ray, over rough ground from all sides", () => {
    const field = createHeightField(
      rasterOf((x, y) => 30 + 6 * Math.sin(x / 9) * Math.cos(y / 7) + ((x * 13 + y * 7) % 5) * 0.2),
    );
    let compared = 0;
    for (let i = 0; i < 60; i++) {
      const angle = (i / 60) * 2 * Math.PI;
      const from = [190 + 140 * Math.cos(angle), 430 + 120 * Math.sin(angle), 45 + (i % 7)] as const;
      const ray = rayBetween(from, [190 - 30 * Math.cos(angle * 3), 430 + 25 * Math.sin(angle * 5), 28]);
      let stepped = Number.NaN;
      for (let t = 0; t < 400; t += 0.01) {
        const x = ray.origin[0] + ray.direction[0] * t;
        const y = ray.origin[1] + ray.direction[1] * t;
        const inside = x > 101 && x < 279 && y > 361 && y < 499;
        if (inside && ray.origin[2] + ray.direction[2] * t <= field.heightAt(x, y)) {
          stepped = t;
          break;
        }
      }
      const hit = field.hit(ray);
      if (Number.isNaN(stepped)) continue;
      compared++;
      expect(hit?.distanceM).toBeGreaterThan(stepped - 0.06);
      expect(hit?.distanceM).toBeLessThan(stepped + 0.06);
    }
    expect(compared).toBeGreaterThan(40);
  });

  it("looks straight down, and through a hole to nothing", () => {
    const field = createHeightField(
      rasterOf((x, y) => (Math.hypot(x - 150, y - 450) < 10 ? Number.NaN : 12)),
    );
    const down = (x: number, y: number) => field.hit({ origin: [x, y, 80], direction: [0, 0, -1] });
    expect(down(200.2, 400.6)?.distanceM).toBeCloseTo(68, 5);
    expect(down(150, 450)).toBeNull();
    expect(field.hit({ origin: [200, 400, 80], direction: [0, 0, 1] })).toBeNull();
    expect(field.hit({ origin: [0, 0, 80], direction: [-1, 0, 0] })).toBeNull();
  });
});
