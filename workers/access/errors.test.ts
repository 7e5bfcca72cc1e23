import { describe, expect, it } from "vitest";
import { failureOf } from "#workers/runtime/failures.ts";
import { accessInputError } from "./errors.ts";

describe("what access and reach cannot answer", () => {
  it("is told by the model's own sentence with its values, not as a defect", () => {
    expect(failureOf(accessInputError("access", "noStreets"), "access")).toMatchObject({
      key: "access:errors.noStreets",
    });
    expect(
      failureOf(accessInputError("reach", "areaTooLarge", { cells: 9, high: 4 }), "reach"),
    ).toMatchObject({
      key: "reach:errors.areaTooLarge",
      values: { cells: 9, high: 4 },
    });
  });
});
