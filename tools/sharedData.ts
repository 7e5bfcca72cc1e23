import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../shared/data/", import.meta.url));

/** Real and reference data lie beside the project and are never part of it. Null where they are absent. */
export function sharedData(path: string): string | null {
  const full = root + path;
  return existsSync(full) ? full : null;
}
