import type { AddressTable } from "./addresses.ts";
import type { BuildingTable } from "./buildings.ts";
import type { Extent, Frame } from "./frame.ts";
import type { Imagery } from "./imagery.ts";
import type { Barrier, HydraulicLink, Place, PopulationTable, StreetLayer, TreeTable } from "./objects.ts";
import type { LayerOperation } from "./operations.ts";
import type { Raster } from "./raster.ts";
import type { Tilesets } from "./tilesets.ts";
import type { Timetable } from "./timetable.ts";

export const twinLayerNames = [
  "terrain",
  "landCover",
  "surface",
  "barriers",
  "links",
  "shades",
  "buildings",
  "trees",
  "streets",
  "population",
  "places",
  "addresses",
  "timetable",
  "imagery",
  "tiles3d",
] as const;
export type TwinLayerName = (typeof twinLayerNames)[number];

/** Where a layer came from; shown in the scene and printed in every export. */
export type LayerSource = {
  readonly title: string;
  readonly licence: string;
  readonly attribution: string;
  /** ISO date of the data, "" = not stated. */
  readonly date: string;
  readonly derivation: Derivation;
};

/**
 * How a layer came about: as delivered, or derived by a named default ("land cover from footprints"). `share` (0–1) is the part of
 * the layer that the default stands in for, where the rest was delivered; absent = not counted.
 */
export type Derivation = "delivered" | { readonly derivedBy: string; readonly share?: number };

/** The data of a place, immutable once opened. Surface and shades have no base: they are what measures write. */
export type TwinData = {
  readonly id: string;
  readonly name: string;
  readonly frame: Frame;
  readonly extent: Extent;
  /** Ground heights, NHN metres, NaN = no data. */
  readonly terrain: Raster<Float32Array>;
  /** `landCoverCodes` per cell, NoData 0. */
  readonly landCover: Raster<Uint8Array>;
  readonly barriers: readonly Barrier[];
  readonly links: readonly HydraulicLink[];
  readonly buildings: BuildingTable;
  readonly trees: TreeTable;
  readonly streets: StreetLayer;
  readonly population: PopulationTable;
  readonly places: readonly Place[];
  /** Layers that many towns lack are null where nothing was delivered. */
  readonly addresses: AddressTable | null;
  readonly timetable: Timetable | null;
  readonly imagery: Imagery | null;
  /** For viewing only: no model reads them. */
  readonly tiles3d: Tilesets | null;
  readonly sources: Readonly<Partial<Record<TwinLayerName, LayerSource>>>;
  /** sha256 (hex) of each base layer, computed once at import. */
  readonly baseHashes: Readonly<Record<TwinLayerName, string>>;
};

/**
 * A twin, base or planned: shared immutable data, and the canonical list of changes on top of it (empty for the
 * baseline). Readers (`src/twin/read/`) combine the two at the resolution they need; nothing is copied.
 */
export type Twin = {
  readonly data: TwinData;
  readonly operations: readonly LayerOperation[];
  /** H(base hash, applyPlan version, canonical operations of that layer); equals the base hash where nothing changed. */
  readonly layerHashes: Readonly<Record<TwinLayerName, string>>;
};
