/** Where an address in a tileset or in a tile leads. */
export type Address =
  | { readonly type: "inside"; readonly path: string }
  /** Written into the file itself. */
  | { readonly type: "data" }
  /** Another host, or a scheme of any kind. */
  | { readonly type: "foreign" }
  /** Above the tileset's folder, or from a disk's root. */
  | { readonly type: "outside" };

const longestAddress = 2000;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * What an address means in the file at `base` (a path below the tileset's folder). Nothing is asked for: only what lies
 * inside can be shown.
 */
export function addressWithin(base: string, uri: string): Address {
  if (/^data:/i.test(uri)) return { type: "data" };
  if (uri.length > longestAddress || /^[a-z][a-z0-9+.-]*:|^[/\\]{2}/i.test(uri)) return { type: "foreign" };
  const plain = decoded(uri.split(/[?#]/)[0] ?? "");
  if (/^[/\\]|^[a-z]:/i.test(plain) || plain.includes("\\")) return { type: "outside" };
  const path = base.split("/").slice(0, -1);
  for (const part of plain.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") path.push(part);
    else if (path.pop() === undefined) return { type: "outside" };
  }
  return { type: "inside", path: path.join("/") };
}

/** The pattern of an implicit tiling's addresses as a test for paths: "{level}" and the like stand for whole numbers. */
export function patternOf(base: string, uri: string): RegExp | null {
  const address = addressWithin(base, uri.replace(/\{(level|x|y|z)\}/g, "\u0001"));
  if (address.type !== "inside") return null;
  const escaped = address.path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("\u0001", "\\d{1,9}")}$`, "i");
}
