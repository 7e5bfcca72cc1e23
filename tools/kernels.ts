import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Plugin } from "vite";
import { sourcesMark } from "#workers/kernels/sourcesMark.ts";
import { layoutMark, layoutSection, sourcesSection } from "#workers/kernels/wasm/identity.ts";
import { withSections } from "./wasmSections.ts";

const kernelsFolder = new URL("../workers/kernels/", import.meta.url);

// -O3 is miscompiled by Node 20's V8 where an atomics barrier is inlined into a loop; -O2 is not.
const flags = [
  "-O2",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--enable",
  "threads",
  "--sharedMemory",
  "--importMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
  "--bindings",
  "raw",
];

/** Folders of the kernels that have AssemblyScript sources. */
function findKernels(): URL[] {
  return readdirSync(kernelsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => new URL(`${entry.name}/`, kernelsFolder))
    .filter((folder) => existsSync(new URL("assembly/index.ts", folder)));
}

/** The constants of a layout as they stand in its file: a module that was imported before would be an old one. */
function layoutNumbers(source: string): Record<string, number> {
  return Object.fromEntries(
    source.split("\n").flatMap((line) => {
      if (!line.startsWith("export ")) return [];
      const [, name, value] = /^export const (\w+) = (\d+);/.exec(line) ?? [];
      if (name === undefined) throw new Error(`A kernel's layout holds plain integers only, not: ${line}`);
      return [[name, Number(value)]];
    }),
  );
}

async function compile(entry: URL): Promise<Uint8Array<ArrayBuffer>> {
  const asc = await import("assemblyscript/asc");
  const written = new Map<string, Uint8Array | string>();
  const { error, stderr } = await asc.main(
    [
      fileURLToPath(entry),
      "--baseDir",
      fileURLToPath(new URL("..", kernelsFolder)),
      "--outFile",
      "kernel.wasm",
      ...flags,
    ],
    { writeFile: (name: string, contents: Uint8Array | string) => void written.set(name, contents) },
  );
  if (error)
    throw new Error(`AssemblyScript could not compile ${fileURLToPath(entry)}:\n${stderr.toString()}`);
  const bytes = written.get("kernel.wasm");
  if (bytes === undefined || typeof bytes === "string") throw new Error("AssemblyScript wrote no kernel.");
  return new Uint8Array(bytes);
}

/**
 * Compiles every AssemblyScript kernel whose sources or compiler flags changed since its last build. The file says what
 * it was built from, and takes its place in one step: another process may be loading it.
 */
export async function buildKernels(): Promise<void> {
  for (const folder of findKernels()) {
    const assembly = new URL("assembly/", folder);
    const sources = (await sourcesMark(assembly)) ?? "";
    const layout = layoutNumbers(readFileSync(new URL("layout.ts", assembly), "utf8"));
    const marks = { [layoutSection]: layoutMark(layout), [sourcesSection]: sources };
    const stamp = [...Object.values(marks), ...flags].join(" ");
    const output = new URL("build/kernel.wasm", folder);
    const stampFile = new URL("build/kernel.wasm.stamp", folder);
    if (existsSync(output) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) continue;
    const bytes = withSections(await compile(new URL("index.ts", assembly)), marks);
    mkdirSync(new URL(".", output), { recursive: true });
    const fresh = new URL(`build/kernel.${process.pid}.tmp`, folder);
    writeFileSync(fresh, bytes);
    renameSync(fresh, output);
    writeFileSync(stampFile, stamp);
  }
}

/** Vite, building or serving, never takes a kernel that is older than its sources. */
export function freshKernels(): Plugin {
  return {
    name: "planfall-kernels",
    buildStart: buildKernels,
    async watchChange(file) {
      if (file.includes("/assembly/")) await buildKernels();
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildKernels();
