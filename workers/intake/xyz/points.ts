import { type FindingCollector, IntakeError } from "../report.ts";
import { chunksOf, headOf, type ReadContext, type Source } from "../source.ts";
import { sniffEncoding, textOf } from "../text.ts";

const powersOfTen = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const sampleBytes = 8192;

/** Bytes of the text in an encoding where digits are ASCII. */
async function* asciiChunks(
  source: Source,
  head: Uint8Array,
  context: ReadContext,
  findings: FindingCollector,
): AsyncGenerator<Uint8Array> {
  if (!sniffEncoding(head).startsWith("utf-16")) {
    yield* chunksOf(source, context);
    return;
  }
  const encoder = new TextEncoder();
  for await (const piece of textOf(source, context, findings)) yield encoder.encode(piece);
}

/** Whether a comma marks decimals: where something else parts the numbers. */
function hasDecimalComma(head: Uint8Array): boolean {
  const lines = new TextDecoder(sniffEncoding(head))
    .decode(head)
    .split(/[\r\n]+/)
    .filter((line) => /^\s*[-+\d]/.test(line))
    .slice(0, 20);
  return (
    lines.some((line) => /\d,\d/.test(line)) &&
    lines.every((line) => /[;\t ]/.test(line) && !/,\s/.test(line))
  );
}

export type TakePoint = (x: number, y: number, z: number, line: number) => void;

const digit0 = 48;
const digit9 = 57;

/**
 * The points of a text of three numbers a line, whatever parts them (blank, tab, comma, semicolon) and whatever marks
 * decimals, digit by digit from the bytes: a square kilometre at one metre is 27 MB of text. Lines without three numbers are
 * reported; a header and comments are passed over.
 * @returns lines read.
 */
export async function readPoints(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
  take: TakePoint,
): Promise<number> {
  const head = await headOf(source, sampleBytes);
  const decimalComma = hasDecimalComma(head);
  const numbers = new Float64Array(3);
  let line = 1;
  let count = 0;
  let odd = false;
  let text = "";
  // The number that is being read.
  let inside = false;
  let negative = false;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  let exponent: string | null = null;

  const endNumber = (): void => {
    if (!inside) return;
    inside = false;
    let value = mantissa;
    if (digits === 0) odd = true;
    // Both parts are exact doubles, so that one division rounds once.
    if (decimals > 0) value /= powersOfTen[Math.min(22, decimals)];
    if (exponent !== null) value *= 10 ** Number(exponent);
    if (count < 3) numbers[count] = negative ? -value : value;
    count += 1;
  };
  const endLine = (): void => {
    endNumber();
    if (count >= 3 && !odd) take(numbers[0], numbers[1], numbers[2], line);
    else if ((count > 0 || odd) && line > 1 && !text.startsWith("#"))
      findings.add("dropped", "xyzLineUnreadable", { text: text.slice(0, 40) }, { line });
    count = 0;
    odd = false;
    text = "";
  };

  let before = 0;
  for await (const chunk of asciiChunks(source, head, context, findings)) {
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i];
      if (code >= digit0 && code <= digit9) {
        if (!inside) {
          inside = true;
          negative = false;
          mantissa = 0;
          digits = 0;
          decimals = -1;
          exponent = null;
        }
        if (exponent !== null) {
          if (exponent.length < 5) exponent += String.fromCharCode(code);
        } else if (digits < 15) {
          mantissa = mantissa * 10 + (code - digit0);
          digits += 1;
          if (decimals >= 0) decimals += 1;
          // More digits than a double holds: whole ones still count.
        } else if (decimals < 0) mantissa *= 10;
      } else if (code === 46 || (code === 44 && decimalComma)) {
        if (!inside) {
          inside = true;
          negative = false;
          mantissa = 0;
          digits = 0;
          exponent = null;
          decimals = 0;
        } else if (decimals >= 0) odd = true;
        else decimals = 0;
      } else if (code === 45 || code === 43) {
        if (inside && exponent === "") exponent = code === 45 ? "-" : "";
        else if (inside) odd = true;
        else {
          inside = true;
          negative = code === 45;
          mantissa = 0;
          digits = 0;
          decimals = -1;
          exponent = null;
        }
      } else if ((code === 101 || code === 69) && inside && digits > 0 && exponent === null) exponent = "";
      else if (code === 10 || code === 13) {
        endLine();
        // A carriage return before a line feed ends no line of its own.
        if (code === 13 || before !== 13) line += 1;
      } else if (code === 32 || code === 9 || code === 59 || code === 44 || code === 34) endNumber();
      else {
        // A byte order mark is no letter.
        if (code < 0xbb) odd = true;
        inside = false;
      }
      if (odd && text.length < 40 && code > 32) text += String.fromCharCode(code);
      if (count > 1000) throw new IntakeError("xyzLineTooLong", {}, line);
      before = code;
    }
  }
  endLine();
  return line;
}
