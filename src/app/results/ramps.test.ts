import { describe, expect, it } from "vitest";
import { heatLayers } from "#workers/heat/layers.ts";
import {
  chosenClasses,
  classesOf,
  depthSchemes,
  differenceClasses,
  differenceClassesOf,
  luminance,
  rampOf,
  schemeGroupOf,
  velocitySchemes,
} from "./ramps.ts";

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

  const heat = (classEdges: readonly number[]) =>
    ({ id: "h", unit: "°C", classEdges, ramp: "heat", series: null }) as const;

  it("halves the classes of heat: every official edge stays one, in at most seven classes", () => {
    const stressed = heatLayers.filter(({ id }) => ["utci", "utciMax", "pet"].includes(id));
    expect(stressed).toHaveLength(3);
    for (const layer of stressed) {
      const { schemes } = schemeGroupOf(layer);
      const halves = schemes.find(({ id }) => id === "halves");
      expect(halves?.edges.length).toBeLessThanOrEqual(7);
      expect([...(halves?.edges ?? [])].sort((a, b) => a - b)).toEqual(halves?.edges);
      // The first official edges are below heat stress.
      for (const edge of layer.classEdges.slice(1)) expect(halves?.edges).toContain(edge);
      expect(halves?.source.length).toBeGreaterThan(10);
      expect(chosenClasses(layer, { utci: "halves", pet: "halves" }).edges).toEqual(halves?.edges);
    }
    expect(schemeGroupOf(heat([20, 40, 60])).schemes).toEqual([]);
  });

  it("draws cooler, quieter, nearer and fewer cars blue, unlike less water and fewer places within reach", () => {
    const water = differenceClassesOf("depth", [1, 2, 3]).colours;
    expect(differenceClassesOf("share", [1, 2, 3]).colours).toEqual(water);
    for (const ramp of ["heat", "sun", "flow", "noise", "minutes"] as const)
      expect(differenceClassesOf(ramp, [1, 2, 3]).colours, ramp).toEqual([...water].reverse());
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

describe("maps that cover a whole town", () => {
  const layer = { id: "l", unit: "min", classEdges: [0, 5, 10], ramp: "minutes", series: null } as const;
  const alphas = (of: Parameters<typeof classesOf>[0]) =>
    classesOf(of, null).colours.map((colour) => colour.slice(7));

  it("let streets and ground show through, and are solid on streets themselves", () => {
    expect(new Set(alphas(layer))).toEqual(new Set(["a6"]));
    expect(new Set(alphas({ ...layer, on: "streets" }))).toEqual(new Set([""]));
    expect(new Set(alphas({ ...layer, ramp: "noise" }))).toEqual(new Set([""]));
  });
});
