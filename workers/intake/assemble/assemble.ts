import type { BuildingTable } from "#twin/buildings.ts";
import type { Extent, Frame } from "#twin/frame.ts";
import type { StoredLayers } from "#twin/package/layers.ts";
import { hashLayers } from "#twin/package/write.ts";
import type { LayerSource, TwinData, TwinLayerName } from "#twin/twin.ts";
import type { FileChoice } from "../choices.ts";
import { rebase, transformBetween } from "../crs/project.ts";
import { isPlanned } from "../features/footprintLayer.ts";
import type { LandCoverPolygons } from "../landCover/polygons.ts";
import { type FindingCollector, IntakeError } from "../report.ts";
import { assembleAddresses } from "./addresses.ts";
import { footprintMiddle, isInside, pickBuildings } from "./buildings.ts";
import { joinTrees, treesFromHeights } from "./crowns.ts";
import { defaultArea } from "./defaultArea.ts";
import { buildingsFromFootprints, rebaseFootprints, unknownHeightM } from "./footprints.ts";
import { assembleImagery } from "./imagery.ts";
import { landCoverFromObjects, landCoverFromPolygons } from "./landCover.ts";
import { assemblePlaces, assembleStreets, assembleTrees, createBuildingFinder } from "./objects.ts";
import { gardenReachM } from "./openGround.ts";
import type { IntakeParts } from "./parts.ts";
import { assemblePopulation } from "./population.ts";
import { hasBuildings, withDerivedFootprints } from "./rasterRoles.ts";
import { chooseFrame, extentOfBuildings } from "./site.ts";
import { assembleTerrain, flatTerrain, groundTiles, missingShare, terrainFromBuildings } from "./terrain.ts";
import { assembleTilesets, creditedByModels } from "./tilesets.ts";
import { assembleTimetable, stopPlaces } from "./timetable.ts";

/** Whose the files are, as people say it. */
export type SourceNotes = Pick<AssembleOptions, "licence" | "attribution" | "date" | "notes">;

export type AssembleOptions = {
  readonly id: string;
  readonly name: string;
  /** Metric system of the twin. */
  readonly crs: string;
  /** Licence and attribution as the user gives them; "" = not stated. */
  readonly licence: string;
  readonly attribution: string;
  readonly date: string;
  /** Part of the area to keep, in coordinates of `crs`, metres; null = all of it. */
  readonly area: {
    readonly west: number;
    readonly south: number;
    readonly east: number;
    readonly north: number;
  } | null;
  /** Licence, attribution and date that were given for single files, by name. */
  readonly notes: ReadonlyMap<string, FileChoice>;
};

/**
 * Buildings of all files in one frame; ids that occur again and buildings outside the extent are left out.
 * @param outside the finding that says why the latter are not there.
 */
function assembleBuildings(
  parts: IntakeParts["buildings"],
  frame: Frame,
  extent: Extent | null,
  outside: "buildingOutside" | "buildingOutsideArea",
  findings: FindingCollector,
): BuildingTable {
  const seen = new Set<string>();
  const picked: { table: BuildingTable; rows: number[] }[] = [];
  for (const part of parts) {
    const { layer, file } = part;
    rebase(layer.footprintXY, 2, part.frame, frame);
    rebase(layer.trianglesXYZ, 3, part.frame, frame);
    part.frame = frame;
    const rows: number[] = [];
    for (let row = 0; row < layer.count; row++) {
      const id = layer.ids[row];
      if (seen.has(id)) {
        findings.add("dropped", "buildingInTwoFiles", { file }, { objectId: id });
        continue;
      }
      if (extent !== null && !isInside(extent, ...footprintMiddle(layer, row))) {
        findings.add("dropped", outside, {}, { objectId: id });
        continue;
      }
      seen.add(id);
      rows.push(row);
    }
    picked.push({ table: layer, rows });
  }
  const only = picked.length === 1 ? picked[0] : null;
  return only !== null && only.rows.length === only.table.count ? only.table : pickBuildings(picked);
}

/** The buildings of 3D models and those raised from footprints as one table. */
const withRaised = (models: BuildingTable, raised: readonly BuildingTable[]): BuildingTable =>
  models.count === 0 && raised.length === 1
    ? raised[0]
    : pickBuildings(
        [models, ...raised].map((table) => ({
          table,
          rows: Array.from({ length: table.count }, (_, row) => row),
        })),
      );

/** @param share of the layer that the default stands in for (0–1); 0 = not said. */
export function sourceOf(
  files: readonly string[],
  options: SourceNotes,
  derivedBy: string,
  share = 0,
): LayerSource {
  const names = [...new Set(files)];
  const title = names.length > 3 ? `${names.slice(0, 3).join(", ")} … (${names.length})` : names.join(", ");
  const given = (key: "licence" | "attribution" | "date"): string =>
    [...new Set(names.map((name) => options.notes.get(name)?.[key] ?? options[key]))]
      .filter((text) => text !== "")
      .join("; ");
  return {
    title: title.slice(0, 500),
    licence: given("licence").slice(0, 500),
    attribution: given("attribution").slice(0, 2000),
    // Layers of several dates: the oldest, because that is how far back the layer may reach.
    date: given("date").split("; ").sort()[0] ?? "",
    derivation:
      derivedBy === ""
        ? "delivered"
        : { derivedBy, ...(share === 0 ? {} : { share: Math.max(0.001, Math.round(share * 1000) / 1000) }) },
  };
}

/** Envelopes of a land-use plan among buildings that were raised from footprints. */
const plannedCount = (tables: readonly BuildingTable[]): number =>
  tables.reduce((sum, { attributes }) => sum + attributes.filter(isPlanned).length, 0);

const buildingsDerivedBy = (of: {
  readonly planned: number;
  readonly fromRaster: boolean;
  readonly delivered: boolean;
}): string =>
  of.planned > 0
    ? "footprintsWithPlannedEnvelopes"
    : !of.fromRaster
      ? "footprintsOnTerrain"
      : of.delivered
        ? "footprintsAndBuildingHeight"
        : "footprintsFromBuildingHeight";

/**
 * One twin from what the files gave: all layers in one frame, cut to the terrain's extent (or to the buildings' where
 * there is no terrain), missing layers derived by named defaults, every layer hashed.
 * @throws IntakeError "nothingUsable" where there is neither terrain nor a building, "areaEmpty" where the area has none, nor a street.
 */
export function assembleTwin(
  given: IntakeParts,
  asked: AssembleOptions,
  findings: FindingCollector,
): TwinData {
  const parts = withDerivedFootprints(given, asked.crs, findings);
  const options = { ...asked, area: asked.area ?? defaultArea(parts, asked.crs, findings) };
  const tiles = groundTiles(parts.terrain);
  if (tiles.length < parts.terrain.length) findings.add("info", "fallbackTerrainNotNeeded");
  // Coarse heights of a whole degree do not say how far a town reaches: its buildings do.
  const isFallback = tiles.length > 0 && tiles.every(({ fallback }) => fallback === true);
  const cutToBuilt = isFallback && options.area === null && hasBuildings(parts);
  const frame = chooseFrame({ ...parts, terrain: cutToBuilt ? [] : tiles }, options.crs, options.area);
  const area: Extent | null =
    options.area === null
      ? null
      : {
          minX: options.area.west - frame.originEastM,
          minY: options.area.south - frame.originNorthM,
          maxX: options.area.east - frame.originEastM,
          maxY: options.area.north - frame.originNorthM,
        };
  const sources: Partial<Record<TwinLayerName, LayerSource>> = {};
  const filesOf = (list: readonly { readonly file: string }[]): string[] => list.map(({ file }) => file);

  const raiseGround = (within: Extent | null): ReturnType<typeof assembleTerrain> => {
    const raised = assembleTerrain(
      tiles.map(({ raster }) => raster),
      frame,
      within,
    );
    if (raised === null) {
      findings.add("problem", "terrainTooLarge");
      return null;
    }
    const { cellSizeM } = raised.raster;
    if (raised.resampled > 0)
      findings.add("info", "terrainResampled", { files: raised.resampled, cellSizeM });
    const share = tiles.length > 1 ? missingShare(raised.raster) : 0;
    if (share > 0) findings.add("info", "terrainGaps", { share, files: tiles.length });
    return raised;
  };
  let delivered = tiles.length > 0 && !cutToBuilt ? raiseGround(area) : null;
  let extent = area;
  if (delivered !== null) {
    const { westX, northY, columns, rows, cellSizeM } = delivered.raster;
    extent = {
      minX: westX,
      minY: northY - rows * cellSizeM,
      maxX: westX + columns * cellSizeM,
      maxY: northY,
    };
  }
  const outside = area === null ? "buildingOutside" : "buildingOutsideArea";
  const models = assembleBuildings(parts.buildings, frame, extent, outside, findings);
  for (const part of parts.footprints) {
    rebaseFootprints(part.layer, part.frame, frame);
    part.frame = frame;
  }
  extent ??= extentOfBuildings(models, parts.footprints);
  if (cutToBuilt) delivered = raiseGround(extent);

  const terrain =
    delivered?.raster ?? (models.count > 0 ? terrainFromBuildings(models, extent) : flatTerrain(extent));
  if (delivered !== null)
    sources.terrain = sourceOf(filesOf(tiles), options, isFallback ? "terrainFromSrtm" : "");
  else if (models.count > 0) {
    sources.terrain = sourceOf(filesOf(parts.buildings), options, "terrainFromBuildingGround");
    findings.add("info", "terrainDerived");
  } else sources.terrain = sourceOf([], options, "terrainFlat");

  const raised = buildingsFromFootprints(parts.footprints, terrain, extent, models, findings);
  const buildings = raised.count === 0 ? models : withRaised(models, raised.tables);
  const planned = plannedCount(raised.tables);
  if (planned > 0) findings.add("info", "plannedEnvelopes", { buildings: planned, total: buildings.count });
  if (raised.defaults > 0)
    findings.add("info", "footprintHeightDefault", {
      buildings: raised.defaults,
      total: raised.count,
      heightM: unknownHeightM,
    });
  if (buildings.count > 0)
    sources.buildings = sourceOf(
      filesOf([...(models.count > 0 ? parts.buildings : []), ...(raised.count > 0 ? parts.footprints : [])]),
      options,
      raised.count === 0
        ? ""
        : buildingsDerivedBy({
            planned,
            fromRaster: given.footprints.length < parts.footprints.length,
            delivered: hasBuildings(given),
          }),
    );
  if (parts.planAreas.length > 0)
    findings.add("info", "planAreasLeftOut", {
      areas: parts.planAreas.reduce((sum, { layer }) => sum + layer.facts.length, 0),
    });

  const streets = assembleStreets(parts.streets, frame, extent, findings);
  // A plane at sea level without a house or a street is no city, and no model could tell anything of it.
  if (delivered === null && buildings.count === 0 && streets.sections.length === 0)
    throw new IntakeError(area === null ? "nothingUsable" : "areaEmpty");
  if (delivered === null && models.count === 0) findings.add("info", "terrainFlat");
  if (streets.sections.length > 0) sources.streets = sourceOf(filesOf(parts.streets), options, "");
  for (const part of parts.landCover) {
    rebasePolygons(part.layer, part.frame, frame);
    part.frame = frame;
  }
  const hasCover = parts.landCover.length + parts.coverRasters.length > 0;
  const cover = hasCover
    ? landCoverFromPolygons(
        parts.landCover.map(({ layer, background = false }) => ({ polygons: layer, background })),
        buildings,
        streets,
        extent,
        parts.coverRasters.map(({ raster }) => raster),
        frame,
      )
    : { raster: landCoverFromObjects(buildings, streets, extent), painted: false, assumedShare: 0 };
  const landCover = cover.raster;
  const coverFiles = [...parts.buildings, ...parts.footprints, ...parts.streets];
  const filled = cover.assumedShare > 0;
  sources.landCover = !hasCover
    ? sourceOf(filesOf(coverFiles), options, "landCoverFromFootprintsAndStreets")
    : sourceOf(
        filesOf([...parts.coverRasters, ...parts.landCover, ...(cover.painted ? coverFiles : [])]),
        options,
        filled
          ? cover.painted
            ? "landCoverPaintedAndFilled"
            : "landCoverFilled"
          : cover.painted
            ? "landCoverWithFootprintsAndStreets"
            : "",
        cover.assumedShare,
      );
  if (cover.painted) findings.add("info", "landCoverPaintedOver");
  if (!hasCover) findings.add("info", "landCoverDerived");
  else if (filled)
    findings.add("info", "landCoverAssumed", {
      share: Math.round(cover.assumedShare * 1000) / 10,
      gardenM: gardenReachM,
    });

  const deliveredTrees = assembleTrees(parts.trees, frame, extent, findings);
  const crowns = parts.vegetationHeights.map(({ raster }) => raster);
  const found = treesFromHeights(crowns, frame, extent, buildings, deliveredTrees);
  const trees = joinTrees(deliveredTrees, found);
  if (found.count > 0) findings.add("info", "treesDetected", { trees: found.count });
  if (trees.count > 0)
    sources.trees = sourceOf(
      filesOf([
        ...(deliveredTrees.count > 0 ? parts.trees : []),
        ...(found.count > 0 ? parts.vegetationHeights : []),
      ]),
      options,
      found.count === 0
        ? ""
        : deliveredTrees.count === 0
          ? "treesFromVegetationHeight"
          : "treesDeliveredAndFromVegetationHeight",
    );
  const imagery = assembleImagery(
    parts.imagery.map(({ raster }) => raster),
    frame,
    extent,
  );
  if (imagery !== null) sources.imagery = sourceOf(filesOf(parts.imagery), options, "");
  else if (parts.imagery.length > 0) findings.add("dropped", "pictureOutside");
  const tilesets = assembleTilesets(parts.tiles3d, { frame, extent, terrain }, null, findings);
  if (tilesets.layer !== null)
    sources.tiles3d = creditedByModels(sourceOf(filesOf(tilesets.taken), options, ""), tilesets.taken);
  const finder = createBuildingFinder(buildings);
  const timetable = assembleTimetable(parts.timetable, frame, extent, findings);
  if (timetable !== null) sources.timetable = sourceOf(filesOf(parts.timetable), options, "");
  const named = assemblePlaces(parts.places, frame, extent, buildings, finder, findings);
  const stops = stopPlaces(timetable, named, extent);
  const places = [...named, ...stops];
  if (places.length > 0)
    sources.places = sourceOf(
      filesOf([...(named.length > 0 ? parts.places : []), ...(stops.length > 0 ? parts.timetable : [])]),
      options,
      "",
    );
  const people = assemblePopulation(parts.population, frame, extent, buildings, finder, findings);
  const population = people.table;
  if (population.count > 0)
    sources.population = sourceOf(
      filesOf(parts.population.length > 0 ? parts.population : [...parts.buildings, ...parts.footprints]),
      options,
      people.derivedBy,
    );
  const addresses = assembleAddresses(parts.addresses, frame, extent, findings);
  if (addresses !== null) sources.addresses = sourceOf(filesOf(parts.addresses), options, "");

  const layers: StoredLayers = {
    terrain,
    landCover,
    barriers: [],
    links: [],
    buildings,
    trees,
    streets,
    population,
    places,
    addresses,
    timetable,
    imagery,
    tiles3d: tilesets.layer,
  };
  return {
    id: options.id,
    name: options.name,
    frame,
    extent,
    ...layers,
    sources,
    baseHashes: hashLayers(layers),
  };
}

/** Land-cover polygons to another frame, in place. */
function rebasePolygons(polygons: LandCoverPolygons, from: Frame, to: Frame): void {
  const { values, length } = polygons.coordinates;
  const transform = from.crs === to.crs ? null : transformBetween(from.crs, to.crs);
  for (let at = 0; at < length; at += 2) {
    const east = values[at] + from.originEastM;
    const north = values[at + 1] + from.originNorthM;
    const [x, y] = transform === null ? [east, north] : transform(east, north);
    values[at] = x - to.originEastM;
    values[at + 1] = y - to.originNorthM;
  }
}
