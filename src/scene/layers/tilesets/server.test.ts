import { describe, expect, it } from "vitest";
import { boxGlb, glbOf, standingBox } from "#twin/tiles3d/madeTiles.ts";
import { createTileServer } from "./server.ts";

const utf8 = new TextEncoder();
const base = "http://localhost/tilesets-of-this-city/1/";
const tile = (more: object) => ({ boundingVolume: standingBox(4, 4, 4), geometricError: 1, ...more });
const description = (root: object) =>
  utf8.encode(JSON.stringify({ asset: { version: "1.1" }, geometricError: 9, root: tile(root) }));

const files = new Map<string, Uint8Array>([
  [
    "tileset.json",
    description({
      content: { uri: "häuser/a b.glb" },
      children: [
        tile({ content: { uri: "inner/tileset.json" } }),
        tile({ content: { uri: "https://example.org/x.glb" } }),
        tile({ content: { uri: "../x.glb" } }),
        tile({ content: { uri: "gone.glb" } }),
        { geometricError: 1, content: { uri: "unbounded.glb" } },
        tile({ content: { uri: "broken.glb" } }),
      ],
    }),
  ],
  ["häuser/a b.glb", boxGlb(4, 4, 4)],
  ["broken.glb", boxGlb(4, 4, 4).subarray(0, 200)],
  ["demand.glb", glbOf({ asset: { version: "2.0" }, extensionsRequired: ["EVIL_ext"] })],
  [
    "inner/tileset.json",
    description({
      content: { uri: "../tileset.json" },
      children: [tile({ content: { uri: "./tileset.json?x=1" } })],
    }),
  ],
]);

type Tile = { readonly content?: { readonly uri: string }; readonly children?: readonly Tile[] };
const jsonAt = (server: ReturnType<typeof createTileServer>, address: string): { readonly root: Tile } =>
  JSON.parse(new TextDecoder().decode(server.bytesAt(address)));

describe("createTileServer", () => {
  const server = createTileServer(files, "tileset.json", base);

  it("gives the description with what can be shown, and nothing of other hosts", () => {
    expect(server.entry).toBe(`${base}tileset.json`);
    const { root } = jsonAt(server, server.entry);
    expect(root.content?.uri).toBe("häuser/a b.glb?in=0");
    expect(root.children?.map(({ content }) => content?.uri)).toEqual([
      "inner/tileset.json?in=0",
      undefined,
      undefined,
      undefined,
      "broken.glb?in=0",
    ]);
  });

  it("gives files by encoded address in any case of letters, as copies", () => {
    const path = `${base}h%C3%A4user/A%20b.glb?in=0`;
    const first = server.bytesAt(path);
    expect(first).toEqual(files.get("häuser/a b.glb"));
    first.fill(0);
    expect(server.bytesAt(path)[0]).toBe(0x67);
  });

  it.each([
    "https://example.org/tileset.json",
    "http://localhost/cesium/x",
    `${base}gone.glb`,
    `${base}..%2f..%2fetc/passwd`,
    `${base}broken.glb`,
    `${base}demand.glb`,
  ])("refuses %s", (address) => {
    expect(() => server.bytesAt(address)).toThrow(RangeError);
  });

  it("ends a circle of descriptions where it closes", () => {
    const { root } = jsonAt(server, `${base}inner/tileset.json?in=0`);
    const back = new URL(root.content?.uri ?? "", `${base}inner/tileset.json`).href;
    expect(back).toBe(`${base}tileset.json?in=0.4`);
    expect(() => server.bytesAt(back)).toThrow(/circle/);
    const itself = new URL(root.children?.[0]?.content?.uri ?? "", `${base}inner/tileset.json`).href;
    expect(() => server.bytesAt(itself)).toThrow(/circle/);
  });
});
