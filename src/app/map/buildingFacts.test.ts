import { expect, it } from "vitest";
import { withOwnFigures } from "#twin/ownFigures.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { buildingFacts, plainCode } from "./buildingFacts.ts";

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
  const official = withAttributes(
    '{"creationDate":"2020-12-18","generic":{"Gemeindeschluessel":"05370024","DatenquelleDachhoehe":"1000","creationDate":"x"},"parts":[{"id":"a"},{"id":"b"}],"deep":{"er":{"x":1}}}',
  );
  // Where it came from stands by itself; generic attributes are no less shown than others.
  expect(official?.provenance).toEqual([
    ["DatenquelleDachhoehe", "1000"],
    ["creationDate", "2020-12-18"],
  ]);
  expect(official?.attributes).toEqual([
    ["Gemeindeschluessel", "05370024"],
    ["parts", "2"],
  ]);
  expect(withAttributes('{"heightFrom":"storeys"}')?.heightFrom).toBe("storeys");
  expect(withAttributes("no json")?.heightFrom).toBe("delivered");
});

it("tells a person's own figures from those of the data", () => {
  const twin = sampleTwin();
  const [id] = twin.buildings.ids as [string];
  const before = buildingFacts(twin, id);
  expect(before?.delivered).toEqual({ heightM: null, storeys: null, functionCode: null });
  const own = { heightM: 12.5, functionCode: "31001_1000" };
  const facts = buildingFacts(withOwnFigures(twin, { [id]: own }), id);
  expect(facts?.heightM).toBeCloseTo(12.5, 4);
  expect(facts?.functionCode).toBe("31001_1000");
  expect(facts?.delivered.heightM).toBeCloseTo(before?.heightM ?? 0, 2);
  expect(facts?.delivered).toMatchObject({ storeys: null, functionCode: before?.functionCode });
  expect(facts?.attributes).toEqual(before?.attributes);
});

it("takes the prefix of buildings off a code, and of nothing else: a canopy is no house", () => {
  expect(["31001_1010", "1010", "51009_1610", "53001_1800"].map(plainCode)).toEqual([
    "1010",
    "1010",
    "51009_1610",
    "53001_1800",
  ]);
});
