import { describe, expect, it } from "vitest";
import { classesOf, depthSchemes, differenceClasses, luminance, rampOf, velocitySchemes } from "./ramps.ts";

describe("colour ramps", () => {
  const amounts = ["depth", "velocity", "hazard", "heat"] as const;

  it.each(amounts)("%s gets darker with every class, for each number of classes", (name) => {
    for (let count = 1; count <= 7; count += 1) {
      const light = rampOf(name, count).map(luminance);
      expect(light).toHaveLength(count);
      for (let i = 1; i < count; i += 1) expect(light[i]).toBeLessThan((light[i - 1] ?? 0) * 0.85);
    }
  });

  it.each(["time", "sun"] as const)("draws little dark: early arrival and few hours of sun (%s)", (name) => {
    for (let count = 2; count <= 7; count += 1) {
      const light = rampOf(name, count).map(luminance);
      for (let i = 1; i < count; i += 1) expect(light[i - 1]).toBeLessThan((light[i] ?? 0) * 0.85);
    }
  });

  it("draws differences lighter towards no change, brown for less, blue for more", () => {
    const { colours, edges } = differenceClasses([0.02, 0.1, 0.3]);
    expect(colours).toHaveLength(edges.length);
    const [strongLess, less, littleLess, none, littleMore, more, strongMore] = colours;
    expect(none).toBe("transparent");
    const light = (colour: string | undefined): number => luminance(colour ?? "#000000");
    expect(light(strongLess)).toBeLessThan(light(less));
    expect(light(less)).toBeLessThan(light(littleLess));
    expect(light(strongMore)).toBeLessThan(light(more));
    expect(light(more)).toBeLessThan(light(littleMore));
  });

  it("keeps schemes ascending, sourced, and at most seven classes", () => {
    for (const scheme of [...depthSchemes, ...velocitySchemes]) {
      expect([...scheme.edges].sort((a, b) => a - b)).toEqual(scheme.edges);
      expect(scheme.edges.length).toBeLessThanOrEqual(7);
      expect(scheme.source.length).toBeGreaterThan(10);
    }
  });

  it("takes the model's edges where no scheme is chosen", () => {
    const layer = { id: "d", unit: "m", classEdges: [0.1, 0.2], ramp: "depth", series: null } as const;
    expect(classesOf(layer, null)).toMatchObject({ edges: [0.1, 0.2], source: null });
    expect(classesOf(layer, "dwa").edges).toEqual([0.1, 0.3, 0.5]);
  });
});
