import { assign } from "#workers/kernels/assignment/index.ts";
import { gridTown } from "#workers/kernels/assignment/testing/smallNetworks.ts";

/**
 * A process of its own, for its memory is what is measured: 30,000 links and 900 zones to the gap of a preview, with trees that are kept
 * ("repaired") or each grown anew ("fresh"). Prints JSON.
 */
const kept = process.argv[2] !== "fresh";
const { network, demand } = gridTown(85, 85, 900, 100);
const started = process.cpuUsage();
const result = await assign(network, demand, { targetGap: 1e-4, ...(kept ? {} : { treeBytesLimit: 0 }) });
const { user, system } = process.cpuUsage(started);
console.log(
  JSON.stringify({
    links: network.tail.length,
    zones: demand.origin.length,
    cpuS: (user + system) / 1e6,
    peakMB: process.resourceUsage().maxRSS / 1024,
    gap: result.gap,
    kind: result.trees,
  }),
);
