/** Header of an ESRI ASCII grid (names in lower case) and its values, row by row from north. */
export type AsciiGrid = { readonly header: ReadonlyMap<string, number>; readonly values: Float32Array };

/** Longest header line or value that is believed, in bytes. */
const longestToken = 64;

const isBlank = (byte: number): boolean => byte <= 32;

/**
 * Reads an ESRI ASCII grid token by token, without a string of the whole file. Decimals may have a point or a comma;
 * "nan", "null" and "*" are no data; a byte order mark and any line ends are taken.
 * @throws Error that says what is missing, or which value is no number
 */
export function parseAsciiGrid(bytes: Uint8Array, mostCells: number): AsciiGrid {
  const decoder = new TextDecoder("latin1");
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const next = (): string | null => {
    while (at < bytes.length && isBlank(bytes[at])) at += 1;
    if (at >= bytes.length) return null;
    const from = at;
    while (at < bytes.length && !isBlank(bytes[at])) at += 1;
    return decoder.decode(bytes.subarray(from, Math.min(at, from + longestToken)));
  };

  const header = new Map<string, number>();
  const otherFormat = "neither an ESRI ASCII grid (it has no ncols and nrows) nor a GeoTIFF.";
  let token = next();
  while (token !== null && /^[a-z]/i.test(token) && !isNoNumber(token)) {
    const value = next();
    const number = toNumber(value ?? "");
    if (header.size === 0 && Number.isNaN(number)) throw new Error(otherFormat);
    if (value === null) throw new Error(`the header ends after "${printable(token)}".`);
    if (Number.isNaN(number) && !isNoNumber(value))
      throw new Error(`"${printable(token)} ${printable(value)}" is no header line of an ESRI ASCII grid.`);
    header.set(token.toLowerCase(), number);
    token = next();
  }
  const columns = header.get("ncols");
  const rows = header.get("nrows");
  if (columns === undefined || rows === undefined) throw new Error(otherFormat);
  const count = columns * rows;
  if (!(count >= 1 && count <= mostCells && Number.isInteger(count)))
    throw new Error(`${columns} × ${rows} cells; 1 to ${mostCells} are read.`);
  const values = new Float32Array(count);
  let found = 0;
  for (; token !== null; token = next()) {
    if (found < count) {
      const value = toNumber(token);
      if (Number.isNaN(value) && !isNoNumber(token))
        throw new Error(
          `"${printable(token)}" in row ${Math.floor(found / columns) + 1}, column ${(found % columns) + 1} is no number.`,
        );
      values[found] = value;
    }
    found += 1;
  }
  if (found !== count) throw new Error(`${found} values, ${columns} × ${rows} = ${count} expected.`);
  return { header, values };
}

function isNoNumber(token: string): boolean {
  return /^(\*|[+-]?(nan(\(.*\))?|1\.#.*)|null|nodata)$/i.test(token);
}

function toNumber(token: string): number {
  if (token === "") return Number.NaN;
  const plain = Number(token);
  if (!Number.isNaN(plain)) return plain;
  // A comma as decimal sign; with a point beside it, it would be a separator of thousands.
  return /^[^.,]*,[^.,]*$/.test(token) ? Number(token.replace(",", ".")) : Number.NaN;
}

/** What of a hostile file may stand in a message. */
function printable(token: string): string {
  return token.slice(0, 20).replace(/[^\x20-\x7e\u00a0-\u00ff]/g, "?");
}
