import { describe, expect, it } from "vitest";
import type { LayerOperation } from "#twin/operations.ts";
import { handmadeTwin } from "#twin/read/handmadeTwin.ts";
import { defaultHeatConditions } from "./conditions.ts";
import type { HeatRun } from "./hours.ts";
import { changedWindows, influencesOf } from "./influence.ts";
import { prepareHeat } from "./prepare.ts";
import { type HeatMemory, heatMemory, simulateHeat } from "./simulate.ts";
import { defaultSurfaces } from "./surfaces.ts";

const place = {
  extent: { minX: 0, minY: 0, maxX: 480, maxY: 480 },
  landCover: (x: number) => (x % 60 < 30 ? ("asphalt" as const) : ("lawn" as const)),
  groundZ: (x: number, y: number) => 100 + 0.3 * Math.sin(x / 40 + y / 30),
  buildings: [
    {
      id: "a",
      ring: [
        [40, 300],
        [90, 300],
        [90, 330],
        [40, 330],
      ] as const,
      heightM: 9,
    },
    {
      id: "b",
      ring: [
        [200, 210],
        [230, 210],
        [230, 240],
        [200, 240],
      ] as const,
      heightM: 6,
    },
    {
      id: "c",
      ring: [
        [250, 210],
        [262, 210],
        [262, 240],
        [250, 240],
      ] as const,
      heightM: 7,
    },
  ],
  trees: [{ id: "t", at: [215, 200] as const, heightM: 8, crownDiameterM: 6, species: "" }],
};
const conditions = { ...defaultHeatConditions(), hourFrom: 9, hourTo: 16 };

const edits: readonly (readonly [string, readonly LayerOperation[]])[] = [
  [
    "a tree",
    [
      {
        layer: "trees",
        op: "insert",
        tree: { id: "n", at: [220.5, 190.5], heightM: 7, crownDiameterM: 5, species: "" },
      },
    ],
  ],
  ["a house taken down", [{ layer: "buildings", op: "remove", id: "b" }]],
  [
    "a lawn",
    [
      {
        layer: "landCover",
        op: "set",
        shape: { type: "circle", centre: [190, 190], radiusM: 9 },
        class: "lawn",
      },
    ],
  ],
];

type Outcome = { readonly run: HeatRun; readonly codes: ReadonlyMap<string, Uint16Array> };

async function run(operations: readonly LayerOperation[], memory: HeatMemory | null): Promise<Outcome> {
  const { scene, day } = prepareHeat(handmadeTwin(place, operations), conditions, 2);
  const codes = new Map<string, Uint16Array>();
  const settings = {
    surfaces: defaultSurfaces,
    absorptivityLongWave: 0.97,
    shelter: 0.6,
    statedS: 15 * 3600,
    kernel: "wasm" as const,
    threads: 1,
  };
  const result = await simulateHeat(
    scene,
    day,
    settings,
    {
      frames: {
        write: async (name, timeS, values) => {
          codes.set(`${name} ${timeS}`, values.slice());
        },
      },
      progress: () => undefined,
      breathe: async () => undefined,
    },
    memory,
  );
  return { run: result, codes };
}

/** The sweeper of the run that is kept. */
const onlyOne = (memory: HeatMemory): unknown => [...memory.values()].map(({ sweeper }) => sweeper)[0];

/** Numbers of cells that differ, in any of the results. */
function differing(one: Outcome, other: Outcome): number {
  let count = 0;
  for (const [name, codes] of one.codes) {
    const others = other.codes.get(name);
    codes.forEach((code, cell) => {
      if (code !== others?.[cell]) count += 1;
    });
  }
  for (const name of [
    "utciMaxC",
    "tmrtMeanC",
    "sunHours",
    "skyView",
    "utciStatedC",
    "sunStated",
    "hours38",
  ] as const) {
    one.run[name].forEach((value, cell) => {
      if (!Object.is(value, other.run[name][cell])) count += 1;
    });
  }
  return count;
}

describe("a run after an edit", () => {
  it("has the very numbers of a whole run, edit after edit and back", { timeout: 120_000 }, async () => {
    const memory = heatMemory();
    const base = await run([], memory);
    for (const [name, operations] of edits) {
      const before = onlyOne(memory);
      const quick = await run(operations, memory);
      expect(onlyOne(memory), `${name} was computed in part`).toBe(before);
      const whole = await run(operations, null);
      expect(differing(quick, whole), name).toBe(0);
      expect(differing(quick, base), `${name} changes something`).toBeGreaterThan(0);
    }
    expect(differing(await run([], memory), base), "taken back").toBe(0);
  });

  it("computes places far apart each for itself", { timeout: 120_000 }, async () => {
    const tree = (id: string, x: number, y: number): LayerOperation => ({
      layer: "trees",
      op: "insert",
      tree: { id, at: [x, y], heightM: 7, crownDiameterM: 5, species: "" },
    });
    const corners = [tree("south-west", 40.5, 40.5), tree("north-east", 440.5, 440.5)];
    const near = [tree("one", 40.5, 40.5), tree("other", 60.5, 52.5)];
    const prepared = (operations: readonly LayerOperation[]) =>
      prepareHeat(handmadeTwin(place, operations), conditions, 2);
    const influences = (operations: readonly LayerOperation[]) => {
      const [before, after] = [prepared([]), prepared(operations)];
      return influencesOf(before.scene, after.scene, changedWindows(before.scene, after.scene), before.day);
    };
    expect(influences(corners)).toHaveLength(2);
    expect(influences(near)).toHaveLength(1);
    expect(influences([])).toHaveLength(0);
    const memory = heatMemory();
    await run([], memory);
    const before = onlyOne(memory);
    const quick = await run(corners, memory);
    // One window around both would be nearly everything, and a run of its own.
    expect(onlyOne(memory)).toBe(before);
    expect(differing(quick, await run(corners, null))).toBe(0);
  });

  it("keeps a preview and the run after it side by side, and no more than fits", {
    timeout: 120_000,
  }, async () => {
    const memory = heatMemory();
    await run([], memory);
    const full = onlyOne(memory);
    const { scene, day } = prepareHeat(handmadeTwin(place), conditions, 8);
    const settings = { surfaces: defaultSurfaces, absorptivityLongWave: 0.97, shelter: 0.6, statedS: 54_000 };
    const hooks = { frames: null, progress: () => undefined, breathe: async () => undefined };
    await simulateHeat(scene, day, { ...settings, kernel: "wasm", threads: 1 }, hooks, memory);
    expect(memory.size).toBe(2);
    expect(onlyOne(memory)).toBe(full);
  });

  it("starts anew after a run that was stopped", { timeout: 120_000 }, async () => {
    const memory = heatMemory();
    const base = await run([], memory);
    expect(base.codes.size).toBeGreaterThan(0);
    const { scene, day } = prepareHeat(handmadeTwin(place, edits[1][1]), conditions, 2);
    const stopped = simulateHeat(
      scene,
      day,
      {
        surfaces: defaultSurfaces,
        absorptivityLongWave: 0.97,
        shelter: 0.6,
        statedS: 54000,
        kernel: "wasm",
        threads: 1,
      },
      {
        frames: null,
        progress: () => undefined,
        breathe: async () => {
          throw new Error("stopped");
        },
      },
      memory,
    );
    await expect(stopped).rejects.toThrow("stopped");
    expect(memory.size).toBe(0);
    expect(differing(await run([], memory), base)).toBe(0);
  });
});
