import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import { buildKernels } from "#tools/kernels.ts";
import { hasGrid } from "#workers/runtime/grids.ts";
import { checkFiles, checkText } from "./check.ts";
import { diffFiles, diffText } from "./diff.ts";
import { exportPackage, exportProgressText, exportText } from "./export.ts";
import { importFiles } from "./import.ts";
import { importProgressText, progressLine } from "./progress.ts";
import { type Language, reportText } from "./reportText.ts";
import { fullM, runScenario } from "./run.ts";
import { areaOption, numberOption, UsageError, usage } from "./usage.ts";

const options = {
  out: { type: "string" },
  name: { type: "string" },
  id: { type: "string" },
  crs: { type: "string" },
  area: { type: "string" },
  licence: { type: "string" },
  attribution: { type: "string" },
  date: { type: "string" },
  json: { type: "boolean", default: false },
  lang: { type: "string", default: "de" },
  model: { type: "string" },
  resolution: { type: "string" },
  threads: { type: "string" },
  twin: { type: "string" },
  "from-open-files": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const;

type Values = ReturnType<typeof parse>["values"];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function language(values: Values): Language {
  if (values.lang !== "de" && values.lang !== "en")
    throw new UsageError(`--lang is de or en, not "${values.lang}".`);
  return values.lang;
}

function presentFiles(files: readonly string[], least: number): readonly string[] {
  if (files.length < least)
    throw new UsageError(`At least ${least} file${least > 1 ? "s are" : " is"} needed.`);
  for (const file of files) if (!existsSync(file)) throw new UsageError(`There is no file ${file}.`);
  return files;
}

/** An id as the package format asks for it, made of a file's name. */
const idFrom = (name: string): string =>
  name
    .replace(/\.[^.]*$/, "")
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 60) || "twin";

async function importCommand(files: readonly string[], values: Values): Promise<number> {
  const paths = presentFiles(files, 1);
  if (values.out === undefined) throw new UsageError("--out FOLDER is missing.");
  if (values.crs !== undefined && !/^EPSG:\d{4,6}$/.test(values.crs))
    throw new UsageError(`--crs must look like EPSG:25832, not "${values.crs}".`);
  if (values.date !== undefined && !/^\d{4}(-\d{2}(-\d{2})?)?$/.test(values.date))
    throw new UsageError(`--date must look like 2025-03-31, not "${values.date}".`);
  if (values.id !== undefined && values.id !== idFrom(`${values.id}.`))
    throw new UsageError("--id takes letters, digits, dot, dash and underscore.");
  const area = areaOption(values.area);
  const line = progressLine(importProgressText);
  const report = await importFiles(
    paths,
    values.out,
    {
      id: values.id ?? idFrom(basename(paths[0])),
      name: values.name ?? basename(paths[0]),
      ...(values.crs === undefined ? {} : { crs: values.crs }),
      ...(area === null ? {} : { area }),
      licence: values.licence ?? "",
      attribution: values.attribution ?? "",
      date: values.date ?? "",
      fromOpenFiles: values["from-open-files"],
      language: language(values),
    },
    line.show,
  );
  line.end();
  console.log(values.json ? JSON.stringify(report) : reportText(report, language(values)));
  return report.usable ? 0 : 1;
}

async function exportCommand(files: readonly string[], values: Values): Promise<number> {
  const [path] = presentFiles(files, 1);
  if (values.out === undefined) throw new UsageError("--out FILE.zip is missing.");
  const line = progressLine(exportProgressText);
  const exported = await exportPackage(path, values.out, language(values), line.show);
  line.end();
  console.log(values.json ? JSON.stringify(exported) : exportText(exported, language(values)));
  return 0;
}

async function checkCommand(files: readonly string[], values: Values): Promise<number> {
  const line = progressLine(importProgressText);
  const result = await checkFiles(presentFiles(files, 1), line.show);
  line.end();
  console.log(values.json ? JSON.stringify(result) : checkText(result, language(values)));
  return result.usable ? 0 : 1;
}

async function runCommand(files: readonly string[], values: Values): Promise<number> {
  const [path] = presentFiles(files, 1);
  if (values.model === undefined) throw new UsageError("--model MODEL is missing.");
  const resolutionM = numberOption(values.resolution, "resolution", 0.5, 100);
  const hasCells = hasGrid(values.model);
  if (resolutionM === null && hasCells) throw new UsageError("--resolution METRES is missing.");
  if (resolutionM !== null && !hasCells)
    console.error(`The model "${values.model}" has no cells; --resolution is left out.`);
  const threads = numberOption(values.threads, "threads", 1, 64) ?? Math.min(8, availableParallelism());
  const line = progressLine<string>((text) => text);
  await buildKernels();
  const result = await runScenario(path, {
    model: values.model,
    resolutionM: resolutionM ?? fullM,
    threads: Math.round(threads),
    twin: values.twin,
    onProgress: (plan, fraction, phase) => line.show(`${plan} ${Math.floor(fraction * 100)} % ${phase}`),
    onNote: (note) => console.error(note),
  });
  line.end();
  if (values.json) console.log(JSON.stringify(result));
  else {
    for (const run of result.runs) {
      console.log(
        `${run.plan}: ${run.model} ${run.version}, ${run.seconds} s, mass error ${run.massErrorRelative ?? "–"}, ${run.inputHash.slice(0, 12)}`,
      );
      for (const { id, value, low, high, unit } of run.indicators) {
        console.log(
          `  ${id}: ${value ?? "–"} ${unit}${low !== null && high !== null ? ` (${low} – ${high})` : ""}`,
        );
      }
    }
  }
  return 0;
}

async function diffCommand(files: readonly string[], values: Values): Promise<number> {
  const [a, b] = presentFiles(files, 2);
  const differences = await diffFiles(a, b);
  console.log(values.json ? JSON.stringify(differences) : diffText(differences));
  return 0;
}

const commands: Readonly<Record<string, (files: readonly string[], values: Values) => Promise<number>>> = {
  import: importCommand,
  export: exportCommand,
  check: checkCommand,
  run: runCommand,
  diff: diffCommand,
};

async function main(args: readonly string[]): Promise<number> {
  const [name = "", ...rest] = args;
  const { values, positionals } = parse(rest);
  if (name === "" || name === "--help" || name === "help" || values.help) {
    console.log(usage);
    return name === "" ? 2 : 0;
  }
  if (!Object.hasOwn(commands, name)) throw new UsageError(`Unknown command "${name}".`);
  return commands[name](positionals, values);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\nplanfall --help shows how commands are called.`);
    process.exitCode = 2;
  } else {
    // Models and packages say what is wrong by a key; anything else is a defect and shows its stack.
    console.error(error instanceof Error && "key" in error ? error.message : error);
    process.exitCode = 1;
  }
}
