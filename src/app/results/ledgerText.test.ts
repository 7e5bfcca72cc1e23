import { describe, expect, it } from "vitest";
import { ledgerText } from "./ledgerText.ts";

describe("ledgerText", () => {
  it("takes the unit from the end of the key, the longest that fits", () => {
    expect(ledgerText("levelKwhPerM2", 1050, "de")).toMatch(/kWh\/m²$/);
    expect(ledgerText("globalMaxWPerM2", 900, "de")).toMatch(/900.W\/m²$/);
    expect(ledgerText("wetAreaM2", 900, "de")).toMatch(/900.m²$/);
    expect(ledgerText("patches", 900, "de")).toBe("900");
  });

  it("says times as the clock does", () => {
    expect(ledgerText("firstSunTimeS", 19_500, "de")).toBe("05:25");
  });
});
