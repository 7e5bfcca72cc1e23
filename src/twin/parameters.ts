/**
 * Typed parameters of measures and conditions of models: units, bounds, steps and defaults as data, so that forms,
 * validation, hashing and the JSON Schema come from one declaration. Labels live in the translations under the key.
 */
export type NumberField = {
  readonly kind: "number";
  /** Unit as shown: "mm", "min", "m³/s", "1". */
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** Values are rounded to this step before they are hashed and before they are run. */
  readonly step: number;
  readonly default: number;
  /** Where the default comes from. */
  readonly source?: string;
};
export type ChoiceField<Option extends string = string> = {
  readonly kind: "choice";
  readonly options: readonly Option[];
  readonly default: Option;
  /** Key of a sentence that stands below the choice: what its data rest on; translated where the field's labels are. */
  readonly note?: string;
};
export type FlagField = { readonly kind: "flag"; readonly default: boolean };
/** Pairs of numbers such as a hydrograph or a depth–duration table, x ascending. */
export type SeriesField = {
  readonly kind: "series";
  readonly xUnit: string;
  readonly yUnit: string;
  readonly default: readonly (readonly [number, number])[];
  readonly maxLength: number;
  readonly source?: string;
};
/** A column of a table: one quantity for every row that has it. */
export type TableColumn = Pick<NumberField, "unit" | "min" | "max" | "step"> & { readonly source: string };
/** Numbers by row and column. */
export type TableCells = Readonly<Record<string, Readonly<Record<string, number>>>>;
/**
 * A table of numbers that a town may adapt, of fixed rows and columns. Its value holds only the cells that differ from
 * `cells`, so that an untouched table is `{}` and a file says what was changed.
 */
export type TableField = {
  readonly kind: "table";
  readonly columns: Readonly<Record<string, TableColumn>>;
  /** What holds where nothing was changed; a row without a column has no such quantity. */
  readonly cells: TableCells;
  readonly default: TableCells;
};
export type Field = NumberField | ChoiceField | FlagField | SeriesField | TableField;

export type FieldValue<F extends Field> = F extends NumberField
  ? number
  : F extends ChoiceField<infer Option>
    ? Option
    : F extends FlagField
      ? boolean
      : F extends TableField
        ? TableCells
        : readonly (readonly [number, number])[];

export type ParameterSchema = Readonly<Record<string, Field>>;
export type ParametersOf<S extends ParameterSchema> = { readonly [Key in keyof S]: FieldValue<S[Key]> };
