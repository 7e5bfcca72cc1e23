import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRunServiceOf } from "#runs/core.ts";
import { baselineTwin } from "#scenario/applyPlan.ts";
import { createScenario, writeScenario } from "#scenario/document.ts";
import type { StreetSection } from "#twin/objects.ts";
import { hashLayers, writePackage } from "#twin/package/write.ts";
import { handmadeBox, handmadeData } from "#twin/read/handmadeTwin.ts";
import type { TwinData } from "#twin/twin.ts";
import { loadModel } from "#workers/runtime/registry.ts";
import { openTwinAt } from "./openTwin.ts";
import { runScenario } from "./run.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "planfall-upstream-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const street = (id: string, line: StreetSection["line"], residential = false): StreetSection => ({
  id,
  name: id,
  class: residential ? "residential" : "secondary",
  line,
  widthM: 7,
  lanes: 2,
  speedKmh: residential ? 30 : 50,
  oneway: "no",
  access: { car: true, bike: true, foot: true, bus: true },
  level: 0,
  tags: {},
});

/** A main street that runs through a few houses, with a side street that ends. */
function town(): TwinData {
  const data = handmadeData({
    extent: { minX: 0, minY: 0, maxX: 400, maxY: 300 },
    cellSizeM: 10,
    streets: [
      street("west", [
        [0, 150],
        [200, 150],
      ]),
      street("east", [
        [200, 150],
        [400, 150],
      ]),
      street(
        "side",
        [
          [200, 150],
          [200, 290],
        ],
        true,
      ),
    ],
    buildings: [
      { id: "a", ring: handmadeBox(100, 165, 20, 12) },
      { id: "b", ring: handmadeBox(215, 230, 12, 20) },
    ],
  });
  const layers: TwinData = {
    ...data,
    population: {
      count: 2,
      buildingIds: ["a", "b"],
      xy: Float32Array.of(110, 171, 221, 240),
      residents: Float32Array.of(60, 40),
      under18: Float32Array.of(10, 6),
      over65: Float32Array.of(12, 8),
      method: "delivered",
    },
  };
  return { ...layers, baseHashes: hashLayers(layers) };
}

describe("a model that builds on another", () => {
  it("runs the one below first, with the scenario's conditions, under the addresses of the app", async () => {
    await mkdir(join(folder, "town"));
    for (const [name, content] of writePackage(town())) await writeFile(join(folder, "town", name), content);
    const data = await openTwinAt(join(folder, "town"));
    const { frame } = data;
    const place = { id: "town", name: "Town", hash: "", href: "town", ...frame };
    const scenario = {
      ...createScenario(place, { id: "s", title: "Test", now: "2025-01-01T00:00:00.000Z", year: 2030 }),
      conditions: { traffic: { throughPercent: 200, hail: 1 }, noise: { reachM: 300 } },
    };
    const path = join(folder, "town.planfall.json");
    await writeFile(path, writeScenario(scenario));
    const phases: string[] = [];
    const notes: string[] = [];
    const { runs } = await runScenario(path, {
      model: "noise",
      resolutionM: 20,
      threads: 1,
      twin: undefined,
      onProgress: (_plan, _fraction, phase) => phases.push(phase),
      onNote: (note) => notes.push(note),
    });
    expect(phases.indexOf("base")).toBeGreaterThanOrEqual(0);
    expect(phases.indexOf("base")).toBeLessThan(phases.indexOf("facades"));
    expect(notes).toContain('traffic: there is no condition "hail"; it is left out.');
    const exposed = runs[0].indicators.filter(({ id }) => id.startsWith("noiseDen"));
    expect(exposed.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBeGreaterThan(0);
    const service = createRunServiceOf({
      spawn: () => {
        throw new Error("nothing is to be computed");
      },
      loadModel,
      cores: 1,
      isolated: false,
      now: () => 0,
    });
    const address = (trafficPercent: number): Promise<string> =>
      service.address({
        planId: "baseline",
        twin: baselineTwin(data),
        modelId: "noise",
        conditions: { reachM: 300 },
        resolutionM: 20,
        upstream: { traffic: { conditions: { throughPercent: trafficPercent }, resolutionM: 1 } },
        previewResolutionM: null,
      });
    expect(runs[0].inputHash).toBe(await address(200));
    expect(runs[0].inputHash).not.toBe(await address(100));
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    const planfall = (...args: string[]): Promise<string> =>
      new Promise((resolve) => {
        execFile(process.execPath, ["--import", "tsx", main, "run", path, ...args], (_error, _out, err) =>
          resolve(err),
        );
      });
    expect(await planfall("--model", "noise")).toContain("--resolution METRES is missing.");
    expect(await planfall("--model", "traffic")).not.toContain("--resolution");
    expect(await planfall("--model", "traffic", "--resolution", "4")).toContain("has no cells");
  });
});
