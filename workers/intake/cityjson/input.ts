import { type FindingCollector, IntakeError } from "../report.ts";
import { chunksOf, type ReadContext, type Source } from "../source.ts";
import { sniffEncoding, textOf } from "../text.ts";

/**
 * What a plain CityJSON document may take. Its memory: the text once, its vertices (about a third of it) and the finished
 * columns (about as much as the text); together up to three times this. CityJSONSeq has no such bound.
 */
const largestDocumentBytes = 512 * 1024 * 1024;
const longestLineBytes = 64 * 1024 * 1024;
const newLine = 10;
const sniffBytes = 256;

/** The text as UTF-8 whatever it is written in, without a byte order mark. */
async function* utf8Of(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
): AsyncGenerator<Uint8Array> {
  let first = true;
  for await (const chunk of chunksOf(source, context)) {
    if (first && sniffEncoding(chunk.subarray(0, sniffBytes)) !== "utf-8") {
      const encoder = new TextEncoder();
      for await (const text of textOf(source, context, findings)) yield encoder.encode(text);
      return;
    }
    const hasMark = first && chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf;
    first = false;
    yield hasMark ? chunk.subarray(3) : chunk;
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0];
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

const isBlankOnly = (bytes: Uint8Array): boolean => bytes.every((code) => code <= 32);

/** Whether a first line is a document by itself: then lines with features follow it. */
function isHead(line: Uint8Array): boolean {
  const text = new TextDecoder().decode(line).trim();
  return text.endsWith("}") && /^\{.*"type"\s*:\s*"CityJSON"/s.test(text);
}

/**
 * The JSON texts of a file: one for a document; for a CityJSONSeq its head and then each feature, as they come in.
 * @throws IntakeError where a document or a line is larger than is read.
 */
export async function* jsonTexts(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
): AsyncGenerator<{ readonly bytes: Uint8Array; readonly line: number; readonly sequence: boolean }> {
  const tooLarge = (): IntakeError =>
    new IntakeError("cityJsonTooLarge", { limitMb: largestDocumentBytes / 1048576 });
  let pieces: Uint8Array[] = [];
  let length = 0;
  let line = 1;
  // Null until the first line was judged.
  let sequence = null as boolean | null;
  let head: Uint8Array | null = null;
  const take = (): Uint8Array => {
    const bytes = joined(pieces, length);
    pieces = [];
    length = 0;
    return bytes;
  };
  /** Room for a whole document, where its size can be believed: pieces are copied into it and not kept beside it. */
  let whole: Uint8Array | null = null;
  let gathered = 0;
  const gather = (): void => {
    if (sequence !== false || source.slice === undefined || length > source.size) return;
    whole ??= new Uint8Array(source.size);
    for (const piece of pieces) {
      whole.set(piece, gathered);
      gathered += piece.length;
    }
    pieces = [];
  };
  for await (const chunk of utf8Of(source, context, findings)) {
    let rest = chunk;
    while (sequence !== false) {
      const end = rest.indexOf(newLine);
      if (end < 0) break;
      pieces.push(rest.subarray(0, end));
      length += end;
      rest = rest.subarray(end + 1);
      const bytes = take();
      if (isBlankOnly(bytes)) line += 1;
      else if (sequence === true) yield { bytes, line: line++, sequence };
      else if (head === null && isHead(bytes)) {
        // Whether it is a sequence shows once something follows.
        head = bytes;
        line += 1;
      } else if (head !== null) {
        sequence = true;
        yield { bytes: head, line: 1, sequence };
        head = null;
        yield { bytes, line: line++, sequence };
      } else {
        sequence = false;
        pieces.push(bytes, Uint8Array.of(newLine));
        length = bytes.length + 1;
      }
    }
    if (rest.length === 0) continue;
    pieces.push(rest);
    length += rest.length;
    if (sequence === true && length > longestLineBytes)
      throw new IntakeError("featureTooLong", { limitMb: longestLineBytes / 1048576 }, line);
    if (sequence !== true && length > largestDocumentBytes) throw tooLarge();
    // What a file on disk says of its size is true: nothing need be read to refuse it.
    if (sequence === false && source.slice !== undefined && source.size > largestDocumentBytes)
      throw tooLarge();
    gather();
  }
  const room = whole as Uint8Array | null;
  // Text that grew on its way to UTF-8 may need more room than the file has bytes.
  if (room !== null) pieces.unshift(room.subarray(0, gathered));
  const bytes = take();
  if (head !== null) {
    const follows = !isBlankOnly(bytes);
    yield { bytes: head, line: 1, sequence: follows };
    if (follows) yield { bytes, line, sequence: true };
  } else if (sequence !== true) yield { bytes, line: 1, sequence: false };
  else if (!isBlankOnly(bytes)) yield { bytes, line, sequence };
}
