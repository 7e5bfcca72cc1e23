import type { Reached } from "./propagate.ts";
import { periodHours } from "./vehicles.ts";

/** Levels at receivers, dB(A); NaN where nothing is heard or nothing stands. */
export type Levels = {
  /** Day, evening (+5) and night (+10) in one (Directive 2002/49/EC, annex I). */
  readonly den: Float32Array;
  /** 6–22, as the 16. BImSchV judges the day. */
  readonly day: Float32Array;
  /** 22–6, in both. */
  readonly night: Float32Array;
};

/** Below this there is always something else to hear; such levels are left out, dB(A). */
const faintDb = 20;

export function emptyLevels(count: number): Levels {
  const none = (): Float32Array => new Float32Array(count).fill(Number.NaN);
  return { den: none(), day: none(), night: none() };
}

export function writeLevels(into: Levels, at: number, { day, evening, night }: Reached): void {
  const byDay = periodHours.day * day;
  const byEvening = periodHours.evening * evening;
  into.den[at] = heard((byDay + byEvening * 10 ** 0.5 + periodHours.night * night * 10) / 24);
  into.day[at] = heard((byDay + byEvening) / (periodHours.day + periodHours.evening));
  into.night[at] = heard(night);
}

function heard(energy: number): number {
  const level = 10 * Math.log10(energy);
  return level >= faintDb ? level : Number.NaN;
}
