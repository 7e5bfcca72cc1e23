import type { AssignmentErrorKey, AssignmentInputError } from "./contract.ts";

export function assignmentInputError(
  key: AssignmentErrorKey,
  message: string,
  values: Readonly<Record<string, string | number>> = {},
): AssignmentInputError {
  const error = new Error(message);
  error.name = "AssignmentInputError";
  return Object.assign(error, { key, values });
}
