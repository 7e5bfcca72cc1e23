/** A twin package that cannot be opened. `key` is translated under `intake:findings.<key>`. */
export class TwinPackageError extends Error {
  override readonly name = "TwinPackageError";
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(key: string, values: Readonly<Record<string, string | number>> = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.key = key;
    this.values = values;
  }
}
