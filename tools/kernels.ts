import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const kernelsFolder = fileURLToPath(new URL("../workers/kernels/", import.meta.url));

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

type Kernel = { readonly entry: string; readonly output: string; readonly sources: readonly string[] };

function findKernels(): Kernel[] {
  return readdirSync(kernelsFolder, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && existsSync(join(kernelsFolder, entry.name, "assembly", "index.ts")),
    )
    .map((entry) => {
      const assembly = join(kernelsFolder, entry.name, "assembly");
      return {
        entry: join(assembly, "index.ts"),
        output: join(kernelsFolder, entry.name, "build", "kernel.wasm"),
        sources: readdirSync(assembly)
          .filter((file) => file.endsWith(".ts"))
          .sort()
          .map((file) => join(assembly, file)),
      };
    });
}

/** Compiles every AssemblyScript kernel whose sources changed since its last build. */
export async function buildKernels(): Promise<void> {
  for (const kernel of findKernels()) {
    const hash = createHash("sha256").update(flags.join(" "));
    for (const source of kernel.sources) hash.update(readFileSync(source));
    const stamp = hash.digest("hex");
    const stampFile = `${kernel.output}.stamp`;
    if (existsSync(kernel.output) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp)
      continue;
    mkdirSync(join(kernel.output, ".."), { recursive: true });
    const asc = await import("assemblyscript/asc");
    const { error, stderr } = await asc.main([kernel.entry, "--outFile", kernel.output, ...flags]);
    if (error) throw new Error(`AssemblyScript could not compile ${kernel.entry}:\n${stderr.toString()}`);
    writeFileSync(stampFile, stamp);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildKernels();
