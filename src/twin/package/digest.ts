import { sha256Hex } from "../hash.ts";

/** SHA-256 in hex, by the browser where it offers that: much faster, and not on pages over plain http. */
export async function digest(bytes: Uint8Array): Promise<string> {
  if (globalThis.crypto?.subtle === undefined || !(bytes.buffer instanceof ArrayBuffer))
    return sha256Hex(bytes);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
