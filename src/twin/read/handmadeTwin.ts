import type { BuildingTable } from "../buildings.ts";
import type { Extent, Grid, Point } from "../frame.ts";
import type { LandCoverClass } from "../landCover.ts";
import { landCoverCodes } from "../landCover.ts";
import type { Place, StreetSection, Tree } from "../objects.ts";
import type { LayerOperation } from "../operations.ts";
import type { Timetable } from "../timetable.ts";
import { type Twin, type TwinData, twinLayerNames } from "../twin.ts";
import { gridFor } from "./grid.ts";
import { prismTable } from "./prism.ts";

/** A small made-up place for tests and analytic cases: say what matters, the rest is flat lawn at 100 m. */
export type HandmadePlace = {
  readonly extent?: Extent;
  readonly cellSizeM?: number;
  readonly groundZ?: (x: number, y: number) => number;
  readonly landCover?: (x: number, y: number) => LandCoverClass;
  readonly buildings?: readonly {
    readonly id: string;
    readonly ring: readonly Point[];
    readonly heightM?: number;
    readonly roof?: "flat" | "gable";
  }[];
  readonly trees?: readonly Tree[];
  readonly streets?: readonly StreetSection[];
  readonly timetable?: Timetable;
  readonly places?: readonly Place[];
};

/** A rectangle by its south-western corner, as footprints and areas want it. */
export const handmadeBox = (x: number, y: number, widthM: number, depthM: number): Point[] => [
  [x, y],
  [x + widthM, y],
  [x + widthM, y + depthM],
  [x, y + depthM],
];

export function handmadeData(place: HandmadePlace = {}): TwinData {
  const extent = place.extent ?? { minX: 0, minY: 0, maxX: 64, maxY: 64 };
  const grid = gridFor(extent, place.cellSizeM ?? 1);
  const ground = place.groundZ ?? (() => 100);
  const cover = place.landCover ?? (() => "lawn");
  const trees = place.trees ?? [];
  return {
    id: "handmade",
    name: "Handmade",
    frame: { crs: "EPSG:25832", originEastM: 500_000, originNorthM: 5_700_000 },
    extent,
    terrain: {
      ...grid,
      noData: Number.NaN,
      values: Float32Array.from(centres(grid), ([x, y]) => ground(x, y)),
    },
    landCover: {
      ...grid,
      noData: 0,
      values: Uint8Array.from(centres(grid), ([x, y]) => landCoverCodes[cover(x, y)]),
    },
    barriers: [],
    links: [],
    buildings: buildingTable(place, ground),
    trees: {
      count: trees.length,
      ids: trees.map((tree) => tree.id),
      xy: Float32Array.from(trees.flatMap((tree) => tree.at)),
      heightM: Float32Array.from(trees, (tree) => tree.heightM),
      crownDiameterM: Float32Array.from(trees, (tree) => tree.crownDiameterM),
      speciesIndex: Uint16Array.from(trees, (_, index) => index),
      species: trees.map((tree) => tree.species),
    },
    streets: { sections: place.streets ?? [], turns: [] },
    population: {
      count: 0,
      buildingIds: [],
      xy: new Float32Array(0),
      residents: new Float32Array(0),
      under18: new Float32Array(0),
      over65: new Float32Array(0),
      method: "delivered",
    },
    places: place.places ?? [],
    addresses: null,
    timetable: place.timetable ?? null,
    imagery: null,
    tiles3d: null,
    sources: {},
    baseHashes: Object.fromEntries(
      twinLayerNames.map((name) => [name, `base-${name}`]),
    ) as TwinData["baseHashes"],
  };
}

/** A twin of handmade data with operations as they are; hashes are the base's. */
export function handmadeTwin(place: HandmadePlace = {}, operations: readonly LayerOperation[] = []): Twin {
  const data = handmadeData(place);
  return { data, operations, layerHashes: data.baseHashes };
}

function buildingTable(place: HandmadePlace, ground: (x: number, y: number) => number): BuildingTable {
  return prismTable(
    (place.buildings ?? []).map(({ id, ring, heightM, roof }) => ({
      building: {
        id,
        ring,
        heightM: heightM ?? 9,
        roof: roof ?? "flat",
        storeys: 3,
        functionCode: "31001_1000",
      },
      groundZ: Math.min(...ring.map(([x, y]) => ground(x, y))),
    })),
  );
}

function* centres(grid: Grid): Generator<Point> {
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      yield [grid.westX + (column + 0.5) * grid.cellSizeM, grid.northY - (row + 0.5) * grid.cellSizeM];
    }
  }
}
