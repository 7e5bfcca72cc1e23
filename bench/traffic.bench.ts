import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { benchAssignment } from "./traffic/kernel.ts";

/** What traffic costs: the equilibrium, and what the model around it does (`traffic/model*.ts`, each with functions `bench…`). */
export async function benchTraffic(): Promise<void> {
  await benchAssignment();
  const folder = fileURLToPath(new URL("./traffic/", import.meta.url));
  for (const name of readdirSync(folder)
    .filter((file) => /^model.*\.ts$/.test(file))
    .sort()) {
    const module = (await import(pathToFileURL(folder + name).href)) as Record<string, unknown>;
    for (const [exported, run] of Object.entries(module))
      if (exported.startsWith("bench") && typeof run === "function") await run();
  }
}
