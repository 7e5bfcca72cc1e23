import { buildKernels } from "#tools/kernels.ts";

/** `npm run bench -- flood heat traffic scene tab app`: runs the named benchmarks (default: all) and prints what they measured. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  access: async () => (await import("./access.bench.ts")).benchAccess(),
  app: async () => (await import("./app/app.bench.ts")).benchApp(),
  intake: async () => {
    await (await import("./intake.bench.ts")).benchIntake();
    await (await import("./intakeRaster.bench.ts")).benchIntakeRaster();
  },
  intakeRaster: async () => (await import("./intakeRaster.bench.ts")).benchIntakeRaster(),
  flood: async () => (await import("./flood.bench.ts")).benchFlood(),
  heat: async () => (await import("./heat.bench.ts")).benchHeat(),
  largeImport: async () => (await import("./largeImport.bench.ts")).benchLargeImport(),
  scene: async () => (await import("./scene/scene.bench.ts")).benchScene(),
  traffic: async () => (await import("./traffic.bench.ts")).benchTraffic(),
  tab: async () => (await import("./tab.bench.ts")).benchTab(),
};

const given = process.argv.slice(2);
const usage = `npm run bench -- [${Object.keys(benches).join("|")}] …`;
if (given.includes("--help")) {
  console.log(usage);
  process.exit();
}
const named = given.filter((argument) => !argument.startsWith("--"));
const unknown = named.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  console.error(`No benchmark "${unknown}". ${usage}`);
  process.exit(2);
}
// A gigabyte of files is made for it: only where it is asked for.
const chosen = named.length > 0 ? named : Object.keys(benches).filter((name) => name !== "largeImport");
await buildKernels();
for (const name of chosen) {
  console.log(`\n# ${name}`);
  await benches[name]?.();
}
