import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const expectedFile = join(dirname(fileURLToPath(import.meta.url)), "expected-hashes.json");

/** sha256 (hex) of every file in a folder, by name. */
export const hashFolder = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex"),
      ]),
  );

/** Hashes of the default city's files as committed. */
export const readExpectedHashes = (): unknown => JSON.parse(readFileSync(expectedFile, "utf8"));

/** Makes a folder's files the expected ones: for use after a change to the generator that is meant to show. */
export const writeExpectedHashes = (folder: string): void =>
  writeFileSync(expectedFile, `${JSON.stringify(hashFolder(folder), null, 2)}\n`);
