import { readFileSync } from "node:fs";
import earcut from "earcut";
import { SaxesParser } from "saxes";
import { fileSource } from "#cli/fileSource.ts";
import { centresOf, mostPerChunk, requestOf, widestChunkM } from "#scene/terrain/buildingChunks.ts";
import type { BuildingTable } from "#twin/buildings.ts";
import { readCityGml } from "#workers/intake/citygml/read.ts";
import { readCityJson } from "#workers/intake/cityjson/read.ts";
import { createFindings } from "#workers/intake/report.ts";
import type { ReadContext, Source } from "#workers/intake/source.ts";
import { buildingChunk } from "#workers/mesh/buildingMesh.ts";
import { partition } from "#workers/mesh/partition.ts";
import { type Measured, peakBytes } from "./measure.ts";

/** One task a process: `child.ts TASK FILE` measures and sends its figures to the parent. */

const rounds = 5;
const context: ReadContext = { signal: new AbortController().signal, progress: () => undefined };
const plain = { crs: null, preferredCrs: null };
const pieceLength = 65_536;

const readers = { gml: readCityGml, json: readCityJson } as const;

async function tableOf(kind: keyof typeof readers, source: Source): Promise<BuildingTable> {
  return (await readers[kind](source, plain, context, createFindings())).table;
}

/** The chunks that the scene draws; as in src/scene, but one after the other instead of in workers. */
function chunksOf(table: BuildingTable): number {
  let bytes = 0;
  for (const members of partition(centresOf(table), mostPerChunk, widestChunkM))
    bytes += buildingChunk(requestOf(table, members)).glb.byteLength;
  return bytes;
}

function barePass(text: string): void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  for (let at = 0; at < text.length; at += pieceLength) parser.write(text.slice(at, at + pieceLength));
  parser.close();
}

type Plain = {
  readonly CityObjects: Readonly<
    Record<
      string,
      { readonly geometry?: readonly { readonly type: string; readonly boundaries: number[][][][] }[] }
    >
  >;
  readonly vertices: readonly (readonly [number, number, number])[];
};

/** What any reader of CityJSON has to do at least: parse the text and triangulate every face on its own plane. */
function bareCityJson(text: string): number {
  const { CityObjects, vertices } = JSON.parse(text) as Plain;
  let triangles = 0;
  const plane: number[] = [];
  const holes: number[] = [];
  for (const id in CityObjects) {
    for (const { boundaries } of CityObjects[id]?.geometry ?? []) {
      for (const rings of boundaries[0] ?? []) {
        // The face's plane by Newell's method, then the two axes on which it is widest.
        let [nx, ny, nz] = [0, 0, 0];
        const outer = rings[0] ?? [];
        for (let i = 0; i < outer.length; i++) {
          const [ax, ay, az] = vertices[outer[i] as number] as readonly [number, number, number];
          const [bx, by, bz] = vertices[outer[(i + 1) % outer.length] as number] as readonly [
            number,
            number,
            number,
          ];
          nx += (ay - by) * (az + bz);
          ny += (az - bz) * (ax + bx);
          nz += (ax - bx) * (ay + by);
        }
        [nx, ny, nz] = [Math.abs(nx), Math.abs(ny), Math.abs(nz)];
        const u = nx >= ny && nx >= nz ? 1 : 0;
        const v = nz >= nx && nz >= ny ? 1 : 2;
        plane.length = 0;
        holes.length = 0;
        for (const [index, ring] of rings.entries()) {
          if (index > 0) holes.push(plane.length / 2);
          for (const at of ring) {
            const vertex = vertices[at] as readonly [number, number, number];
            plane.push(vertex[u] as number, vertex[v] as number);
          }
        }
        triangles += earcut(plane, holes.length > 0 ? holes : null, 2).length / 3;
      }
    }
  }
  return triangles;
}

async function timed(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** Both ways take turns, so that a busy machine slows both alike; the least of each is kept. */
async function compared(
  bare: (text: string) => unknown,
  kind: keyof typeof readers,
  path: string,
): Promise<Measured> {
  const source = await fileSource(path);
  const text = readFileSync(path, "utf8");
  let [bareMs, readMs, chunkMs] = [Infinity, Infinity, Infinity];
  let table: BuildingTable | null = null;
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    bareMs = Math.min(bareMs, await timed(() => bare(text)));
    readMs = Math.min(
      readMs,
      await timed(async () => {
        table = await tableOf(kind, source);
      }),
    );
    const read = table as BuildingTable | null;
    if (read === null) throw new Error("Nothing was read.");
    chunkMs = Math.min(
      chunkMs,
      await timed(() => {
        bytes = chunksOf(read);
      }),
    );
  }
  const read = table as BuildingTable | null;
  return {
    bareMs,
    readMs,
    chunkMs,
    buildings: read?.count ?? 0,
    triangles: read?.surfaceKind.length ?? 0,
    glbBytes: bytes,
    fileBytes: source.size,
  };
}

async function memory(kind: keyof typeof readers, path: string): Promise<Measured> {
  const source = await fileSource(path);
  const before = process.memoryUsage().rss;
  const table = await tableOf(kind, source);
  return { beforeBytes: before, peakBytes: peakBytes(), buildings: table.count, fileBytes: source.size };
}

const [task, path = ""] = process.argv.slice(2);
const tasks: Readonly<Record<string, () => Promise<Measured>>> = {
  gmlTime: () => compared(barePass, "gml", path),
  gmlMemory: () => memory("gml", path),
  jsonTime: () => compared(bareCityJson, "json", path),
  jsonMemory: () => memory("json", path),
};
const run = tasks[task ?? ""];
if (run === undefined) throw new Error(`No task ${task}.`);
process.send?.(await run());
process.disconnect?.();
