/** Keeps what was used last, up to a number of bytes. One entry larger than the limit is kept alone. */
export type MemoryCache<Value> = {
  readonly get: (key: string) => Value | null;
  readonly set: (key: string, value: Value, bytes: number) => void;
  readonly bytes: () => number;
};

export function createMemoryCache<Value>(limitBytes: number): MemoryCache<Value> {
  // A Map keeps insertion order: the first key is the one not used for longest.
  const entries = new Map<string, { readonly value: Value; readonly bytes: number }>();
  let total = 0;

  const remove = (key: string): void => {
    const entry = entries.get(key);
    if (entry === undefined) return;
    total -= entry.bytes;
    entries.delete(key);
  };

  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return null;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set(key, value, bytes) {
      remove(key);
      entries.set(key, { value, bytes });
      total += bytes;
      for (const oldest of entries.keys()) {
        if (total <= limitBytes || oldest === key) break;
        remove(oldest);
      }
    },
    bytes: () => total,
  };
}
