import { describe, expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { openZippedPackage, zipPackage } from "#twin/package/zip.ts";
import { inspectContent, tilesOfSubtree } from "#twin/tiles3d/content.ts";
import {
  b3dmOf,
  boxGlb,
  cmptOf,
  earthFixed,
  eastNorthUp,
  glbOf,
  standingBox,
} from "#twin/tiles3d/madeTiles.ts";
import { filesOfTileset, type Tileset, type Tilesets } from "#twin/tilesets.ts";
import { undulationM } from "../heights/undulation.ts";
import { memorySource, type Source } from "../source.ts";
import { importAll, textSource } from "../testing.ts";

const place = { longitude: 9.93, latitude: 50.65, ground: 80 };
const { longitude, latitude } = place;
/** Heights above the ellipsoid of the ground there. */
const height = place.ground + undulationM(longitude, latitude);

const house = (more: object = {}) => ({
  boundingVolume: standingBox(20, 10, 8),
  geometricError: 0,
  content: { uri: "a.glb" },
  ...more,
});
const placed = (root: object, more: object = {}) =>
  JSON.stringify({
    asset: { version: "1.1" },
    geometricError: 50,
    root: {
      transform: eastNorthUp(longitude, latitude, height),
      boundingVolume: standingBox(20, 10, 8),
      geometricError: 10,
      ...root,
    },
    ...more,
  });
const tileset = (text: string, name = "city/tileset.json") => textSource(text, name, 4096);
const glb = (name: string, bytes = boxGlb(20, 10, 8)): Source => memorySource(name, bytes);
/** Terrain around the place, so that there is a city to lie in. */
const terrain = textSource(
  `ncols 60\nnrows 60\nxllcorner 565460\nyllcorner 5611300\ncellsize 10\n${`${"80 ".repeat(60)}\n`.repeat(60)}`,
  "dgm_utm32.asc",
  65536,
);

async function told(sources: readonly Source[]) {
  const { data, report } = await importAll(sources);
  const [file] = report.files.filter(({ format }) => format === "tiles3d");
  const findings = file?.findings ?? [];
  return {
    data,
    file,
    keys: findings.filter(({ level }) => level !== "info").map(({ level, key }) => `${level} ${key}`),
    find: (key: string) => findings.find((finding) => finding.key === key),
    twin: report.twin.map(({ key }) => key),
  };
}

describe("3D Tiles", () => {
  it("lie in the city where their transform puts them, with the geoid taken off once", async () => {
    const text = placed({
      content: { uri: "haus/a.glb" },
      children: [house({ content: { uri: "b.b3dm" } })],
    });
    const { data, file, keys, find } = await told([
      terrain,
      tileset(text),
      glb("city/haus/a.glb"),
      glb("city/b.b3dm", b3dmOf(boxGlb(20, 10, 8))),
    ]);
    expect(keys).toEqual(["repaired heightsEllipsoidal"]);
    expect(find("tiles3dViewOnly")?.values).toEqual({ version: "1.1", tiles: 2 });
    expect(file).toMatchObject({
      objects: { tiles: 2, tileContents: 2 },
      crs: { crs: "EPSG:4978", how: "stated" },
    });
    const [set] = data?.tiles3d?.sets ?? [];
    expect(set).toMatchObject({ folder: "1", name: "city", entry: "tileset.json", tiles: 2, contents: 2 });
    expect(set?.place).toMatchObject({ type: "earth", geoidM: expect.closeTo(height - 80, 2) });
    expect([set?.minZ, set?.maxZ]).toEqual([expect.closeTo(80, 1), expect.closeTo(88, 1)]);
    const xs = set?.outline.map(([x]) => x) ?? [];
    const ys = set?.outline.map(([, y]) => y) ?? [];
    expect(Math.max(...xs) - Math.min(...xs)).toBeCloseTo(20, 0);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo(10, 0);
    expect(data?.tiles3d?.paths).toEqual(["1/b.b3dm", "1/haus/a.glb", "1/tileset.json"]);
    const kept = data?.tiles3d == null || set === undefined ? null : filesOfTileset(data.tiles3d, set);
    expect(new TextDecoder().decode(kept?.get("tileset.json"))).toBe(text);
  });

  it("find their place by region, sphere and box alike, in 1.0 as in 1.1", async () => {
    const degree = Math.PI / 180;
    const region = [
      (longitude - 0.001) * degree,
      (latitude - 0.001) * degree,
      (longitude + 0.001) * degree,
      (latitude + 0.001) * degree,
      height,
      height + 20,
    ];
    const [x, y, z] = earthFixed(longitude, latitude, height);
    for (const [volume, wide] of [
      [{ region }, 141.5],
      [{ sphere: [x, y, z, 40] }, 80],
      [{ box: [x, y, z, 30, 0, 0, 0, 30, 0, 0, 0, 30] }, 60],
    ] as const) {
      const root = { boundingVolume: volume, geometricError: 1, content: { url: "a.glb" } };
      const text = JSON.stringify({ asset: { version: "1.0" }, geometricError: 5, root });
      const { data, keys } = await told([terrain, tileset(text), glb("city/a.glb")]);
      expect(keys).toEqual(["repaired heightsEllipsoidal"]);
      const xs = data?.tiles3d?.sets[0]?.outline.map(([east]) => east) ?? [];
      const middle = (Math.min(...xs) + Math.max(...xs)) / 2 + (data?.frame.originEastM ?? 0);
      expect(Math.abs(middle - 565_750)).toBeLessThan(60);
      const across = Math.max(...xs) - Math.min(...xs);
      expect(across).toBeGreaterThan(wide * 0.95);
      expect(across).toBeLessThan(wide * 1.8);
    }
  });

  it("stand in the middle of the city where they have no place, and that is said", async () => {
    const text = JSON.stringify({
      asset: { version: "1.1" },
      root: { ...house(), boundingVolume: { box: [100, 50, 3, 10, 0, 0, 0, 5, 0, 0, 0, 3] } },
    });
    const { data, keys, twin } = await told([terrain, tileset(text), glb("city/a.glb")]);
    expect(keys).toEqual(["problem tiles3dNoPlace"]);
    expect(twin).toContain("tiles3dPut");
    expect(data?.tiles3d?.sets[0]?.place).toEqual({ type: "put", from: [100, 50, 0], to: [300, 300, 80] });
    expect(data?.tiles3d?.sets[0]).toMatchObject({ minZ: 80, maxZ: 86 });
  });

  it("whose heights are above NHN already are not lowered into the ground", async () => {
    const at = (metres: number) =>
      placed({ transform: eastNorthUp(longitude, latitude, metres), content: { uri: "a.glb" } });
    const buried = await told([terrain, tileset(at(place.ground)), glb("city/a.glb")]);
    expect(buried.twin).toContain("tiles3dHeightsNhn");
    const [set] = buried.data?.tiles3d?.sets ?? [];
    expect(set).toMatchObject({ place: { type: "earth", geoidM: 0 }, minZ: expect.closeTo(80, 1) });
    const flying = await told([terrain, tileset(at(height + 30)), glb("city/a.glb")]);
    expect(flying.twin).toContain("tiles3dOffGround");
    expect(flying.data?.tiles3d?.sets[0]?.minZ).toBeCloseTo(110, 1);
  });

  it("are laid into a city that is there already, which keeps every other hash", async () => {
    const { data: before } = await importAll([terrain]);
    if (before === null) throw new Error("no city");
    const files = [tileset(placed({ content: { uri: "a.glb" } })), glb("city/a.glb")];
    const first = (await importAll(files, { onto: before })).data;
    const second = (await importAll(files, { onto: first ?? before })).data;
    const { tiles3d: _, ...hashes } = before.baseHashes;
    expect(first?.baseHashes).toMatchObject(hashes);
    expect(first?.baseHashes.tiles3d).not.toBe(before.baseHashes.tiles3d);
    expect(second?.tiles3d?.sets.map(({ folder }) => folder)).toEqual(["1", "2"]);
    expect(second?.sources.tiles3d?.title).toBe("city/tileset.json");
  });

  it("elsewhere on Earth are left out of a city, and alone make none", async () => {
    const far = placed({ transform: eastNorthUp(7, 51, 100), content: { uri: "a.glb" } });
    const { data, twin, file } = await told([terrain, tileset(far), glb("city/a.glb")]);
    expect(data?.tiles3d).toBeNull();
    expect(twin).toContain("tiles3dOutside");
    expect(file?.findings.map(({ key }) => key)).toContain("fileFarAway");
    const alone = await told([tileset(far), glb("city/a.glb")]);
    expect(alone.data).toBeNull();
    expect(alone.twin).toContain("nothingUsable");
  });

  it("say of a lone tile that it has no place, and of a broken description where", async () => {
    expect((await told([glb("house.glb")])).keys).toEqual(["problem tiles3dPart"]);
    const cut = placed({ content: { uri: "a.glb" } }).slice(0, -10);
    expect((await told([tileset(cut), glb("city/a.glb")])).keys).toEqual(["problem tiles3dBroken"]);
    const alone = await told([tileset(placed({ content: { uri: "a.glb" } }), "tileset.json")]);
    expect(alone.keys).toEqual(["dropped tiles3dFilesMissing", "problem tiles3dNothingToShow"]);
  });

  it("credit those whom their models name, until somebody says otherwise", async () => {
    const model = boxGlb(20, 10, 8, [1, 1, 1], {
      asset: { version: "2.0", copyright: "Stadt Musterhausen" },
    });
    const files = [terrain, tileset(placed({ content: { uri: "a.glb" } })), glb("city/a.glb", model)];
    expect((await importAll(files)).data?.sources.tiles3d?.attribution).toBe("Stadt Musterhausen");
    const other = await importAll(files, { attribution: "© Vermessungsamt" });
    expect(other.data?.sources.tiles3d?.attribution).toBe("© Vermessungsamt");
  });
});

/** Park and Miller's minimal standard generator (Communications of the ACM 31, 1988). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

describe("hostile 3D Tiles", () => {
  const keysOf = async (text: string, ...files: readonly Source[]) =>
    (await told([terrain, tileset(text), glb("city/a.glb"), ...files])).keys.filter(
      (key) => !key.endsWith("heightsEllipsoidal"),
    );
  const withChild = (child: unknown) => placed({ content: { uri: "a.glb" }, children: [child] });

  it.each([
    ["a foreign host", house({ content: { uri: "https://example.org/d.glb" } }), "tiles3d-foreign"],
    ["a host without a scheme", house({ content: { uri: "//example.org/d.glb" } }), "tiles3d-foreign"],
    ["a way out of the folder", house({ content: { uri: "../../etc/passwd" } }), "tiles3d-outsideFolder"],
    ["an encoded way out", house({ content: { uri: "%2e%2e/%2e%2e/x.glb" } }), "tiles3d-outsideFolder"],
    ["a path of the disk", house({ content: { uri: "/etc/passwd" } }), "tiles3d-outsideFolder"],
    ["a missing file", house({ content: { uri: "gone.glb" } }), "tiles3dFilesMissing"],
    ["no volume", house({ boundingVolume: undefined }), "tiles3d-boundingVolume"],
    ["an infinite volume", house({ boundingVolume: { sphere: [0, 0, 0, 1e300] } }), "tiles3d-boundingVolume"],
    [
      "a volume inside out",
      house({ boundingVolume: { region: [0, 1, 0, -1, 0, 0] } }),
      "tiles3d-boundingVolume",
    ],
    ["an error below nought", house({ geometricError: -5 }), "tiles3d-geometricError"],
    ["an endless error", house({ geometricError: 1e300 }), "tiles3d-geometricError"],
    ["a broken transform", house({ transform: [1, 2, 3] }), "tiles3d-transform"],
    [
      "a tiling of millions",
      house({
        implicitTiling: {
          subdivisionScheme: "OCTREE",
          subtreeLevels: 20,
          availableLevels: 20,
          subtrees: { uri: "{level}.subtree" },
        },
      }),
      "tiles3d-implicitTiling",
    ],
  ])("%s is told and left out", async (_name, child, key) => {
    expect((await keysOf(withChild(child))).map((text) => text.split(" ")[1])).toEqual([key]);
  });

  it.each([
    ["no model", new TextEncoder().encode("glTF"), "tiles3d-contentBroken"],
    ["a cut model", boxGlb(1, 1, 1).subarray(0, 300), "tiles3d-contentCutShort"],
    [
      "a foreign picture",
      glbOf({ asset: {}, images: [{ uri: "http://example.org/a.png" }] }),
      "tiles3d-foreign",
    ],
    ["a foreign buffer", glbOf({ asset: {}, buffers: [{ uri: "ftp://example.org/a" }] }), "tiles3d-foreign"],
    ["an unknown demand", glbOf({ asset: {}, extensionsRequired: ["EVIL_ext"] }), "tiles3d-extensionUnknown"],
    ["absurd counts", glbOf({ asset: {}, accessors: [{ count: 4e9 }] }), "tiles3d-contentBroken"],
    ["a cut batch", b3dmOf(boxGlb(1, 1, 1)).subarray(0, 100), "tiles3d-contentCutShort"],
    ["a picture that unpacks to gigabytes", picturedGlb(60_000, 60_000), "tiles3d-pictureTooLarge"],
    ["tiles in tiles in tiles", nest(8), "tiles3d-contentBroken"],
  ])("a content with %s is told", async (_name, bytes, key) => {
    const keys = await keysOf(
      withChild(house({ content: { uri: "b.bin" } })),
      glb("city/b.bin", bytes.slice()),
    );
    expect(keys.map((text) => text.split(" ")[1])).toEqual([key]);
  });

  it("descriptions that name each other in a circle end", async () => {
    const inner = JSON.stringify({
      asset: { version: "1.1" },
      geometricError: 5,
      root: { ...house(), content: { uri: "tileset.json" } },
    });
    const outer = placed({ content: { uri: "a.glb" }, children: [house({ content: { uri: "b.json" } })] });
    expect(await keysOf(outer, textSource(inner, "city/b.json", 4096))).toEqual(["dropped tiles3d-circle"]);
  });

  it("a description nested ten thousand tiles deep is read to a bound", async () => {
    const level = '{"boundingVolume":{"sphere":[0,0,0,9]},"geometricError":1,"children":[';
    const deep = `${level.repeat(10_000)}${"]}".repeat(10_000)}`;
    expect(await keysOf(withChild("@").replace('"@"', deep))).toEqual(["dropped tiles3d-tooDeep"]);
  });

  it("odd shapes of a description never throw", async () => {
    for (const root of [null, [], "x", { children: "x" }, { boundingVolume: [], contents: {} }]) {
      const { keys } = await told([
        terrain,
        tileset(JSON.stringify({ asset: {}, geometricError: 1, root })),
        glb("city/a.glb"),
      ]);
      expect(keys.at(-1)).toMatch(/^problem tiles3d(Broken|NothingSound)$/);
    }
  });

  it("contents that were damaged at random are read or refused, and nothing else happens", () => {
    const random = createRandom(7);
    const originals = [
      boxGlb(4, 4, 4),
      b3dmOf(boxGlb(4, 4, 4)),
      cmptOf([b3dmOf(boxGlb(4, 4, 4))]),
      subtree(),
    ];
    let refused = 0;
    for (let round = 0; round < 4000; round++) {
      const bytes = originals[round % originals.length].slice();
      for (let hits = 0; hits < 1 + (round % 5); hits++)
        bytes[Math.floor(random() * Math.min(bytes.length, 600))] = Math.floor(random() * 256);
      const { defect } = inspectContent(round % 3 === 0 ? bytes.subarray(0, random() * bytes.length) : bytes);
      const tiles = tilesOfSubtree(bytes, 21);
      expect(tiles === null || (tiles >= 0 && tiles <= 21)).toBe(true);
      if (defect !== null) refused += 1;
    }
    expect(refused).toBeGreaterThan(1000);
    expect(refused).toBeLessThan(4000);
  });

  it("a package made by hand has its tileset's paths and places checked", async () => {
    const open = (change: (layer: Tilesets) => Tilesets) => {
      const data = sampleTwin();
      if (data.tiles3d === null) throw new Error("no tilesets");
      return openZippedPackage(zipPackage({ ...data, tiles3d: change(data.tiles3d) }));
    };
    expect((await open((layer) => layer)).tiles3d?.paths).toHaveLength(2);
    for (const change of [
      (layer: Tilesets) => ({ ...layer, paths: ["1/../../x", "1/tileset.json"] }),
      (layer: Tilesets) => ({ ...layer, paths: ["1/tileset.json", "1/tileset.json"] }),
      (layer: Tilesets) => ({ ...layer, paths: ["1/a.glb", "1/other.json"] }),
      (layer: Tilesets) => ({ ...layer, fileStart: Uint32Array.of(0, 9, 6) }),
      (layer: Tilesets) => ({
        ...layer,
        sets: [{ ...layer.sets[0], minZ: Number.POSITIVE_INFINITY }] as Tileset[],
      }),
    ])
      await expect(open(change)).rejects.toMatchObject({ key: "packageLayerBroken" });
  });

  it("more than a city holds is refused by its stated size, before it is read", async () => {
    const huge: Source = { ...glb("city/b.glb"), size: 300 * 1024 ** 2 };
    expect(await keysOf(placed({ content: { uri: "a.glb" } }), huge)).toEqual(["problem tiles3dTooLarge"]);
  });
});

/** A model with a PNG of which only the header is there. */
function picturedGlb(width: number, height: number): Uint8Array<ArrayBuffer> {
  const png = new Uint8Array(32);
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(png.buffer).setUint32(16, width);
  new DataView(png.buffer).setUint32(20, height);
  return glbOf(
    {
      asset: { version: "2.0" },
      buffers: [{ byteLength: 32 }],
      bufferViews: [{ buffer: 0, byteLength: 32 }],
      images: [{ bufferView: 0, mimeType: "image/png" }],
    },
    png,
  );
}

/** A subtree of three levels of a quadtree with five tiles. */
function subtree(): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(
    JSON.stringify({
      buffers: [{ byteLength: 8 }],
      bufferViews: [{ buffer: 0, byteOffset: 0, byteLength: 3 }],
      tileAvailability: { bitstream: 0 },
      contentAvailability: [{ constant: 0 }],
      childSubtreeAvailability: { constant: 0 },
    }).padEnd(200),
  );
  const bytes = new Uint8Array(24 + json.length + 8);
  bytes.set(new TextEncoder().encode("subt"));
  const view = new DataView(bytes.buffer);
  view.setUint32(4, 1, true);
  view.setBigUint64(8, BigInt(json.length), true);
  view.setBigUint64(16, 8n, true);
  bytes.set(json, 24);
  bytes[24 + json.length] = 0b1_1111;
  return bytes;
}

function nest(depth: number): Uint8Array {
  let tile: Uint8Array = b3dmOf(boxGlb(1, 1, 1));
  for (let i = 0; i < depth; i++) tile = cmptOf([tile]);
  return tile;
}
