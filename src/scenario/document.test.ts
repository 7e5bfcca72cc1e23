import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, createScenario, readScenario, writeScenario } from "./document.ts";
import { scenarioJsonSchemaText, schemaPath } from "./jsonSchema.ts";
import { limits } from "./limits.ts";
import { upgrade } from "./migrations.ts";
import type { Scenario } from "./types.ts";

const projectFile = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const fixtureText = projectFile("scenarios/fixtures/v1.planfall.json");

function fixture(): Scenario {
  const read = readScenario(fixtureText);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return read.scenario;
}

/** The fixture with a change at a path of keys. */
function changed(path: readonly (string | number)[], value: unknown): string {
  const document = JSON.parse(fixtureText);
  let at = document;
  for (const key of path.slice(0, -1)) at = at[key];
  at[path[path.length - 1]] = value;
  return JSON.stringify(document);
}

const issuesOf = (text: string) => {
  const read = readScenario(text);
  return read.ok ? [] : read.issues;
};

describe("the fixture of format version 1", () => {
  it("opens without notes, holding what it says", () => {
    const read = readScenario(fixtureText);
    expect(read.ok && read.notes).toEqual([]);
    expect(fixture()).toMatchObject(JSON.parse(fixtureText));
  });

  it("is written as it was read", () => {
    expect(JSON.parse(writeScenario(fixture()))).toEqual(JSON.parse(fixtureText));
    expect(readScenario(`\uFEFF${fixtureText}`).ok).toBe(true);
  });
});

describe("writeScenario", () => {
  it("gives the same text for the same content, whatever the order of keys and measures", () => {
    const scenario = fixture();
    const shuffled: Scenario = {
      ...(Object.fromEntries(Object.entries(scenario).reverse()) as unknown as Scenario),
      plans: scenario.plans.map((plan) => ({
        ...plan,
        measures: plan.measures.toReversed().map((measure) => ({
          ...measure,
          parameters: Object.fromEntries(Object.entries(measure.parameters).reverse()),
        })),
      })),
    };
    expect(writeScenario(shuffled)).toBe(writeScenario(scenario));
    expect(canonical(canonical(scenario))).toEqual(canonical(scenario));
  });

  it("writes parameters as they are run: complete, on their steps, within bounds", () => {
    const scenario = fixture();
    const [plan] = scenario.plans;
    const [first, ...others] = plan.measures;
    const typed = { ...first, parameters: { storageMm: 4.2, conductivityMmPerH: 5000 } };
    const text = writeScenario({ ...scenario, plans: [{ ...plan, measures: [typed, ...others] }] });
    expect(JSON.parse(text).plans[0].measures[0].parameters).toEqual({
      conductivityMmPerH: 1000,
      cover: "lawn",
      storageMm: 4,
    });
    const read = readScenario(text);
    expect(read.ok && read.notes).toEqual([]);
  });

  it("what it writes can be read", () => {
    const scenario = createScenario(fixture().twin, {
      id: "new",
      title: "Neu",
      now: "2026-11-21T12:00:00Z",
      year: 2030,
    });
    expect(readScenario(writeScenario(scenario))).toEqual({ ok: true, scenario, notes: [] });
  });
});

describe("readScenario refuses", () => {
  it("what is not a scenario, saying so", () => {
    expect(issuesOf("{")[0].key).toBe("notJson");
    expect(issuesOf("[]")[0].key).toBe("notAScenario");
    expect(issuesOf('{"format":"something"}')[0].key).toBe("notAScenario");
    expect(issuesOf(changed(["version"], "1"))[0].key).toBe("unknownVersion");
    expect(issuesOf(changed(["version"], 0))[0].key).toBe("unknownVersion");
  });

  it("newer versions politely, naming both", () => {
    expect(issuesOf(changed(["version"], 2))).toEqual([
      { key: "newerVersion", path: "", values: { version: 2, known: 1 } },
    ]);
  });

  it("files that are too large or nested too deep, before building anything", () => {
    expect(issuesOf(" ".repeat(limits.fileCharacters + 1))[0].key).toBe("tooLarge");
    expect(issuesOf(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)[0].key).toBe("tooComplex");
    expect(issuesOf(changed(["plans"], new Array(limits.jsonNodes + 1).fill(0)))[0].key).toBe("tooComplex");
    const nested = changed(["conditions", "flood", "x"], [[[[[[[[[[[[[1]]]]]]]]]]]]]);
    expect(issuesOf(nested)[0].key).toBe("tooComplex");
  });

  it("what the schema does not allow, naming the place", () => {
    const cases: [(string | number)[], unknown, string][] = [
      [["title"], 5, "title"],
      [["title"], "x".repeat(501), "title"],
      [["surprise"], 1, "surprise"],
      [["createdAt"], "yesterday", "createdAt"],
      [["year"], 3000, "year"],
      [["twin", "crs"], "javascript:alert(1)", "twin.crs"],
      [["twin", "originEastM"], null, "twin.originEastM"],
      [["plans", 0, "look", "colour"], "url(x)", "plans.0.look.colour"],
      [
        ["plans", 0, "measures", 0, "geometry", "ring"],
        [
          [0, 0],
          [1, 0],
        ],
        "plans.0.measures.0.geometry.ring",
      ],
      [["plans", 0, "measures", 0, "geometry", "ring", 1, 0], 1e9, "plans.0.measures.0.geometry.ring.1.0"],
      [["plans", 0, "measures", 0, "geometry", "ring", 1], [1, 2, 3], "plans.0.measures.0.geometry.ring.1.2"],
      [["plans", 0, "measures", 0, "parameters", "x"], { deep: 1 }, "plans.0.measures.0.parameters.x"],
      [["plans", 0, "measures", 0, "order"], 0.5, "plans.0.measures.0.order"],
      [["conditions", "heat"], { surfaces: { asphalt: { albedo: "dark" } } }, "conditions.heat.surfaces"],
      [["outcomes", 0, "resolutionM"], 0, "outcomes.0.resolutionM"],
    ];
    for (const [path, value, where] of cases) {
      const issues = issuesOf(changed(path, value));
      expect(issues[0], where).toMatchObject({ key: "invalid", path: where });
    }
    const points = Array.from({ length: limits.points + 1 }, (_, i) => [i, 0]);
    expect(issuesOf(changed(["plans", 0, "measures", 0, "geometry", "ring"], points))[0].key).toBe("invalid");
    // JSON knows no infinity, but a number beyond double precision becomes one.
    expect(issuesOf(fixtureText.replace("10, 10", "1e999, 10"))[0].key).toBe("invalid");
  });

  it("ids that stand for two things", () => {
    expect(issuesOf(changed(["plans", 1, "id"], "p1"))[0]).toMatchObject({
      key: "duplicateId",
      path: "plans.1.id",
    });
    expect(issuesOf(changed(["plans", 1, "measures", 0, "id"], "m2"))[0].key).toBe("duplicateId");
    expect(issuesOf(changed(["plans", 0, "id"], "baseline"))[0].key).toBe("duplicateId");
  });

  it("reports no more issues than anyone would read", () => {
    const measures = Array.from({ length: 500 }, () => ({ id: 1 }));
    expect(issuesOf(changed(["plans", 0, "measures"], measures)).length).toBe(limits.issuesReported);
  });

  it("any text without throwing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readScenario(text).ok).toBe(false);
      }),
    );
  });

  it("does not let a file reach into prototypes", () => {
    const text = fixtureText.replace('"soil": "loam"', '"__proto__": 1, "soil": "loam"');
    const read = readScenario(text);
    expect(Object.getPrototypeOf(read.ok ? read.scenario.conditions.flood : {})).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

it("tables of a model come back as they were written", () => {
  const surfaces = { asphalt: { albedo: 0.3, startK: -4 }, lawn: { emissivity: 0.96 } };
  const read = readScenario(changed(["conditions", "heat"], { surfaces }));
  if (!read.ok) throw new Error("refused");
  expect(read.scenario.conditions.heat.surfaces).toEqual(surfaces);
  const again = readScenario(writeScenario(read.scenario));
  expect(again.ok && again.scenario.conditions.heat.surfaces).toEqual(surfaces);
  const rows = Object.fromEntries(
    Array.from({ length: limits.tableRows + 1 }, (_, i) => [`r${i}`, { a: 1 }]),
  );
  expect(readScenario(changed(["conditions", "heat"], { surfaces: rows })).ok).toBe(false);
});

describe("readScenario mends and notes", () => {
  it("measures of kinds it does not know, and drawn as something else", () => {
    const unknown = readScenario(changed(["plans", 0, "measures", 0, "kind"], "windTurbine"));
    expect(unknown.ok && unknown.scenario.plans[0].measures.map(({ id }) => id)).toEqual(["m3", "m4"]);
    expect(unknown.ok && unknown.notes).toEqual([
      {
        key: "unknownKind",
        path: "plans.0.measures.0",
        values: { measure: "Schulhof", kind: "windTurbine" },
      },
    ]);
    const drawn = readScenario(changed(["plans", 0, "measures", 0, "kind"], "floodWall"));
    expect(drawn.ok && drawn.notes[0].key).toBe("wrongGeometry");
  });

  it("parameters out of bounds, and leaves out what the kind does not know", () => {
    const read = readScenario(changed(["plans", 0, "measures", 0, "parameters"], { storageMm: 900, foo: 1 }));
    expect(read.ok && read.scenario.plans[0].measures[0].parameters).toEqual({
      cover: "lawn",
      conductivityMmPerH: 36,
      storageMm: 50,
    });
    expect(read.ok && read.notes.map(({ path }) => path)).toEqual([
      "plans.0.measures.0.parameters.storageMm",
    ]);
  });

  it("an id counter that lags behind", () => {
    const read = readScenario(changed(["nextId"], 1));
    expect(read.ok && read.scenario.nextId).toBe(7);
  });
});

describe("upgrade", () => {
  it("goes step by step through every version", () => {
    const steps = {
      1: (d: Readonly<Record<string, unknown>>) => ({ ...d, steps: ["1→2"] }),
      2: (d: Readonly<Record<string, unknown>>) => ({ ...d, steps: [...(d.steps as string[]), "2→3"] }),
    };
    const result = upgrade({ format: "planfall-scenario", version: 1 }, steps, 3);
    expect(result).toEqual({
      ok: true,
      fromVersion: 1,
      document: { format: "planfall-scenario", version: 3, steps: ["1→2", "2→3"] },
    });
    expect(upgrade({ format: "planfall-scenario", version: 1 }, {}, 3).ok).toBe(false);
  });
});

describe("the JSON Schema", () => {
  it("is the one that the code generates (npx tsx tools/scenarioSchema.ts)", () => {
    expect(projectFile(schemaPath)).toBe(scenarioJsonSchemaText());
  });
});
