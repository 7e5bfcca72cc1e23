import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { AssignmentDemand, AssignmentNetwork } from "../contract.ts";
import { readFlows, readTntpNetwork, readTntpTrips, type TntpFlows } from "./tntp.ts";
import { factorsInCosts, factorsInDescription, type TntpFactors } from "./tntpFactors.ts";

export type TntpCase = {
  readonly name: string;
  readonly network: AssignmentNetwork;
  readonly demand: AssignmentDemand;
  readonly reference: TntpFlows | null;
  /** Why there is no reference though there is a file of flows; "" = all is well. */
  readonly referenceProblem: string;
  /** Of toll and distance: from the network's file, from a description beside it, or from the costs of its solution. */
  readonly factors: TntpFactors;
};

/**
 * Folders with a pair of `*_net.tntp` and `*_trips.tntp`: the folder itself and those directly in it, sorted.
 * @throws Error where there is none
 */
export function tntpFolders(folder: string): readonly string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder} is no folder.`);
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
  const found = [folder, ...inside].filter((one) => nets(one).length > 0);
  if (found.length === 0) throw new Error(`${folder} holds no file *_net.tntp, nor do the folders in it.`);
  return found;
}

/** Names of the networks in one folder: the part before `_net.tntp`. */
export function nets(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /_net\.tntp$/i.test(name))
    .map((name) => name.replace(/_net\.tntp$/i, ""))
    .sort();
}

/** @throws Error that says what is wrong with the files */
export function readTntpCase(folder: string, stem = nets(folder)[0]): TntpCase {
  if (stem === undefined) throw new Error(`${folder} holds no file *_net.tntp.`);
  const names = readdirSync(folder);
  const named = (pattern: string): string | undefined =>
    names.find((name) => name.toLowerCase() === pattern.toLowerCase());
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const net = named(`${stem}_net.tntp`);
  if (net === undefined) throw new Error(`${folder} holds no ${stem}_net.tntp.`);
  const readme = named("readme.md");
  const factors = readme === undefined ? null : factorsInDescription(read(readme));
  const text = read(net);
  const first = readTntpNetwork(net, text, factors);
  const trips = named(`${stem}_trips.tntp`);
  if (trips === undefined) throw new Error(`${folder} holds no ${stem}_trips.tntp.`);
  const flows = named(`${stem}_flow.tntp`) ?? named("reference_flows.csv");
  // A solution that cannot be read is no reason to keep the network back.
  let reference: TntpFlows | null = null;
  let referenceProblem = "";
  try {
    if (flows !== undefined) reference = readFlows(flows, read(flows), first.network);
  } catch (error) {
    referenceProblem = error instanceof Error ? error.message : String(error);
  }
  const fitted =
    first.factorsStated || reference === null
      ? null
      : factorsInCosts(first.network, first.toll, first.length, reference);
  const { zones, network, factors: used } = fitted === null ? first : readTntpNetwork(net, text, fitted);
  const demand = readTntpTrips(trips, read(trips), zones);
  const name = nets(folder).length > 1 ? `${basename(folder)}/${stem}` : basename(folder);
  return { name, network, demand, reference, referenceProblem, factors: used };
}

/** Largest difference of flows on links whose cost depends on the flow: only there are flows of an equilibrium unique. */
export function largestDeviation(
  { b, power, freeFlowS }: AssignmentNetwork,
  { flow: reference, stated }: TntpFlows,
  flow: Float64Array,
): number {
  let largest = 0;
  for (let link = 0; link < flow.length; link += 1)
    if (stated[link] === 1 && b[link] * power[link] * freeFlowS[link] > 0)
      largest = Math.max(largest, Math.abs(flow[link] - reference[link]));
  return largest;
}
