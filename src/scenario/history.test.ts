import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextMeasureId, nextPlanId } from "./commands.ts";
import { readScenario } from "./document.ts";
import {
  type Command,
  createHistory,
  execute,
  type History,
  type NewMeasure,
  recordOutcomes,
  redo,
  undo,
} from "./history.ts";
import type { PlanLook, Scenario } from "./types.ts";

const read = readScenario(
  readFileSync(new URL("../../scenarios/fixtures/v1.planfall.json", import.meta.url), "utf8"),
);
if (!read.ok) throw new Error("fixture");
const scenario: Scenario = read.scenario;
const look: PlanLook = { colour: "#112233", letter: "C", dash: [] };
const measure: NewMeasure = {
  kind: "treePit",
  name: "",
  geometry: { type: "point", at: [1, 2] },
  parameters: {},
  enabled: true,
};

const run = (commands: readonly Command[], from: History = createHistory(scenario)): History =>
  commands.reduce(execute, from);
const withoutCounter = ({ nextId: _nextId, ...rest }: Scenario) => rest;

/** Any command, on things that exist and on things that do not. */
const command: fc.Arbitrary<Command> = (() => {
  const planId = fc.constantFrom("p1", "p5", "p8", "p9", "gone");
  const measureId = fc.constantFrom("m2", "m3", "m4", "m6", "m8", "m9", "gone");
  const gesture = fc.option(fc.constantFrom("g1", "g2"), { nil: undefined });
  const to = fc.integer({ min: -1, max: 5 });
  const name = fc.constantFrom("x", "y", "A Schwammstraße");
  return fc.oneof(
    planId.map((id): Command => ({ type: "addMeasure", planId: id, measure })),
    fc
      .record({ planId, measureId, name, gesture })
      .map(({ name, ...c }): Command => ({ type: "alterMeasure", ...c, change: { name } })),
    fc
      .record({ planId, measureId, depth: fc.integer(), gesture })
      .map(({ depth, ...c }): Command => ({ type: "alterMeasure", ...c, change: { parameters: { depth } } })),
    fc.record({ planId, measureId }).map((c): Command => ({ type: "removeMeasure", ...c })),
    fc.record({ planId, measureId, to }).map((c): Command => ({ type: "reorderMeasure", ...c })),
    name.map((n): Command => ({ type: "addPlan", name: n, look })),
    fc.record({ planId, name }).map((c): Command => ({ type: "duplicatePlan", ...c, look })),
    fc
      .record({ planId, name, gesture })
      .map(({ name, ...c }): Command => ({ type: "alterPlan", ...c, change: { name } })),
    planId.map((id): Command => ({ type: "removePlan", planId: id })),
    fc.record({ planId, to }).map((c): Command => ({ type: "reorderPlan", ...c })),
    fc
      .record({ modelId: fc.constantFrom("flood", "heat"), value: fc.integer() })
      .map(({ modelId, value }): Command => ({ type: "setConditions", modelId, conditions: { value } })),
    fc.record({ title: name, gesture }).map((c): Command => ({ type: "setTitle", ...c })),
    fc
      .record({ year: fc.constantFrom(2030, 2035, 2050), gesture })
      .map((c): Command => ({ type: "setYear", ...c })),
  );
})();

describe("undo and redo", () => {
  it("go all the way back and all the way forth, for any list of commands", () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const end = run(commands);
        let history = end;
        const seen = [withoutCounter(end.scenario)];
        while (history.past.length > 0) {
          history = undo(history);
          seen.push(withoutCounter(history.scenario));
        }
        expect(withoutCounter(history.scenario)).toEqual(withoutCounter(scenario));
        while (history.future.length > 0) {
          expect(withoutCounter(history.scenario)).toEqual(seen.pop());
          history = redo(history);
        }
        expect(history.scenario).toEqual(end.scenario);
        expect(history.past).toEqual(end.past);
      }),
      { numRuns: 300 },
    );
  });

  it("never give an id twice", () => {
    fc.assert(
      fc.property(fc.array(fc.option(command, { nil: null }), { maxLength: 40 }), (steps) => {
        const contents = new Map<string, string>();
        let history = createHistory(scenario);
        for (const step of steps) {
          history = step ? execute(history, step) : undo(history);
          const ids = history.scenario.plans.flatMap((plan) => [
            plan.id,
            ...plan.measures.map(({ id }) => id),
          ]);
          expect(new Set(ids).size).toBe(ids.length);
          for (const plan of history.scenario.plans) {
            for (const { id } of plan.measures) {
              // A measure belongs to one plan for good: an id that turned up elsewhere was given twice.
              expect(contents.get(id) ?? plan.id).toBe(plan.id);
              contents.set(id, plan.id);
            }
          }
        }
      }),
    );
  });

  it("do nothing at their ends", () => {
    const history = createHistory(scenario);
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });

  it("a new command ends what was undone, and its id is new", () => {
    const added = run([{ type: "addMeasure", planId: "p1", measure }]);
    expect(added.scenario.plans[0].measures.at(-1)).toMatchObject({ id: "m8", order: 3 });
    const again = execute(undo(added), { type: "addMeasure", planId: "p1", measure });
    expect(again.scenario.plans[0].measures.at(-1)?.id).toBe("m9");
    expect(again.future).toEqual([]);
  });
});

describe("commands", () => {
  it("announce the ids that they give", () => {
    expect(nextMeasureId(scenario)).toBe("m8");
    const added = run([{ type: "addPlan", name: "C", look }]);
    expect(nextPlanId(scenario)).toBe(added.scenario.plans.at(-1)?.id);
  });

  it("that change nothing leave the very same history", () => {
    const history = createHistory(scenario);
    const idle: Command[] = [
      { type: "alterMeasure", planId: "p1", measureId: "m2", change: { name: "Schulhof" } },
      { type: "alterMeasure", planId: "p1", measureId: "gone", change: { name: "x" } },
      { type: "removeMeasure", planId: "gone", measureId: "m2" },
      { type: "reorderMeasure", planId: "p1", measureId: "m2", to: 0 },
      { type: "addMeasure", planId: "gone", measure },
      { type: "removePlan", planId: "gone" },
      { type: "setTitle", title: scenario.title },
    ];
    for (const each of idle) expect(execute(history, each)).toBe(history);
  });

  it("reorder: the measure takes its place, the others keep theirs", () => {
    const { scenario: after } = run([{ type: "reorderMeasure", planId: "p1", measureId: "m4", to: 0 }]);
    expect(after.plans[0].measures.map(({ id, order }) => [id, order])).toEqual([
      ["m2", 1],
      ["m3", 2],
      ["m4", 0],
    ]);
  });

  it("duplicate a plan with new ids for its measures", () => {
    const { scenario: after } = run([{ type: "duplicatePlan", planId: "p1", name: "Kopie", look }]);
    const copy = after.plans[2];
    expect(copy).toMatchObject({ id: "p8", name: "Kopie", look });
    expect(copy.measures.map(({ id }) => id)).toEqual(["m9", "m10", "m11"]);
    expect(copy.measures.map(({ id: _id, ...rest }) => rest)).toEqual(
      scenario.plans[0].measures.map(({ id: _id, ...rest }) => rest),
    );
    expect(after.nextId).toBe(12);
  });

  it("one gesture is one step; another gesture, or anything between, is another", () => {
    const drag = (x: number, gesture: string): Command => ({
      type: "alterMeasure",
      planId: "p1",
      measureId: "m3",
      change: { geometry: { type: "point", at: [x, 0] } },
      gesture,
    });
    const dragged = run([drag(1, "a"), drag(2, "a"), drag(3, "a")]);
    expect(dragged.past).toHaveLength(1);
    expect(dragged.scenario.plans[0].measures[1].geometry).toEqual({ type: "point", at: [3, 0] });
    expect(undo(dragged).scenario.plans).toEqual(scenario.plans);
    expect(redo(undo(dragged)).scenario).toEqual(dragged.scenario);
    expect(run([drag(1, "a"), drag(2, "b")]).past).toHaveLength(2);
    expect(run([drag(1, "a"), { type: "setYear", year: 2031 }, drag(2, "a")]).past).toHaveLength(3);
  });

  it("quick changes of the year are one step, and years that a file cannot hold come to the bound", () => {
    const year = (to: number): Command => ({ type: "setYear", year: to, gesture: "year 1" });
    const later = run([year(2031), year(2032), year(2060)]);
    expect(later.past).toHaveLength(1);
    expect(later.scenario.year).toBe(2060);
    expect(undo(later).scenario.year).toBe(scenario.year);
    expect(run([year(9999)]).scenario.year).toBe(2200);
    expect(run([year(Number.NaN)]).past).toEqual([]);
  });

  it("outcomes are noted without a step", () => {
    const noted = recordOutcomes(createHistory(scenario), []);
    expect(noted.past).toEqual([]);
    expect(noted.scenario.outcomes).toEqual([]);
  });
});
