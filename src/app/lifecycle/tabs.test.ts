import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { claimScenario, releaseScenario } from "./tabs.ts";

type Grant = () => unknown;

/** Web Locks of one browser: who holds what, and when the browser gets round to saying so. */
function locks({ held }: { held: string[] }) {
  const waiting = new Map<string, Grant>();
  return {
    grant: (name: string) => {
      held.push(name);
      void waiting.get(name)?.();
    },
    manager: {
      request: (name: string, { signal }: { signal: AbortSignal }, callback: Grant) => {
        waiting.set(name, callback);
        return new Promise((_, refuse) => signal.addEventListener("abort", () => refuse(signal.reason)));
      },
      query: async () => ({ held: held.map((name) => ({ name })), pending: [] }),
    },
  };
}

const lock = "planfall scenario s1";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  releaseScenario();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function answerOf(claim: Promise<boolean>): Promise<boolean | "waiting"> {
  return Promise.race([claim, Promise.resolve("waiting" as const)]);
}

describe("claiming a scenario", () => {
  it("waits for a slow browser as long as nobody else holds the scenario", async () => {
    const slow = locks({ held: ["planfall scenario other"] });
    vi.stubGlobal("navigator", { locks: slow.manager });
    const claim = claimScenario("s1");
    await vi.advanceTimersByTimeAsync(5000);
    expect(await answerOf(claim)).toBe("waiting");
    slow.grant(lock);
    expect(await claim).toBe(true);
  });

  it("gives up where another tab still holds it after the wait", async () => {
    vi.stubGlobal("navigator", { locks: locks({ held: [lock] }).manager });
    const claim = claimScenario("s1");
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answerOf(claim)).toBe("waiting");
    await vi.advanceTimersByTimeAsync(500);
    expect(await claim).toBe(false);
  });

  it("gives up where the browser does not say who holds it", async () => {
    const { manager } = locks({ held: [] });
    const query = () => Promise.reject(new DOMException("no", "InvalidStateError"));
    vi.stubGlobal("navigator", { locks: { ...manager, query } });
    const claim = claimScenario("s1");
    await vi.advanceTimersByTimeAsync(1500);
    expect(await claim).toBe(false);
  });

  it("lets a lock go that comes after another scenario was asked for", async () => {
    const held: string[] = [];
    const browser = locks({ held });
    const returned: unknown[] = [];
    const request = (name: string, options: { signal: AbortSignal }, callback: Grant) =>
      browser.manager.request(name, options, () => returned.push(callback()));
    vi.stubGlobal("navigator", { locks: { ...browser.manager, request } });
    const first = claimScenario("s1");
    const second = claimScenario("s2");
    browser.grant(lock);
    browser.grant("planfall scenario s2");
    expect(await first).toBe(false);
    expect(await second).toBe(true);
    expect(returned[0]).toBeUndefined();
    expect(returned[1]).toBeInstanceOf(Promise);
  });
});
