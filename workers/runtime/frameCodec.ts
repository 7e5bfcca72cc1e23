import { deflateSync, inflateSync } from "fflate";

/**
 * Time steps as compressed tiles. A tile is a run of consecutive cells of the row-major grid; one that is empty (all
 * codes 0) takes no bytes, one that has not changed since the step before points to the bytes that are there already.
 */
export const tileCells = 4096;

/** Where the tiles of one time step lie in a series' bytes. Length 0 = empty tile. */
export type FrameEntry = {
  readonly timeS: number;
  /** Byte offsets; whole numbers, beyond 4 GB too. */
  readonly offsets: Float64Array;
  readonly lengths: Uint32Array;
};

export type FrameIndex = { readonly cells: number; readonly frames: readonly FrameEntry[] };

export function tileCount(cells: number): number {
  return Math.ceil(cells / tileCells);
}

export type FrameEncoder = {
  /** Encodes the next time step; `bytes` are to be appended to the series, in this order. */
  readonly encode: (timeS: number, codes: Uint16Array) => EncodedFrame;
  /** The same in pieces of about `tilesPerStep` tiles: whoever steps through it can let messages in between. */
  readonly encodeStepwise: (
    timeS: number,
    codes: Uint16Array,
    tilesPerStep: number,
  ) => Generator<void, EncodedFrame, void>;
};
export type EncodedFrame = { readonly entry: FrameEntry; readonly bytes: Uint8Array };

/** @throws RangeError where a time step has another number of cells than the first */
export function createFrameEncoder(cells: number): FrameEncoder {
  const previous = new Uint16Array(cells);
  const packed = new Uint8Array(2 * tileCells);
  let before: FrameEntry | null = null;
  let end = 0;

  function* encodeStepwise(
    timeS: number,
    codes: Uint16Array,
    tilesPerStep: number,
  ): Generator<void, EncodedFrame, void> {
    if (codes.length !== cells) {
      throw new RangeError(`A time step of ${codes.length} cells does not fit a series of ${cells}.`);
    }
    const tiles = tileCount(cells);
    const offsets = new Float64Array(tiles);
    const lengths = new Uint32Array(tiles);
    const pieces: Uint8Array[] = [];
    for (let tile = 0; tile < tiles; tile += 1) {
      if (tile > 0 && tile % tilesPerStep === 0) yield;
      const from = tile * tileCells;
      const to = Math.min(cells, from + tileCells);
      if (isEmpty(codes, from, to)) continue;
      if (before !== null && before.lengths[tile] > 0 && isSame(codes, previous, from, to)) {
        offsets[tile] = before.offsets[tile];
        lengths[tile] = before.lengths[tile];
        continue;
      }
      const piece = packTile(codes, from, to, packed);
      offsets[tile] = end;
      lengths[tile] = piece.length;
      end += piece.length;
      pieces.push(piece);
    }
    previous.set(codes);
    const entry: FrameEntry = { timeS, offsets, lengths };
    before = entry;
    return { entry, bytes: joined(pieces) };
  }

  return {
    encodeStepwise,
    encode: (timeS, codes) => {
      const steps = encodeStepwise(timeS, codes, Number.POSITIVE_INFINITY);
      let step = steps.next();
      while (step.done !== true) step = steps.next();
      return step.value;
    },
  };
}

/** One tile back into its codes; `length` cells. @throws Error where the bytes are damaged */
export function unpackTile(bytes: Uint8Array, into: Uint16Array, from: number, length: number): void {
  const packed = inflateSync(bytes, { out: new Uint8Array(2 * length) });
  if (packed.length !== 2 * length) throw new Error("A tile of a time series is damaged.");
  let code = 0;
  for (let i = 0; i < length; i += 1) {
    code = (code + packed[i] + (packed[length + i] << 8)) & 0xffff;
    into[from + i] = code;
  }
}

/** Neighbouring cells hold similar codes: differences, low bytes first, then high bytes, compress well and fast. */
function packTile(codes: Uint16Array, from: number, to: number, packed: Uint8Array): Uint8Array {
  const length = to - from;
  let before = 0;
  for (let i = 0; i < length; i += 1) {
    const code = codes[from + i];
    const difference = (code - before) & 0xffff;
    packed[i] = difference & 0xff;
    packed[length + i] = difference >> 8;
    before = code;
  }
  return deflateSync(packed.subarray(0, 2 * length), { level: 1 });
}

function isEmpty(codes: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (codes[i] !== 0) return false;
  return true;
}

function isSame(codes: Uint16Array, previous: Uint16Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (codes[i] !== previous[i]) return false;
  return true;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

const magic = 0x50464652;
const footerBytes = 32;

/** The index as it stands at the end of a series' bytes, footer last. `dataBytes` is what the tiles take. */
export function encodeIndex(index: FrameIndex, dataBytes: number): Uint8Array {
  const tiles = tileCount(index.cells);
  const perFrame = 8 + tiles * 12;
  const bytes = new Uint8Array(index.frames.length * perFrame + footerBytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { timeS, offsets, lengths } of index.frames) {
    view.setFloat64(at, timeS, true);
    at += 8;
    for (let tile = 0; tile < tiles; tile += 1) {
      view.setFloat64(at, offsets[tile], true);
      view.setUint32(at + 8, lengths[tile], true);
      at += 12;
    }
  }
  view.setFloat64(at, dataBytes, true);
  view.setFloat64(at + 8, index.cells, true);
  view.setUint32(at + 16, index.frames.length, true);
  view.setUint32(at + 20, magic, true);
  return bytes;
}

/** Bytes of data and of index, from the last bytes of a series; null where they are no footer. */
export function decodeFooter(
  footer: Uint8Array,
): { readonly dataBytes: number; readonly cells: number; readonly frames: number } | null {
  if (footer.length !== footerBytes) return null;
  const view = new DataView(footer.buffer, footer.byteOffset, footerBytes);
  if (view.getUint32(20, true) !== magic) return null;
  return {
    dataBytes: view.getFloat64(0, true),
    cells: view.getFloat64(8, true),
    frames: view.getUint32(16, true),
  };
}

export function decodeIndex(bytes: Uint8Array, cells: number, frames: number): FrameIndex {
  const tiles = tileCount(cells);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const entries: FrameEntry[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const timeS = view.getFloat64(at, true);
    at += 8;
    const offsets = new Float64Array(tiles);
    const lengths = new Uint32Array(tiles);
    for (let tile = 0; tile < tiles; tile += 1) {
      offsets[tile] = view.getFloat64(at, true);
      lengths[tile] = view.getUint32(at + 8, true);
      at += 12;
    }
    entries.push({ timeS, offsets, lengths });
  }
  return { cells, frames: entries };
}

export const indexFooterBytes = footerBytes;
