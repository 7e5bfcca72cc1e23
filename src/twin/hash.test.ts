import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { canonicalJson, createSha256, sha256Hex } from "./hash.ts";

describe("sha256Hex", () => {
  it("gives the published digests (FIPS 180-4 examples)", () => {
    expect(sha256Hex("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(sha256Hex("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("agrees with Node's own at every length around a block's end", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 255);
      expect(sha256Hex(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
    }
  });
});

describe("createSha256", () => {
  it("gives the digest of the whole however it comes in pieces", () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) & 255);
    for (const size of [1, 3, 63, 64, 65, 200, 1000]) {
      const hash = createSha256();
      for (let at = 0; at < bytes.length; at += size) hash.update(bytes.subarray(at, at + size));
      hash.update(new Uint8Array(0));
      expect(hash.hex()).toBe(sha256Hex(bytes));
    }
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: "x" }] })).toBe('{"a":[{"c":"x","d":null}],"b":1}');
    expect(canonicalJson({ a: undefined, b: 2 })).toBe('{"b":2}');
  });

  it("refuses numbers that JSON cannot hold", () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(RangeError);
  });
});
