/** How the texts of a dBASE table are written: by the `.cpg` beside it, the code page in its header, or the bytes. */

export type TextOfBytes = (bytes: Uint8Array) => string;

/** Characters 128 to 255 of the code pages of DOS, which no TextDecoder has. */
const dosPages: Readonly<Record<string, string>> = {
  "437":
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■ ",
  "850":
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´­±‗¾¶§÷¸°¨·¹³²■ ",
};

/** Code pages by the "language driver" in byte 29 of a table's header. */
const pageOfDriver: Readonly<Record<number, string>> = {
  1: "437",
  2: "850",
  3: "1252",
  8: "437",
  9: "437",
  10: "850",
  11: "437",
  15: "437",
  16: "850",
  17: "437",
  19: "932",
  25: "437",
  26: "850",
  27: "437",
  36: "850",
  37: "850",
  55: "850",
  87: "1252",
  88: "1252",
  89: "1252",
  101: "866",
  200: "1250",
  201: "1251",
};

/** A label that `decoderOf` takes: "utf-8", "437", "windows-1252"; null = the text names none that is known. */
export function encodingOfCpg(text: string): string | null {
  const name = text
    .trim()
    .split(/\s*[\r\n,]/)[0]
    .slice(0, 40)
    .toLowerCase();
  const page = /^(?:cp|ansi|oem|windows|ibm|dos)?[\s_-]*(\d{3,5})$/.exec(name)?.[1];
  if (page !== undefined) return page === "65001" ? "utf-8" : pageLabel(page);
  try {
    return new TextDecoder(name.replace(/^iso[\s_-]*8859[\s_-]*(\d+)$/, "iso-8859-$1")).encoding;
  } catch {
    return null;
  }
}

export const encodingOfDriver = (driver: number): string | null =>
  Object.hasOwn(pageOfDriver, driver) ? pageLabel(pageOfDriver[driver]) : null;

function pageLabel(page: string): string | null {
  if (Object.hasOwn(dosPages, page)) return page;
  const iso = /^8859(\d{1,2})$/.exec(page)?.[1];
  const label =
    page === "932" ? "shift_jis" : page === "866" ? "ibm866" : page === "1252" ? "windows-1252" : null;
  if (label !== null) return label;
  try {
    return new TextDecoder(iso === undefined ? `windows-${page}` : `iso-8859-${iso}`).encoding;
  } catch {
    return null;
  }
}

/**
 * A decoder for a label, or for no label at all: UTF-8 until the first text that is none, Windows-1252 from there on.
 * @param wrong called once where texts that are said to be UTF-8 are not.
 */
export function decoderOf(label: string | null, wrong: () => void): TextOfBytes {
  const page = label === null ? undefined : dosPages[label];
  if (page !== undefined)
    return (bytes) => {
      let text = "";
      for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : page[byte - 128];
      return text;
    };
  if (label !== null && label !== "utf-8") {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  }
  const strict = new TextDecoder("utf-8", { fatal: true });
  const fallback = new TextDecoder("windows-1252");
  let broken = false;
  return (bytes) => {
    if (broken) return fallback.decode(bytes);
    try {
      return strict.decode(bytes);
    } catch {
      // A text that its column cuts off in the middle of a character.
      const cut = strictOrNull(strict, bytes);
      if (cut !== null) return cut;
      broken = true;
      if (label !== null) wrong();
      return fallback.decode(bytes);
    }
  };
}

function strictOrNull(strict: TextDecoder, bytes: Uint8Array): string | null {
  for (let cut = 1; cut <= 3 && cut < bytes.length; cut++) {
    // Only the lead byte of a longer character may be what is left over.
    const rest = bytes[bytes.length - cut];
    if (rest < 0x80) return null;
    if (rest < 0xc0) continue;
    const needs = rest >= 0xf0 ? 4 : rest >= 0xe0 ? 3 : 2;
    if (cut >= needs) return null;
    try {
      return strict.decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      return null;
    }
  }
  return null;
}
