import { describe, expect, it } from "vitest";
import { ColumnFileError, decodeColumns, encodeColumns } from "./columns.ts";

const sample = () =>
  encodeColumns(
    { count: 3 },
    { z: new Float32Array([1.5, Number.NaN, -2]), kind: new Uint8Array([1, 2, 3]), ids: ["Ä", "", "🌳"] },
  );

describe("column file", () => {
  it("gives back what was written, as views of its own buffer", () => {
    const bytes = sample();
    const { meta, columns } = decodeColumns(bytes.buffer);
    expect(meta).toEqual({ count: 3 });
    expect(columns.ids).toEqual(["Ä", "", "🌳"]);
    expect(columns.z).toEqual(new Float32Array([1.5, Number.NaN, -2]));
    expect((columns.kind as Uint8Array).buffer).toBe(bytes.buffer);
  });

  it("opens from shared memory", () => {
    const bytes = sample();
    const shared = new SharedArrayBuffer(bytes.length);
    new Uint8Array(shared).set(bytes);
    expect(decodeColumns(shared).columns.ids).toEqual(["Ä", "", "🌳"]);
  });

  it("writes equal bytes for equal content", () => {
    expect(sample()).toEqual(sample());
  });

  it("refuses every truncation with its own error", () => {
    const bytes = sample();
    for (let length = 0; length < bytes.length - 8; length++) {
      expect(() => decodeColumns(bytes.slice(0, length).buffer)).toThrow(ColumnFileError);
    }
  });

  it("refuses a column that points outside the file", () => {
    const text = new TextDecoder("latin1").decode(sample()).replace('"offset":16', '"offset":96');
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    expect(() => decodeColumns(bytes.buffer)).toThrow(/outside the file/);
  });
});
