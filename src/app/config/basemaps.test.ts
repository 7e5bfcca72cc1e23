import { describe, expect, it } from "vitest";
import { originsOf, readBasemapConfig } from "./basemaps.ts";

const entry = {
  id: "grau",
  name: { de: "Karte in Grau", en: "Grey map" },
  url: "https://tiles.example.org/grau/{z}/{x}/{y}.png",
  attribution: "© Amt für Muster",
};
const read = (...basemaps: readonly unknown[]) => readBasemapConfig(JSON.stringify({ basemaps }));

describe("the configuration of basemaps", () => {
  it("takes what is whole and gives the origins that have to be allowed", () => {
    const { basemaps, refused } = read(entry, { ...entry, id: "eigene", url: "./tiles/{z}/{x}/{y}.webp" });
    expect(basemaps.map(({ id, maxZoom }) => [id, maxZoom])).toEqual([
      ["grau", 18],
      ["eigene", 18],
    ]);
    expect(refused).toBe(0);
    expect(originsOf(basemaps)).toEqual(["https://tiles.example.org"]);
  });

  it.each([
    ["plain http", { url: "http://tiles.example.org/{z}/{x}/{y}.png" }],
    ["a password", { url: "https://me:secret@tiles.example.org/{z}/{x}/{y}.png" }],
    ["a host that depends on the tile", { url: "https://{x}.example.org/{z}/{x}/{y}.png" }],
    ["a host in place of a path", { url: "//tiles.example.org/{z}/{x}/{y}.png" }],
    ["a host behind a backslash", { url: "/\\\\tiles.example.org/{z}/{x}/{y}.png" }],
    ["a script", { url: "javascript:alert({z}{x}{y})" }],
    ["no place for the tile", { url: "https://tiles.example.org/map.png" }],
    ["nobody named", { attribution: " " }],
    ["an unknown key", { headers: { key: "secret" } }],
  ])("refuses %s and keeps the others", (_, wrong) => {
    const { basemaps, refused } = read({ ...entry, id: "wrong", ...wrong }, entry);
    expect(basemaps.map(({ id }) => id)).toEqual(["grau"]);
    expect(refused).toBe(1);
  });

  it("allows nothing when the file is broken", () => {
    for (const broken of ["", "{", "[]", '{"basemaps": {}}', '{"basemaps": [], "proxy": "x"}'])
      expect(readBasemapConfig(broken)).toEqual({ basemaps: [], refused: 1 });
  });
});
