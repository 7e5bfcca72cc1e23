/** Hand-made CityGML and measures of what was read from it, for tests. */

export const east = 556_000;
export const north = 5_612_000;

export type Corner = readonly [number, number, number];
export const posList = (corners: readonly Corner[], close = true): string =>
  [...corners, ...(close ? [corners[0]] : [])].map(([x, y, z]) => `${east + x} ${north + y} ${z}`).join(" ");
const ring = (corners: readonly Corner[], close = true): string =>
  `<gml:LinearRing><gml:posList>${posList(corners, close)}</gml:posList></gml:LinearRing>`;
export const polygon = (
  corners: readonly Corner[],
  id = "",
  hole: readonly Corner[] | null = null,
  close = true,
): string =>
  `<gml:Polygon${id === "" ? "" : ` gml:id="${id}"`}><gml:exterior>${ring(corners, close)}</gml:exterior>${
    hole === null ? "" : `<gml:interior>${ring(hole)}</gml:interior>`
  }</gml:Polygon>`;

/** A box x0…x1 × y0…y1 from z0 to z1 by its six faces, outward. */
export function box([x0, y0, z0]: Corner, [x1, y1, z1]: Corner) {
  return {
    ground: [
      [x0, y0, z0],
      [x0, y1, z0],
      [x1, y1, z0],
      [x1, y0, z0],
    ] as Corner[],
    roof: [
      [x0, y0, z1],
      [x1, y0, z1],
      [x1, y1, z1],
      [x0, y1, z1],
    ] as Corner[],
    walls: [
      [
        [x0, y0, z0],
        [x1, y0, z0],
        [x1, y0, z1],
        [x0, y0, z1],
      ],
      [
        [x1, y0, z0],
        [x1, y1, z0],
        [x1, y1, z1],
        [x1, y0, z1],
      ],
      [
        [x1, y1, z0],
        [x0, y1, z0],
        [x0, y1, z1],
        [x1, y1, z1],
      ],
      [
        [x0, y1, z0],
        [x0, y0, z0],
        [x0, y0, z1],
        [x0, y1, z1],
      ],
    ] as Corner[][],
  };
}
export const surface = (name: string, content: string): string =>
  `<bldg:boundedBy><bldg:${name}><bldg:lod2MultiSurface><gml:MultiSurface><gml:surfaceMember>${content}</gml:surfaceMember></gml:MultiSurface></bldg:lod2MultiSurface></bldg:${name}></bldg:boundedBy>`;
export const themed = (faces: ReturnType<typeof box>, prefix = ""): string => {
  const name = (id: string): string => (prefix === "" ? "" : `${prefix}${id}`);
  return (
    surface("GroundSurface", polygon(faces.ground, name("g"))) +
    surface("RoofSurface", polygon(faces.roof, name("r"))) +
    faces.walls.map((wall, i) => surface("WallSurface", polygon(wall, name(`w${i}`)))).join("")
  );
};
export const building = (id: string, content: string): string =>
  `<core:cityObjectMember><bldg:Building gml:id="${id}">${content}</bldg:Building></core:cityObjectMember>`;
export const model = (
  content: string,
  srsName = "urn:adv:crs:ETRS89_UTM32*DE_DHHN2016_NH*GCG2016",
): string => `<?xml version="1.0" encoding="UTF-8"?>
<core:CityModel xmlns:core="http://www.opengis.net/citygml/2.0" xmlns:bldg="b" xmlns:gml="g" xmlns:gen="n" xmlns:xlink="x">
<gml:boundedBy><gml:Envelope${srsName === "" ? "" : ` srsName="${srsName}"`}><gml:lowerCorner>0 0 0</gml:lowerCorner></gml:Envelope></gml:boundedBy>
${content}</core:CityModel>`;

/** Six times the volume of a closed set of triangles; positive where all of them look outward. */
export function volume(triangles: Float32Array): number {
  let sum = 0;
  for (let t = 0; t < triangles.length; t += 9) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = triangles.subarray(t, t + 9);
    sum += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return sum / 6;
}

/** What is left of the area vectors, as a share of the area: 0 where triangles close with one side out. */
export function leak(triangles: Float32Array): number {
  const sum = [0, 0, 0];
  let area = 0;
  for (let t = 0; t < triangles.length; t += 9) {
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = triangles.subarray(t, t + 9);
    const x = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const y = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const z = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    sum[0] += x;
    sum[1] += y;
    sum[2] += z;
    area += Math.hypot(x, y, z);
  }
  return Math.hypot(sum[0], sum[1], sum[2]) / area;
}
