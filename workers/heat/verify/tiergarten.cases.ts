import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedData } from "#tools/sharedData.ts";
import { openPackage } from "#twin/package/open.ts";
import type { Twin } from "#twin/twin.ts";
import { unwatched } from "#workers/runtime/unwatched.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { defaultHeatConditions } from "../conditions.ts";
import { heatModel } from "../model.ts";

const needs = "city/berlin-tiergarten";
const root = fileURLToPath(new URL("../../../", import.meta.url));

/** The place's files through the command line into a package, and that into a twin. */
async function importedTwin(folder: string): Promise<Twin> {
  const out = mkdtempSync(join(tmpdir(), "planfall-heat-"));
  try {
    const files = ["Berlin_DEM2021.tif", "Berlin_vegetation_height2020.tif", "berlin-siegessaeule.osm.pbf"];
    execFileSync(
      process.execPath,
      [
        "--import",
        "tsx",
        join(root, "cli/main.ts"),
        "import",
        ...files.map((name) => join(folder, name)),
        ...["--out", out, "--name", "Tiergarten", "--crs", "EPSG:25833", "--json"],
      ],
      { cwd: root, stdio: ["ignore", "ignore", "ignore"] },
    );
    const data = await openPackage(async (name) => {
      const bytes = readFileSync(join(out, name));
      return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    });
    return { data, operations: [], layerHashes: data.baseHashes };
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

const wholeCase: VerifyCase = {
  id: "tiergarten:day",
  title: "Terrain and vegetation heights of the Tiergarten, imported by the command line and run at 1 m",
  needs,
  long: true,
  run: async () => {
    const twin = await importedTwin(sharedData(needs) ?? "");
    const startedCpu = process.cpuUsage();
    let peakMb = 0;
    let frames = 0;
    const result = await heatModel.run(
      twin,
      defaultHeatConditions(),
      unwatched(1, {
        threads: 2,
        frames: {
          write: async () => {
            frames += 1;
            peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6);
          },
        },
      }),
    );
    const { user, system } = process.cpuUsage(startedCpu);
    const utci = result.fields.find(({ id }) => id === "utciMax")?.values ?? new Float32Array(0);
    let lowest = Number.POSITIVE_INFINITY;
    let highest = Number.NEGATIVE_INFINITY;
    let open = 0;
    for (const value of utci) {
      if (Number.isNaN(value)) continue;
      open += 1;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return {
      figures: [
        atLeast("cells with a value", open, 5_000_000, "cells"),
        atLeast("trees found in the vegetation heights", result.ledger.trees ?? 0, 5000, "trees"),
        atLeast("lowest of the day's highest UTCI", lowest, 28, "°C"),
        atMost("highest of it", highest, 50, "°C"),
        atLeast("frames", frames, 45, "frames"),
        atMost("processor time", (user + system) / 1e6, 120, "s"),
        atMost("memory with all of Node", peakMb, 2200, "MB"),
      ],
      note: `${(utci.length / 1e6).toFixed(1)} M cells`,
    };
  },
};

export const cases: readonly VerifyCase[] = [wholeCase];
