import {
  createFrameEncoder,
  decodeFooter,
  decodeIndex,
  type EncodedFrame,
  encodeIndex,
  type FrameEncoder,
  type FrameEntry,
  type FrameIndex,
  indexFooterBytes,
  tileCells,
  unpackTile,
} from "./frameCodec.ts";
import type { FrameArchive, OpenFrames } from "./host.ts";
import { nextTurn } from "./turns.ts";

/** Bytes by name, written once from front to back and read in pieces afterwards. */
export type FrameFiles = {
  readonly create: (name: string) => Promise<FrameFileWriter>;
  /** Null where there is no such file, or it was never closed. */
  readonly open: (name: string) => Promise<FrameFileReader | null>;
  /** Removes all files whose name begins so. */
  readonly removeAll: (prefix: string) => Promise<void>;
};
export type FrameFileWriter = {
  readonly append: (bytes: Uint8Array) => Promise<void>;
  readonly close: () => Promise<void>;
};
export type FrameFileReader = {
  readonly size: number;
  readonly read: (from: number, to: number) => Promise<Uint8Array>;
};

/** Time steps of runs, each series a file `<address>.<series>`. */
export type FrameStore = FrameArchive & { readonly forget: (address: string) => Promise<void> };

type OpenSeries = {
  readonly encoder: FrameEncoder;
  readonly cells: number;
  readonly file: FrameFileWriter;
  readonly frames: FrameEntry[];
  bytes: number;
};
type ReadableSeries = { readonly index: FrameIndex; readonly file: FrameFileReader };

/** Decoded indices kept at hand; a comparison looks at two runs with two series each. */
const keptIndices = 8;
/** Tiles that lie closer together than this are read in one piece. */
const readAheadBytes = 65_536;

export function createFrameStoreOn(files: FrameFiles): FrameStore {
  const readable = new Map<string, ReadableSeries>();

  const open = async (address: string): Promise<OpenFrames> => {
    const series = new Map<string, OpenSeries>();
    forgetIndices(readable, address);
    await files.removeAll(prefixOf(address));
    let discarded = false;
    const close = async (): Promise<void> => {
      for (const one of series.values()) {
        await one.file.append(encodeIndex({ cells: one.cells, frames: one.frames }, one.bytes));
        await one.file.close();
      }
      series.clear();
    };
    return {
      sink: {
        write: async (name, timeS, codes) => {
          let one = series.get(name);
          if (!one) {
            const file = await files.create(nameOf(address, name));
            if (discarded) {
              await file.close();
              await files.removeAll(prefixOf(address));
              return;
            }
            one = {
              encoder: createFrameEncoder(codes.length),
              cells: codes.length,
              file,
              frames: [],
              bytes: 0,
            };
            series.set(name, one);
          }
          const encoded = await encodeInTurns(one.encoder, timeS, codes, () => discarded);
          if (encoded === null) return;
          const { entry, bytes } = encoded;
          if (bytes.length > 0) await one.file.append(bytes);
          one.frames.push(entry);
          one.bytes += bytes.length;
        },
      },
      finish: close,
      discard: async () => {
        discarded = true;
        for (const one of series.values()) await one.file.close();
        series.clear();
        await files.removeAll(prefixOf(address));
      },
    };
  };

  const seriesOf = async (address: string, name: string): Promise<ReadableSeries | null> => {
    const key = nameOf(address, name);
    const known = readable.get(key);
    if (known) return known;
    const file = await files.open(key);
    const index = file ? await readIndex(file) : null;
    if (!file || !index) return null;
    const found = { index, file };
    readable.set(key, found);
    for (const oldest of readable.keys()) {
      if (readable.size <= keptIndices) break;
      readable.delete(oldest);
    }
    return found;
  };

  return {
    open,
    frame: async (address, name, at) => {
      const series = await seriesOf(address, name);
      const entry = series?.index.frames[at];
      return series && entry ? await readFrame(series, entry) : null;
    },
    curve: async (address, name, cell) => {
      const series = await seriesOf(address, name);
      if (!series || !(cell >= 0 && cell < series.index.cells)) return null;
      return await readCurve(series, cell);
    },
    forget: async (address) => {
      forgetIndices(readable, address);
      await files.removeAll(prefixOf(address));
    },
  };
}

/** A few milliseconds of packing between two turns of the event loop: a cancel of a large run is seen in time. */
const tilesPerTurn = 64;

/** Null where the run was discarded meanwhile. */
async function encodeInTurns(
  encoder: FrameEncoder,
  timeS: number,
  codes: Uint16Array,
  isDiscarded: () => boolean,
): Promise<EncodedFrame | null> {
  const steps = encoder.encodeStepwise(timeS, codes, tilesPerTurn);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return isDiscarded() ? null : step.value;
    await nextTurn();
    if (isDiscarded()) return null;
  }
}

const prefixOf = (address: string): string => `${address}.`;
const nameOf = (address: string, series: string): string => `${prefixOf(address)}${series}`;

function forgetIndices(readable: Map<string, ReadableSeries>, address: string): void {
  for (const key of [...readable.keys()]) if (key.startsWith(prefixOf(address))) readable.delete(key);
}

async function readIndex(file: FrameFileReader): Promise<FrameIndex | null> {
  if (file.size < indexFooterBytes) return null;
  const indexEnd = file.size - indexFooterBytes;
  const footer = decodeFooter(await file.read(indexEnd, file.size));
  if (!footer || !(footer.dataBytes <= indexEnd)) return null;
  return decodeIndex(await file.read(footer.dataBytes, indexEnd), footer.cells, footer.frames);
}

/** All tiles of a time step, in order of their place in the file and in pieces as large as they lie together. */
async function readFrame({ index, file }: ReadableSeries, entry: FrameEntry): Promise<Uint16Array> {
  const codes = new Uint16Array(index.cells);
  const tiles = [...entry.lengths.keys()].filter((tile) => entry.lengths[tile] > 0);
  tiles.sort((a, b) => entry.offsets[a] - entry.offsets[b]);
  let next = 0;
  while (next < tiles.length) {
    const from = entry.offsets[tiles[next]];
    let to = from;
    let last = next;
    while (last < tiles.length && entry.offsets[tiles[last]] - to <= readAheadBytes) {
      to = entry.offsets[tiles[last]] + entry.lengths[tiles[last]];
      last += 1;
    }
    const bytes = await file.read(from, to);
    for (; next < last; next += 1) {
      const tile = tiles[next];
      const at = entry.offsets[tile] - from;
      const first = tile * tileCells;
      unpackTile(
        bytes.subarray(at, at + entry.lengths[tile]),
        codes,
        first,
        Math.min(tileCells, index.cells - first),
      );
    }
  }
  return codes;
}

async function readCurve({ index, file }: ReadableSeries, cell: number): Promise<Uint16Array> {
  const tile = Math.floor(cell / tileCells);
  const first = tile * tileCells;
  const codes = new Uint16Array(Math.min(tileCells, index.cells - first));
  const curve = new Uint16Array(index.frames.length);
  let decodedOffset = -1;
  for (const [at, { offsets, lengths }] of index.frames.entries()) {
    if (lengths[tile] === 0) continue;
    if (offsets[tile] !== decodedOffset) {
      const bytes = await file.read(offsets[tile], offsets[tile] + lengths[tile]);
      unpackTile(bytes, codes, 0, codes.length);
      decodedOffset = offsets[tile];
    }
    curve[at] = codes[cell - first];
  }
  return curve;
}
