import { describe, expect, it } from "vitest";
import { isUnreachable } from "./unreachable.ts";

describe("a server that does not answer", () => {
  it("is told from other errors, also where an error came as text from a worker", () => {
    expect(isUnreachable(new TypeError("Failed to fetch"))).toBe(true);
    expect(isUnreachable(new TypeError("error loading dynamically imported module: x.js"))).toBe(true);
    expect(isUnreachable(new TypeError("Importing a module script failed."))).toBe(true);
    expect(isUnreachable("TypeError: NetworkError when attempting to fetch resource.")).toBe(true);
    expect(isUnreachable(new TypeError("x is not a function"))).toBe(false);
    expect(isUnreachable(new Error("The package has no twin.json"))).toBe(false);
  });
});
