import { addressWithin } from "#twin/tiles3d/address.ts";
import { inspectContent } from "#twin/tiles3d/content.ts";
import { cleanTileset } from "#twin/tiles3d/tileset.ts";

/** Hands out the files of one tileset by addresses that nothing else answers to: no request leaves the page. */
export type TileServer = {
  /** Address of the tileset's description. */
  readonly entry: string;
  /**
   * A copy of the file behind an address.
   * @throws RangeError where there is none, or none that may be shown.
   */
  readonly bytesAt: (address: string) => Uint8Array<ArrayBuffer>;
};

type Json = Record<string, unknown>;

const mostTiles = 1_000_000;
/** As the import does: descriptions that name descriptions. */
const deepestNesting = 32;
/** Which descriptions led to a file, by their places in the list. */
const chainKey = "in";

const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** @param base address that all files get, with a slash at its end. */
export function createTileServer(
  files: ReadonlyMap<string, Uint8Array>,
  entry: string,
  base: string,
): TileServer {
  const names = [...files.keys()];
  const lower = new Map(names.map((name) => [name.toLowerCase(), name]));
  const refused = new Map<string, boolean>();
  const descriptions = new Set<string>();

  const find = (path: string): string | null =>
    files.has(path) ? path : (lower.get(path.toLowerCase()) ?? null);

  /** Whether a file may be shown: looked at once, when it is first wanted. */
  const isRefused = (path: string, bytes: Uint8Array): boolean => {
    const known = refused.get(path);
    if (known !== undefined) return known;
    const { defect, format } = inspectContent(bytes);
    if (format === "tileset") descriptions.add(path);
    refused.set(path, defect !== null);
    return defect !== null;
  };

  /** A description with sound tiles only, whose contents carry on which descriptions led to them. */
  const description = (
    path: string,
    bytes: Uint8Array,
    chain: readonly number[],
  ): Uint8Array<ArrayBuffer> => {
    const { document, usable } = cleanTileset(JSON.parse(new TextDecoder().decode(bytes.slice())), {
      transform: null,
      mostTiles,
    });
    if (!usable) throw new RangeError(`${path} has no tile that can be shown.`);
    const next = [...chain, names.indexOf(path)].join(".");
    const open: Json[] = [document.root as Json];
    for (let tile = open.pop(); tile !== undefined; tile = open.pop()) {
      const isPattern = tile.implicitTiling !== undefined;
      const kept = [tile.content, ...((tile.contents as readonly unknown[] | undefined) ?? [])]
        .filter((content): content is Json => content !== undefined)
        .flatMap((content) => {
          const uri = String(content.uri);
          const address = addressWithin(path, uri);
          if (address.type === "data") return [content];
          if (address.type !== "inside") return [];
          if (!isPattern && find(address.path) === null) return [];
          return [{ ...content, uri: `${uri.split(/[?#]/)[0]}?${chainKey}=${next}` }];
        });
      delete tile.content;
      delete tile.contents;
      if (kept.length === 1) [tile.content] = kept;
      else if (kept.length > 1) tile.contents = kept;
      open.push(...((tile.children as readonly Json[] | undefined) ?? []));
    }
    return new TextEncoder().encode(JSON.stringify(document));
  };

  return {
    entry: `${base}${encoded(entry)}`,
    bytesAt: (address) => {
      if (!address.startsWith(base))
        throw new RangeError(`${address.slice(0, 200)} is not part of the city.`);
      const [wanted = "", query = ""] = address.slice(base.length).split("#")[0].split("?");
      const path = find(decoded(wanted));
      const bytes = path === null ? undefined : files.get(path);
      if (path === null || bytes === undefined) throw new RangeError(`${wanted.slice(0, 200)} is missing.`);
      if (isRefused(path, bytes)) throw new RangeError(`${path} cannot be shown.`);
      if (!descriptions.has(path)) return bytes.slice();
      const chain = (new URLSearchParams(query).get(chainKey) ?? "")
        .split(".")
        .filter((part) => part !== "")
        .map(Number);
      if (chain.length >= deepestNesting || chain.includes(names.indexOf(path)))
        throw new RangeError(`${path} goes round in a circle.`);
      return description(path, bytes, chain);
    },
  };
}
