import { describe, expect, it } from "vitest";
import { streetFacts } from "../intake/osm/streetDefaults.ts";
import { streetClassField } from "../traffic/streetClasses.ts";

describe("lanes and limits that data do not name", () => {
  it("are the same in the model of traffic as in the intake that filled them in", () => {
    for (const [streetClass, cells] of Object.entries(streetClassField.cells)) {
      const { lanes, speedKmh } = streetFacts(
        { oneway: "no" },
        streetClass as Parameters<typeof streetFacts>[1],
      );
      expect(cells, streetClass).toMatchObject({ lanes, speedKmh });
    }
  });
});
