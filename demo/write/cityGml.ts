import { join } from "node:path";
import type { Point } from "#twin/frame.ts";
import type { Address } from "../addresses.ts";
import {
  type City,
  cityFrame,
  cityInstances,
  communityKey,
  groundAt,
  type Instance,
  instanceFaces,
  instanceFootprints,
} from "../city.ts";
import { type BuildingPart, roofCodes } from "../fabric/building.ts";
import { at, direction, distance, type Ring } from "../geometry/vector.ts";
import { type Face, heightOf, type Point3 } from "../solids.ts";
import { escapeXml, openSink, type Sink } from "./sink.ts";

const tileM = 1000;
const surfaceNames = { wall: "WallSurface", roof: "RoofSurface", ground: "GroundSurface" } as const;

const head = (name: string, east: number, north: number, low: number, high: number): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<core:CityModel xmlns="http://www.opengis.net/citygml/1.0" xmlns:core="http://www.opengis.net/citygml/1.0" xmlns:gen="http://www.opengis.net/citygml/generics/1.0" xmlns:bldg="http://www.opengis.net/citygml/building/1.0" xmlns:gml="http://www.opengis.net/gml" xmlns:xAL="urn:oasis:names:tc:ciq:xsdschema:xAL:2.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.opengis.net/citygml/1.0 http://repository.gdi-de.org/schemas/adv/citygml/1.0/cityGMLBaseLoD2.xsd http://www.opengis.net/citygml/building/1.0 http://repository.gdi-de.org/schemas/adv/citygml/building/1.0/buildingLoD2.xsd http://www.opengis.net/citygml/generics/1.0 http://repository.gdi-de.org/schemas/adv/citygml/generics/1.0/genericsLoD2.xsd">
  <gml:name>${name}</gml:name>
  <gml:boundedBy>
    <gml:Envelope srsName="urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH*GCG2016">
      <gml:lowerCorner srsDimension="3">${east}.0 ${north}.0 ${low.toFixed(3)}</gml:lowerCorner>
      <gml:upperCorner srsDimension="3">${east + tileM}.0 ${north + tileM}.0 ${high.toFixed(3)}</gml:upperCorner>
    </gml:Envelope>
  </gml:boundedBy>
`;

/** Writes the city as AdV-style CityGML 1.0 LoD2, one file per square kilometre; returns the file names. */
export const writeCityGml = (city: City, folder: string): string[] => {
  const tiles = new Map<string, Sink>();
  const names: string[] = [];
  const sinkFor = (p: Point): Sink => {
    const east = Math.floor((cityFrame.originEastM + p[0]) / tileM);
    const north = Math.floor((cityFrame.originNorthM + p[1]) / tileM);
    const name = `LoD2_32_${east}_${north}_1_WB`;
    const open = tiles.get(name);
    if (open) return open;
    const sink = openSink(join(folder, `${name}.gml`));
    sink.write(head(name, east * tileM, north * tileM, 205, 300));
    tiles.set(name, sink);
    names.push(`${name}.gml`);
    return sink;
  };
  for (const instance of cityInstances(city)) {
    const footprints = instanceFootprints(instance);
    sinkFor(at(at(footprints, 0), 0)).write(buildingMember(city, instance, footprints));
  }
  for (const sink of tiles.values()) {
    sink.write("</core:CityModel>\n");
    sink.close();
  }
  return names.sort();
};

const stringAttribute = (name: string, value: string): string =>
  `      <gen:stringAttribute name="${name}">\n        <gen:value>${value}</gen:value>\n      </gen:stringAttribute>\n`;

/** Sources vary with the number of the building as they do in the field: mostly laser, some estimated. */
const provenance = (instance: Instance): { footprint: string; date: string; geometry: string } => {
  const n = instance.building.number;
  const roof = n % 23 === 7 ? "3000" : n % 41 === 11 ? "6000" : "1000";
  const position = n % 17 === 3 ? "3000" : "1000";
  return {
    footprint:
      stringAttribute("Gemeindeschluessel", communityKey) + stringAttribute("Geometrietyp2DReferenz", "3000"),
    date: stringAttribute("Grundrissaktualitaet", `${2016 + (n % 9)}-07-01`),
    geometry:
      stringAttribute("DatenquelleDachhoehe", roof) +
      stringAttribute("DatenquelleBodenhoehe", "1100") +
      stringAttribute("DatenquelleLage", position),
  };
};

const addressBlock = ({ street, number }: Address, id: string): string => `      <bldg:address>
        <core:Address gml:id="${id}_A">
          <core:xalAddress>
            <xAL:AddressDetails>
              <xAL:Country>
                <xAL:CountryName>Germany</xAL:CountryName>
                <xAL:Locality Type="Town">
                  <xAL:LocalityName>Wiesenbrück</xAL:LocalityName>
                  <xAL:Thoroughfare Type="Street">
                    <xAL:ThoroughfareNumber>${number}</xAL:ThoroughfareNumber>
                    <xAL:ThoroughfareName>${street}</xAL:ThoroughfareName>
                  </xAL:Thoroughfare>
                </xAL:Locality>
              </xAL:Country>
            </xAL:AddressDetails>
          </core:xalAddress>
        </core:Address>
      </bldg:address>
`;

const buildingMember = (city: City, instance: Instance, footprints: readonly Ring[]): string => {
  const { building, id } = instance;
  const faces = instanceFaces(instance);
  const single = building.parts.length === 1;
  const source = provenance(instance);
  let text = `  <core:cityObjectMember>
    <bldg:Building gml:id="${id}">
      <core:creationDate>2025-03-12</core:creationDate>
      <core:externalReference>
        <core:informationSystem>http://repository.gdi-de.org/schemas/adv/citygml/fdv/art.htm#_9100</core:informationSystem>
        <core:externalObject>
          <core:name>${id}</core:name>
        </core:externalObject>
      </core:externalReference>
${source.footprint}${source.date}${single ? source.geometry : ""}`;
  if (building.name)
    text = text.replace(
      "      <core:creationDate>",
      `      <gml:name>${escapeXml(building.name)}</gml:name>\n      <core:creationDate>`,
    );
  text += `      <bldg:function>${building.functionCode}</bldg:function>\n`;
  if (single) {
    text += partBody(
      city,
      building.parts[0] as BuildingPart,
      faces[0] as Face[],
      footprints[0] as Ring,
      id,
      "      ",
    );
  } else {
    // As in the product: heights, roofs and their sources sit on the parts.
    const partSource = (source.geometry + source.date).replaceAll(/^/gm, "    ").trimEnd();
    building.parts.forEach((part, k) => {
      const partId = `${id}_${k + 1}`;
      text += `      <bldg:consistsOfBuildingPart>\n        <bldg:BuildingPart gml:id="${partId}">\n          <core:creationDate>2025-03-12</core:creationDate>\n${partSource}\n`;
      text += partBody(city, part, faces[k] as Face[], footprints[k] as Ring, partId, "          ");
      text += "        </bldg:BuildingPart>\n      </bldg:consistsOfBuildingPart>\n";
    });
  }
  if (building.address) text += addressBlock(building.address, id);
  return `${text}    </bldg:Building>\n  </core:cityObjectMember>\n`;
};

const coordinate = (x: number, y: number, z: number): string =>
  `${(cityFrame.originEastM + x).toFixed(3)} ${(cityFrame.originNorthM + y).toFixed(3)} ${z.toFixed(3)}`;
const positions = (ring: readonly Point3[]): string =>
  [...ring, at(ring, 0)].map(([x, y, z]) => coordinate(x, y, z)).join(" ");

const partBody = (
  city: City,
  part: BuildingPart,
  faces: readonly Face[],
  footprint: Ring,
  id: string,
  pad: string,
): string => {
  const surfaceId = (k: number) => `${id}_S${k}`;
  const lines: string[] = [
    `<bldg:roofType>${roofCodes[part.roof]}</bldg:roofType>`,
    `<bldg:measuredHeight uom="urn:adv:uom:m">${heightOf(part.shape).toFixed(3)}</bldg:measuredHeight>`,
    `<bldg:storeysAboveGround>${part.storeys}</bldg:storeysAboveGround>`,
    "<bldg:lod2Solid>",
    "  <gml:Solid>",
    "    <gml:exterior>",
    "      <gml:CompositeSurface>",
    ...faces.map((_, k) => `        <gml:surfaceMember xlink:href="#${surfaceId(k)}"/>`),
    "      </gml:CompositeSurface>",
    "    </gml:exterior>",
    "  </gml:Solid>",
    "</bldg:lod2Solid>",
    "<bldg:lod2TerrainIntersection>",
    "  <gml:MultiCurve>",
    ...terrainIntersection(city, footprint).map(
      (line) =>
        `    <gml:curveMember>\n${pad}      <gml:LineString>\n${pad}        <gml:posList srsDimension="3">${line}</gml:posList>\n${pad}      </gml:LineString>\n${pad}    </gml:curveMember>`,
    ),
    "  </gml:MultiCurve>",
    "</bldg:lod2TerrainIntersection>",
  ];
  faces.forEach((face, k) => {
    const name = surfaceNames[face.kind];
    lines.push(
      "<bldg:boundedBy>",
      `  <bldg:${name} gml:id="${id}_B${k}">`,
      "    <bldg:lod2MultiSurface>",
      "      <gml:MultiSurface>",
      "        <gml:surfaceMember>",
      `          <gml:Polygon gml:id="${surfaceId(k)}">`,
      "            <gml:exterior>",
      "              <gml:LinearRing>",
      `                <gml:posList srsDimension="3">${positions(face.ring)}</gml:posList>`,
      "              </gml:LinearRing>",
      "            </gml:exterior>",
      "          </gml:Polygon>",
      "        </gml:surfaceMember>",
      "      </gml:MultiSurface>",
      "    </bldg:lod2MultiSurface>",
      `  </bldg:${name}>`,
      "</bldg:boundedBy>",
    );
  });
  return lines.map((line) => `${pad}${line}\n`).join("");
};

/** One line per footprint edge along the ground, a point at least every four metres. */
const terrainIntersection = (city: City, footprint: Ring): string[] =>
  footprint.map((a, i) => {
    const b = at(footprint, i + 1);
    const total = distance(a, b);
    const heading = direction(a, b);
    const steps = Math.max(1, Math.ceil(total / 4));
    return Array.from({ length: steps + 1 }, (_, k) => {
      const t = (total * k) / steps;
      const [x, y]: Point = k === steps ? b : [a[0] + heading[0] * t, a[1] + heading[1] * t];
      return coordinate(x, y, groundAt(city, x, y));
    }).join(" ");
  });
