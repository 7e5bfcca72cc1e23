import type { Point } from "#twin/frame.ts";
import { direction } from "../geometry/vector.ts";
import { flat, functionCodes, gable, shedRoof } from "./building.ts";
import { box, part, type Special } from "./special.ts";

const east: Point = [1, 0];

/** Hammerwerk: factory halls with northlights, warehouses, offices. */
export const industry: Special = {
  buildings: [
    {
      parts: [
        part(shedRoof(box(888, 140, direction([860, 205], [1000, 215]), 118, 48), 7.5, 11, 6), "shed", 1),
        part(flat(box(888, 126.6, direction([860, 205], [1000, 215]), 46, 13), 10.6), "flat", 3),
      ],
      functionCode: functionCodes.factory,
      dwellings: 0,
      name: "Hammerwerk",
    },
    {
      parts: [part(gable(box(890, 20, east, 90, 40), 8.2, 12), "gable", 1)],
      functionCode: functionCodes.store,
      dwellings: 0,
    },
    {
      parts: [part(gable(box(890, 64, east, 90, 40), 8.2, 12), "gable", 1)],
      functionCode: functionCodes.store,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1030, 20, east, 60, 84), 9.5), "flat", 1)],
      functionCode: functionCodes.store,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1110, 40, east, 46, 120), 7.2), "flat", 1)],
      functionCode: functionCodes.factory,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1036, 150, direction([1000, 215], [1150, 218]), 44, 40), 12.5), "flat", 4)],
      functionCode: functionCodes.office,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1210, 120, direction([1150, 218], [1320, 226]), 90, 60), 10.5), "flat", 1)],
      functionCode: functionCodes.store,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1210, 20, east, 120, 70), 11.5), "flat", 1)],
      functionCode: functionCodes.store,
      dwellings: 0,
    },
    {
      parts: [part(gable(box(1350, 30, east, 30, 70), 6.5, 10), "gable", 1)],
      functionCode: functionCodes.workshop,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1330, 132, direction([1320, 226], [1520, 236]), 50, 40), 6.5), "flat", 1)],
      functionCode: functionCodes.trade,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1420, 120, direction([1320, 226], [1520, 236]), 60, 60), 8), "flat", 1)],
      functionCode: functionCodes.workshop,
      dwellings: 0,
    },
    {
      parts: [part(flat(box(1420, 30, east, 60, 60), 8), "flat", 1)],
      functionCode: functionCodes.trade,
      dwellings: 0,
    },
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
