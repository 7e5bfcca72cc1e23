/**
 * Heights of XPlanGML (XP_Hoehenangabe, 4.0 to 6.0). `hoehenbezug` tells what they are measured from, `bezugspunkt` to what they
 * go. Source: XPlanung object catalogue, XP_ArtHoehenbezug and XP_ArtHoehenbezugspunkt.
 */

/** Eaves, ridge, top edge, height of the structure, building height, wall height: the top of a building or near it. */
const tops: ReadonlySet<string> = new Set(["1000", "2000", "3000", "5000", "6000", "6500"]);

const metres = (text: string | undefined): number => {
  const value = Number((text ?? "").replace(",", "."));
  return value > 0 && value < 500 ? value : Number.NaN;
};

export type PlannedHeight =
  /** Above the ground or another level of the place. */
  | { readonly kind: "relative"; readonly heightM: number }
  /** Above sea level: no height of a building by itself. */
  | { readonly kind: "absolute"; readonly topM: number }
  | { readonly kind: "none" };

/** The highest that a statement allows. */
export function plannedHeight(leaves: ReadonlyMap<string, string>): PlannedHeight {
  const point = leaves.get("bezugspunkt");
  if (point !== undefined && !tops.has(point)) return { kind: "none" };
  const from = leaves.get("hoehenbezug") ?? "";
  const values = ["hMax", "hZwingend", "h", "hMin"].map((name) => leaves.get(name));
  // 1000 to 1200: above sea level, by NHN, NN or DHHN.
  if (/^1\d{3}$/.test(from)) {
    const top = values.map((text) => Number((text ?? "").replace(",", "."))).find((value) => value > 0);
    return top === undefined ? { kind: "none" } : { kind: "absolute", topM: top };
  }
  const heightM = values.map(metres).find((value) => value > 0);
  return heightM === undefined ? { kind: "none" } : { kind: "relative", heightM };
}
