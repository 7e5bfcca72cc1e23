import proj4 from "proj4";
import type { Point } from "#twin/frame.ts";
import { cityFrame } from "../city.ts";

const toWgs84 = proj4("+proj=utm +zone=32 +ellps=GRS80 +towgs84=0,0,0,0,0,0,0 +units=m +no_defs", "WGS84");

/** Frame offsets to latitude and longitude as text; seven decimals are about a centimetre. */
export const latitudeLongitude = ([x, y]: Point): { lat: string; lon: string } => {
  const [lon, lat] = toWgs84.forward([cityFrame.originEastM + x, cityFrame.originNorthM + y]) as [
    number,
    number,
  ];
  return { lat: lat.toFixed(7), lon: lon.toFixed(7) };
};
