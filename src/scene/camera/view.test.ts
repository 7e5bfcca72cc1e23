import { describe, expect, it } from "vitest";
import type { CameraPose } from "../contract.ts";
import { between, lookingAt, orbit, project, rayThrough, zoomTowards } from "./view.ts";

const lens = { fovYRad: 0.6, aspect: 1.6 };
const pose: CameraPose = { x: 120, y: -40, z: 310, headingDeg: 33, pitchDeg: -38 };

describe("camera geometry", () => {
  it("projects what a ray through a pixel hits back to that pixel", () => {
    for (const [x, y] of [
      [0, 0],
      [-0.7, 0.4],
      [0.9, -0.8],
    ]) {
      const ray = rayThrough(pose, lens, x, y);
      const point = [0, 1, 2].map((axis) => ray.origin[axis as 0] + ray.direction[axis as 0] * 250);
      const seen = project(pose, lens, [point[0], point[1], point[2]]);
      expect(seen?.x).toBeCloseTo(x, 9);
      expect(seen?.y).toBeCloseTo(y, 9);
    }
    expect(project(pose, lens, [120, -40, 900])).toBeNull();
  });

  it("keeps the pivot in its place on the screen while turning around it", () => {
    const pivot = [200, 120, 60] as const;
    const before = project(pose, lens, pivot);
    const turned = orbit(pose, pivot, 47, -11);
    const after = project(turned, lens, pivot);
    expect(after?.x).toBeCloseTo(before?.x ?? 9, 9);
    expect(after?.y).toBeCloseTo(before?.y ?? 9, 9);
    expect(after?.depthM).toBeCloseTo(before?.depthM ?? 0, 6);
    expect(turned.headingDeg).toBeCloseTo(80, 9);
    expect(turned.pitchDeg).toBeCloseTo(-49, 9);
  });

  it("never looks past straight down", () => {
    expect(orbit(pose, [0, 0, 0], 0, -200).pitchDeg).toBe(-89.5);
  });

  it("looks at its target in the middle of the picture and zooms along the line to it", () => {
    const target = [10, 20, 30] as const;
    const made = lookingAt(target, 400, 200, -25);
    expect(project(made, lens, target)?.depthM).toBeCloseTo(400, 9);
    const near = zoomTowards(made, target, 0.5);
    expect(project(near, lens, target)).toMatchObject({ depthM: expect.closeTo(200, 6) });
  });

  it("turns the short way round between two headings", () => {
    const middle = between({ ...pose, headingDeg: 350 }, { ...pose, headingDeg: 20 }, 0.5);
    expect(middle.headingDeg).toBeCloseTo(5, 9);
  });
});
