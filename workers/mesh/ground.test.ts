import { describe, expect, it } from "vitest";
import { landCoverCodes } from "#twin/landCover.ts";
import type { GroundRequest } from "./contract.ts";
import { groundHeights, groundMesh } from "./groundMesh.ts";
import { groundPicture } from "./groundPicture.ts";
import { groundPalettes } from "./palette.ts";

const cells = 72;
const grid = { columns: cells, rows: cells, cellSizeM: 1, westX: -4, northY: 68 };

function request(
  change: Partial<GroundRequest> = {},
  height = (_x: number, _y: number) => 50,
): GroundRequest {
  return {
    minX: 0,
    minY: 0,
    sizeM: 64,
    widthM: 64,
    heightM: 64,
    terrain: {
      ...grid,
      values: Float32Array.from({ length: cells * cells }, (_, i) =>
        height(-3.5 + (i % cells), 67.5 - Math.floor(i / cells)),
      ),
    },
    landCover: { ...grid, values: new Uint8Array(cells * cells).fill(landCoverCodes.lawn) },
    streets: [],
    texels: 128,
    points: 257,
    maxErrorM: 0.05,
    skirtM: 5,
    plinthZ: 20,
    rim: { west: false, east: false, south: false, north: false },
    palette: groundPalettes.light,
    ...change,
  };
}

describe("groundMesh", () => {
  it("follows a slope exactly and hangs skirts below it", () => {
    const asked = request({}, (x, y) => 50 + 0.1 * x - 0.05 * y);
    const mesh = groundMesh(asked, groundHeights(asked));
    let lowest = Number.POSITIVE_INFINITY;
    for (let v = 0; v < mesh.positions.length; v += 3) {
      const x = mesh.positions[v] + 32;
      const y = mesh.positions[v + 1] + 32;
      const z = mesh.positions[v + 2] + mesh.originZ;
      const ground = 50 + 0.1 * x - 0.05 * y;
      expect([0, 5].some((below) => Math.abs(z - (ground - below)) < 1e-3)).toBe(true);
      lowest = Math.min(lowest, z);
    }
    expect(lowest).toBeLessThan(mesh.minZ);
    expect(Math.max(...mesh.indices)).toBeLessThan(mesh.positions.length / 3);
  });

  it("ends where the place ends, with its rim there", () => {
    const asked = request({
      widthM: 40,
      heightM: 25.5,
      rim: { west: false, east: true, south: false, north: true },
    });
    const { positions } = groundMesh(asked, groundHeights(asked));
    const along = (axis: number): number[] =>
      Array.from({ length: positions.length / 3 }, (_, v) => positions[v * 3 + axis]! + 32);
    expect([Math.min(...along(0)), Math.max(...along(0))]).toEqual([0, 40]);
    expect([Math.min(...along(1)), Math.max(...along(1))]).toEqual([0, 25.5]);
  });

  it("brings the model's rim down to the plinth", () => {
    const asked = request({ rim: { west: true, east: false, south: false, north: false } });
    const mesh = groundMesh(asked, groundHeights(asked));
    const painted = mesh.surface.filter((value) => value === 0).length;
    expect(painted).toBeGreaterThan(0);
    for (let v = 0; v < mesh.surface.length; v++)
      if (mesh.surface[v] === 0) {
        expect(mesh.positions[v * 3]).toBe(-32);
        expect([20, 50]).toContain(Math.round(mesh.positions[v * 3 + 2] + mesh.originZ));
      }
  });

  it("leaves a hole where there is no ground, and nothing else is NaN", () => {
    const asked = request({}, (x, y) => (Math.hypot(x - 32, y - 32) < 8 ? Number.NaN : 50));
    const mesh = groundMesh(asked, groundHeights(asked));
    const whole = groundMesh(request(), groundHeights(request()));
    expect(mesh.positions.every((value) => Number.isFinite(value))).toBe(true);
    const areaOf = (m: typeof mesh): number => {
      let area = 0;
      for (let i = 0; i < m.indices.length; i += 3) {
        const [a, b, c] = [m.indices[i] * 3, m.indices[i + 1] * 3, m.indices[i + 2] * 3];
        const p = m.positions;
        area += ((p[b] - p[a]) * (p[c + 1] - p[a + 1]) - (p[c] - p[a]) * (p[b + 1] - p[a + 1])) / 2;
      }
      return area;
    };
    expect(areaOf(whole)).toBeCloseTo(64 * 64, 3);
    expect(areaOf(whole) - areaOf(mesh)).toBeGreaterThan(Math.PI * 6 * 6);
    expect(areaOf(whole) - areaOf(mesh)).toBeLessThan(Math.PI * 11 * 11);
  });
});

const texel = (rgba: Uint8Array, column: number, row: number): number[] => [
  ...rgba.subarray((row * 128 + column) * 4, (row * 128 + column) * 4 + 3),
];

describe("groundPicture", () => {
  it("shows one cover in its own colour", () => {
    const asked = request();
    const { rgba } = groundPicture(asked, groundHeights(asked));
    expect(texel(rgba, 64, 64)).toEqual([...groundPalettes.light.cover.lawn]);
  });

  it("draws a straight border without steps", () => {
    const asked = request();
    const values = asked.landCover.values;
    for (let i = 0; i < values.length; i++) if (i % cells < 36) values[i] = landCoverCodes.paved;
    const { rgba } = groundPicture(asked, groundHeights(asked));
    expect(texel(rgba, 50, 64)).toEqual([...groundPalettes.light.cover.paved]);
    expect(texel(rgba, 78, 64)).toEqual([...groundPalettes.light.cover.lawn]);
    for (let row = 4; row < 124; row++) expect(texel(rgba, 63, row)).toEqual(texel(rgba, 63, 64));
  });

  it("paints a street with a casing, row 0 in the south", () => {
    const asked = request({
      streets: [
        { class: "residential", widthM: 6, lanes: 2, level: 0, line: Float32Array.of(0, 16, 64, 16) },
      ],
    });
    const { rgba } = groundPicture(asked, groundHeights(asked));
    expect(texel(rgba, 64, 32)).toEqual([...groundPalettes.light.carriageway]);
    const casing = texel(rgba, 64, 25);
    expect(casing[1]).toBeLessThan(groundPalettes.light.cover.lawn[1]);
    expect(texel(rgba, 64, 96)).toEqual([...groundPalettes.light.cover.lawn]);
  });

  it("marks in alpha what a plan changes, and only where an aerial picture could cover it", () => {
    const alpha = (change: Partial<GroundRequest>, column: number, row: number): number => {
      const asked = request(change);
      return groundPicture(asked, groundHeights(asked)).rgba[(row * 128 + column) * 4 + 3];
    };
    const values = new Uint8Array(cells * cells);
    for (let i = 0; i < values.length; i++) if (i % cells < 36) values[i] = 1;
    expect(alpha({}, 64, 64)).toBe(255);
    expect(alpha({ planned: null }, 64, 64)).toBe(0);
    expect(alpha({ planned: { ...grid, values } }, 20, 64)).toBe(255);
    expect(alpha({ planned: { ...grid, values } }, 100, 64)).toBe(0);
  });
});
