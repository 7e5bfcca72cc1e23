import type { Point } from "#twin/frame.ts";
import type { PlaceKind } from "#twin/objects.ts";

/** A place of daily need or a critical facility, as OSM will tag it. */
export type PlannedPlace = {
  readonly name: string;
  readonly kind: PlaceKind;
  readonly at: Point;
  readonly tags: Readonly<Record<string, string>>;
};
/** Shops and practices in the ground floors of houses along the streets of the core. */
export const smallPlaces: readonly PlannedPlace[] = [
  { name: "Löwen-Apotheke", kind: "pharmacy", at: [577, 668], tags: { amenity: "pharmacy" } },
  { name: "Apotheke am Bahnhof", kind: "pharmacy", at: [900, 818], tags: { amenity: "pharmacy" } },
  { name: "Hausarztpraxis Dr. Sommer", kind: "doctor", at: [560, 635], tags: { amenity: "doctors" } },
  { name: "Gemeinschaftspraxis Goethestraße", kind: "doctor", at: [960, 732], tags: { amenity: "doctors" } },
  { name: "Kinderarztpraxis Lessingstraße", kind: "doctor", at: [345, 745], tags: { amenity: "doctors" } },
  { name: "Bäckerei Hoffmann", kind: "bakery", at: [637, 586], tags: { shop: "bakery" } },
  { name: "Bäckerei Vogel", kind: "bakery", at: [690, 1085], tags: { shop: "bakery" } },
  { name: "Backstube Lindenstraße", kind: "bakery", at: [895, 700], tags: { shop: "bakery" } },
  { name: "Stadtbücherei", kind: "library", at: [500, 660], tags: { amenity: "library" } },
  { name: "Polizeistation Wiesenbrück", kind: "police", at: [860, 632], tags: { amenity: "police" } },
  {
    name: "Evangelischer Kindergarten Arche",
    kind: "kindergarten",
    at: [240, 655],
    tags: { amenity: "kindergarten" },
  },
  {
    name: "Waldkindergarten Sonnenhang",
    kind: "kindergarten",
    at: [1000, 1375],
    tags: { amenity: "kindergarten" },
  },
  { name: "Spielplatz Stadtpark", kind: "playground", at: [915, 480], tags: { leisure: "playground" } },
  { name: "Spielplatz Birkenweg", kind: "playground", at: [255, 1378], tags: { leisure: "playground" } },
  { name: "Stadtpark", kind: "park", at: [1000, 520], tags: { leisure: "park" } },
  {
    name: "Sportplatz an der Wiese",
    kind: "sports",
    at: [285, 425],
    tags: { leisure: "pitch", sport: "soccer" },
  },
];
