import { describe, expect, it } from "vitest";
import { definesOf } from "./fields.ts";

const lines = (text: string): string[] => text.split("\n").filter((line) => line !== "");

describe("what the shader of fields is compiled with", () => {
  it("is only what the fields shown need", () => {
    const roofs = new Uint8Array(1);
    expect(definesOf(false, [])).toBe("");
    expect(lines(definesOf(false, [{ byCell: true, roofs }]))).toEqual([
      "#define FIELD_ROOFS",
      "#define FIELD_CELLS",
    ]);
    expect(lines(definesOf(false, [{}]))).toEqual(["#define FIELD_SMOOTH"]);
  });

  it("holds for both sides of a comparison", () => {
    expect(lines(definesOf(true, [{ byCell: true }, { byCell: false }]))).toEqual([
      "#define FIELD_SPLIT",
      "#define FIELD_CELLS",
      "#define FIELD_SMOOTH",
    ]);
    expect(lines(definesOf(true, [{ byCell: true }]))).toEqual([
      "#define FIELD_SPLIT",
      "#define FIELD_CELLS",
    ]);
  });
});
