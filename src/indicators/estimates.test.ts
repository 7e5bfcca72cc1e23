import { expect, it } from "vitest";
import { estimatedIndicators } from "./estimates.ts";

it("names the indicators that count residents where these are estimates", () => {
  const estimated = estimatedIndicators({ method: "estimated" });
  expect(estimated).toContain("wetResidents");
  expect(estimated).toContain("heatResidents38");
  expect(estimated).not.toContain("wetBuildings");
  expect(estimatedIndicators({ method: "delivered" }).size).toBe(0);
  expect(estimatedIndicators(undefined).size).toBe(0);
});
