import { readdir, readFile } from "node:fs/promises";

/** Clock ticks a second in /proc (USER_HZ), 100 on every Linux that Chromium runs on. */
const ticksPerSecond = 100;

/** CPU milliseconds that a process and all its descendants have used; null where there is no /proc. */
export async function cpuMsOfTree(rootPid: number): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const processes = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // The command may hold spaces and brackets: fields count from behind its last bracket.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields.length < 14) continue;
    processes.set(Number(name), {
      parent: Number(fields[1]),
      ticks: Number(fields[11]) + Number(fields[12]),
    });
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === rootPid) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, { ticks: used }] of processes) if (belongs(pid)) ticks += used;
  return (ticks / ticksPerSecond) * 1000;
}
