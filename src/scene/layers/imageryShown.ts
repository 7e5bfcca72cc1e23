import type { TwinData } from "#twin/twin.ts";

/** What the ground looks like is told by its covers; a picture stands in where those are only guessed. */
export function imageryOpacity(chosen: number | null, data: Pick<TwinData, "imagery" | "sources">): number {
  if (data.imagery === null) return 0;
  if (chosen !== null) return Math.min(1, Math.max(0, chosen));
  const derivation = data.sources.landCover?.derivation ?? "delivered";
  return derivation !== "delivered" && derivation.derivedBy === "landCoverFromFootprintsAndStreets" ? 1 : 0;
}
