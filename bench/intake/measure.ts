import { fork } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a child process measured; names and units are those of the child's task. */
export type Measured = Readonly<Record<string, number>>;

/** Runs one task of `child.ts` in a process of its own, so that nothing before it counts. */
export function inChild(task: string, path: string, flags: readonly string[] = []): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(new URL("./child.ts", import.meta.url), [task, path], {
      execArgv: [...process.execArgv, ...flags],
    });
    child.once("message", (message) => resolve(message as Measured));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code !== 0) reject(new Error(`The benchmark's task ${task} ended with code ${code}.`));
    });
  });
}

export function report(name: string, value: number, unit: string, bound: number): void {
  const ok = value <= bound;
  if (!ok) process.exitCode = 1;
  console.log(`${ok ? "pass" : "MISS"}  ${name}: ${value.toFixed(2)} ${unit} (bound ${bound})`);
}

/** Most memory that this process has held at once (VmHWM; where there is no /proc, what Node says of it), bytes. */
export function peakBytes(): number {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
    if (match !== null) return Number(match[1]) * 1024;
  } catch {
    // No /proc here.
  }
  return process.resourceUsage().maxRSS * 1024;
}
