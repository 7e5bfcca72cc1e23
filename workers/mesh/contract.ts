import type { Grid } from "#twin/frame.ts";
import type { StreetClass } from "#twin/objects.ts";
import type { GroundPalette } from "./palette.ts";

/** A street as the ground's picture needs it. */
export type PaintedStreet = {
  readonly class: StreetClass;
  readonly widthM: number;
  readonly lanes: number;
  readonly level: number;
  /** x,y pairs, frame offsets, metres. */
  readonly line: Float32Array;
};

/** One square of ground, with everything its mesh and its picture are made of (frame offsets, metres). */
export type GroundRequest = {
  readonly minX: number;
  readonly minY: number;
  readonly sizeM: number;
  /** How much of the square lies in the place, from its west and south side, metres: the mesh ends there. */
  readonly widthM: number;
  readonly heightM: number;
  /**
   * Heights and land cover: a window that reaches at least two cells beyond the square where there is data, or, where the
   * page shares its memory, the whole rasters, from which the worker cuts that window itself.
   */
  readonly terrain: Grid & { readonly values: Float32Array };
  readonly landCover: Grid & { readonly values: Uint8Array };
  /** Heights a side of the lattice that mesh and relief are made from: 2^k + 1. */
  readonly points: number;
  readonly streets: readonly PaintedStreet[];
  readonly texels: number;
  /** Allowed distance of the simplified mesh from the terrain, metres. */
  readonly maxErrorM: number;
  /** How far the skirt hangs below the ground; at the rim of the model down to `plinthZ`. */
  readonly skirtM: number;
  readonly plinthZ: number;
  readonly rim: {
    readonly west: boolean;
    readonly east: boolean;
    readonly south: boolean;
    readonly north: boolean;
  };
  readonly palette: GroundPalette;
  /**
   * Cells that a plan changes (1), which an aerial picture must not cover: the picture's alpha. Null = none in this square;
   * absent = there is no aerial picture.
   */
  readonly planned?: (Grid & { readonly values: Uint8Array }) | null;
};

export type GroundPicture = { readonly rgba: Uint8Array; readonly texels: number };

export type GroundChunk = {
  /** Offsets from the square's centre at height `originZ`: x, y, z per vertex. */
  readonly positions: Float32Array;
  /** 1 on the surface, 0 at the lower end of a skirt: what the shader paints as the model's side. */
  readonly surface: Uint8Array;
  readonly indices: Uint32Array;
  readonly originZ: number;
  readonly minZ: number;
  readonly maxZ: number;
  readonly picture: GroundPicture;
};

/** Buildings of one chunk: columns of `BuildingTable`, cut out and renumbered from 0. */
export type BuildingRequest = {
  readonly ids: readonly string[];
  readonly triangleStart: Uint32Array;
  readonly trianglesXYZ: Float32Array;
  readonly surfaceKind: Uint8Array;
  /** Where the chunk's own origin lies in the frame, metres. */
  readonly originX: number;
  readonly originY: number;
  readonly originZ: number;
};

export type BuildingChunk = {
  readonly glb: Uint8Array;
  readonly triangles: number;
  readonly minZ: number;
  readonly maxZ: number;
  readonly radiusM: number;
};
