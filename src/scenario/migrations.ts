/** The format version that this code reads and writes. */
export const currentVersion = 1;

type Upgrade = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/**
 * One explicit step from each version to the next: `upgrades[1]` takes a version 1 file to version 2. A step is written once,
 * with a file of its version in `scenarios/fixtures/`, and never changed. Version 1 is the first: no steps yet.
 */
const upgrades: Readonly<Record<number, Upgrade>> = {};

export type Upgraded =
  | { readonly ok: true; readonly document: Readonly<Record<string, unknown>>; readonly fromVersion: number }
  | {
      readonly ok: false;
      readonly reason: "notAScenario" | "newerVersion" | "unknownVersion";
      readonly version: number | null;
    };

/** Brings a document of any known version to the current one, step by step. `steps` is for tests of the chain. */
export function upgrade(
  document: unknown,
  steps: Readonly<Record<number, Upgrade>> = upgrades,
  target = currentVersion,
): Upgraded {
  if (!isRecord(document) || document.format !== "planfall-scenario")
    return { ok: false, reason: "notAScenario", version: null };
  const { version } = document;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1)
    return { ok: false, reason: "unknownVersion", version: null };
  if (version > target) return { ok: false, reason: "newerVersion", version };
  let upgraded: Readonly<Record<string, unknown>> = document;
  for (let from = version; from < target; from++) {
    const step = steps[from];
    if (!step) return { ok: false, reason: "unknownVersion", version };
    upgraded = { ...step(upgraded), version: from + 1 };
  }
  return { ok: true, document: upgraded, fromVersion: version };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
