import { SaxesParser } from "saxes";
import { type FindingCollector, IntakeError } from "./report.ts";
import type { ReadContext, Source } from "./source.ts";
import { textOf } from "./text.ts";

export type XmlAttributes = Readonly<Record<string, string>>;

/** Where the parser is. */
export type XmlCursor = {
  readonly line: () => number;
  /** Local names from the root to the element at hand. */
  readonly path: readonly string[];
};

export type XmlHandlers = {
  /** An element begins; depth 1 is the root. Returns whether its text is wanted. */
  readonly open: (local: string, attributes: XmlAttributes, depth: number) => boolean;
  /** An element ends. `text` is its own text where `open` asked for it and no child came between, else null. */
  readonly close: (local: string, depth: number, text: string | null) => void;
};

const deepestNesting = 200;
/** Most characters without a tag: a coordinate list of this size is no building's, a comment no comment. */
const longestRun = 32 * 1024 * 1024;
const mostNames = 2000;

const afterPrefix = (name: string): string => {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
};

/** The value of an attribute by its local name; "" where it is missing. */
export function attribute(attributes: XmlAttributes, local: string): string {
  const plain = attributes[local];
  if (plain !== undefined) return plain;
  for (const name in attributes) if (afterPrefix(name) === local) return attributes[name];
  return "";
}

/**
 * Reads XML as a stream, by local names (municipal files change namespaces, not names). Entities other than XML's own
 * five are errors, document types are passed over and nothing is ever fetched; depth and runs of text are bounded.
 * @param handlers made with the cursor, so that they can say where they are.
 * @returns what broke the file, or null; everything before it went to the handlers.
 * @throws the signal's reason once it is aborted.
 */
export async function readXml(
  source: Source,
  context: ReadContext,
  findings: FindingCollector,
  handlers: (cursor: XmlCursor) => XmlHandlers,
): Promise<IntakeError | null> {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const path: string[] = [];
  const locals = new Map<string, string>();
  let elements = 0;
  let text: string | null = null;
  const { open, close } = handlers({ line: () => parser.line, path });

  parser.on("opentag", (tag) => {
    elements += 1;
    let local = locals.get(tag.name);
    if (local === undefined) {
      local = afterPrefix(tag.name);
      if (locals.size < mostNames) locals.set(tag.name, local);
    }
    const depth = path.push(local);
    if (depth > deepestNesting) throw new IntakeError("xmlTooDeep", { limit: deepestNesting }, parser.line);
    text = open(local, tag.attributes, depth) ? "" : null;
  });
  const takeText = (piece: string): void => {
    if (text !== null) text += piece;
  };
  parser.on("text", takeText);
  parser.on("cdata", takeText);
  parser.on("closetag", () => {
    const depth = path.length;
    const local = path.pop() ?? "";
    const own = text;
    text = null;
    close(local, depth, own);
  });
  parser.on("error", (error) => {
    const detail = error.message.replace(/^[^:]*:?\d+:\d+:\s*/, "").slice(0, 200);
    throw new IntakeError(elements === 0 ? "notXml" : "xmlBroken", { detail }, parser.line);
  });

  try {
    let before = 0;
    let run = 0;
    for await (const piece of textOf(source, context, findings)) {
      parser.write(piece);
      run = elements === before ? run + piece.length : 0;
      before = elements;
      if (run > longestRun) throw new IntakeError("xmlTextTooLong", { limit: longestRun }, parser.line);
    }
    parser.close();
    return null;
  } catch (error) {
    if (error instanceof IntakeError) return error;
    throw error;
  }
}
