import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";

/** Turns a vanilla store into a hook; every consumer picks the smallest slice it needs. */
export function hookOf<State>(store: StoreApi<State>): <Slice>(select: (state: State) => Slice) => Slice {
  return function useSlice(select) {
    return useStore(store, select);
  };
}
