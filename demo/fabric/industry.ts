import type { Point } from "#twin/frame.ts";
import { direction } from "../geometry/vector.ts";
import { shedRoof } from "./building.ts";
import { box, flatPart, gablePart, part, type Special, workplace } from "./special.ts";

const east: Point = [1, 0];

/** Hammerwerk: factory halls with northlights, warehouses, offices. */
export const industry: Special = {
  buildings: [
    workplace(
      "factory",
      [
        part(shedRoof(box(888, 140, direction([860, 205], [1000, 215]), 118, 48), 7.5, 11, 6), "shed", 1),
        flatPart(box(888, 126.6, direction([860, 205], [1000, 215]), 46, 13), 10.6, 3),
      ],
      { name: "Hammerwerk" },
    ),
    workplace("store", [gablePart(box(890, 20, east, 90, 40), 8.2, 12, 1)]),
    workplace("store", [gablePart(box(890, 64, east, 90, 40), 8.2, 12, 1)]),
    workplace("store", [flatPart(box(1030, 20, east, 60, 84), 9.5, 1)]),
    workplace("factory", [flatPart(box(1110, 40, east, 46, 120), 7.2, 1)]),
    workplace("office", [flatPart(box(1036, 150, direction([1000, 215], [1150, 218]), 44, 40), 12.5, 4)]),
    workplace("store", [flatPart(box(1210, 120, direction([1150, 218], [1320, 226]), 90, 60), 10.5, 1)]),
    workplace("store", [flatPart(box(1210, 20, east, 120, 70), 11.5, 1)]),
    workplace("workshop", [gablePart(box(1350, 30, east, 30, 70), 6.5, 10, 1)]),
    workplace("trade", [flatPart(box(1330, 132, direction([1320, 226], [1520, 236]), 50, 40), 6.5, 1)]),
    workplace("workshop", [flatPart(box(1420, 120, direction([1320, 226], [1520, 236]), 60, 60), 8, 1)]),
    workplace("trade", [flatPart(box(1420, 30, east, 60, 60), 8, 1)]),
  ],
  surfaces: [],
  places: [
    {
      name: "Hammerwerk Wiesenbrück",
      kind: "industry",
      at: [950, 168],
      tags: { man_made: "works", landuse: "industrial" },
    },
    { name: "Umspannwerk Süd", kind: "powerStation", at: [1365, 90], tags: { power: "substation" } },
  ],
};
