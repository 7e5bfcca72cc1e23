import { IntakeError } from "../report.ts";

/** A JSON text as values. Nothing is believed of them: every value is checked where it is used. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

/** @throws IntakeError "jsonBroken". */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new IntakeError("jsonBroken", {
      detail: (error instanceof Error ? error.message : String(error)).slice(0, 200),
    });
  }
}

/** Text of a key, quotes taken off. */
export const keyOf = (text: string): string =>
  text.includes("\\") ? String(parseJson(text)) : text.slice(1, -1);
