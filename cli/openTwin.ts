import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Scenario } from "#scenario/types.ts";
import { openPackage } from "#twin/package/open.ts";
import { twinHash } from "#twin/package/write.ts";
import { openZippedPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import { UsageError } from "./usage.ts";

/** Opens a twin package on disk: a folder with `twin.json`, or one zip archive. */
export async function openTwinAt(path: string): Promise<TwinData> {
  if (!existsSync(path)) throw new UsageError(`No twin at ${path}.`);
  if (!statSync(path).isDirectory()) return openZippedPackage(await readFile(path));
  return openPackage(async (name) => {
    const bytes = await readFile(resolve(path, name));
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  });
}

/** What a build says belongs on the error stream: the other one may be read by a program. */
async function withoutOutput(work: () => Promise<void>): Promise<void> {
  const log = console.log;
  console.log = console.error;
  try {
    await work();
  } finally {
    console.log = log;
  }
}

export type OpenedTwin = {
  readonly data: TwinData /** Whether the data are those that the scenario was made on. */;
  readonly same: boolean;
};

/**
 * The twin of a scenario: the one given, else the file or folder that its `href` names beside it, else the demo city,
 * which is built when it is missing.
 * @throws UsageError where none of them is there.
 */
export async function openTwinOf(
  scenario: Scenario,
  scenarioPath: string,
  given: string | undefined,
): Promise<OpenedTwin> {
  const { href, id, hash } = scenario.twin;
  // An address of the web is not fetched, and "local:" names what only a browser holds.
  const beside =
    /^[a-z][a-z0-9+.-]+:/i.test(href) || href === "" ? null : resolve(dirname(scenarioPath), href);
  const { demoFolders, ensureDemo } = await import("#demo/ensure.ts");
  const { demoTwin } = await import("#demo/importDemo.ts");
  let path = given === undefined ? null : resolve(given);
  if (path === null && beside !== null && existsSync(beside)) path = beside;
  if (path === null && (href === "demo" || id === demoTwin.id)) {
    await withoutOutput(ensureDemo);
    path = demoFolders.twin;
  }
  if (path === null)
    throw new UsageError(
      `The scenario's twin "${scenario.twin.name}" is not here. Give its package with --twin FOLDER.`,
    );
  const data = await openTwinAt(path);
  return { data, same: hash === "" || twinHash(data.baseHashes) === hash };
}
