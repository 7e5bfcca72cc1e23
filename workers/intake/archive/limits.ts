import { IntakeError } from "../report.ts";

/** More entries than this are no delivery of tiles. */
export const mostEntries = 10_000;
/** Inner archives that can only be read from their beginning are kept in memory, together up to this. */
export const mostInnerBytes = 512 * 1024 ** 2;
/** An archive of an archive is opened, one level deeper is not. */
export const mostDepth = 2;

/** A file may unpack to this whatever its ratio: a grid that is "no value" everywhere shrinks to a thousandth. */
const harmlessBytes = 128 * 1024 ** 2;
const mostRatio = 200;
const harmlessTotalBytes = 4 * 1024 ** 3;
const mostTotalRatio = 50;
const mostTotalBytes = 64 * 1024 ** 3;

/** Most bytes that a packed file of this size may unpack to. */
export const entryLimit = (packedBytes: number): number => Math.max(harmlessBytes, packedBytes * mostRatio);

/** What an archive may unpack to in all; inner archives share the outer one's. */
export type UnpackBudget = { leftBytes: number; innerLeftBytes: number };

export const budgetFor = (archiveBytes: number): UnpackBudget => ({
  leftBytes: Math.min(mostTotalBytes, Math.max(harmlessTotalBytes, archiveBytes * mostTotalRatio)),
  innerLeftBytes: mostInnerBytes,
});

/** Counts what one file unpacks to; reading it again from its beginning costs nothing more. */
export function createMeter(limitBytes: number, budget: UnpackBudget): () => (bytes: number) => void {
  let most = 0;
  return () => {
    let unpacked = 0;
    return (bytes) => {
      unpacked += bytes;
      if (unpacked > most) {
        budget.leftBytes -= unpacked - most;
        most = unpacked;
      }
      if (unpacked > limitBytes || budget.leftBytes < 0)
        throw new IntakeError("archiveBomb", { megabytes: Math.round(unpacked / 1048576) });
    };
  };
}
