import { type RenderContext, ShaderProgram } from "@cesium/engine";
import { afterEach, describe, expect, it, vi } from "vitest";
import { shareProgram } from "./programs.ts";

afterEach(() => vi.restoreAllMocks());

describe("shareProgram", () => {
  it("makes one program a source and context, and lets go of it with its last user", () => {
    const destroyed: number[] = [];
    let made = 0;
    vi.spyOn(ShaderProgram, "fromCache").mockImplementation(() => {
      const number = made++;
      return { destroy: () => destroyed.push(number) } as unknown as ShaderProgram;
    });
    const context = {} as RenderContext;
    const source = { vertexShader: "a", fragmentShader: "b", attributeLocations: { position: 0 } };
    const first = shareProgram(context, source);
    const second = shareProgram(context, { ...source });
    expect(second.program).toBe(first.program);
    const other = shareProgram(context, { ...source, attributeLocations: { position: 1 } });
    const elsewhere = shareProgram({} as RenderContext, source);
    expect(new Set([first.program, other.program, elsewhere.program]).size).toBe(3);
    first.release();
    expect(destroyed).toEqual([]);
    second.release();
    expect(destroyed).toEqual([0]);
    expect(shareProgram(context, source).program).not.toBe(first.program);
  });
});
