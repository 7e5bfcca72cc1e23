import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sharedData } from "#tools/sharedData.ts";
import type { TwinData } from "#twin/twin.ts";
import { importSources } from "#workers/intake/importer.ts";
import { memorySource } from "#workers/intake/source.ts";
import { atLeast, atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { closed, field, runTraffic } from "./place.ts";

const folder = "city/heidelberg";

/** The extract and its feed as the project's own intake reads them. */
async function heidelberg(): Promise<TwinData> {
  const sources = ["heidelberg.test.pbf", "vrn_gtfs_cut.zip"].map((name) =>
    memorySource(name, readFileSync(join(sharedData(folder) ?? "", name))),
  );
  const { signal } = new AbortController();
  const { data } = await importSources(
    sources,
    { id: "heidelberg", name: "Heidelberg" },
    () => undefined,
    signal,
  );
  if (data === null) throw new Error("Heidelberg could not be read.");
  return data;
}

const answers: VerifyCase = {
  id: "modelHeidelberg",
  title: "A real extract with its feed: 44,000 sections, 470 rules for turns, islands and cut motorways",
  needs: folder,
  long: true,
  async run() {
    const data = await heidelberg();
    const base = await runTraffic(data);
    const flow = field(base, "flow");
    // The secondary street with the most cars: a plan that many have to drive round.
    const { sections } = data.streets;
    let busiest = -1;
    for (const [row, { class: kind }] of sections.entries())
      if (
        kind === "secondary" &&
        (busiest < 0 || flow[2 * row] > flow[2 * busiest] || Number.isNaN(flow[2 * busiest]))
      )
        busiest = row;
    const plan = await runTraffic(data, [closed(sections[busiest].id)]);
    const { ledger } = base;
    const modes = ["walkPercent", "bikePercent", "transitPercent", "carPercent"];
    return {
      figures: [
        atMost("gap, base", ledger.gap, 1e-6, ""),
        atMost("gap, plan", plan.ledger.gap, 1e-6, ""),
        atMost("demand gap, plan", plan.ledger.demandGap, 1e-3, ""),
        atLeast("exits", ledger.exits, 2, ""),
        atMost("unreachable in the base", ledger.unreachable, 0, "veh/h"),
        ...modes.map((mode) => atLeast(`trips: ${mode}`, ledger[mode], 5, "%")),
        atLeast("cars on the street before it was closed", flow[2 * busiest], 1, "veh/h"),
      ],
      note: `${sections[busiest].name || sections[busiest].id} closed; ${ledger.zones} zones, ${ledger.carTrips.toFixed(0)} cars an hour`,
    };
  },
};

export const cases: VerifyCase[] = [answers];
