import { describe, expect, it } from "vitest";
import { streetNodes } from "#twin/network/nodes.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetLayer, Turn } from "#twin/objects.ts";
import { capacityOf, delayAtJunctionS, junctionDelayS, lanesPerDirection } from "./capacities.ts";
import { carNetwork, linksIn } from "./carNetwork.ts";
import { defaultTrafficConditions } from "./conditions.ts";
import { carCosts, emptyRoadCosts, finalGap, solveCars } from "./equilibrium.ts";
import { rideFactor } from "./slowCosts.ts";
import { madeTown } from "./verify/place.ts";
import { zonesOf } from "./zones.ts";

const town = madeTown();
const zones = zonesOf(town, 150);
const nodes = streetNodes(town.streets);
const conditions = defaultTrafficConditions();
const network = (streets: StreetLayer) => carNetwork(streets, nodes, zones, conditions, null);
const never = async (): Promise<void> => undefined;

/** One car an hour between every two zones. */
const cars = new Float64Array(zones.count ** 2).fill(1);

describe("carNetwork", () => {
  it("forbids a turn on every path, and gives the detour its cost", async () => {
    const turn: Turn = { from: "h2.1", via: [300, 300], to: "v2.2", allowed: false };
    const plan = network({ ...town.streets, turns: [turn] });
    const solved = await solveCars(plan, cars, zones.count, finalGap, null, never);
    const row = (id: string): number => town.streets.sections.findIndex((one) => one.id === id);
    const [before, after] = [2 * row("h2.1"), 2 * row("v2.2")];
    const { linkStart, links } = solved.result.paths;
    let turned = 0;
    let passed = 0;
    for (let path = 0; path + 1 < linkStart.length; path += 1) {
      const steps = Array.from(
        links.subarray(linkStart[path], linkStart[path + 1]),
        (link) => plan.stepOfLink[link],
      ).filter((step) => step >= 0);
      const at = steps.indexOf(before);
      if (at < 0) continue;
      passed += 1;
      if (steps[at + 1] === after) turned += 1;
      expect(steps[at + 1], "nobody turns round behind the rule").not.toBe(before + 1);
    }
    expect(passed).toBeGreaterThan(0);
    expect(turned).toBe(0);
    const free = await solveCars(network(town.streets), cars, zones.count, finalGap, null, never);
    const turnsOf = (costs: Float64Array): number => costs.reduce((sum, cost) => sum + cost, 0);
    expect(turnsOf(await carCosts(solved, zones.count, never))).toBeGreaterThan(
      turnsOf(await carCosts(free, zones.count, never)),
    );
    expect(solved.result.unreachableVehPerH).toBe(0);
  });

  it("names links so that paths of the base carry over to a plan, but for what is gone", () => {
    const base = network(town.streets);
    const closed = network({
      ...town.streets,
      sections: town.streets.sections.map((one) =>
        one.id === "h1.1" ? { ...one, access: { ...one.access, car: false } } : one,
      ),
    });
    const map = linksIn(base, closed);
    const gone = Array.from(map.keys()).filter((link) => map[link] < 0);
    const row = town.streets.sections.findIndex(({ id }) => id === "h1.1");
    expect(gone.map((link) => base.stepOfLink[link]).sort()).toEqual([2 * row, 2 * row + 1]);
    for (const [link, to] of map.entries())
      if (to >= 0) expect(closed.stepOfLink[to]).toBe(base.stepOfLink[link]);
  });

  it("is the same from a warm start as from nothing", async () => {
    const base = await solveCars(network(town.streets), cars, zones.count, finalGap, null, never);
    const plan = network({
      ...town.streets,
      sections: town.streets.sections.map((one) => (one.id === "h2.1" ? { ...one, speedKmh: 10 } : one)),
    });
    const warm = await solveCars(plan, cars, zones.count, 1e-9, base, never);
    const cold = await solveCars(plan, cars, zones.count, 1e-9, null, never);
    for (const [link, cost] of warm.result.costS.entries())
      expect(cost).toBeCloseTo(cold.result.costS[link], 5);
  });

  it("makes connectors long where people live far from a junction, and costs symmetric on two-way streets", async () => {
    const costs = await emptyRoadCosts(network(town.streets), zones.count, never);
    for (let a = 0; a < zones.count; a += 1)
      for (let b = 0; b < a; b += 1) {
        expect(costs[a * zones.count + b]).toBeGreaterThan(0);
        expect(Math.abs(costs[a * zones.count + b] - costs[b * zones.count + a])).toBeLessThan(30);
      }
  });
});

describe("capacities", () => {
  it("shares lanes between directions, and a single lane between both", () => {
    const street = (lanes: number, oneway: "no" | "forward") =>
      madeStreet(
        "a",
        [
          [0, 0],
          [1, 0],
        ],
        { lanes, oneway },
      );
    expect(
      [street(2, "no"), street(4, "no"), street(1, "no"), street(2, "forward")].map(lanesPerDirection),
    ).toEqual([1, 2, 0.5, 2]);
    expect(capacityOf({ ...street(4, "no"), class: "secondary" })).toBe(1600);
  });

  it("makes the lower street wait", () => {
    expect(delayAtJunctionS(2, [2, 4, 4])).toBe(junctionDelayS.giveWay);
    expect(delayAtJunctionS(4, [2, 4, 4])).toBe(junctionDelayS.priority);
    expect(delayAtJunctionS(4, [4, 4, 4])).toBe(junctionDelayS.mainCrossing);
    expect(delayAtJunctionS(2, [2, 2, 2])).toBe(junctionDelayS.equals);
    expect(delayAtJunctionS(2, [2, 4])).toBe(0);
  });
});

describe("zonesOf", () => {
  it("counts everybody once, gives every zone a way onto the streets, and is the same each time", () => {
    const residents = zones.residents.reduce((sum, one) => sum + one, 0);
    expect(residents).toBeCloseTo(
      town.population.residents.reduce((sum, one) => sum + one, 0),
      6,
    );
    expect(zones.connectors.every((list) => list.length > 0)).toBe(true);
    expect(zones.gates.map(({ name }) => name).sort()).toEqual(["east", "north", "south", "west"]);
    expect(zonesOf(town, 150)).toEqual(zones);
    expect(new Set(zones.names).size).toBe(zones.count);
  });

  it("parts squares that a river parts", () => {
    const streets = {
      sections: [
        madeStreet("north bank", [
          [0, 60],
          [90, 60],
        ]),
        madeStreet("south bank", [
          [0, 20],
          [90, 20],
        ]),
        madeStreet("way", [
          [90, 20],
          [700, 20],
        ]),
        madeStreet("bridge", [
          [700, 20],
          [700, 60],
        ]),
        madeStreet("back", [
          [700, 60],
          [90, 60],
        ]),
      ],
      turns: [],
    };
    const population = {
      ...town.population,
      count: 2,
      xy: Float32Array.from([10, 62, 10, 18]),
      residents: Float32Array.from([50, 50]),
    };
    const parted = zonesOf({ ...town, streets, population, places: [] }, 150);
    const near = Array.from({ length: parted.firstExternal }, (_, zone) => zone).filter(
      (zone) => parted.xy[2 * zone] < 100,
    );
    expect(near).toHaveLength(2);
  });
});

describe("rideFactor", () => {
  const street = (changes: Parameters<typeof madeStreet>[2]) =>
    rideFactor(
      madeStreet(
        "a",
        [
          [0, 0],
          [1, 0],
        ],
        changes,
      ),
    );

  it("makes rides beside fast traffic feel longer, unless there is room for bikes", () => {
    expect(street({ speedKmh: 30 })).toBe(1);
    const busy = street({ speedKmh: 50 });
    expect(busy).toBeGreaterThan(1.2);
    expect(street({ speedKmh: 50, cycleway: "lane" })).toBeLessThan(busy);
    expect(street({ speedKmh: 50, cycleway: "track" })).toBe(1);
    expect(street({ class: "cycleway", speedKmh: 50 })).toBe(1);
  });

  it("believes a plan before the tags", () => {
    const tags = { "cycleway:right": "track" };
    expect(street({ speedKmh: 50, tags })).toBe(1);
    expect(street({ speedKmh: 50, tags, cycleway: "none" })).toBeGreaterThan(1.2);
  });
});
