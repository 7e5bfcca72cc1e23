import { describe, expect, it } from "vitest";
import { nextTurn } from "#workers/runtime/turns.ts";
import { createStepQueue, inSlices } from "./slices.ts";

describe("step queue", () => {
  it("does one step a task, each once, and says when nothing waits", async () => {
    const done: string[] = [];
    let drained = 0;
    const queue = createStepQueue(
      () => true,
      () => drained++,
      () => {},
    );
    const first = (): void => {
      done.push("first");
      // What a step asks for comes after what already waits.
      if (done.length === 1) queue.add(first);
    };
    const second = (): void => {
      done.push("second");
    };
    queue.add(first);
    queue.add(second);
    queue.add(second);
    expect(done).toEqual([]);
    expect(queue.isEmpty()).toBe(false);
    await nextTurn();
    await nextTurn();
    expect(done.length).toBeLessThan(3);
    await queue.drained();
    expect(done).toEqual(["first", "second", "first"]);
    expect([queue.isEmpty(), drained]).toEqual([true, 1]);
  });

  it("goes on after a step that fails, and stops when it is told to", async () => {
    const errors: unknown[] = [];
    const done: number[] = [];
    let goesOn = true;
    const queue = createStepQueue(
      () => goesOn,
      () => {},
      (error) => errors.push(error),
    );
    queue.add(() => {
      throw new RangeError("broken");
    });
    queue.add(() => done.push(1));
    await queue.drained();
    expect(errors).toHaveLength(1);
    queue.add(() => {
      done.push(2);
      goesOn = false;
    });
    queue.add(() => done.push(3));
    await queue.drained();
    expect(done).toEqual([1, 2]);
  });

  it("leaves steps out once it may not go on", async () => {
    const done: number[] = [];
    await inSlices([() => done.push(1), () => done.push(2)], () => done.length === 0);
    expect(done).toEqual([1]);
  });
});
