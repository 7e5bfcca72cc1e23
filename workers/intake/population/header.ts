import { delimiterOf } from "../csv/split.ts";
import { nameMeans, plainName } from "../features/columns.ts";

const east = /^(x|east|easting|rechtswert|ostwert|xmp\d*k?m?|lon|longitude|laenge)$/;

/** Whether a header line is that of a table of residents by building or by point. */
export function looksLikePopulation(header: string): boolean {
  const names = header.split(delimiterOf(header)).map((name) => name.replaceAll('"', ""));
  return (
    names.some((name) => nameMeans("population", "residents", name)) &&
    names.some((name) => nameMeans("population", "building", name) || east.test(plainName(name)))
  );
}
