import { expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { buildingFacts } from "./buildingFacts.ts";

it("tells a height that was assumed from one that was delivered", () => {
  const twin = sampleTwin();
  const [id] = twin.buildings.ids;
  const withAttributes = (attributes: string) => {
    const data = {
      ...twin,
      buildings: { ...twin.buildings, attributes: twin.buildings.ids.map(() => attributes) },
    };
    return buildingFacts(data, id ?? "");
  };
  expect(withAttributes("{}")?.heightFrom).toBe("delivered");
  const assumed = withAttributes('{"lod":1,"heightFrom":"default","heightDefault":true,"name":"Scheune"}');
  expect(assumed?.heightFrom).toBe("default");
  expect(assumed?.attributes).toEqual([
    ["lod", "1"],
    ["name", "Scheune"],
  ]);
  expect(withAttributes('{"heightFrom":"storeys"}')?.heightFrom).toBe("storeys");
  expect(withAttributes("no json")?.heightFrom).toBe("delivered");
});
