import type { Point } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { type City, type Copy, cityCopies, cityFrame } from "../city.ts";
import type { Ring } from "../geometry/vector.ts";
import { joinInto, openSink } from "./sink.ts";

// UTM coordinates need the legacy member: RFC 7946 knows WGS84 only, municipal GIS still writes this.
const legacyCrs = '"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::25832"}}';

const absolute = (p: Point, copy: Copy): string => {
  const [x, y] = copy.place(p);
  return `[${(cityFrame.originEastM + x).toFixed(3)},${(cityFrame.originNorthM + y).toFixed(3)}]`;
};
const closedRing = (ring: Ring, copy: Copy): string => {
  const ordered = copy.flips ? [...ring].reverse() : ring;
  return `[${[...ordered, ordered[0] as Point].map((p) => absolute(p, copy)).join(",")}]`;
};

/** Tree cadastre in the field names of German Baumkataster services; numbers as they come, year as text. */
export const writeTrees = (city: City, path: string): void => {
  const sink = openSink(path);
  sink.write(`{"type":"FeatureCollection","name":"baumkataster",${legacyCrs},"features":[\n`);
  const feature = joinInto(sink);
  let number = 0;
  for (const copy of cityCopies(city)) {
    for (const tree of city.district.trees) {
      number += 1;
      const properties = {
        id: `WB-${String(number).padStart(6, "0")}`,
        art_bot: tree.species,
        art_dtsch: tree.germanName,
        pflanzjahr: String(tree.plantedYear),
        baumhoehe: tree.heightM,
        kronedurch: tree.crownM,
        stammumfg: tree.girthCm,
      };
      feature(
        `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":{"type":"Point","coordinates":${absolute(tree.at, copy)}}}`,
      );
    }
  }
  sink.write("\n]}\n");
  sink.close();
};

/** Land cover: `class` is the twin's class, `code` its number, `nutzung` the German label as in ALKIS. */
export const writeLandCover = (city: City, path: string): void => {
  const sink = openSink(path);
  sink.write(`{"type":"FeatureCollection","name":"bodenbedeckung",${legacyCrs},"features":[\n`);
  const feature = joinInto(sink);
  let number = 0;
  for (const copy of cityCopies(city)) {
    for (const cover of city.district.landCover) {
      number += 1;
      const properties = {
        id: `BB-${number}`,
        class: cover.class,
        code: landCoverCodes[cover.class],
        nutzung: cover.label,
      };
      const rings = cover.polygon.map((ring) => closedRing(ring, copy)).join(",");
      feature(
        `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":{"type":"Polygon","coordinates":[${rings}]}}`,
      );
    }
  }
  sink.write("\n]}\n");
  sink.close();
};
