import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Point } from "#twin/frame.ts";
import { type LandCoverClass, landCoverCodes } from "#twin/landCover.ts";
import type { Barrier, HydraulicLink, Place, StreetSection } from "#twin/objects.ts";
import type { LayerOperation } from "#twin/operations.ts";
import { type Twin, type TwinData, type TwinLayerName, twinLayerNames } from "#twin/twin.ts";

/** A small twin made of rules: for cases with a known answer. */
export type TwinRules = {
  readonly columns: number;
  readonly rows: number;
  readonly cellSizeM: number;
  /** Ground height at a cell centre, metres; x east from the west edge, y north from the south edge. */
  readonly heightM: (x: number, y: number) => number;
  readonly landCover?: (x: number, y: number) => LandCoverClass;
  readonly buildings?: readonly { readonly id: string; readonly ring: readonly Point[] }[];
  readonly barriers?: readonly Barrier[];
  readonly links?: readonly HydraulicLink[];
  readonly streets?: readonly StreetSection[];
  readonly places?: readonly Place[];
  readonly residents?: readonly { readonly buildingId: string; readonly count: number }[];
};

export function twinOf(rules: TwinRules, operations: readonly LayerOperation[] = []): Twin {
  const data = twinDataOf(rules);
  return { data, operations, layerHashes: data.baseHashes };
}

function twinDataOf(rules: TwinRules): TwinData {
  const { columns, rows, cellSizeM } = rules;
  const extent: Extent = { minX: 0, minY: 0, maxX: columns * cellSizeM, maxY: rows * cellSizeM };
  const grid = { columns, rows, cellSizeM, westX: 0, northY: extent.maxY };
  const heights = new Float32Array(columns * rows);
  const cover = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = (column + 0.5) * cellSizeM;
      const y = extent.maxY - (row + 0.5) * cellSizeM;
      heights[row * columns + column] = rules.heightM(x, y);
      cover[row * columns + column] = landCoverCodes[rules.landCover?.(x, y) ?? "asphalt"];
    }
  }
  const residents = rules.residents ?? [];
  const hashes = Object.fromEntries(twinLayerNames.map((name) => [name, ""])) as Record<
    TwinLayerName,
    string
  >;
  return {
    id: "case",
    name: "case",
    frame: { crs: "EPSG:25832", originEastM: 500_000, originNorthM: 5_700_000 },
    extent,
    terrain: { ...grid, values: heights, noData: Number.NaN },
    landCover: { ...grid, values: cover, noData: 0 },
    barriers: rules.barriers ?? [],
    links: rules.links ?? [],
    buildings: buildingTableOf(rules.buildings ?? []),
    trees: {
      count: 0,
      ids: [],
      xy: new Float32Array(0),
      heightM: new Float32Array(0),
      crownDiameterM: new Float32Array(0),
      speciesIndex: new Uint16Array(0),
      species: [],
    },
    streets: { sections: rules.streets ?? [], turns: [] },
    population: {
      count: residents.length,
      buildingIds: residents.map(({ buildingId }) => buildingId),
      xy: new Float32Array(residents.length * 2),
      residents: Float32Array.from(residents, ({ count }) => count),
      under18: new Float32Array(residents.length),
      over65: new Float32Array(residents.length),
      method: "delivered",
    },
    places: rules.places ?? [],
    addresses: null,
    timetable: null,
    imagery: null,
    tiles3d: null,
    sources: {},
    baseHashes: hashes,
  };
}

function buildingTableOf(
  buildings: readonly { readonly id: string; readonly ring: readonly Point[] }[],
): BuildingTable {
  const count = buildings.length;
  const vertexStart = new Uint32Array(count + 1);
  buildings.forEach(({ ring }, i) => {
    vertexStart[i + 1] = vertexStart[i] + ring.length;
  });
  return {
    count,
    ids: buildings.map(({ id }) => id),
    groundZ: new Float32Array(count),
    eavesZ: new Float32Array(count).fill(6),
    ridgeZ: new Float32Array(count).fill(9),
    storeys: new Uint8Array(count).fill(2),
    functionCode: buildings.map(() => ""),
    roofTypeCode: buildings.map(() => ""),
    ringStart: Uint32Array.from({ length: count + 1 }, (_, i) => i),
    vertexStart,
    footprintXY: Float32Array.from(buildings.flatMap(({ ring }) => ring.flat())),
    triangleStart: new Uint32Array(count + 1),
    trianglesXYZ: new Float32Array(0),
    surfaceKind: new Uint8Array(0),
    attributes: buildings.map(() => "{}"),
  };
}

/** A rectangle as a counter-clockwise ring. */
export function rectangle(minX: number, minY: number, maxX: number, maxY: number): Point[] {
  return [
    [minX, minY],
    [maxX, minY],
    [maxX, maxY],
    [minX, maxY],
  ];
}
