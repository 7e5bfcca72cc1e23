import { type Address, numberHouses } from "./addresses.ts";
import type { Building } from "./fabric/building.ts";
import { buildingHeight, partFootprints } from "./fabric/building.ts";
import { type PlannedPlace, smallPlaces } from "./fabric/places.ts";
import { createSite } from "./fabric/site.ts";
import { specials } from "./fabric/specials.ts";
import { fillDistrict } from "./fill.ts";
import { at, distance } from "./geometry/vector.ts";
import { buildLandCover, type CoverPolygon } from "./landCover.ts";
import { buildNetwork, type Network } from "./plan/network.ts";
import { buildTerrain, type Terrain } from "./terrain.ts";
import { type CityTree, growTrees } from "./trees.ts";

/** A building standing on the ground: base height at the lowest terrain along its footprints, NHN metres. */
export type StandingBuilding = Building & {
  readonly number: number;
  readonly baseZ: number;
  readonly heightM: number;
  readonly address: Address | null;
};

export type District = {
  readonly seed: number;
  readonly network: Network;
  readonly terrain: Terrain;
  readonly buildings: readonly StandingBuilding[];
  readonly trees: readonly CityTree[];
  readonly landCover: readonly CoverPolygon[];
  readonly places: readonly PlannedPlace[];
};

const lowestGround = (building: Building, terrain: Terrain): number => {
  let lowest = Infinity;
  for (const ring of partFootprints(building)) {
    for (let i = 0; i < ring.length; i++) {
      const a = at(ring, i);
      const b = at(ring, i + 1);
      const steps = Math.max(1, Math.ceil(distance(a, b) / 3));
      for (let k = 0; k < steps; k++) {
        const t = k / steps;
        lowest = Math.min(lowest, terrain.heightAt(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t));
      }
    }
  }
  return Math.round(lowest * 1000) / 1000;
};

/** Generates the base district of 1.5 × 1.5 km from a seed. Pure: the same seed gives the same district. */
export const generateDistrict = (seed: number): District => {
  const network = buildNetwork();
  const terrain = buildTerrain(network, seed);
  const site = createSite();
  const pieces = fillDistrict(site, network, seed);
  const addresses = numberHouses(site.buildings, network.streets);
  const landCover = buildLandCover(network, pieces, site.surfaces, site.lawns);
  return {
    seed,
    network,
    terrain,
    buildings: site.buildings.map((building, number) => ({
      ...building,
      number,
      baseZ: lowestGround(building, terrain),
      heightM: buildingHeight(building),
      address: addresses[number] ?? null,
    })),
    trees: growTrees(network, site, seed),
    landCover,
    places: [...specials.flatMap((s) => s.places), ...smallPlaces],
  };
};
