import type { Twin, TwinData } from "#twin/twin.ts";

const known = new WeakMap<TwinData, Twin>();

/** The place as it is, as one object per place, so that what is derived from it is derived once. */
export function baselineOf(data: TwinData): Twin {
  let twin = known.get(data);
  if (twin === undefined) {
    twin = { data, operations: [], layerHashes: data.baseHashes };
    known.set(data, twin);
  }
  return twin;
}
