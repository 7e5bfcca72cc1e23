import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { OwnFigures } from "#twin/ownFigures.ts";
import { clearJournal, journalEntries } from "./journal.ts";

/**
 * What this browser keeps: opened cities (their packages as files in OPFS, with IndexedDB as the fallback) and
 * scenarios with the view they were left in. Nothing of it leaves the device.
 */
export type StoredTwin = {
  /** Also the name of the package file. */
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly bytes: number;
  readonly buildingCount: number;
  /** Other objects by kind: { trees: 320 }; absent in cities that were kept before it was counted. */
  readonly objects?: Readonly<Record<string, number>>;
  /** What the person here knows better of single buildings, by id; the package keeps what was delivered. */
  readonly own?: Readonly<Record<string, OwnFigures>>;
  readonly openedAt: string;
  /** A small picture as data URL, "" = none yet. */
  readonly thumbnail: string;
};

export type StoredScenario<Document = unknown, View = unknown> = {
  readonly id: string;
  readonly title: string;
  readonly twinName: string;
  readonly twinHash: string;
  /** Where its twin opens from: "demo", or "local:<stored twin id>". */
  readonly twinHref: string;
  readonly planCount: number;
  readonly savedAt: string;
  readonly thumbnail: string;
  /** The document with its undo history, and the session as left; validated by the app when read. */
  readonly document: Document;
  readonly view: View;
};

type Schema = DBSchema & {
  twins: { key: string; value: StoredTwin };
  packages: { key: string; value: Blob };
  scenarios: { key: string; value: StoredScenario };
};

const databaseName = "planfall";
const packageFolder = "twins";
let database: Promise<IDBPDatabase<Schema>> | null = null;

function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>(databaseName, 1, {
    upgrade(db) {
      db.createObjectStore("twins", { keyPath: "id" });
      db.createObjectStore("packages");
      db.createObjectStore("scenarios", { keyPath: "id" });
    },
    // Another tab wants a newer version: let it, and open again on the next use.
    blocking() {
      void database?.then((db) => db.close());
      database = null;
    },
    terminated() {
      database = null;
    },
  });
  return database;
}

async function folder(): Promise<FileSystemDirectoryHandle | null> {
  if (typeof navigator === "undefined" || navigator.storage?.getDirectory === undefined) return null;
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(packageFolder, { create: true });
  } catch {
    // Private windows of some browsers refuse OPFS; IndexedDB takes over.
    return null;
  }
}

async function writeFile(name: string, bytes: Blob): Promise<boolean> {
  const directory = await folder();
  if (directory === null) return false;
  try {
    const file = await directory.getFileHandle(name, { create: true });
    if (file.createWritable === undefined) return false;
    const stream = await file.createWritable();
    await stream.write(bytes);
    await stream.close();
    return true;
  } catch (error) {
    // Where the disk is full, the database has no room either.
    if (isFull(error)) {
      await directory.removeEntry(name).catch(() => undefined);
      throw error;
    }
    return false;
  }
}

const isFull = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "QuotaExceededError";

/** Asks the browser not to clear what is kept here when it needs room. False where it does not promise that. */
export async function askToPersist(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}

/** Bytes that may still be kept; null where the browser does not tell. */
export async function roomLeft(): Promise<number | null> {
  try {
    const { quota, usage } = await navigator.storage.estimate();
    return quota === undefined || usage === undefined ? null : Math.max(0, quota - usage);
  } catch {
    return null;
  }
}

/** Keeps a twin package. Throws a DOMException (QuotaExceededError) where the disk is full. */
export async function keepTwin(twin: StoredTwin, twinPackage: Blob): Promise<void> {
  const db = await open();
  const inFile = await writeFile(`${twin.id}.zip`, twinPackage);
  if (!inFile) await db.put("packages", twinPackage, twin.id);
  await db.put("twins", twin);
}

/** The bytes of a kept package, or null where it is gone (the browser may clear storage). */
export async function readTwinPackage(id: string): Promise<Blob | null> {
  const directory = await folder();
  if (directory !== null) {
    try {
      const handle = await directory.getFileHandle(`${id}.zip`);
      return await handle.getFile();
    } catch {
      // Not in OPFS: look in the database.
    }
  }
  const db = await open();
  return (await db.get("packages", id)) ?? null;
}

export async function listTwins(): Promise<StoredTwin[]> {
  const all = await (await open()).getAll("twins");
  return all.sort((a, b) => b.openedAt.localeCompare(a.openedAt));
}

export async function getStoredTwin(id: string): Promise<StoredTwin | null> {
  return (await (await open()).get("twins", id)) ?? null;
}

export async function updateStoredTwin(id: string, change: Partial<Omit<StoredTwin, "id">>): Promise<void> {
  const db = await open();
  const known = await db.get("twins", id);
  if (known !== undefined) await db.put("twins", { ...known, ...change });
}

export async function forgetTwin(id: string): Promise<void> {
  const db = await open();
  await db.delete("twins", id);
  await db.delete("packages", id);
  const directory = await folder();
  try {
    await directory?.removeEntry(`${id}.zip`);
  } catch {
    // It was in the database, not in a file.
  }
}

export async function keepScenario(scenario: StoredScenario): Promise<void> {
  await (await open()).put("scenarios", scenario);
  clearJournal(scenario.id, scenario.savedAt);
}

export async function readScenario(id: string): Promise<StoredScenario | null> {
  const db = await open();
  await takeJournal(db);
  return (await db.get("scenarios", id)) ?? null;
}

export async function listScenarios(): Promise<StoredScenario[]> {
  const db = await open();
  await takeJournal(db);
  const all = await db.getAll("scenarios");
  return all.sort((a, b) => b.savedAt.localeCompare(a.savedAt));
}

export async function forgetScenario(id: string): Promise<void> {
  await (await open()).delete("scenarios", id);
  clearJournal(id);
}

/** Takes over what a page noted on its way out and the database does not know yet. An entry that fails stays noted. */
async function takeJournal(db: IDBPDatabase<Schema>): Promise<void> {
  for (const entry of journalEntries()) {
    // One transaction: a tab that is still open may save in between, and the later state wins.
    const transaction = db.transaction("scenarios", "readwrite");
    const known = await transaction.store.get(entry.id);
    if (known === undefined || known.savedAt < entry.savedAt)
      await transaction.store.put({ ...entry, thumbnail: known?.thumbnail ?? "" });
    await transaction.done;
    clearJournal(entry.id, entry.savedAt);
  }
}
