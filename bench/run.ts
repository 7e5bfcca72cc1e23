import { buildKernels } from "#tools/kernels.ts";

/** `npm run bench -- flood scene tab app`: runs the named benchmarks (default: all) and prints what they measured. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  app: async () => (await import("./app/app.bench.ts")).benchApp(),
  intake: async () => {
    await (await import("./intake.bench.ts")).benchIntake();
    await (await import("./intakeRaster.bench.ts")).benchIntakeRaster();
  },
  intakeRaster: async () => (await import("./intakeRaster.bench.ts")).benchIntakeRaster(),
  flood: async () => (await import("./flood.bench.ts")).benchFlood(),
  scene: async () => (await import("./scene/scene.bench.ts")).benchScene(),
  tab: async () => (await import("./tab.bench.ts")).benchTab(),
};

const named = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const chosen = named.length > 0 ? named : Object.keys(benches);
await buildKernels();
for (const name of chosen) {
  const bench = benches[name];
  if (!bench) {
    console.error(`No benchmark "${name}". There are: ${Object.keys(benches).join(", ")}`);
    process.exitCode = 2;
    break;
  }
  console.log(`\n# ${name}`);
  await bench();
}
