import type { FindingCollector } from "../report.ts";

/** Text of a stretch of bytes. */
export type TextReader = (bytes: Uint8Array, from: number, to: number) => string;

/** Ways to read texts of one file: UTF-8, or Windows-1252 where it is none (said once for all of them). */
export type TextReaders = {
  /** For stretches of the file, which mostly follow each other. */
  readonly stretch: TextReader;
  /** For stretches of what was gathered from it. */
  readonly gathered: TextReader;
  /** For a stretch that stands alone. */
  readonly alone: TextReader;
};

const blockBytes = 256 * 1024;

/** Cuts stretches that follow each other from one larger text as long as that is ASCII, where a byte is a character. */
function inBlocks(alone: TextReader): TextReader {
  const loose = new TextDecoder("utf-8", { ignoreBOM: true });
  let block = "";
  let isAscii = false;
  let owner: Uint8Array | null = null;
  let blockFrom = 0;
  let blockTo = 0;
  return (bytes, from, to) => {
    if (owner !== bytes || from < blockFrom || to > blockTo) {
      owner = bytes;
      blockFrom = from;
      blockTo = Math.min(bytes.length, Math.max(to, from + blockBytes));
      block = loose.decode(bytes.subarray(blockFrom, blockTo));
      // A byte that is no UTF-8 becomes one character too.
      isAscii = block.length === blockTo - blockFrom && !block.includes("\ufffd");
    }
    return isAscii ? block.slice(from - blockFrom, to - blockFrom) : alone(bytes, from, to);
  };
}

export function createTextReaders(findings: FindingCollector): TextReaders {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const fallback = new TextDecoder("windows-1252");
  let said = false;
  const alone: TextReader = (bytes, from, to) => {
    const stretch = bytes.subarray(from, to);
    try {
      return strict.decode(stretch);
    } catch {
      if (!said) findings.add("repaired", "encodingNotUtf8");
      said = true;
      return fallback.decode(stretch);
    }
  };
  return { stretch: inBlocks(alone), gathered: inBlocks(alone), alone };
}
