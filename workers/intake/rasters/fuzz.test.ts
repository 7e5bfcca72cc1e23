import { readFileSync } from "node:fs";
import { writeArrayBuffer } from "geotiff";
import { describe, expect, it } from "vitest";
import { sharedData } from "#tools/sharedData.ts";
import { memorySource } from "../source.ts";
import { importAll } from "../testing.ts";

/** Repeatable numbers from 0 to 1 (Park and Miller 1988). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** The bytes with a few of them changed, cut out or doubled; headers are hit more often than the rest. */
function mutated(bytes: Uint8Array, random: () => number): Uint8Array {
  let copy = bytes.slice();
  for (let i = 0, changes = 1 + Math.floor(random() * 6); i < changes; i++) {
    const reach = random() < 0.6 ? Math.min(600, copy.length) : copy.length;
    const at = Math.floor(random() * reach);
    const kind = random();
    if (kind < 0.6) copy[at] = Math.floor(random() * 256);
    else if (kind < 0.8) copy = copy.slice(0, Math.max(1, at));
    else {
      const length = Math.floor(random() * 40);
      const longer = new Uint8Array(copy.length + length);
      longer.set(copy.subarray(0, at));
      longer.set(copy.subarray(at, at + length), at);
      longer.set(copy.subarray(at), at + length);
      copy = longer;
    }
  }
  return copy;
}

const tiff = new Uint8Array(
  writeArrayBuffer(
    Float32Array.from({ length: 400 }, (_, i) => 40 + (i % 20)) as never,
    {
      width: 20,
      height: 20,
      ModelPixelScale: [2, 2, 0],
      ModelTiepoint: [0, 0, 0, 556_000, 5_612_040, 0],
      GTModelTypeGeoKey: 1,
      GTRasterTypeGeoKey: 1,
      ProjectedCSTypeGeoKey: 25_832,
    } as never,
  ),
);
const grid = new TextEncoder().encode(
  `ncols 12\nnrows 9\nxllcorner 556000\nyllcorner 5612000\ncellsize 2\nNODATA_value -9999\n${"41.5 ".repeat(108)}\n`,
);
const points = new TextEncoder().encode(
  Array.from(
    { length: 200 },
    (_, i) => `${556_000 + (i % 20)} ${5_612_000 + Math.floor(i / 20)} ${40 + (i % 7)}.5`,
  ).join("\n"),
);

/** Findings that stand for a defect of ours, not of the file. */
const ours = ["readerFailed"];

async function attack(name: string, bytes: Uint8Array, rounds: number, seed: number): Promise<void> {
  const random = createRandom(seed);
  for (let round = 0; round < rounds; round++) {
    const { data, report } = await importAll([memorySource(name, mutated(bytes, random))]);
    const keys = report.files.flatMap(({ findings }) => findings.map(({ key }) => key));
    expect(
      keys.filter((key) => ours.includes(key)),
      `${name}, seed ${seed}, round ${round}`,
    ).toEqual([]);
    if (data !== null) expect(data.terrain.values.length).toBeLessThan(5e6);
    else expect(keys.length + report.twin.length).toBeGreaterThan(0);
  }
}

describe("damaged rasters give a report and no crash", () => {
  it("GeoTIFF", () => attack("dgm.tif", tiff, 150, 11), 60_000);
  it("ESRI ASCII grid", () => attack("dgm.asc", grid, 150, 12), 60_000);
  it("XYZ", () => attack("dgm.xyz", points, 150, 13), 60_000);

  const folder = sharedData("city/berlin-tiergarten/derived");
  describe.skipIf(folder === null)("packed ones (need ../shared/data/city)", () => {
    it.each([
      "dgm1_lzw_p2_strip",
      "dgm1_zstd",
      "dgm1_lerc",
      "dgm1_cog",
      "dgm1_33_388042_5819300_500m_deflate_p3",
    ])(
      "%s",
      (name) => attack("dgm.tif", new Uint8Array(readFileSync(`${folder}/${name}.tif`)), 12, 14),
      60_000,
    );
  });
});
