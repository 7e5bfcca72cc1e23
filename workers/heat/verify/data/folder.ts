import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { readNpyFloats } from "./npyFloats.ts";
import { runSite } from "./runSite.ts";
import { readSite, type Site } from "./site.ts";

/**
 * The cases of a folder laid out like the measured site in ../shared/data/heat/goteborg-gustav-adolfs: `DSM_*.tif`, `DEM_*.tif`,
 * `CDSM_*.tif`, `LC_*.tif`, `MetFile_<day>.txt`, `poi.geojson`, `measurements_*.csv`, and where there is a reference run,
 * `expected/tm_<day>_<hour>.npy` with `sh_…` and a table of its values at the point.
 * @throws Error that says what is missing
 */
export async function casesFromFolder(folder: string): Promise<VerifyCase[]> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder.`);
  const days = readdirSync(folder)
    .map((name) => /^MetFile_(\d{8})\.txt$/.exec(name)?.[1])
    .filter((day): day is string => day !== undefined)
    .sort();
  if (days.length === 0) throw new Error(`${folder} holds no MetFile_<day>.txt.`);
  const site = readSite(folder);
  return days.map((day) => ({
    id: `site:${day}`,
    title: `Measured radiation at a point, and the reference fields where there are any, ${day}`,
    run: async () => runDay(await site, folder, day),
  }));
}

async function runDay(
  site: Site,
  folder: string,
  day: string,
): Promise<{ readonly figures: readonly VerifyFigure[]; readonly note?: string }> {
  const hours = await runSite(site, day);
  const figures: VerifyFigure[] = [];
  const observed = measuredAt(folder, day);
  const reference = referenceAt(folder, day);
  const errors: number[] = [];
  const referenceErrors: number[] = [];
  for (const { hour, tmrtAtPointC } of hours) {
    const measured = observed.get(hour);
    if (measured === undefined) continue;
    errors.push(tmrtAtPointC - measured);
    const theirs = reference.get(hour);
    if (theirs !== undefined) referenceErrors.push(theirs - measured);
  }
  if (errors.length > 0) {
    const bound = referenceErrors.length === errors.length ? rmse(referenceErrors) : free;
    figures.push(
      atMost(
        `Tmrt at the point against measured, rmse of ${errors.length} h`,
        rmse(errors),
        roundUp(bound),
        "K",
      ),
    );
    figures.push(atMost("the same, bias", mean(errors), free, "K"));
  }
  for (const { hour, tmrtC, litShare } of hours) {
    const stem = join(folder, "expected");
    const fieldFile = join(stem, `tm_${day}_${hour}.npy`);
    const shadowFile = join(stem, `sh_${day}_${hour}.npy`);
    if (!existsSync(fieldFile) || !existsSync(shadowFile)) continue;
    const theirs = readNpyFloats(fieldFile);
    const shadows = readNpyFloats(shadowFile);
    const differences: number[] = [];
    let open = 0;
    for (let cell = 0; cell < theirs.length; cell += 1) {
      if (site.scene.built[cell] === 1 || Number.isNaN(tmrtC[cell])) continue;
      open += 1;
      if (Math.abs(shadows[cell] - litShare[cell]) < 0.01) differences.push(tmrtC[cell] - theirs[cell]);
    }
    figures.push(
      atMost(
        `field at ${hour} h, rmse on ${differences.length} cells of same shadow`,
        rmse(differences),
        0.9,
        "K",
      ),
    );
    figures.push(atMost(`field at ${hour} h, |bias|`, Math.abs(mean(differences)), 0.5, "K"));
    figures.push(
      atMost(
        `field at ${hour} h, cells of other shadow`,
        1 - differences.length / open,
        free,
        "of the open cells",
      ),
    );
  }
  if (figures.length === 0) {
    const warmest = hours.reduce(
      (most, { tmrtAtPointC }) => Math.max(most, tmrtAtPointC),
      Number.NEGATIVE_INFINITY,
    );
    figures.push(atMost("warmest hour at the point", warmest, free, "°C"));
  }
  return { figures };
}

/** Said where no bound was given. */
const free = Number.POSITIVE_INFINITY;

/** "Not above" means to the digits that the reference skill is stated with. */
const roundUp = (value: number): number =>
  Number.isFinite(value) ? Math.round(value * 100 + 0.499) / 100 : value;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rmse = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));

function measuredAt(folder: string, day: string): ReadonlyMap<number, number> {
  const file = readdirSync(folder).find((name) => /^measurements_.*\.csv$/.test(name));
  return file === undefined ? new Map() : column(join(folder, file), day, "Tmrt");
}

function referenceAt(folder: string, day: string): ReadonlyMap<number, number> {
  const expected = join(folder, "expected");
  if (!existsSync(expected)) return new Map();
  const file = readdirSync(expected).find((name) => name.endsWith("_poi.csv"));
  return file === undefined ? new Map() : column(join(expected, file), day, "Tmrt");
}

/** A column of a table with the columns day and hour, by hour; empty cells are left out. */
function column(path: string, day: string, name: string): ReadonlyMap<number, number> {
  const [head, ...lines] = readFileSync(path, "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  const [dayAt, hourAt, valueAt] = ["day", "hour", name].map((one) => names.indexOf(one));
  if (dayAt < 0 || hourAt < 0 || valueAt < 0) throw new Error(`${path} lacks a column day, hour or ${name}.`);
  const values = new Map<number, number>();
  for (const line of lines) {
    const cells = line.split(",");
    if (cells[dayAt] !== day || cells[valueAt] === undefined || cells[valueAt] === "") continue;
    values.set(Number(cells[hourAt]), Number(cells[valueAt]));
  }
  return values;
}
