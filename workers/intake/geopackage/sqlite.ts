import type { Database, SqlJs, SqlValue } from "sql.js";

/**
 * SQLite as WebAssembly, from our own origin, read only. The file is hostile: nothing of it is run. Only tables that are plain
 * (no views, no virtual tables, no generated columns) are read, column by column, with statements made here.
 */

const runsInNode = typeof process !== "undefined" && process.versions?.node !== undefined;

let compiled: Promise<WebAssembly.Module> | null = null;

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL("../../../node_modules/sql.js/dist/sql-wasm-browser.wasm", import.meta.url);
  if (runsInNode) {
    // The name is a variable so that bundlers for the browser leave it alone.
    const fileSystem = "node:fs/promises";
    const { readFile } = (await import(/* @vite-ignore */ fileSystem)) as typeof import("node:fs/promises");
    return WebAssembly.compile(new Uint8Array(await readFile(url)));
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`SQLite could not be loaded (${response.status}).`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** The library, made once for all files. */
export async function loadSqlite(): Promise<SqlJs> {
  compiled ??= compile().catch((error: unknown) => {
    compiled = null;
    throw error;
  });
  const [module, { default: initSqlJs }] = await Promise.all([compiled, import("sql.js")]);
  return initSqlJs({
    // Given an instance, the library fetches nothing itself.
    instantiateWasm: (imports, done) => {
      void WebAssembly.instantiate(module, imports).then(done);
      return {};
    },
  });
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Opens a database whose bytes are in memory. @throws Error where it is none. */
export async function openSqlite(bytes: Uint8Array): Promise<Database> {
  const { Database } = await loadSqlite();
  const database = new Database(bytes);
  try {
    // Functions named in a file's schema are not called, sizes of cells are checked, nothing is written.
    database.run("PRAGMA trusted_schema = OFF");
    database.run("PRAGMA cell_size_check = ON");
    database.run("PRAGMA ignore_check_constraints = ON");
    database.run("PRAGMA query_only = ON");
    database.run("PRAGMA cache_size = -16000");
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** The rows of a small query, at most `most`. */
export function rowsOf(
  database: Database,
  sql: string,
  most: number,
  values: readonly SqlValue[] = [],
): SqlValue[][] {
  const statement = database.prepare(sql);
  try {
    statement.bind(values);
    const rows: SqlValue[][] = [];
    while (rows.length < most && statement.step()) rows.push(statement.get());
    return rows;
  } finally {
    statement.free();
  }
}

/** Columns of a plain table; null where the name is none, or where it computes columns. */
export function columnsOf(database: Database, table: string): string[] | null {
  const found = rowsOf(
    database,
    "SELECT name, type, sql FROM sqlite_master WHERE lower(name) = lower(?) LIMIT 2",
    2,
    [table],
  );
  if (found.length !== 1 || found[0][1] !== "table") return null;
  if (/^\s*CREATE\s+VIRTUAL/i.test(String(found[0][2]))) return null;
  const columns = rowsOf(database, `PRAGMA table_xinfo(${quoted(table)})`, 2000);
  // Column 6 tells hidden (1) and generated (2, 3) ones.
  if (columns.some((column) => column[6] !== 0)) return null;
  return columns.map((column) => String(column[1]));
}

/**
 * Whether a table's pages form a sound tree, in which each page stands once: only then reading it ends after as many steps
 * as there are pages.
 */
export function isSound(database: Database, table: string): boolean {
  const [row] = rowsOf(database, `PRAGMA quick_check(${quoted(table)})`, 1);
  return row?.[0] === "ok";
}
