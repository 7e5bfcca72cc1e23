import { plainName } from "./columns.ts";

/**
 * Columns about people: dropped when a file is read, whatever else is kept of it. Names of streets, species and
 * institutions are none.
 */
const personal =
  /^(eigentuemer|eigentumer|besitzer|owner|eigner|paechter|mieter|tenant|bewohnername|nachname|vorname|familienname|surname|lastname|firstname|geburt|birth|telefon|phone|mobil|handy|email|mail|iban|kontakt|ansprechpartner|contactperson|bearbeiter|erfasser|editor|melder|antragsteller|kontrolleur)/;

/** Whether a column is about people by its name. */
export function isPersonal(column: string): boolean {
  return personal.test(plainName(column));
}
