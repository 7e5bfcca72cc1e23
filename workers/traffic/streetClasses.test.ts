import { describe, expect, it } from "vitest";
import { streetNodes } from "#twin/network/nodes.ts";
import { madeStreet } from "#twin/network/testing.ts";
import type { StreetLayer, StreetSection } from "#twin/objects.ts";
import { classFigures } from "./capacities.ts";
import { carNetwork } from "./carNetwork.ts";
import { defaultTrafficConditions } from "./conditions.ts";
import { adaptedFigures, withAssumptions } from "./streetClasses.ts";
import { madeTown } from "./verify/place.ts";
import { zonesOf } from "./zones.ts";

const street = (id: string, changes: Partial<StreetSection> = {}): StreetSection =>
  madeStreet(
    id,
    [
      [0, 0],
      [100, 0],
    ],
    { speedKmh: 50, ...changes },
  );
const layer = (...sections: StreetSection[]): StreetLayer => ({ sections, turns: [] });
const changed = { residential: { lanes: 1, speedKmh: 30 } };

describe("figures by class of street", () => {
  it("are those of the class where nothing was changed", () => {
    expect(adaptedFigures({ class: "primary" }, {})).toBe(classFigures.primary);
  });

  it("take what a town changed, and leave the rest", () => {
    const adapted = adaptedFigures(
      { class: "primary" },
      { primary: { capacityPerLane: 700, freeSpeedPercent: 80 } },
    );
    expect(adapted).toEqual({ ...classFigures.primary, capacityPerLane: 700, freeSpeedShare: 0.8 });
  });

  it("change capacity and free flow of that class alone", () => {
    const town = madeTown();
    const zones = zonesOf(town, 150);
    const usual = defaultTrafficConditions();
    const of = (classes: typeof usual.classes) =>
      carNetwork(town.streets, streetNodes(town.streets), zones, { ...usual, classes }, null);
    const [before, after] = [of({}), of({ residential: { capacityPerLane: 200 } })];
    town.streets.sections.forEach((section, row) => {
      const link = before.linkOfStep[2 * row];
      const ratio = after.network.capacityVehPerH[link] / before.network.capacityVehPerH[link];
      expect(ratio, section.id).toBeCloseTo(section.class === "residential" ? 0.5 : 1, 12);
    });
  });
});

describe("lanes and limits that the data do not name", () => {
  it("are the town's, and the very layer where it changed nothing of them", () => {
    const streets = layer(street("a"));
    expect(withAssumptions(streets, streets, {})).toBe(streets);
    expect(withAssumptions(streets, streets, { residential: { capacityPerLane: 100 } })).toBe(streets);
    expect(withAssumptions(streets, streets, changed).sections[0]).toMatchObject({ lanes: 1, speedKmh: 30 });
  });

  it("stay as the data name them", () => {
    const streets = layer(
      street("a", { tags: { lanes: "2", maxspeed: "50" } }),
      street("b", { class: "primary" }),
    );
    expect(withAssumptions(streets, streets, changed).sections).toEqual(streets.sections);
  });

  it("stay as a plan makes them", () => {
    const delivered = layer(street("a"));
    const planned = layer(street("a", { lanes: 1, speedKmh: 20 }));
    expect(
      withAssumptions(planned, delivered, { residential: { lanes: 4, speedKmh: 40 } }).sections[0],
    ).toMatchObject({
      lanes: 1,
      speedKmh: 20,
    });
  });

  it("are half as many on a one-way street", () => {
    const streets = layer(street("a", { oneway: "forward", lanes: 1 }));
    expect(withAssumptions(streets, streets, { residential: { lanes: 4 } }).sections[0].lanes).toBe(2);
  });
});
