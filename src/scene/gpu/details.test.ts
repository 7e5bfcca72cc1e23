import { BoundingSphere, Cartesian3 } from "@cesium/engine";
import { describe, expect, it } from "vitest";
import { detailFor, pixelsPerMetre } from "./details.ts";

describe("details of a mesh", () => {
  const near = { leastPixelsPerM: 2, firstIndex: 0, count: 30 };
  const far = { leastPixelsPerM: 0.5, firstIndex: 30, count: 9 };

  it("takes the finest that is large enough on the screen, and the coarsest below all", () => {
    expect(detailFor([near, far], 2)).toBe(near);
    expect(detailFor([near, far], 1.99)).toBe(far);
    expect(detailFor([near, far], 0.1)).toBe(far);
    expect(detailFor([], 1)).toBeUndefined();
  });

  it("measures from the nearest point of the sphere: nothing in it may look coarse", () => {
    const sphere = new BoundingSphere(new Cartesian3(1000, 0, 0), 200);
    // 900 pixels high, 45° field of view: a metre at 800 m.
    const pixelsPerTangent = 900 / (2 * Math.tan(Math.PI / 8));
    expect(pixelsPerMetre(Cartesian3.ZERO, sphere, pixelsPerTangent)).toBeCloseTo(1.358, 3);
    expect(pixelsPerMetre(new Cartesian3(900, 0, 0), sphere, pixelsPerTangent)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
