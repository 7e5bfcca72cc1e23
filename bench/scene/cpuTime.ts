import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second in /proc (USER_HZ), 100 on every Linux that Chromium runs on. */
const ticksPerSecond = 100;

/** Processor milliseconds that a browser's processes have used so far, by what they do. */
export type BrowserCpu = {
  /** The pages' main threads: our code and the engine's. */
  readonly mainThreadMs: number;
  /** The process that draws; without a GPU it rasterises on the processor. */
  readonly gpuMs: number;
  readonly otherMs: number;
};

export const totalMs = ({ mainThreadMs, gpuMs, otherMs }: BrowserCpu): number =>
  mainThreadMs + gpuMs + otherMs;

type Process = { readonly parent: number; readonly ms: number };

/** The processor time of a browser and all its descendants; null where there is no /proc. */
export async function browserCpu(rootPid: number): Promise<BrowserCpu | null> {
  if (process.platform !== "linux") return null;
  const processes = new Map<number, Process>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const fields = await statFields(`/proc/${name}/stat`);
    if (fields !== null) processes.set(Number(name), { parent: Number(fields[1]), ms: msOf(fields) });
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === rootPid) return true;
    return false;
  };
  let mainThreadMs = 0;
  let gpuMs = 0;
  let otherMs = 0;
  for (const [pid, { ms }] of processes) {
    if (!belongs(pid)) continue;
    const type = await typeOf(pid);
    if (type === "gpu-process") gpuMs += ms;
    else if (type === "renderer") {
      // A process's first thread has its number, and in a renderer it is the page's.
      const fields = await statFields(`/proc/${pid}/task/${pid}/stat`);
      const own = fields === null ? 0 : msOf(fields);
      mainThreadMs += own;
      otherMs += ms - own;
    } else otherMs += ms;
  }
  return { mainThreadMs, gpuMs, otherMs };
}

/** The command may hold spaces and brackets: fields count from behind its last bracket. */
async function statFields(path: string): Promise<readonly string[] | null> {
  const stat = await readFile(path, "utf8").catch(() => "");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.length < 14 ? null : fields;
}

const msOf = (fields: readonly string[]): number =>
  ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000;

async function typeOf(pid: number): Promise<string> {
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return /--type=([a-z-]+)/.exec(command)?.[1] ?? "browser";
}
