import { describe, expect, it } from "vitest";
import { createIntakeSession } from "../session.ts";
import { importAll, quiet, textSource } from "../testing.ts";

/** Houses in EPSG:25832, each a square of 10 m. */
const houses = (places: readonly (readonly [number, number])[]) =>
  textSource(
    JSON.stringify({
      type: "FeatureCollection",
      crs: { type: "name", properties: { name: "EPSG:25832" } },
      features: places.map(([x, y], i) => ({
        type: "Feature",
        properties: { building: "house", id: `h${i}`, height: 6 },
        geometry: {
          type: "Polygon",
          coordinates: [
            [
              [x, y],
              [x + 10, y],
              [x + 10, y + 10],
              [x, y + 10],
              [x, y],
            ],
          ],
        },
      })),
    }),
    "haeuser.geojson",
    65_536,
  );

/** The same as 3D models: boxes of 6 m. */
function models(places: readonly (readonly [number, number])[]) {
  const vertices: number[][] = [];
  const objects = Object.fromEntries(
    places.map(([x, y], i) => {
      const at = vertices.length;
      for (const z of [50, 56])
        for (const [dx, dy] of [
          [0, 0],
          [10, 0],
          [10, 10],
          [0, 10],
        ] as const)
          vertices.push([x + dx, y + dy, z]);
      const face = (...corners: number[]) => [corners.map((corner) => at + corner)];
      const shell = [
        face(3, 2, 1, 0),
        face(4, 5, 6, 7),
        ...[0, 1, 2, 3].map((c) => face(c, (c + 1) % 4, 4 + ((c + 1) % 4), 4 + c)),
      ];
      return [`b${i}`, { type: "Building", geometry: [{ type: "Solid", lod: "2", boundaries: [shell] }] }];
    }),
  );
  const metadata = { referenceSystem: "https://www.opengis.net/def/crs/EPSG/0/25832" };
  return textSource(
    JSON.stringify({ type: "CityJSON", version: "1.1", metadata, CityObjects: objects, vertices }),
    "stadt.city.json",
    65_536,
  );
}

const town = Array.from({ length: 12 }, (_, i) => [556_000 + i * 30, 5_612_000] as const);

describe("a building far off", () => {
  it.each([150_000, 400_000, 900_000])("%d m away does not make the town a country", async (awayM) => {
    const { data, report } = await importAll([houses([...town, [556_000, 5_612_000 - awayM]])]);
    expect(data?.buildings.count).toBe(12);
    const { minX, maxX, minY, maxY } = data?.extent ?? { minX: 0, maxX: 0, minY: 0, maxY: 0 };
    expect(maxX - minX).toBeLessThan(700);
    expect(maxY - minY).toBeLessThan(300);
    expect(report.twin.find(({ key }) => key === "buildingsFarAway")?.values).toEqual({
      buildings: 1,
      km: 100,
    });
  });

  it.each(["last", "first"])(
    "among 3D models is left out as well, standing %s in the file",
    async (stands) => {
      const stray = [556_000, 5_212_000] as const;
      const { data, report } = await importAll([
        models(stands === "last" ? [...town, stray] : [stray, ...town]),
      ]);
      expect(data?.buildings.count).toBe(12);
      const { minX, maxX } = data?.extent ?? { minX: 0, maxX: 0 };
      expect(maxX - minX).toBeLessThan(700);
      expect(report.twin.map(({ key }) => key)).toContain("buildingsFarAway");
    },
  );

  it("widens no outline that a person chooses the area by", async () => {
    const session = createIntakeSession();
    await session.add([houses([...town, [556_000, 5_212_000]])], () => undefined, quiet.signal);
    const [{ outlines }] = session.describe();
    const norths = outlines.flatMap(({ outline }) => outline.map(([, north]) => north));
    expect(Math.max(...norths) - Math.min(...norths)).toBeLessThan(50);
  });

  it("is taken where it is one of two: nobody knows which is wrong", async () => {
    const { data, report } = await importAll([houses([town[0] as [number, number], [556_000, 5_462_000]])]);
    expect(data?.buildings.count).toBe(2);
    expect(report.twin.map(({ key }) => key)).not.toContain("buildingsFarAway");
  });
});
