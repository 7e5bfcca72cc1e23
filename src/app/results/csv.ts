/** A cell that a spreadsheet would run as a formula (OWASP, "CSV Injection"). */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+([.,]\d+)?$/;

/**
 * Comma-separated values (RFC 4180) that a spreadsheet opens as a table: byte-order mark, CRLF, and a guard in front
 * of text that would be taken for a formula. German spreadsheets expect semicolons, because their comma is decimal.
 */
export function csvOf(rows: readonly (readonly string[])[], separator: "," | ";"): string {
  const lines = rows.map((row) => row.map((cell) => csvCell(cell, separator)).join(separator));
  return `\uFEFF${lines.join("\r\n")}\r\n`;
}

export function csvCell(text: string, separator: string): string {
  const safe = formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  const quote = safe.includes(separator) || /["\r\n]/.test(safe);
  return quote ? `"${safe.replaceAll('"', '""')}"` : safe;
}
