import { landCoverCodes } from "../landCover.ts";
import type { TwinData } from "../twin.ts";
import type { StoredLayers } from "./layers.ts";
import { hashLayers } from "./write.ts";

/** A small twin with something in every layer, for tests of what reads and writes twins. */
export function sampleTwin(): TwinData {
  const layers: StoredLayers = {
    terrain: {
      columns: 4,
      rows: 3,
      cellSizeM: 1,
      westX: 0.5,
      northY: 3.5,
      values: Float32Array.from({ length: 12 }, (_, i) => (i === 5 ? Number.NaN : 40 + i / 8)),
      noData: Number.NaN,
    },
    landCover: {
      columns: 2,
      rows: 2,
      cellSizeM: 2,
      westX: 0,
      northY: 4,
      values: Uint8Array.of(0, landCoverCodes.lawn, landCoverCodes.building, landCoverCodes.sportsSurface),
      noData: 0,
    },
    barriers: [
      {
        id: "wall",
        line: [
          [0, 0],
          [3, 3],
        ],
        crest: { above: "nhn", heightM: 41.25 },
      },
    ],
    links: [
      {
        id: "pipe",
        from: [1, 1],
        to: [3, 1],
        kind: { type: "culvert", diameterM: 0.5, lengthM: 2, manningN: 0.013 },
      },
      { id: "pump", from: [2, 2], to: null, kind: { type: "pump", capacityM3PerS: 0.1, startDepthM: 0.05 } },
    ],
    buildings: {
      count: 1,
      ids: ["DEWB1"],
      groundZ: Float32Array.of(40),
      eavesZ: Float32Array.of(43),
      ridgeZ: Float32Array.of(46),
      storeys: Uint8Array.of(2),
      functionCode: ["31001_1010"],
      roofTypeCode: ["3100"],
      ringStart: Uint32Array.of(0, 1),
      vertexStart: Uint32Array.of(0, 3),
      footprintXY: Float32Array.of(1, 1, 3, 1, 2, 3),
      triangleStart: Uint32Array.of(0, 1),
      trianglesXYZ: Float32Array.of(1, 1, 46, 3, 1, 46, 2, 3, 46),
      surfaceKind: Uint8Array.of(1),
      attributes: ['{"name":"Haus „Grün“"}'],
    },
    trees: {
      count: 2,
      ids: ["t1", "t2"],
      xy: Float32Array.of(0.5, 0.5, 3, 3),
      heightM: Float32Array.of(9, Number.NaN),
      crownDiameterM: Float32Array.of(Number.NaN, 5),
      speciesIndex: Uint16Array.of(0, 1),
      species: ["Tilia cordata", ""],
    },
    streets: {
      sections: [
        {
          id: "way/1#0",
          name: "Wiesenweg",
          class: "residential",
          line: [
            [0, 0],
            [2, 0],
            [2, 3],
          ],
          widthM: 5.5,
          lanes: 2,
          speedKmh: 30,
          oneway: "no",
          access: { car: true, bike: true, foot: true, bus: false },
          level: 0,
          tags: { highway: "residential" },
        },
      ],
      turns: [{ from: "way/1#0", via: [2, 0], to: "way/1#0", allowed: false }],
    },
    population: {
      count: 1,
      buildingIds: ["DEWB1"],
      xy: Float32Array.of(2, 2),
      residents: Float32Array.of(3),
      under18: Float32Array.of(1),
      over65: Float32Array.of(Number.NaN),
      method: "delivered",
    },
    places: [
      { id: "node/1", name: "Kita", kind: "kindergarten", at: [2, 2], buildingId: "DEWB1", critical: true },
    ],
    addresses: {
      count: 2,
      streets: ["Wiesenweg"],
      streetIndex: Uint32Array.of(0, 0),
      houseNumbers: ["1", "1 a"],
      xy: Float32Array.of(1, 1, 2, 2),
    },
    timetable: {
      stops: { count: 2, ids: ["s1", "s2"], names: ["Markt", "Bad"], xy: Float32Array.of(0, 0, 2, 3) },
      lines: { count: 1, ids: ["r1"], names: ["23"], routeType: Uint16Array.of(3) },
      patternLine: Uint32Array.of(0),
      patternStopStart: Uint32Array.of(0, 2),
      patternStop: Uint32Array.of(0, 1),
      patternTripStart: Uint32Array.of(0, 1),
      tripService: Uint32Array.of(0),
      tripTimeStart: Uint32Array.of(0, 2),
      arrivalS: Int32Array.of(86_390, 86_460),
      departureS: Int32Array.of(86_400, 86_460),
      services: { count: 1, ids: ["mo-fr"], firstDate: "2026-11-23", days: 2, runs: Uint8Array.of(1, 0) },
      timezone: "Europe/Berlin",
    },
    imagery: {
      columns: 1,
      rows: 2,
      cellSizeM: 2,
      westX: 0,
      northY: 4,
      rgba: Uint8Array.of(10, 20, 30, 255, 0, 0, 0, 0),
    },
    tiles3d: {
      sets: [
        {
          folder: "1",
          name: "Rathaus",
          entry: "tileset.json",
          version: "1.1",
          tiles: 1,
          contents: 1,
          place: { type: "earth", geoidM: 46.5 },
          outline: [
            [1, 1],
            [3, 1],
            [3, 3],
          ],
          minZ: 40,
          maxZ: 52.5,
        },
      ],
      paths: ["1/daten/haus ä.glb", "1/tileset.json"],
      fileStart: Uint32Array.of(0, 4, 6),
      bytes: Uint8Array.of(0x67, 0x6c, 0x54, 0x46, 0x7b, 0x7d),
    },
  };
  return {
    id: "sample",
    name: "Müsterstadt",
    frame: { crs: "EPSG:25832", originEastM: 556_000, originNorthM: 5_612_000 },
    extent: { minX: 0, minY: 0, maxX: 4.5, maxY: 4 },
    ...layers,
    sources: {
      terrain: {
        title: "DGM1",
        licence: "dl-de/zero-2-0",
        attribution: "Land",
        date: "2024-05",
        derivation: "delivered",
      },
      landCover: {
        title: "x",
        licence: "",
        attribution: "",
        date: "",
        derivation: { derivedBy: "landCoverFromFootprintsAndStreets", share: 0.441 },
      },
    },
    baseHashes: hashLayers(layers),
  };
}
