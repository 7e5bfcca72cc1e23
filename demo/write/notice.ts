import { writeFileSync } from "node:fs";
import { join } from "node:path";

const text = `Wiesenbrück — fiktive Stadt / fictional town
=============================================

Deutsch
Wiesenbrück gibt es nicht. Alle Daten in diesem Ordner sind von einem Programm erzeugt (npm run demo), nicht gemessen:
Gebäude (CityGML 1.0 LoD2 nach Art der AdV, CityJSON 2.0), Geländemodell (GeoTIFF), Baumkataster, Bodenbedeckung,
Straßen und Orte (OSM XML), Fahrplan (GTFS), Einwohner (CSV). Namen von Straßen, Einrichtungen und Firmen sind erfunden;
Ähnlichkeiten sind Zufall. Die Lage in EPSG:25832 dient nur dazu, dass die Dateien aussehen wie die einer Kommune.

English
Wiesenbrück does not exist. Everything in this folder was made by a program (npm run demo), not measured.

Licence: CC0 1.0 Universal, https://creativecommons.org/publicdomain/zero/1.0/
To the extent possible under law, the authors have waived all copyright and related rights to these data.

Coordinate reference system: ETRS89 / UTM zone 32N (EPSG:25832); heights DHHN2016 (NHN), metres.
`;

export const writeNotice = (folder: string): void => writeFileSync(join(folder, "LICENSE.txt"), text);
