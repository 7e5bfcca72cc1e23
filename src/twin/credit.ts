import type { LayerSource, TwinData } from "./twin.ts";

/**
 * Whom data have to be credited to, as licences ask for it: attribution and licence of every layer, each pair once, in the
 * order of the layers. Empty where nobody stated any.
 */
export function creditsOf(sources: TwinData["sources"]): readonly string[] {
  const texts = Object.values(sources).map(({ attribution, licence }: LayerSource) =>
    attribution === "" || licence === "" || attribution.includes(licence)
      ? attribution || licence
      : `${attribution} (${licence})`,
  );
  return [...new Set(texts)].filter((text) => text !== "");
}
