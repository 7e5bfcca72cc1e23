import type { LayerOperation } from "#twin/operations.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { forgetBases } from "../baseCache.ts";
import { closed, field, fresh, madeTown, runTraffic, volume } from "./place.ts";

const alter = (
  id: string,
  change: Extract<LayerOperation, { op: "alter"; layer: "streets" }>["change"],
): LayerOperation => ({
  layer: "streets",
  op: "alter",
  id,
  change,
});

/** Largest relative difference of two fields; NaN in one alone counts as 1. */
function apart(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (Number.isNaN(a[i]) !== Number.isNaN(b[i])) return 1;
    if (!Number.isNaN(a[i])) most = Math.max(most, Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(a[i])));
  }
  return most;
}

/** Traffic so dense that costs depend on it. */
const busy = { tripsPerPersonDay: 6, throughPercent: 250 } as const;

const revert: VerifyCase = {
  id: "modelRevert",
  title: "A measure that is taken back gives the base's costs, whatever was computed between",
  async run() {
    forgetBases();
    const town = fresh(madeTown());
    const before = await runTraffic(town, [], busy);
    const plan = await runTraffic(town, [closed("h2.1")], busy);
    const after = await runTraffic(town, [], busy);
    forgetBases();
    const anew = await runTraffic(town, [], busy);
    // A measure and its opposite: streets change and change back, and everything is solved again.
    const there = { speedKmh: 20 };
    const back = await runTraffic(town, [alter("h2.1", there), alter("h2.1", { speedKmh: 50 })], busy);
    return {
      figures: [
        atLeast(
          "largest relative change of speeds by the measure",
          apart(field(before, "speedKmh"), field(plan, "speedKmh")),
          0.01,
          "",
        ),
        atMost(
          "costs after the revert",
          apart(field(before, "speedKmh"), field(after, "speedKmh")),
          1e-6,
          "relative",
        ),
        atMost(
          "costs of a worker that never saw the plan",
          apart(field(before, "speedKmh"), field(anew, "speedKmh")),
          1e-6,
          "relative",
        ),
        atMost(
          "costs after a measure and its opposite",
          apart(field(before, "speedKmh"), field(back, "speedKmh")),
          1e-6,
          "relative",
        ),
      ],
    };
  },
};

const order: VerifyCase = {
  id: "modelOrder",
  title: "The result does not depend on the order of edits",
  async run() {
    const town = fresh(madeTown());
    const edits = [
      closed("h1.1"),
      alter("v1.2", { oneway: "forward" }),
      alter("h3.0", { speedKmh: 20 }),
      closed("v3.0"),
    ];
    const one = await runTraffic(town, edits, busy);
    const other = await runTraffic(town, edits.toReversed(), busy);
    return {
      figures: [
        atMost("speeds", apart(field(one, "speedKmh"), field(other, "speedKmh")), 1e-6, "relative"),
        atMost("flows", apart(field(one, "flow"), field(other, "flow")), 1e-6, "relative"),
      ],
    };
  },
};

const response: VerifyCase = {
  id: "modelDemand",
  title: "With demand response some leave the car, more where destinations respond, none with routes only",
  async run() {
    const town = fresh(madeTown());
    const slow = town.streets.sections.map(({ id }) => alter(id, { speedKmh: 10 }));
    const by = async (demand: "routesOnly" | "modes" | "modesAndPlaces") =>
      runTraffic(town, slow, { ...busy, demand });
    const [routes, modes, places] = [await by("routesOnly"), await by("modes"), await by("modesAndPlaces")];
    const base = await runTraffic(town, [], busy);
    return {
      figures: [
        atMost(
          "car trips, routes only against the base",
          Math.abs(routes.ledger.carTrips / base.ledger.carTrips - 1),
          1e-12,
          "relative",
        ),
        atLeast(
          "car trips that modes take over",
          1 - modes.ledger.carTrips / base.ledger.carTrips,
          0.005,
          "share",
        ),
        atMost(
          "flows of “routes only” and of the fixed answer beside a response",
          apart(field(routes, "flow"), field(modes, "flowFixed")),
          1e-6,
          "relative",
        ),
        atMost("demand gap, modes", modes.ledger.demandGap, 1e-3, ""),
        atMost("demand gap, destinations too", places.ledger.demandGap, 1e-3, ""),
        atMost(
          "people are kept",
          Math.abs(places.ledger.personTrips / base.ledger.personTrips - 1),
          1e-3,
          "relative",
        ),
        atMost(
          "gap to equilibrium",
          Math.max(routes.ledger.gap, modes.ledger.gap, places.ledger.gap),
          1e-6,
          "",
        ),
      ],
    };
  },
};

const bikeLane: VerifyCase = {
  id: "modelBikeLane",
  title: "Room of its own for bikes makes more people ride",
  async run() {
    const town = fresh(madeTown());
    const main = town.streets.sections.filter(({ class: kind }) => kind === "secondary");
    const plan = await runTraffic(
      town,
      main.map(({ id }) => alter(id, { cycleway: "track" })),
    );
    return {
      figures: [
        atLeast("more trips by bike", plan.ledger.bikePercent - plan.ledger.bikePercentFixed, 0.05, "points"),
      ],
    };
  },
};

const unreachable: VerifyCase = {
  id: "modelUnreachable",
  title: "Trips that lose their way are reported and driven nowhere",
  async run() {
    const town = fresh(madeTown());
    const base = await runTraffic(town);
    const plan = await runTraffic(town, [closed("west")]);
    const lost = plan.warnings.find(({ key }) => key === "unreachable");
    const edgeOf = ({ warnings }: typeof plan): number =>
      Number(warnings.find(({ key }) => key === "beyondTheEdge")?.values.vehPerH ?? 0);
    const corner = await runTraffic(town, [closed("h0.0")]);
    return {
      figures: [
        atLeast("reported", plan.ledger.unreachableFixed, 1, "veh/h"),
        atMost(
          "cars on the closed street in the base are the ones reported",
          Math.abs(plan.ledger.unreachableFixed / volume(base, "west") - 1),
          1e-3,
          "relative",
        ),
        atMost("cars on the closed street", volume(plan, "west"), 0, "veh/h"),
        atLeast("warned of", lost === undefined ? 0 : 1, 1, ""),
        atMost(
          "said to take streets beyond the edge: all that drove over it there",
          Math.abs(edgeOf(plan) - volume(base, "west")),
          0.51,
          "veh/h",
        ),
        atMost("said so where a street in a corner is closed", edgeOf(corner), 0, "veh/h"),
        atMost("unreachable in the base", base.ledger.unreachable, 0, "veh/h"),
      ],
    };
  },
};

export const cases: VerifyCase[] = [revert, order, response, bikeLane, unreachable];
