import { describe, expect, it } from "vitest";
import { formatRoute, parseRoute, samePlace, type WorkspaceRoute } from "./routing.ts";

const place: WorkspaceRoute = {
  screen: "workspace",
  twinHref: "local:abc",
  scenarioId: "s1",
  planId: "p2",
  view: "swipe",
  comparePlanId: "baseline",
  camera: [10.5, -20, 300, 45, -30],
  model: "heat",
  layer: "utci",
  timeS: 50_400,
};

describe("routing", () => {
  it("reads what it writes", () => {
    expect(parseRoute(formatRoute(place))).toEqual(place);
    expect(parseRoute(formatRoute({ screen: "start" }))).toEqual({ screen: "start" });
    expect(parseRoute("?open=demo")).toEqual({ screen: "open", what: "demo" });
  });

  it("falls back where an address is broken", () => {
    expect(parseRoute("?twin=demo")).toEqual({ screen: "start" });
    expect(parseRoute("?twin=demo&scenario=../../etc")).toEqual({ screen: "start" });
    const odd = parseRoute("?twin=demo&scenario=s1&view=everything&at=1,2,Infinity,4,5&plan=<b>");
    expect(odd).toMatchObject({ planId: "baseline", view: "single", camera: null });
    const strange = parseRoute("?twin=demo&scenario=s1&model=<x>&layer=a/b&time=-4");
    expect(strange).toMatchObject({ model: null, layer: null, timeS: null });
  });

  it("takes camera, layer and moment for no place of their own, but another model for one", () => {
    expect(samePlace(place, { ...place, camera: null, layer: null, timeS: null })).toBe(true);
    expect(samePlace(place, { ...place, model: null })).toBe(false);
    expect(samePlace(place, { ...place, planId: "p3" })).toBe(false);
  });
});
