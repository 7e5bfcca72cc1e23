import { knownCrs } from "./definitions.ts";

/**
 * The UTM zone that the name of a tile tells: the Länder name tiles by zone and the kilometres of their south-west corner
 * ("dgm1_33_388_5819_1_be.xyz", "dgm1_32388_5819.asc"). A hint where the file itself says nothing; null = none.
 */
export function zoneOfName(path: string): string | null {
  const name = path.replace(/^.*[\\/]/, "");
  const [, zone] = /(?:^|[^\d])(3[123])[_-]?\d{3}(?:000)?[_-]\d{4}(?:000)?(?!\d)/.exec(name) ?? [];
  return zone === undefined ? null : knownCrs(`EPSG:258${zone}`);
}
