/** The part of sql.js that is used here. */
declare module "sql.js" {
  export type SqlValue = number | string | Uint8Array | null;
  export type Statement = {
    step(): boolean;
    get(): SqlValue[];
    getColumnNames(): string[];
    bind(values: readonly SqlValue[]): boolean;
    free(): boolean;
  };
  export type Database = {
    prepare(sql: string): Statement;
    run(sql: string): Database;
    close(): void;
  };
  export type SqlJs = { readonly Database: new (bytes: Uint8Array) => Database };
  type Options = {
    readonly instantiateWasm: (
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ) => Record<string, never>;
  };
  const initSqlJs: (options: Options) => Promise<SqlJs>;
  // biome-ignore lint/style/noDefaultExport: it is how the library is made.
  export default initSqlJs;
}
