import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { RunArchive } from "./host.ts";
import type { StoredRun } from "./protocol.ts";
import { resultBytes } from "./transfer.ts";

/** What is known of a kept run without loading its fields. */
export type KeptRun = { readonly address: string; readonly bytes: number; readonly usedAt: number };

type RunsSchema = DBSchema & {
  runs: { key: string; value: StoredRun };
  kept: { key: string; value: KeptRun };
};

const databaseName = "planfall-runs";
const limitBytes = 1024 ** 3;
/** Of what the browser grants this page, results take at most this share; frames and twins need room too. */
const quotaShare = 0.3;

/** Which runs must go so that the rest fits, the ones not used for longest first; the newest always stays. */
function runsToForget(kept: readonly KeptRun[], allowedBytes: number): string[] {
  const newestFirst = [...kept].sort((a, b) => b.usedAt - a.usedAt);
  let total = 0;
  return newestFirst.flatMap((run, index) => {
    total += run.bytes;
    return index > 0 && total > allowedBytes ? [run.address] : [];
  });
}

/**
 * Finished runs in IndexedDB, so that a reload shows them again. Where the browser keeps nothing (private windows,
 * no room), everything still works until the page is closed.
 *
 * @param forget called for each run that has to make room, so that its frames go too
 */
export function createRunArchive(forget: (address: string) => Promise<void>): RunArchive {
  let opened: Promise<IDBPDatabase<RunsSchema> | null> | null = null;
  const open = (): Promise<IDBPDatabase<RunsSchema> | null> => {
    opened ??= openDB<RunsSchema>(databaseName, 1, {
      upgrade(database) {
        database.createObjectStore("runs", { keyPath: "address" });
        database.createObjectStore("kept", { keyPath: "address" });
      },
    }).catch(() => null);
    return opened;
  };

  return {
    async read(address) {
      const database = await open();
      const run = await database?.get("runs", address).catch(() => undefined);
      if (database === null || run === undefined) return null;
      await database
        .put("kept", { address, bytes: resultBytes(run.result), usedAt: Date.now() })
        .catch(() => undefined);
      return run;
    },
    async keep(run) {
      const database = await open();
      if (database === null) return;
      const bytes = resultBytes(run.result);
      try {
        await makeRoom(database, bytes, forget);
        const change = database.transaction(["runs", "kept"], "readwrite");
        await Promise.all([
          change.objectStore("runs").put(run),
          change.objectStore("kept").put({ address: run.address, bytes, usedAt: Date.now() }),
          change.done,
        ]);
      } catch {
        // No room: the result is shown all the same, it only will not survive a reload.
      }
    },
  };
}

async function makeRoom(
  database: IDBPDatabase<RunsSchema>,
  neededBytes: number,
  forget: (address: string) => Promise<void>,
): Promise<void> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const granted = estimate?.quota === undefined ? limitBytes : estimate.quota * quotaShare;
  const allowed = Math.max(0, Math.min(limitBytes, granted) - neededBytes);
  for (const address of runsToForget(await database.getAll("kept"), allowed)) {
    const change = database.transaction(["runs", "kept"], "readwrite");
    await Promise.all([
      change.objectStore("runs").delete(address),
      change.objectStore("kept").delete(address),
      change.done,
    ]);
    await forget(address);
  }
}
