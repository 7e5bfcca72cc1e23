import { knownCrs } from "./definitions.ts";

/** AdV's own names (GeoInfoDok 6/7, Anlage Koordinatenreferenzsysteme): horizontal part before the first "*". */
function fromAdv(name: string): string | null {
  const horizontal = name.split("*")[0];
  const utm = /ETRS89_UTM(\d{2})/i.exec(horizontal);
  if (utm) return knownCrs(`EPSG:258${utm[1]}`);
  const gaussKrueger = /DHDN[^:*]*?3GK([2-5])/i.exec(horizontal);
  if (gaussKrueger) return knownCrs(`EPSG:${31464 + Number(gaussKrueger[1])}`);
  if (/ETRS89_Lat-?Lon/i.test(horizontal)) return "EPSG:4258";
  if (/DHDN_Lat-?Lon/i.test(horizontal)) return "EPSG:4314";
  return null;
}

/** Names of WKT and of programs, without numbers of EPSG. */
function fromWords(text: string): string | null {
  // ESRI's and GDAL's words for easting with the zone before it: "8stellen", "zE-N".
  const zoned = /UTM[\s_-]*(?:zone)?[\s_-]*(32|33)N?[\s_(-]*(?:8stellen|zE-N|N-zE)/i.exec(text);
  if (zoned) return zoned[1] === "32" ? "EPSG:4647" : "EPSG:5650";
  const utm = /UTM[\s_-]*(?:zone)?[\s_-]*(\d{1,2})/i.exec(text);
  if (utm) {
    const zone = utm[1].padStart(2, "0");
    return knownCrs(/WGS/i.test(text) ? `EPSG:326${zone}` : `EPSG:258${zone}`) ?? knownCrs(`EPSG:326${zone}`);
  }
  const gaussKrueger =
    /(?:Gau(?:ss|ß)|DHDN|\bGK)[^\d]*(?:3[\s_-]*degree[^\d]*)?(?:zone[\s_-]*)?([2-5])(?!\d)/i.exec(text);
  if (gaussKrueger) return `EPSG:${31464 + Number(gaussKrueger[1])}`;
  if (/Web[\s_-]*Mercator|Pseudo-?[\s_]*Mercator/i.test(text)) return "EPSG:3857";
  if (/LAEA|Lambert[\s_]Azimuthal/i.test(text)) return /ETRS|Europe/i.test(text) ? "EPSG:3035" : null;
  if (/Soldner[\s_-]*Berlin/i.test(text)) return "EPSG:3068";
  if (/RD[\s_]New/i.test(text)) return "EPSG:28992";
  if (/CH1903\s*\+|LV95/i.test(text)) return "EPSG:2056";
  if (/CH1903|LV03/i.test(text)) return "EPSG:21781";
  if (/DHDN/i.test(text)) return "EPSG:4314";
  if (/WGS[\s_]*(19)?84/i.test(text)) return "EPSG:4326";
  return /ETRS[\s_]*(19)?89/i.test(text) ? "EPSG:4258" : null;
}

/**
 * The coordinate system that a srsName, a `crs` member or a `referenceSystem` means, whatever its style: URN, URL,
 * compound, misspelt, AdV's own, plain words. Null where it says nothing that is known here.
 */
export function resolveSrsName(name: string): string | null {
  const text = name.trim().slice(0, 500);
  if (text === "") return null;
  if (/CRS:?84\b/i.test(text)) return "EPSG:4326";
  const adv = fromAdv(text);
  if (adv !== null) return adv;
  if (/epsg/i.test(text)) {
    // Versions such as 6.12 hold a point or have fewer digits; the first known code of a compound is the horizontal one.
    for (const match of text.matchAll(/(?<![\d.])(\d{4,6})(?![\d.])/g)) {
      const known = knownCrs(`EPSG:${match[1]}`);
      if (known !== null) return known;
    }
  }
  const words = fromWords(text);
  if (words !== null) return words;
  return /^\d{4,6}$/.test(text) ? knownCrs(`EPSG:${text}`) : null;
}
