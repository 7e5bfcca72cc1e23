import { describe, expect, it } from "vitest";
import { lengthTagM, streetFacts } from "./streetDefaults.ts";

describe("streetFacts", () => {
  it("reads speed, lanes, width, direction, access and level from tags", () => {
    const facts = streetFacts(
      {
        highway: "secondary",
        maxspeed: "DE:urban",
        lanes: "4",
        oneway: "-1",
        motor_vehicle: "no",
        bus: "yes",
        tunnel: "yes",
        width: "12,5 m",
      },
      "secondary",
    );
    expect(facts).toMatchObject({ speedKmh: 50, lanes: 4, oneway: "backward", level: -1, widthM: 12.5 });
    expect(facts.access).toEqual({ car: false, bike: true, foot: true, bus: true });
    expect(streetFacts({ layer: "-1" }, "primary").level).toBe(0);
    expect(streetFacts({ bridge: "viaduct", layer: "2" }, "primary").level).toBe(2);
    expect(streetFacts({ lanes: "3;4", maxspeed: "none", width: "-5" }, "residential")).toMatchObject({
      lanes: 3,
      speedKmh: 50,
      widthM: 9.75,
    });
  });

  it("reads lengths in metres and feet", () => {
    expect(["3", "3.5 m", "10 ft", "wide"].map(lengthTagM)).toEqual([3, 3.5, 3.048, Number.NaN]);
  });
});
