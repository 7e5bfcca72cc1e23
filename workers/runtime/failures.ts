import type { HostReply } from "./protocol.ts";
import { isUnreachable } from "./unreachable.ts";

type Failed = Extract<HostReply, { readonly status: "failed" }>;

export const memoryFailureKey = "results:failures.memory";

export function failed(key: string, detail: string): Failed {
  return { status: "failed", key, values: {}, detail };
}

/**
 * How browsers and our own kernels say that memory ran out: "Array buffer allocation failed", "Out of memory", "Invalid
 * typed array length", "could not allocate memory", "… Choose a coarser grid". There is no error class for it.
 */
const memoryWords = /memory|allocat|invalid (typed )?array length|array size|coarser/i;

/** True where the machine, or the 4 GiB of a kernel, could not hold what was asked. */
function isMemoryFailure(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return memoryWords.test(text);
}

/** Notes which model an error comes from, where that is not the one that was asked: it has the words for it. */
export const saidBy = (error: unknown, modelId: string): unknown =>
  isKeyed(error) ? Object.assign(error, { modelId }) : error;

/** A model says what is wrong with its input by `key` and `values` on the error; anything else is a defect. */
export function failureOf(error: unknown, modelId: string): Failed {
  const detail = detailOf(error);
  if (isKeyed(error)) {
    const by = error.modelId ?? modelId;
    return { status: "failed", key: `${by}:errors.${error.key}`, values: error.values, detail };
  }
  return failed(keyOf(error) ?? "results:failures.model", detail);
}

/** A worker that died, or that nothing could be sent to. */
export function crashOf(error: unknown): Failed {
  return failed(keyOf(error) ?? "results:failures.crashed", detailOf(error));
}

/** Causes that have a way on of their own: less memory, or the server that a part has to come from. */
function keyOf(error: unknown): string | null {
  if (isMemoryFailure(error)) return memoryFailureKey;
  return isUnreachable(error) ? "results:failures.start" : null;
}

function detailOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function isKeyed(error: unknown): error is {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly modelId?: string;
} {
  return (
    typeof error === "object" &&
    error !== null &&
    typeof (error as { key?: unknown }).key === "string" &&
    typeof (error as { values?: unknown }).values === "object"
  );
}
