/** A twin that cannot be exported. `key` is translated under `errors:<key>`. */
export class ExportError extends Error {
  override readonly name = "ExportError";
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  constructor(key: string, values: Readonly<Record<string, string | number>> = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.key = key;
    this.values = values;
  }
}
