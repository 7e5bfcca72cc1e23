/** CPU milliseconds of one call, over many after some to warm the code up. */
export function cpuMs(calls: number, work: (call: number) => void): number {
  for (let call = 0; call < Math.min(50, calls); call += 1) work(call);
  const before = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) work(call);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}

export async function cpuSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

export const ms = (value: number): string => `${value.toFixed(3)} ms CPU`;

export function report(name: string, value: string, bar = ""): void {
  console.log(`${name.padEnd(66)} ${value}${bar === "" ? "" : `  [${bar}]`}`);
}
