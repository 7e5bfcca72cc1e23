import { describe, expect, it } from "vitest";
import type { ResultRoutes } from "#workers/runtime/model.ts";
import { flowsOf, namesAlong, routeChanges, routesThrough, totalFlow, zoneFlows } from "./routes.ts";

/** Zones North, South and West; sections 0 … 3. Each route: from, to, vehicles an hour, steps. */
function routesFrom(
  list: readonly (readonly [number, number, number, readonly number[]])[],
  names = ["North", "South", "West"],
): ResultRoutes {
  const stepStart = [0];
  for (const [, , , steps] of list) stepStart.push((stepStart.at(-1) ?? 0) + steps.length);
  return {
    zones: {
      count: names.length,
      names,
      xy: new Float32Array(2 * names.length),
      external: new Uint8Array(names.length),
      residents: new Float32Array(names.length),
    },
    origin: Uint32Array.from(list, ([from]) => from),
    destination: Uint32Array.from(list, ([, to]) => to),
    flowVehPerH: Float32Array.from(list, ([, , flow]) => flow),
    costS: new Float32Array(list.length),
    stepStart: Uint32Array.from(stepStart),
    steps: Uint32Array.from(list.flatMap(([, , , steps]) => steps)),
  };
}

const base = routesFrom([
  [0, 1, 60, [0, 2]],
  [0, 1, 40, [4, 6]],
  [1, 0, 30, [3, 1]],
  [2, 1, 80, [6, 2]],
]);

describe("routes through a street", () => {
  it("are those that run over it the way that is meant, the busiest first", () => {
    expect(routesThrough(base, 1, "both")).toEqual([3, 0, 2]);
    expect(routesThrough(base, 1, 0)).toEqual([3, 0]);
    expect(routesThrough(base, 1, 1)).toEqual([2]);
    expect(routesThrough(base, 7, "both")).toEqual([]);
  });

  it("bring their vehicles to every street they use, and to no other", () => {
    const flows = flowsOf(base, routesThrough(base, 1, 0), 4);
    expect([...flows]).toEqual([60, Number.NaN, 140, Number.NaN, Number.NaN, Number.NaN, 80, Number.NaN]);
    expect(totalFlow(base, routesThrough(base, 1, 0))).toBe(140);
  });

  it("are added up by where they start and where they go", () => {
    const chosen = routesThrough(base, 1, "both");
    expect(zoneFlows(base, chosen, "origin")).toEqual([
      { zone: 2, flowVehPerH: 80 },
      { zone: 0, flowVehPerH: 60 },
      { zone: 1, flowVehPerH: 30 },
    ]);
    expect(zoneFlows(base, chosen, "destination")[0]).toEqual({ zone: 1, flowVehPerH: 140 });
  });

  it("are told by the names of their streets, each once", () => {
    const names = ["Wall", "Wall", "", "Ring"];
    expect(namesAlong(base, 0, (section) => names[section] ?? "")).toEqual(["Wall"]);
    expect(namesAlong(base, 3, (section) => names[section] ?? "")).toEqual(["Ring", "Wall"]);
  });
});

describe("what became of the routes through a street", () => {
  it("goes by the names of zones, not by their numbers", () => {
    // The plan knows the zones in another order, closes section 1 and sends North–South over section 3.
    const plan = routesFrom(
      [
        [2, 1, 100, [4, 6]],
        [1, 2, 30, [3, 1]],
      ],
      ["West", "South", "North"],
    );
    const changes = routeChanges({ routes: base, section: 1 }, { routes: plan, section: 1 }, "both", 1);
    expect(changes).toEqual([
      { from: "West", to: "South", beforeVehPerH: 80, afterVehPerH: 0, routeBefore: 3, routeAfter: null },
      { from: "North", to: "South", beforeVehPerH: 60, afterVehPerH: 0, routeBefore: 0, routeAfter: 0 },
    ]);
  });

  it("is nothing where both results are the same", () => {
    expect(routeChanges({ routes: base, section: 1 }, { routes: base, section: 1 }, "both", 0)).toEqual([]);
  });
});
