import { Extension, NodeIO } from "@gltf-transform/core";
import { describe, expect, it } from "vitest";
import type { BuildingTable } from "#twin/buildings.ts";
import { prismTable } from "#twin/read/prism.ts";
import { buildingChunk } from "./buildingMesh.ts";
import type { BuildingRequest } from "./contract.ts";
import { readGlb } from "./readGlb.ts";

/** The reader only has to accept it: quantised attributes need no decoding of their own. */
class Quantization extends Extension {
  override readonly extensionName = "KHR_mesh_quantization";
  static override readonly EXTENSION_NAME = "KHR_mesh_quantization";
  override read(): this {
    return this;
  }
  override write(): this {
    return this;
  }
}

const block = (id: string, x: number, roof: "flat" | "gable") => ({
  building: {
    id,
    ring: [
      [x, 0],
      [x + 12, 0],
      [x + 12, 8],
      [x, 8],
    ] as const,
    heightM: 6,
    roof,
    storeys: 2,
    functionCode: "",
  },
  groundZ: 100,
});

const requestOf = (table: BuildingTable): BuildingRequest => ({
  ids: table.ids,
  triangleStart: table.triangleStart,
  trianglesXYZ: table.trianglesXYZ,
  surfaceKind: table.surfaceKind,
  originX: 10,
  originY: 4,
  originZ: 100,
});

const table = prismTable([block("DE-ä-1", 0, "flat"), block("DE-2", 20, "gable")]);

describe("buildingChunk", () => {
  const chunk = buildingChunk(requestOf(table));

  it("is a glTF that others can read, without faces towards the ground", async () => {
    const io = new NodeIO().registerExtensions([Quantization]);
    const document = await io.readBinary(chunk.glb);
    const primitive = document.getRoot().listMeshes()[0].listPrimitives()[0];
    const position = primitive.getAttribute("POSITION");
    const features = primitive.getAttribute("_FEATURE_ID_0");
    const normal = primitive.getAttribute("NORMAL");
    expect(position?.getCount()).toBe(chunk.triangles * 3);
    const ground = table.surfaceKind.filter((kind) => kind === 2).length;
    expect(chunk.triangles).toBe(table.surfaceKind.length - ground);
    expect([features?.getScalar(0), features?.getScalar(chunk.triangles * 3 - 1)]).toEqual([0, 1]);
    expect(Math.hypot(...(normal?.getElement(0, [0, 0, 0]) ?? [0]))).toBeCloseTo(1, 1);
    expect(position?.getMin([0, 0, 0])).toEqual([-10, -4, 0]);
  });

  it("gives its vertex columns back as views into the file", async () => {
    const columns = readGlb(chunk.glb);
    const document = await new NodeIO().registerExtensions([Quantization]).readBinary(chunk.glb);
    const primitive = document.getRoot().listMeshes()[0].listPrimitives()[0];
    const last = chunk.triangles * 3 - 1;
    expect([...columns.positions]).toEqual([...(primitive.getAttribute("POSITION")?.getArray() ?? [])]);
    expect(columns.positions.buffer).toBe(chunk.glb.buffer);
    expect([...columns.edges.subarray(last * 4)]).toEqual(
      primitive
        .getAttribute("_EDGE")
        ?.getElement(last, [])
        .map((share) => Math.round(share * 255)),
    );
    expect(columns.features[last * 2]).toBe(primitive.getAttribute("_FEATURE_ID_0")?.getScalar(last));
    expect(columns.normals).toHaveLength((last + 1) * 4);
  });

  it("keeps the stable ids in the property table", () => {
    const view = new DataView(chunk.glb.buffer);
    const jsonLength = view.getUint32(12, true);
    const json = JSON.parse(new TextDecoder().decode(chunk.glb.subarray(20, 20 + jsonLength)));
    const table0 = json.extensions.EXT_structural_metadata.propertyTables[0];
    const binary = 20 + jsonLength + 8;
    const viewOf = (index: number) => json.bufferViews[index];
    const offsets = new Uint32Array(
      chunk.glb.slice(
        binary + viewOf(table0.properties.id.stringOffsets).byteOffset,
        binary + viewOf(table0.properties.id.stringOffsets).byteOffset + 12,
      ).buffer,
    );
    const start = binary + viewOf(table0.properties.id.values).byteOffset;
    const texts = [0, 1].map((i) =>
      new TextDecoder().decode(chunk.glb.subarray(start + offsets[i], start + offsets[i + 1])),
    );
    expect(texts).toEqual(["DE-ä-1", "DE-2"]);
    for (const bufferView of json.bufferViews) expect(bufferView.byteOffset % 8).toBe(0);
  });

  it("refuses more buildings than a feature id can tell apart", () => {
    const ids = Array.from({ length: 65_536 }, (_, i) => String(i));
    expect(() => buildingChunk({ ...requestOf(table), ids })).toThrow(RangeError);
  });
});
