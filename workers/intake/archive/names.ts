/** Upper half of code page 437, in which zip archives of older programs write names. */
const cp437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** A name in an archive: UTF-8 where it is that, whatever the archive says, else code page 437. */
export function decodeName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    let text = "";
    for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : cp437[byte - 128];
    return text;
  }
}

/**
 * A name as a path below its archive, or null where it points out of it: absolute, with a drive, or with "..". Some
 * programs of Windows write "\\" between folders.
 */
export function safePath(name: string): string | null {
  const path = name.replaceAll("\\", "/");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path) || path.length > 1000) return null;
  for (let i = 0; i < path.length; i++) if (path.charCodeAt(i) < 32) return null;
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0 || parts.includes("..")) return null;
  return parts.join("/");
}

/** What programs leave behind that nobody means to hand over. */
export const isJunk = (path: string): boolean =>
  /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|ehthumbs\.db$|desktop\.ini$|\.git\/|\.~lock\.|~\$)/i.test(
    path.replaceAll("\\", "/"),
  );
