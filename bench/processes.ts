import { readdir, readFile } from "node:fs/promises";

/** A process as /proc shows it. */
type Process = { readonly pid: number; readonly parent: number; readonly command: string };

async function processes(): Promise<readonly Process[]> {
  const found: Process[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [stat, command] = await Promise.all(
      ["stat", "cmdline"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
    );
    const parent = Number(stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (Number.isFinite(parent)) found.push({ pid: Number(name), parent, command: command ?? "" });
  }
  return found;
}

/** The browser that keeps its profile in this folder; null where it is not running or there is no /proc. */
async function browserPid(profile: string): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const own = (await processes()).filter(({ command }) => command.includes(profile));
  const pids = new Set(own.map(({ pid }) => pid));
  return own.find(({ parent }) => !pids.has(parent))?.pid ?? null;
}

/** Clock ticks a second in /proc (USER_HZ), 100 on every Linux that Chromium runs on. */
const ticksPerSecond = 100;

async function ticksOf(path: string): Promise<number> {
  const stat = await readFile(path, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

/**
 * CPU seconds that the web workers of this browser's tabs have used: what their processes used, less the threads that
 * draw and lay out. Workers that have ended are in it, which their own threads no longer tell. Null without /proc.
 */
export async function workerCpuS(profile: string): Promise<number | null> {
  if (process.platform !== "linux") return null;
  let ticks = 0;
  for (const pid of await renderersOf(profile)) {
    ticks += await ticksOf(`/proc/${pid}/stat`);
    for (const thread of await readdir(`/proc/${pid}/task`).catch(() => [])) {
      const name = await readFile(`/proc/${pid}/task/${thread}/comm`, "utf8").catch(() => "");
      if (!/^(DedicatedWorker|ThreadPool)/.test(name))
        ticks -= await ticksOf(`/proc/${pid}/task/${thread}/stat`);
    }
  }
  return ticks / ticksPerSecond;
}

async function renderersOf(profile: string): Promise<readonly number[]> {
  const all = await processes();
  const root = await browserPid(profile);
  return all
    .filter(({ pid, command }) => command.includes("--type=renderer") && descends(all, pid, root))
    .map(({ pid }) => pid);
}

/** Most memory that any tab of this browser has held at once (VmHWM of its renderers), bytes. */
export async function peakTabBytes(profile: string): Promise<number | null> {
  if (process.platform !== "linux") return null;
  let peak = 0;
  for (const pid of await renderersOf(profile)) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024);
  }
  return peak > 0 ? peak : null;
}

function descends(all: readonly Process[], pid: number, root: number | null): boolean {
  const parents = new Map(all.map((one) => [one.pid, one.parent]));
  for (let at = pid; at > 1; at = parents.get(at) ?? 0) if (at === root) return true;
  return false;
}
