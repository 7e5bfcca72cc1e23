import { describe, expect, it } from "vitest";
import { besideOf, isNotGround } from "./companions.ts";

describe("files beside each other", () => {
  it("belong together by folder and name", () => {
    const key = (name: string): string => besideOf(name).key;
    for (const [name, ending] of [
      ["A/DGM.tfw", "tfw"],
      ["a/dgm.tif.aux.xml", "aux.xml"],
      ["a/dgm.tif.ovr", "ovr"],
      ["a\\dgm.prj", "prj"],
      ["a/dgm.tif.xml", "xml"],
      ["a/dgm.xyz.gz", "xyz"],
    ] as const)
      expect(besideOf(name)).toEqual({ key: "a/dgm", ending });
    expect(key("b/dgm.prj")).not.toBe(key("a/dgm.tif"));
    expect(besideOf("osm.xml")).toEqual({ key: "osm", ending: "xml" });
    expect(besideOf("LICENSE")).toEqual({ key: "license", ending: "" });
  });

  it("tells a surface by the file's name, not by its folder's", () => {
    expect(isNotGround("Vegetation_height.tif")).toBe(true);
    expect(isNotGround("trees.tif")).toBe(true);
    expect(isNotGround("buildings/dgm1.tif")).toBe(false);
    expect(isNotGround("street_level.tif")).toBe(false);
  });
});
