import { describe, expect, it } from "vitest";
import { textOf } from "./reading.ts";

const packed = (text: string): Promise<Blob> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"))).blob();

describe("text of a file of counts", () => {
  it("reads UTF-8, and what spreadsheets save as Windows-1252", async () => {
    expect(await textOf(new Blob(["Zählstelle;Straße"]))).toBe("Zählstelle;Straße");
    const latin = Uint8Array.from("Zählstelle;Straße", (letter) => letter.charCodeAt(0));
    expect(await textOf(new Blob([latin]))).toBe("Zählstelle;Straße");
    expect(await textOf(new Blob([]))).toBe("");
  });

  it("unpacks gzip, and no more than may be read", async () => {
    expect(await textOf(await packed("<counts/>"))).toBe("<counts/>");
    await expect(textOf(await packed(" ".repeat(20_000_001)))).rejects.toThrow("counts.errors.tooLarge");
    await expect(textOf(new Blob([Uint8Array.of(0x1f, 0x8b, 1, 2, 3)]))).rejects.toThrow();
  });
});
