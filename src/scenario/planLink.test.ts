import { readFileSync } from "node:fs";
import { deflateSync, strFromU8 } from "fflate";
import { describe, expect, it } from "vitest";
import { readScenario } from "./document.ts";
import { mostLinkCharacters, packScenario, sameShared, unpackScenario } from "./planLink.ts";
import type { Scenario } from "./types.ts";

function demo(name = "rain"): Scenario {
  const read = readScenario(readFileSync(`scenarios/demo/${name}.planfall.json`, "utf8"));
  if (!read.ok) throw new Error("the demo scenario does not open");
  return read.scenario;
}

const link = (bytes: Uint8Array): string =>
  `1.${btoa(strFromU8(deflateSync(bytes, { level: 9 }), true))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "")}`;

describe("plans in a link", () => {
  it("brings the demo's plans back whole, without the numbers of runs", () => {
    const scenario = demo();
    const packed = packScenario(scenario);
    expect(packed).toMatch(/^1\.[\w-]+$/);
    const read = unpackScenario(packed ?? "");
    if (!read.ok) throw new Error("refused");
    expect(read.notes).toEqual([]);
    expect(read.scenario.plans).toEqual(scenario.plans);
    expect(read.scenario.outcomes).toEqual([]);
    expect(sameShared(read.scenario, scenario)).toBe(true);
  });

  it("brings streets, lines and stops of a plan back whole", () => {
    const scenario = demo("traffic");
    const read = unpackScenario(packScenario(scenario) ?? "");
    if (!read.ok) throw new Error("refused");
    expect(read.notes).toEqual([]);
    expect(read.scenario.plans).toEqual(scenario.plans);
    const types = scenario.plans.flatMap(({ measures }) => measures.map(({ geometry }) => geometry.type));
    expect(new Set(types)).toEqual(new Set(["point", "sections", "line"]));
  });

  it("tells own work from what a link brings", () => {
    const scenario = demo();
    const [first, ...others] = scenario.plans;
    if (first === undefined) throw new Error("no plan");
    const changed = { ...scenario, plans: [{ ...first, measures: first.measures.slice(1) }, ...others] };
    expect(sameShared(scenario, { ...scenario, changedAt: "2030-01-01T00:00:00.000Z", outcomes: [] })).toBe(
      true,
    );
    expect(sameShared(scenario, changed)).toBe(false);
  });

  it("gives no link for more than a link can carry", () => {
    const scenario = demo();
    const noise = Array.from({ length: 26 }, (_, i) => ({
      ...(scenario.plans[0] as Scenario["plans"][number]),
      id: `q${i}`,
      name: Array.from({ length: 450 }, (_, k) =>
        String.fromCharCode(33 + ((i * 7919 + k * k * 31) % 90)),
      ).join(""),
    }));
    const packed = packScenario({ ...scenario, plans: noise });
    expect(packed).toBeNull();
  });

  it("refuses what is broken, foreign or hostile", () => {
    const packed = packScenario(demo()) ?? "";
    const half = packed.slice(0, packed.length / 2);
    for (const broken of [
      "",
      "1.",
      "2.abc",
      "1.<script>",
      "1.%%%",
      half,
      packed.replace(/^1\..../, "1.AAAA"),
    ]) {
      expect(unpackScenario(broken).ok).toBe(false);
    }
    expect(unpackScenario(`1.${"A".repeat(mostLinkCharacters)}`)).toMatchObject({
      issues: [{ key: "tooLarge" }],
    });
    const bomb = link(new Uint8Array(5_000_000));
    expect(bomb.length).toBeLessThan(mostLinkCharacters);
    expect(unpackScenario(bomb)).toMatchObject({ ok: false, issues: [{ key: "tooLarge" }] });
    const foreign = link(new TextEncoder().encode('{"__proto__":{"polluted":true}}'));
    expect(unpackScenario(foreign).ok).toBe(false);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
