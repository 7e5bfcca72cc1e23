import type { TwinData } from "#twin/twin.ts";

/**
 * The buffers of a twin that have to be handed over when it leaves a worker. Shared ones are not among them: both
 * sides keep those.
 */
export function buffersOf(data: TwinData): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  const visit = (value: unknown) => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const part of Object.values(value)) visit(part);
    }
  };
  // Lists hold plain objects only; rasters and tables are what is large.
  visit(data);
  return [...found];
}
