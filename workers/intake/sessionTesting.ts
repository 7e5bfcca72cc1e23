import { createIntakeSession, type IntakeSession } from "./session.ts";
import type { Source } from "./source.ts";
import { quiet, textSource } from "./testing.ts";

/** Corner of the place that all of these files are of, EPSG:25832. */
export const e = 556_000;
export const n = 5_612_000;
export const nothing = (): void => undefined;
export const build = { id: "a", name: "A" };

/** 40 × 40 m of flat ground. */
export const grid = (name = "dgm.asc", east = e, north = n): Source =>
  textSource(
    `ncols 20\nnrows 20\nxllcorner ${east}\nyllcorner ${north}\ncellsize 2\n${Array.from({ length: 20 }, () => Array(20).fill("40").join(" ")).join("\n")}\n`,
    name,
  );

type Boxes = Readonly<Record<string, readonly [number, number]>>;
/** Boxes of 6 × 4 m, 6 m high, at the given corners; one side is drawn back by `inset` metres. */
export function city(name: string, boxes: Boxes, lod = "2", system = "EPSG:25832", inset = 0): Source {
  const vertices: number[][] = [];
  const objects = Object.fromEntries(
    Object.entries(boxes).map(([id, [x, y]]) => {
      const first = vertices.length;
      for (const h of [0, 6])
        for (const [dx, dy] of [
          [0, 0],
          [6 - inset, 0],
          [6 - inset, 4],
          [0, 4],
        ])
          vertices.push([e + x + dx, n + y + dy, 40 + h]);
      const faces = [
        [0, 3, 2, 1],
        [4, 5, 6, 7],
        [0, 1, 5, 4],
        [1, 2, 6, 5],
        [2, 3, 7, 6],
        [3, 0, 4, 7],
      ];
      const boundaries = [faces.map((face) => [face.map((index) => first + index)])];
      return [id, { type: "Building", geometry: [{ type: "Solid", lod, boundaries }] }];
    }),
  );
  return textSource(
    JSON.stringify({
      type: "CityJSON",
      version: "1.1",
      metadata: { referenceSystem: system },
      CityObjects: objects,
      vertices,
    }),
    name,
  );
}
export const sessionOf = async (...sources: readonly Source[]): Promise<IntakeSession> => {
  const session = createIntakeSession();
  await session.add(sources, nothing, quiet.signal);
  return session;
};
