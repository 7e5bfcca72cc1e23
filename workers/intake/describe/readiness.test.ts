import { describe, expect, it } from "vitest";
import { modelIds } from "../../runtime/registry.ts";
import { createParts } from "../assemble/parts.ts";
import { city, sessionOf } from "../sessionTesting.ts";
import { readiness } from "./readiness.ts";

describe("readiness", () => {
  it("tells for each model what is there, derived and missing", async () => {
    const none = readiness(createParts());
    expect(new Set(none.map(({ state }) => state))).toEqual(new Set(["missing"]));
    // No model that runs may be left out of what files are judged for.
    expect(none.map(({ model }) => model)).toEqual(expect.arrayContaining([...modelIds]));
    const session = await sessionOf(city("a.json", { one: [1, 1] }));
    const models = session.readiness();
    const [flood, heat] = models;
    expect(flood).toMatchObject({
      model: "flood",
      state: "derived",
      needs: [
        { input: "terrain", state: "derived", derivedBy: "terrainFromBuildingGround" },
        { input: "landCover", state: "derived", derivedBy: "landCoverFromFootprintsAndStreets" },
      ],
    });
    expect(flood.improves[0]).toEqual({ input: "buildings", state: "there", derivedBy: "" });
    expect(heat.state).toBe("derived");
    expect(models.find(({ model }) => model === "sun")).toMatchObject({
      state: "derived",
      needs: [{ input: "terrain" }, { input: "buildings", state: "there" }],
      improves: [{ input: "trees", state: "missing" }, { input: "places" }],
    });
    expect(models.find(({ model }) => model === "traffic")?.state).toBe("missing");
    // Outlines alone stand on a plane: enough for shadows, not for water.
    const flat = readiness({ ...createParts(), footprints: [{}] } as never);
    expect(flat[0]).toMatchObject({ model: "flood", state: "missing" });
    expect(flat[1].needs[0]).toEqual({ input: "terrain", state: "derived", derivedBy: "terrainFlat" });
  });

  it("calls coarse heights, outlines and found trees the stand-ins that they are, as the built city does", () => {
    const stateOf = (parts: object, input: string) =>
      readiness({ ...createParts(), ...parts } as never)
        .find(({ model }) => model === "heat")
        ?.[input === "trees" ? "improves" : "needs"].find((need) => need.input === input);
    const srtm = { fallback: true };
    expect(stateOf({ terrain: [srtm, srtm] }, "terrain")?.derivedBy).toBe("terrainFromSrtm");
    expect(stateOf({ terrain: [srtm, {}] }, "terrain")?.state).toBe("there");
    expect(stateOf({ footprints: [{}] }, "buildings")?.derivedBy).toBe("footprintsOnTerrain");
    expect(stateOf({ footprints: [{}], buildings: [{}] }, "buildings")?.state).toBe("there");
    expect(stateOf({ buildingHeights: [{}] }, "buildings")).toEqual({
      input: "buildings",
      state: "derived",
      derivedBy: "footprintsFromBuildingHeight",
    });
    expect(stateOf({ vegetationHeights: [{}] }, "trees")?.derivedBy).toBe("treesFromVegetationHeight");
    expect(stateOf({ vegetationHeights: [{}], trees: [{}] }, "trees")?.state).toBe("there");
  });
});
