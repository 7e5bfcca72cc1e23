import { describe, expect, it } from "vitest";
import { mainTasks } from "./tasks.ts";

const main = { pid: 1, tid: 7 };
const task = (ts: number, dur: number, tdur: number, tid = 7) => ({
  name: "ThreadControllerImpl::RunTask",
  ph: "X",
  pid: 1,
  tid,
  ts,
  dur,
  tdur,
});
const node = (id: number, functionName: string, url: string, parent?: number) => ({
  id,
  ...(parent === undefined ? {} : { parent }),
  callFrame: { functionName, url },
});

const trace = JSON.stringify({
  traceEvents: [
    { name: "thread_name", ph: "M", ...main, ts: 0, args: { name: "CrRendererMain" } },
    { name: "thread_name", ph: "M", pid: 1, tid: 9, ts: 0, args: { name: "DedicatedWorker thread" } },
    { name: "Profile", ph: "P", ...main, ts: 1000, id: "0x1", args: { data: { startTime: 1000 } } },
    {
      name: "ProfileChunk",
      ph: "P",
      pid: 1,
      tid: 8,
      ts: 1000,
      id: "0x1",
      args: {
        data: {
          cpuProfile: {
            nodes: [
              node(1, "(root)", ""),
              node(2, "plan", "app.js", 1),
              node(3, "slice", "", 2),
              node(4, "render", "library.js", 1),
            ],
            samples: [2, 3, 4, 1],
          },
          timeDeltas: [1000, 20_000, 20_000, 40_000],
        },
      },
    },
    task(2000, 80_000, 40_000),
    task(100_000, 5_000, 5_000),
    task(2000, 500_000, 500_000, 9),
  ],
});

describe("mainTasks", () => {
  const tasks = mainTasks(trace, (url) => url === "app.js");

  it("tells the main thread's tasks, wall and processor time", () => {
    expect(tasks.map(({ wallMs, cpuMs }) => [wallMs, cpuMs])).toEqual([
      [80, 40],
      [5, 5],
    ]);
  });

  it("counts as ours what we called of the browser, scaled by the share of the processor", () => {
    // 20 ms in plan and 20 ms in slice() that plan called; the thread ran half of the time.
    expect(tasks[0].ownMs).toBeCloseTo(20);
    expect(tasks[0].functions).toEqual([{ name: "plan", ms: expect.closeTo(20) }]);
    expect(tasks[1].ownMs).toBe(0);
  });
});
