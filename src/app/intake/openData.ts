import type { SourceFormat } from "#workers/intake/report.ts";

/**
 * Licences and attribution texts of the open data that German towns use, as their publishers ask for them. Names of
 * offices and licences are not translated. They are suggestions: what the page says from which a file was taken, counts.
 */

/** Short names as they go into a twin; texts under licences in the wizard catalogue. */
export const licences = [
  { id: "dlDeBy", name: "dl-de/by-2-0" },
  { id: "dlDeZero", name: "dl-de/zero-2-0" },
  { id: "ccBy", name: "CC BY 4.0" },
  { id: "cc0", name: "CC0 1.0" },
  { id: "odbl", name: "ODbL 1.0" },
] as const;

export type OpenData = {
  readonly id: string;
  readonly name: string;
  readonly licence: string;
  readonly attribution: string;
  /** Formats that only they publish in: theirs without asking. */
  readonly formats: readonly SourceFormat[];
};

const of = (
  id: string,
  name: string,
  licence: string,
  attribution: string,
  formats: readonly SourceFormat[] = [],
): OpenData => ({ id, name, licence, attribution, formats });

export const openData: readonly OpenData[] = [
  of("bw", "Baden-Württemberg (LGL)", "dl-de/by-2-0", "Datenquelle: LGL, www.lgl-bw.de"),
  of(
    "by",
    "Bayern (Vermessungsverwaltung)",
    "CC BY 4.0",
    "Bayerische Vermessungsverwaltung – www.geodaten.bayern.de",
  ),
  of("be", "Berlin (Geoportal)", "dl-de/zero-2-0", "Geoportal Berlin"),
  of("bb", "Brandenburg (LGB)", "dl-de/by-2-0", "© GeoBasis-DE/LGB"),
  of("hb", "Bremen (GeoInformation)", "CC BY 4.0", "Landesamt GeoInformation Bremen"),
  of(
    "hh",
    "Hamburg (LGV)",
    "dl-de/by-2-0",
    "Freie und Hansestadt Hamburg, Landesbetrieb Geoinformation und Vermessung (LGV)",
  ),
  of(
    "he",
    "Hessen (HVBG)",
    "dl-de/zero-2-0",
    "Hessische Verwaltung für Bodenmanagement und Geoinformation (HVBG)",
  ),
  of("mv", "Mecklenburg-Vorpommern (LAiV)", "CC BY 4.0", "© GeoBasis-DE/M-V"),
  of("ni", "Niedersachsen (LGLN)", "CC BY 4.0", "© GeoBasis-DE/LGLN"),
  of("nw", "Nordrhein-Westfalen (Geobasis NRW)", "dl-de/zero-2-0", "Geobasis NRW"),
  of("rp", "Rheinland-Pfalz (LVermGeo)", "dl-de/by-2-0", "© GeoBasis-DE / LVermGeoRP"),
  of("sl", "Saarland (LVGL)", "dl-de/by-2-0", "© GeoBasis DE/LVGL-SL"),
  of("sn", "Sachsen (GeoSN)", "dl-de/by-2-0", "GeoSN"),
  of("st", "Sachsen-Anhalt (LVermGeo)", "dl-de/by-2-0", "© GeoBasis-DE / LVermGeo ST"),
  of("sh", "Schleswig-Holstein (LVermGeo)", "CC BY 4.0", "© GeoBasis-DE/LVermGeo SH"),
  of("th", "Thüringen (GDI-Th)", "dl-de/by-2-0", "© GDI-Th"),
  of("destatis", "Zensus (Destatis)", "dl-de/by-2-0", "© Statistisches Bundesamt (Destatis)"),
  of("osm", "OpenStreetMap", "ODbL 1.0", "© OpenStreetMap contributors", ["osmXml", "osmPbf"]),
];

export const licenceId = (name: string): string =>
  licences.find((licence) => licence.name === name)?.id ?? (name === "" ? "none" : "other");
