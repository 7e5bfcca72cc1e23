/** Objects of OpenStreetMap as XML and PBF files give them, in file order: nodes, then ways, then relations as a rule. */

export type Tags = Readonly<Record<string, string>>;

export type OsmMember = {
  readonly type: "node" | "way" | "relation";
  readonly ref: number;
  readonly role: string;
};

/** What a file's objects go to. Ids are whole numbers that a double holds; `line` is null where the format has none. */
export type OsmSink = {
  /** Degrees, checked by the reader to lie on the globe. */
  readonly node: (id: number, lon: number, lat: number, tags: Tags, line: number | null) => void;
  readonly way: (id: number, nodes: ArrayLike<number>, tags: Tags, line: number | null) => void;
  readonly relation: (id: number, members: readonly OsmMember[], tags: Tags, line: number | null) => void;
  /** Objects that were kept so far, for the progress. */
  readonly count: () => number;
};

export const noTags: Tags = {};

/** Most of what one object may have; OSM's own limits are 2,000 nodes a way and 32,000 members a relation. */
const mostTags = 200;
export const mostWayNodes = 20_000;
export const mostMembers = 40_000;

export const isOsmId = (id: number): boolean => Number.isSafeInteger(id);
export const isLonLat = (lon: number, lat: number): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** Adds a tag under the limits that hold for all formats, so that they give equal objects. */
export function addTag(tags: Record<string, string>, count: number, key: string, value: string): number {
  // A key of this name would reach what every object inherits.
  if (key === "" || key === "__proto__" || count >= mostTags) return count;
  const cut = key.slice(0, 255);
  if (!Object.hasOwn(tags, cut)) count += 1;
  tags[cut] = value.slice(0, 1000);
  return count;
}
