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
export async function browserPid(profile: string): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const own = (await processes()).filter(({ command }) => command.includes(profile));
  const pids = new Set(own.map(({ pid }) => pid));
  return own.find(({ parent }) => !pids.has(parent))?.pid ?? null;
}

/** Most memory that any tab of this browser has held at once (VmHWM of its renderers), bytes. */
export async function peakTabBytes(profile: string): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const all = await processes();
  const root = await browserPid(profile);
  const renderers = all.filter(
    ({ pid, command }) => command.includes("--type=renderer") && descends(all, pid, root),
  );
  let peak = 0;
  for (const { pid } of renderers) {
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
