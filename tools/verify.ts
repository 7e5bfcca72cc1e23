import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { VerifyCase, VerifyFigure } from "#workers/runtime/verify/case.ts";
import { buildKernels } from "./kernels.ts";
import { sharedData } from "./sharedData.ts";

/**
 * `npm run -s verify -- flood [heat …] [--long] [--json] [--data FOLDER] [--only TEXT]`: one line a figure (case, figure, value,
 * bound, pass or fail), exit code 1 on a miss. `--data` runs the cases of a folder instead, for models that read any
 * (`workers/<model>/verify/data/folder.ts`; flood: docs/flood-case-format.md; traffic: networks in the TNTP format).
 */
const workers = fileURLToPath(new URL("../workers/", import.meta.url));
const verified = readdirSync(workers).filter((name) => existsSync(join(workers, name, "verify")));
const usage = `Usage: npm run -s verify -- ${verified.sort().join("|")} … [--long] [--json] [--data FOLDER] [--only TEXT]`;

type Outcome = {
  readonly case: string;
  readonly title: string;
  readonly status: "passed" | "failed" | "skipped";
  readonly figures: readonly VerifyFigure[];
  readonly seconds: number;
  readonly note: string;
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      long: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      data: { type: "string" },
      only: { type: "string", default: "" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const models = [...new Set(positionals)];
  if (models.length === 0 || models.some((model) => !verified.includes(model))) {
    console.error(usage);
    return 2;
  }
  const cases: VerifyCase[] = [];
  for (const model of models) {
    const reader = fileURLToPath(new URL(`../workers/${model}/verify/data/folder.ts`, import.meta.url));
    if (values.data !== undefined && !existsSync(reader)) {
      console.error(`The model "${model}" reads no cases from a folder. ${usage}`);
      return 2;
    }
    cases.push(
      ...(values.data === undefined ? await ownCases(model) : await folderCases(reader, values.data)),
    );
  }
  const chosen = cases.filter(({ id, long }) => id.includes(values.only) && (values.long || !long));
  if (chosen.length === 0) {
    console.error(`No case of ${models.join(", ")} matches. ${usage}`);
    return 2;
  }
  await buildKernels();
  const outcomes: Outcome[] = [];
  for (const one of chosen) {
    const outcome = await outcomeOf(one);
    outcomes.push(outcome);
    if (!values.json) for (const line of linesOf(outcome)) console.log(line);
  }
  const count = (status: Outcome["status"]): number => outcomes.filter((one) => one.status === status).length;
  const passed = count("passed");
  const failed = count("failed");
  const skipped = count("skipped");
  if (values.json) console.log(JSON.stringify({ passed, failed, skipped, cases: outcomes }));
  else {
    console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
  return failed > 0 ? 1 : 0;
}

/** All `*.cases.ts` below the model's folder `verify`, in order of their path. */
async function ownCases(model: string): Promise<VerifyCase[]> {
  const root = fileURLToPath(new URL(`../workers/${model}/verify/`, import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cases.ts"))
    .sort();
  const modules = await Promise.all(
    files.map((file) => import(pathToFileURL(join(root, file)).href) as Promise<{ cases: VerifyCase[] }>),
  );
  return modules.flatMap(({ cases }) => cases);
}

async function folderCases(reader: string, folder: string): Promise<VerifyCase[]> {
  const { casesFromFolder } = (await import(pathToFileURL(reader).href)) as {
    casesFromFolder: (folder: string) => Promise<VerifyCase[]>;
  };
  return casesFromFolder(folder);
}

async function outcomeOf(one: VerifyCase): Promise<Outcome> {
  const common = { case: one.id, title: one.title };
  if (one.needs !== undefined && sharedData(one.needs) === null) {
    return {
      ...common,
      status: "skipped",
      figures: [],
      seconds: 0,
      note: `needs ../shared/data/${one.needs}`,
    };
  }
  const started = performance.now();
  const secondsSince = (): number => Math.round((performance.now() - started) / 10) / 100;
  try {
    const { figures, note } = await one.run();
    // A case without a figure has shown nothing.
    const passed = figures.length > 0 && figures.every(({ pass }) => pass);
    return {
      ...common,
      status: passed ? "passed" : "failed",
      figures,
      seconds: secondsSince(),
      note: note ?? "",
    };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    return { ...common, status: "failed", figures: [], seconds: secondsSince(), note };
  }
}

function linesOf({ case: id, status, figures, seconds, note }: Outcome): string[] {
  const tail = note === "" ? "" : `  (${note})`;
  if (figures.length === 0) return [`${mark(status)} ${id}${tail}`];
  return figures.map((figure, i) => {
    const verdict = figure.pass ? "pass" : "FAIL";
    const measured =
      `${short(figure.value)} ${figure.comparison} ${short(figure.bound)} ${figure.unit}`.trim();
    const last = i === figures.length - 1 ? `  [${seconds} s]${tail}` : "";
    return `${verdict} ${id}: ${figure.name} ${measured}${last}`;
  });
}

const mark = (status: Outcome["status"]): string => (status === "skipped" ? "skip" : "FAIL");
function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : "no bound";
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}

try {
  process.exitCode = await main();
} catch (error) {
  // A wrong option or a case that cannot be read: say it in one line, as for any command.
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
