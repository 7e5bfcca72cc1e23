import type { FindingCollector } from "./report.ts";
import { chunksOf, type ReadContext, type Source } from "./source.ts";

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

const declared = /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/i;

/** How a text file is encoded, by its first bytes: byte order mark, zero bytes, XML declaration; else UTF-8. */
export function sniffEncoding(head: Uint8Array): TextEncodingName {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return "utf-8";
  if (head[0] !== 0 && head[1] === 0 && head[2] !== 0 && head[3] === 0) return "utf-16le";
  if (head[0] === 0 && head[1] !== 0 && head[2] === 0 && head[3] !== 0) return "utf-16be";
  const name = declared.exec(String.fromCharCode(...head.subarray(0, 200)))?.[1]?.toLowerCase() ?? "";
  return /^(iso-8859-1|iso-8859-15|latin-?1|windows-1252|cp-?1252)$/.test(name) ? "windows-1252" : "utf-8";
}

/** Bytes at the end of a UTF-8 chunk that begin a character which ends in the next one (0–3). */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/**
 * A decoder that takes UTF-8 strictly and falls back to Windows-1252 (a superset of Latin-1) from the first chunk on
 * that is not UTF-8: municipal files often say one and are the other. A byte order mark is taken away.
 */
function createDecoder(
  encoding: TextEncodingName,
  findings: FindingCollector,
): (chunk: Uint8Array, last: boolean) => string {
  if (encoding !== "utf-8") {
    const decoder = new TextDecoder(encoding);
    return (chunk, last) => decoder.decode(chunk, { stream: !last });
  }
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const fallback = new TextDecoder("windows-1252");
  let broken = false;
  let first = true;
  let carry = new Uint8Array(0);
  return (chunk, last) => {
    if (broken) return fallback.decode(chunk, { stream: !last });
    const bytes = carry.length > 0 ? joined(carry, chunk) : chunk;
    const tail = last ? 0 : unfinishedTail(bytes);
    try {
      let text = strict.decode(bytes.subarray(0, bytes.length - tail));
      carry = bytes.slice(bytes.length - tail);
      if (first && text.length > 0) {
        first = false;
        if (text.charCodeAt(0) === 0xfeff) text = text.slice(1);
      }
      return text;
    } catch {
      broken = true;
      findings.add("repaired", "encodingNotUtf8");
      return fallback.decode(bytes, { stream: !last });
    }
  };
}

/** Enough of a file to tell its encoding: a byte order mark and an XML declaration. */
const sniffBytes = 256;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** The decoded text of a source, by pieces. */
export async function* textOf(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
): AsyncGenerator<string> {
  let head: Uint8Array = new Uint8Array(0);
  let decode: ReturnType<typeof createDecoder> | null = null;
  for await (const chunk of chunksOf(source, context)) {
    let bytes = chunk;
    if (decode === null) {
      head = joined(head, chunk);
      if (head.length < sniffBytes) continue;
      decode = createDecoder(sniffEncoding(head), findings);
      bytes = head;
    }
    const text = decode(bytes, false);
    if (text.length > 0) yield text;
  }
  const last = decode === null ? head : new Uint8Array(0);
  const rest = (decode ?? createDecoder(sniffEncoding(head), findings))(last, true);
  if (rest.length > 0) yield rest;
}
