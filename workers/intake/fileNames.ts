import { crc32 } from "./archive/crc32.ts";
import { groupSource } from "./archive/groups.ts";
import type { Found } from "./expand.ts";
import { headOf, type Source } from "./source.ts";

const comparedBytes = 64 * 1024;

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

/** CRC and length of all that a source gives. */
async function checkSum({ stream }: Source): Promise<string> {
  const reader = stream().getReader();
  let crc = 0;
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return `${crc}/${bytes}`;
    crc = crc32(value, crc);
    bytes += value.length;
  }
}

async function isSameSource(a: Source, b: Source): Promise<boolean> {
  if (a.size !== b.size) return false;
  try {
    if (!sameBytes(await headOf(a, comparedBytes), await headOf(b, comparedBytes))) return false;
    if (a.slice === undefined || b.slice === undefined) return (await checkSum(a)) === (await checkSum(b));
    const from = Math.max(0, a.size - comparedBytes);
    return sameBytes(await a.slice(from, a.size), await b.slice(from, b.size));
  } catch {
    return false;
  }
}

/** Whether a file was given again: same name, size, beginning and end; what can only be read through is compared whole. */
export async function isSameFile(a: Found, b: Found): Promise<boolean> {
  if (a.format !== b.format || a.members.size !== b.members.size) return false;
  for (const [name, member] of b.members) {
    const other = a.members.get(name);
    if (other === undefined || !(await isSameSource(other, member))) return false;
  }
  return isSameSource(a.source, b.source);
}

/** Tables of one timetable that came in two drops, as one; null where the files are no such tables. */
export function joinTables(a: Found, b: Found): Found | null {
  if (a.format !== "gtfs" || b.format !== "gtfs" || a.members.size === 0 || b.members.size === 0) return null;
  const members = new Map([...a.members, ...b.members]);
  return { ...b, members, source: groupSource(b.source.name, members) };
}

/** A file under a name that no other has: files of one name in different folders come without their folder's name. */
export function withFreeName(found: Found, names: ReadonlyMap<string, unknown>): Found {
  const { name } = found.source;
  if (!names.has(name)) return found;
  const dot = name.lastIndexOf(".");
  const cut = dot > name.lastIndexOf("/") + 1 ? dot : name.length;
  for (let count = 2; ; count++) {
    const free = `${name.slice(0, cut)} (${count})${name.slice(cut)}`;
    if (!names.has(free)) return { ...found, source: { ...found.source, name: free } };
  }
}
