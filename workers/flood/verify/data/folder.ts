import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { readRasterFile } from "#workers/runtime/verify/rasterFile.ts";
import type { FloodRun, FloodSetup, Observation } from "../../simulate.ts";
import { simulateSetup } from "../runFlood.ts";
import { cellOrRim } from "./caseInflows.ts";
import { sameShape, setupFromCase } from "./caseSetup.ts";
import { rasterFigures, seriesFigures } from "./metrics.ts";
import { type CaseDescription, parseCase } from "./schema.ts";
import { readSeriesFile, type TimeSeries } from "./tableFile.ts";

const largestCaseBytes = 20 * 1024 * 1024;

/**
 * The cases of a folder: every `case.json` in it and below it, one for each scheme it names.
 * @throws Error where there is none, or one does not follow the format
 */
export async function casesFromFolder(folder: string): Promise<VerifyCase[]> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder.`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /(^|[\\/])case\.json$/.test(name))
    .sort();
  if (files.length === 0) throw new Error(`${folder} holds no case.json (docs/flood-case-format.md).`);
  return files.flatMap((file) => {
    const path = join(folder, file);
    const description = readCase(path);
    return description.schemes.map((scheme) => ({
      id: description.schemes.length > 1 ? `${description.id}:${scheme}` : description.id,
      title: description.title,
      run: () => runCase(description, dirname(path), scheme),
    }));
  });
}

function readCase(path: string): CaseDescription {
  if (statSync(path).size > largestCaseBytes) throw new Error(`${path} is larger than 20 MB.`);
  try {
    return parseCase(JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")));
  } catch (error) {
    throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function runCase(
  description: CaseDescription,
  folder: string,
  scheme: FloodSetup["mode"],
): Promise<{ readonly figures: readonly VerifyFigure[]; readonly note?: string }> {
  const setup = await setupFromCase(description, folder, scheme);
  const recording = createRecording(description, setup);
  const run = await simulateSetup(setup, recording.observe);
  const figures: VerifyFigure[] = [];
  for (const [i, gauge] of description.gauges.entries()) {
    const computed = recording.gauges[i];
    if (gauge.reference === undefined) {
      figures.push(
        atMost(`${gauge.id} last ${gauge.quantity}`, computed.at(-1)?.[1] ?? Number.NaN, free, "m"),
      );
      figures.push(atMost(`${gauge.id} highest ${gauge.quantity}`, highest(computed), free, "m"));
      continue;
    }
    const from = gauge.fromS ?? Number.NEGATIVE_INFINITY;
    const to = gauge.toS ?? Number.POSITIVE_INFINITY;
    const reference = seriesOf(gauge.reference, folder).filter(([t]) => t >= from && t <= to);
    figures.push(...seriesFigures(gauge.id, computed, reference, gauge.bounds, "m"));
  }
  if (description.outflow) {
    const reference = seriesOf(description.outflow.reference, folder);
    figures.push(
      ...seriesFigures("outflow", recording.outflow, reference, description.outflow.bounds, "m³/s"),
    );
  }
  for (const reference of description.references) {
    const expected = sameShape(
      await readRasterFile(join(folder, reference.file)),
      setup.grid,
      reference.file,
    );
    const computed = computedRaster(reference, setup, run, recording.depthsAt);
    const name =
      reference.timeS === undefined ? reference.quantity : `${reference.quantity} ${reference.timeS} s`;
    const unit = reference.quantity === "maxSpeed" ? "m/s" : "m";
    const scaled = expected.map((value) => value * reference.scale);
    figures.push(...rasterFigures(name, computed, scaled, reference.bounds, unit));
  }
  figures.push(...overallFigures(description, setup, run));
  return { figures, note: `${run.ledger.steps} steps, ${run.ledger.seconds.toFixed(1)} s` };
}

/** Said where no bound was given. */
const free = Number.POSITIVE_INFINITY;

function overallFigures(description: CaseDescription, setup: FloodSetup, run: FloodRun): VerifyFigure[] {
  let negative = 0;
  let highestDepth = 0;
  for (let cell = 0; cell < run.depthM.length; cell += 1) {
    if (Number.isNaN(setup.bedM[cell])) continue;
    if (!(run.depthM[cell] >= 0) || !(run.maxDepthM[cell] >= 0)) negative += 1;
    highestDepth = Math.max(highestDepth, run.maxDepthM[cell]);
  }
  const { ledger } = run;
  return [
    atMost("largest depth", highestDepth, description.bounds.maxDepthM ?? free, "m"),
    atMost("negative or NaN depths", negative, 0, "cells"),
    atMost("rain", ledger.rainM3, free, "m³"),
    atMost("inflow", ledger.inflowM3, free, "m³"),
    atMost("water at the end", ledger.storedM3, free, "m³"),
    atMost("outflow", ledger.outflowM3, free, "m³"),
    atMost("infiltrated and drained", ledger.infiltratedM3 + ledger.drainedM3, free, "m³"),
    atMost("mass error", ledger.massErrorRelative, description.bounds.massErrorRelative, ""),
  ];
}

function createRecording(description: CaseDescription, setup: FloodSetup) {
  const cells = description.gauges.map(({ id, at, quantity }) => {
    const cell = cellOrRim(setup.grid, at);
    if (cell < 0) throw new Error(`Gauge ${id} lies outside the terrain.`);
    if (Number.isNaN(setup.bedM[cell]))
      throw new Error(
        `Gauge ${id} lies where no water can be: the terrain has no value there, or a building stands there.`,
      );
    return { cell, base: quantity === "level" ? setup.bedM[cell] : 0 };
  });
  const gauges: (readonly [number, number])[][] = cells.map(() => []);
  const outflow: (readonly [number, number])[] = [];
  const depthsAt = new Map<number, Float32Array>();
  let leftM3 = 0;
  let leftAtS = 0;
  const observe = ({ timeS, depthM, volumes }: Observation): void => {
    cells.forEach(({ cell, base }, i) => {
      gauges[i].push([timeS, depthM[cell] + base]);
    });
    if (timeS > leftAtS) {
      // The mean flow of the interval belongs to its middle.
      outflow.push([(timeS + leftAtS) / 2, (volumes.outflowM3 - leftM3) / (timeS - leftAtS)]);
    }
    leftM3 = volumes.outflowM3;
    leftAtS = timeS;
    if (setup.stopsS.includes(timeS)) depthsAt.set(timeS, depthM.slice());
  };
  return { observe, gauges, outflow, depthsAt };
}

function computedRaster(
  { quantity, timeS, file }: CaseDescription["references"][number],
  setup: FloodSetup,
  run: FloodRun,
  depthsAt: ReadonlyMap<number, Float32Array>,
): Float32Array {
  if (quantity === "maxSpeed") return run.maxSpeedMPerS;
  const depths =
    quantity === "maxDepth" ? run.maxDepthM : timeS === undefined ? run.depthM : depthsAt.get(timeS);
  if (!depths) throw new Error(`${file}: timeS ${timeS} lies after the end of the case.`);
  // Where no water can be there is nothing to compare; a level has a meaning in water only.
  return depths.map((depth, cell) => {
    const bed = setup.bedM[cell];
    if (Number.isNaN(bed)) return Number.NaN;
    if (quantity !== "level") return depth;
    return depth > 0 ? bed + depth : Number.NaN;
  });
}

function seriesOf(
  reference: NonNullable<CaseDescription["gauges"][number]["reference"]>,
  folder: string,
): TimeSeries {
  if ("points" in reference) return reference.points;
  return readSeriesFile(join(folder, reference.file), reference);
}

const highest = (series: TimeSeries): number =>
  series.reduce((most, [, value]) => Math.max(most, value), Number.NEGATIVE_INFINITY);
