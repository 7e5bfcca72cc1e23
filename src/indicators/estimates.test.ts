import { expect, it } from "vitest";
import { estimatedIndicators } from "./estimates.ts";

it("names the indicators that count residents where these are estimates", () => {
  expect([...estimatedIndicators({ method: "estimated" })]).toEqual(["wetResidents"]);
  expect(estimatedIndicators({ method: "delivered" }).size).toBe(0);
  expect(estimatedIndicators(undefined).size).toBe(0);
});
