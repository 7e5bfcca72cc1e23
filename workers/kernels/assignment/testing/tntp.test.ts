import { describe, expect, it } from "vitest";
import { readFlows, readTntpNetwork, readTntpTrips } from "./tntp.ts";
import { factorsInCosts, factorsInDescription } from "./tntpFactors.ts";

const head = (links: number, more = ""): string =>
  `<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> ${links}\n${more}<END OF METADATA>\n`;
const first = "\t1\t3\t100\t2\t6\t0.15\t4\t0\t5\t1\t;";
const second = "3 2 50 1 3 1 2 0 0 1;";
const net = (body: string, links = 2, more = ""): (() => ReturnType<typeof readTntpNetwork>) => {
  const text = `${head(links, more)}\n~ \tinit_node\tterm_node\n${body}\n`;
  return () => readTntpNetwork("a_net.tntp", text);
};

describe("readTntpNetwork", () => {
  it("reads links, whether blanks or a comma stand between, and factors where they are stated", () => {
    const { zones, network } = net(`${first}\r\n${second}`, 2, "<TOLL FACTOR> 0.1\n<DISTANCE FACTOR> 2\n")();
    expect(zones).toBe(2);
    expect(network.firstThroughNode).toBe(2);
    expect([...network.tail]).toEqual([0, 2]);
    expect([...network.head]).toEqual([2, 1]);
    expect([...network.fixedS]).toEqual([4.5, 2]);
    expect([...network.power]).toEqual([4, 2]);
  });

  it.each([
    ["no metadata", "1 2 3", /END OF METADATA/],
    ["fewer links than stated", `${head(2)}${first}`, /holds 1 links, but .* says 2/],
    ["a short line", `${head(1)}1 3 100`, /line 6 has 3 columns/],
    ["a word among numbers", `${head(1)}1 3 many 2 6 0.15 4`, /column 3 holds no number/],
    ["a node too many", `${head(1)}1 4 100 2 6 0.15 4`, /node 4 is not among the 3/],
    ["a negative capacity", `${head(1)}1 3 -100 2 6 0.15 4`, /capacity of -100/],
    ["no capacity where it matters", `${head(1)}1 3 0 2 6 0.15 4`, /capacity of 0/],
    ["a negative time", `${head(1)}1 3 100 2 -6 0.15 4`, /must not be negative/],
    ["a count without end", head(1).replace("> 3\n<F", "> 1e99\n<F"), /which is no count/],
  ])("refuses %s", (_, text, message) => {
    expect(() => readTntpNetwork("a_net.tntp", text)).toThrow(message);
  });
});

describe("readTntpTrips", () => {
  const trips = (body: string): ReturnType<typeof readTntpTrips> =>
    readTntpTrips("a_trips.tntp", `<NUMBER OF ZONES> 2\n<END OF METADATA>\n${body}`, 2);

  it("reads rows of origins, however they are spaced", () => {
    const demand = trips("\n~ made up\nOrigin \t1 \n 1 : 0.0;  2 :   6.5;\nOrigin 2\n1:3;\n");
    expect([...demand.origin]).toEqual([0, 1]);
    expect([...demand.pairStart]).toEqual([0, 2, 3]);
    expect([...demand.destination]).toEqual([0, 1, 0]);
    expect([...demand.tripsVehPerH]).toEqual([0, 6.5, 3]);
  });

  it("reads a file without trips", () => {
    expect([...trips("").pairStart]).toEqual([0]);
  });

  it.each([
    [
      "another number of zones",
      /for 2 zones/,
      () => readTntpTrips("t", "<NUMBER OF ZONES> 2\n<END OF METADATA>", 3),
    ],
    ["trips of nobody", /before the first origin/, () => trips("1 : 5;")],
    ["a zone that is not there", /zone "3"/, () => trips("Origin 3")],
    ["negative trips", /-5 trips/, () => trips("Origin 1\n2 : -5;")],
    ["half an entry", /no destination with trips/, () => trips("Origin 1\n2 ;")],
  ])("refuses %s", (_, message, read) => {
    expect(read).toThrow(message);
  });
});

describe("factors", () => {
  it("come from a description", () => {
    expect(factorsInDescription("TOLL FACTOR 0.02 min/cent, DISTANCE FACTOR 0.04 min/mile")).toEqual({
      toll: 0.02,
      distance: 0.04,
    });
    expect(factorsInDescription("factors 0")).toBeNull();
  });

  it("come from the costs of a solution, where these fit exactly", () => {
    const { network, toll, length } = net(`${first}\n${second}`)();
    // 6 · (1 + 0.15 · 1) + 0.02 · 5 + 0.04 · 2 and 3 · (1 + 4) + 0.04.
    const flows = (last: number) =>
      readFlows("f", `From To Volume Cost\n1 3 100 7.08\n3 2 100 ${last}`, network);
    expect(factorsInCosts(network, toll, length, flows(15.04))).toEqual({ toll: 0.02, distance: 0.04 });
    expect(factorsInCosts(network, toll, length, flows(14))).toBeNull();
  });

  it("leave flows of unknown links out with a message", () => {
    expect(() => readFlows("f.tntp", "1 2 5", net(`${first}\n${second}`)().network)).toThrow(
      /no such link 1–2/,
    );
  });
});
