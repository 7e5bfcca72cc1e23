import { closeSync, openSync, writeSync } from "node:fs";

/** A text file written in chunks, so that memory stays flat however large the city is. */
export type Sink = { readonly write: (text: string) => void; readonly close: () => void };

const chunkCharacters = 1 << 18;

export const openSink = (path: string): Sink => {
  const file = openSync(path, "w");
  let parts: string[] = [];
  let size = 0;
  const flush = () => {
    if (parts.length > 0) writeSync(file, parts.join(""));
    parts = [];
    size = 0;
  };
  return {
    write: (text) => {
      parts.push(text);
      size += text.length;
      if (size >= chunkCharacters) flush();
    },
    close: () => {
      flush();
      closeSync(file);
    },
  };
};

/** Writes items of a JSON array or object with commas between them. */
export const joinInto = (sink: Sink, separator = ",\n"): ((text: string) => void) => {
  let first = true;
  return (text) => {
    sink.write(first ? text : separator + text);
    first = false;
  };
};

export const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
