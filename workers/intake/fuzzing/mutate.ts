import { unzipSync, zipSync } from "fflate";
import type { MadeFile } from "./validFiles.ts";

/** Damages files as transfers, editors and ill will do: the same seed gives the same damage. */

const splices = [
  "",
  "\0",
  "<",
  ">",
  '"',
  "{",
  "]",
  "1e308",
  "-1e300",
  "-",
  "NaN",
  "Infinity",
  ",",
  ";",
  "&amp;",
  "&x;",
  "<!--",
  "]]>",
  "\uFFFD",
  "\u202E",
  "__proto__",
  "constructor",
  "9".repeat(400),
  "[".repeat(300),
].map((text) => new TextEncoder().encode(text));

const numbers = [
  "0",
  "-1",
  "1e300",
  "NaN",
  "Infinity",
  "4294967296",
  "99999999999999999999",
  "1e-320",
  "0.1.2",
  "1,5",
].map((text) => new TextEncoder().encode(text));
const words = [0, 1, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x7ff80000, 0x7f800000];

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

function spliced(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const end = Math.min(bytes.length, at + removed);
  const out = new Uint8Array(bytes.length - (end - at) + added.length);
  out.set(bytes.subarray(0, at));
  out.set(added, at);
  out.set(bytes.subarray(end), at + added.length);
  return out;
}

/** Puts another number where one stands. */
function withOtherNumber(bytes: Uint8Array, at: number, number: Uint8Array): Uint8Array {
  let from = at;
  while (from < bytes.length && !isDigit(bytes[from])) from += 1;
  let to = from;
  while (to < bytes.length && (isDigit(bytes[to]) || bytes[to] === 46)) to += 1;
  return spliced(bytes, from, to - from, number);
}

function mutatedOnce(random: () => number, bytes: Uint8Array): Uint8Array {
  const at = Math.floor(random() * bytes.length);
  const kind = random();
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)];
  if (kind < 0.2) {
    const copy = bytes.slice();
    copy[at] ^= 1 << Math.floor(random() * 8);
    return copy;
  }
  if (kind < 0.35) {
    const copy = bytes.slice();
    copy[at] = Math.floor(random() * 256);
    return copy;
  }
  if (kind < 0.5) {
    const copy = bytes.slice();
    const view = new DataView(copy.buffer);
    if (at + 4 <= copy.length) view.setUint32(at, pick(words), random() < 0.5);
    return copy;
  }
  if (kind < 0.6) return withOtherNumber(bytes, at, pick(numbers));
  if (kind < 0.7) return spliced(bytes, at, Math.floor(random() * 40), new Uint8Array());
  // A piece of the file a second time.
  if (kind < 0.8) {
    const from = Math.floor(random() * bytes.length);
    return spliced(bytes, at, 0, bytes.subarray(from, from + Math.floor(random() * 200)));
  }
  if (kind < 0.87) return bytes.slice(0, at);
  return spliced(bytes, at, Math.floor(random() * 4), pick(splices));
}

function mutated(random: () => number, bytes: Uint8Array): Uint8Array {
  let out = bytes;
  for (let change = 0; change <= random() * 4; change++) {
    out = mutatedOnce(random, out);
    if (out.length === 0) out = new Uint8Array(1);
  }
  return out;
}

/** One of the files damaged; of an archive, mostly something in it, so that what reads it comes so far. */
export function mutatedFiles(random: () => number, files: readonly MadeFile[]): readonly MadeFile[] {
  const chosen = Math.floor(random() * files.length);
  return files.map((file, i) => {
    if (i !== chosen) return file;
    if (!file.name.endsWith(".zip") || random() < 0.3) return { ...file, bytes: mutated(random, file.bytes) };
    const members = Object.entries(unzipSync(file.bytes));
    const [name] = members[Math.floor(random() * members.length)];
    return {
      ...file,
      bytes: zipSync(
        Object.fromEntries(
          members.map(([member, bytes]) => [member, member === name ? mutated(random, bytes) : bytes]),
        ),
        { level: 0 },
      ),
    };
  });
}
