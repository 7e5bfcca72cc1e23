import { type City, cityFrame, cityInstances, communityKey, type Instance, instanceFaces } from "../city.ts";
import { type BuildingPart, roofCodes } from "../fabric/building.ts";
import { type Face, heightOf } from "../solids.ts";
import { joinInto, openSink } from "./sink.ts";

const semanticTypes = ["WallSurface", "RoofSurface", "GroundSurface"] as const;
const semanticIndex = { wall: 0, roof: 1, ground: 2 } as const;

/** Integer vertices in blocks: grows without copying, is written at the end. */
const createVertexStore = () => {
  const blockSize = 3 * 65536;
  const blocks: Int32Array[] = [];
  let count = 0;
  return {
    add: (x: number, y: number, z: number): number => {
      const position = count * 3;
      if (position % blockSize === 0) blocks.push(new Int32Array(blockSize));
      const block = blocks[blocks.length - 1] as Int32Array;
      block[position % blockSize] = x;
      block[(position % blockSize) + 1] = y;
      block[(position % blockSize) + 2] = z;
      return count++;
    },
    each: (visit: (x: number, y: number, z: number) => void) => {
      for (let i = 0; i < count; i++) {
        const position = i * 3;
        const block = blocks[Math.floor(position / blockSize)] as Int32Array;
        const k = position % blockSize;
        visit(block[k] as number, block[k + 1] as number, block[k + 2] as number);
      }
    },
  };
};

/** Writes the same buildings as CityJSON 2.0; city objects stream, vertices follow at the end. */
export const writeCityJson = (city: City, path: string): void => {
  const sink = openSink(path);
  const store = createVertexStore();
  sink.write(
    `{"type":"CityJSON","version":"2.0","metadata":{"title":"Wiesenbrück LoD2 (fictional, CC0-1.0)","referenceSystem":"https://www.opengis.net/def/crs/EPSG/0/25832"},"transform":{"scale":[0.001,0.001,0.001],"translate":[${cityFrame.originEastM},${cityFrame.originNorthM},0]},\n"CityObjects":{\n`,
  );
  const object = joinInto(sink);
  for (const instance of cityInstances(city)) writeObjects(instance, store.add, object);
  sink.write('\n},\n"vertices":[\n');
  const vertex = joinInto(sink, ",");
  store.each((x, y, z) => vertex(`[${x},${y},${z}]`));
  sink.write("\n]}\n");
  sink.close();
};

const writeObjects = (
  instance: Instance,
  addVertex: (x: number, y: number, z: number) => number,
  write: (text: string) => void,
): void => {
  const { building, id } = instance;
  const parts = instanceFaces(instance);
  const common = {
    ...(building.name ? { name: building.name } : {}),
    function: building.functionCode,
    Gemeindeschluessel: communityKey,
  };
  if (building.parts.length === 1) {
    const part = building.parts[0] as BuildingPart;
    const attributes = { ...common, ...partAttributes(part) };
    write(
      `"${id}":{"type":"Building","attributes":${JSON.stringify(attributes)},"geometry":[${solid(parts[0] as Face[], addVertex)}]}`,
    );
    return;
  }
  const children = building.parts.map((_, k) => `${id}_${k + 1}`);
  const attributes = { ...common, measuredHeight: building.heightM };
  write(
    `"${id}":{"type":"Building","attributes":${JSON.stringify(attributes)},"children":${JSON.stringify(children)}}`,
  );
  building.parts.forEach((part, k) => {
    write(
      `"${children[k]}":{"type":"BuildingPart","parents":["${id}"],"attributes":${JSON.stringify(partAttributes(part))},"geometry":[${solid(parts[k] as Face[], addVertex)}]}`,
    );
  });
};

const partAttributes = (part: BuildingPart) => ({
  roofType: roofCodes[part.roof],
  measuredHeight: Math.round(heightOf(part.shape) * 1000) / 1000,
  storeysAboveGround: part.storeys,
});

const solid = (faces: readonly Face[], addVertex: (x: number, y: number, z: number) => number): string => {
  const known = new Map<string, number>();
  const rings = faces.map((face) => {
    const indices = face.ring.map(([x, y, z]) => {
      const [ix, iy, iz] = [Math.round(x * 1000), Math.round(y * 1000), Math.round(z * 1000)];
      const key = `${ix} ${iy} ${iz}`;
      let index = known.get(key);
      if (index === undefined) {
        index = addVertex(ix, iy, iz);
        known.set(key, index);
      }
      return index;
    });
    return `[[${indices.join(",")}]]`;
  });
  const surfaces = semanticTypes.map((type) => `{"type":"${type}"}`).join(",");
  const values = faces.map((face) => semanticIndex[face.kind]).join(",");
  return `{"type":"Solid","lod":"2","boundaries":[[${rings.join(",")}]],"semantics":{"surfaces":[${surfaces}],"values":[[${values}]]}}`;
};
