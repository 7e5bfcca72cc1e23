import type { Detail } from "../gpu/details.ts";

/**
 * Trees that are drawn as one instance. Without a GPU an instance costs some 20 µs, whatever its faces; a GPU fills its
 * groups of threads.
 */
export const treesPerInstance = 64;

/** Low-poly trees: crown within the unit sphere around (0, 0, 0), trunk below, told apart by `part`. */
export type TreeShape = {
  readonly position: Float32Array;
  /** Which tree of the instance a corner belongs to. */
  readonly slot: Uint8Array;
  /** 0 trunk, 1 crown. */
  readonly part: Uint8Array;
  readonly indices: Uint16Array;
  /** From near to far: eighty faces of a crown that is four pixels wide are drawn for nobody. */
  readonly details: readonly Detail[];
};

type Fineness = {
  readonly rings: number;
  readonly around: number;
  /** Sides of the trunk; 0 = none. */
  readonly trunk: number;
  readonly leastPixelsPerM: number;
};

const finenesses: readonly Fineness[] = [
  { rings: 4, around: 8, trunk: 4, leastPixelsPerM: 2.2 },
  { rings: 3, around: 6, trunk: 3, leastPixelsPerM: 0.8 },
  { rings: 2, around: 4, trunk: 0, leastPixelsPerM: 0.55 },
  { rings: 1, around: 4, trunk: 0, leastPixelsPerM: 0 },
];

/** A slightly irregular ball (broad-leaved) or a cone (conifer) on a stem, in falling fineness. */
export function treeShape(kind: "broad" | "conifer", trees = treesPerInstance): TreeShape {
  const position: number[] = [];
  const part: number[] = [];
  const slot: number[] = [];
  const indices: number[] = [];
  const details = finenesses.map((fineness): Detail => {
    const firstIndex = indices.length;
    for (let tree = 0; tree < trees; tree++) {
      addCrown(kind, fineness, position, part, indices);
      addTrunk(fineness.trunk, position, part, indices);
      while (slot.length < part.length) slot.push(tree);
    }
    return {
      leastPixelsPerM: fineness.leastPixelsPerM,
      firstIndex,
      count: indices.length - firstIndex,
    };
  });
  return {
    position: Float32Array.from(position),
    slot: Uint8Array.from(slot),
    part: Uint8Array.from(part),
    indices: Uint16Array.from(indices),
    details,
  };
}

/** Rings from bottom to top with a vertex at either end. */
function addCrown(
  kind: "broad" | "conifer",
  { rings, around }: Fineness,
  position: number[],
  part: number[],
  indices: number[],
): void {
  const bottom = position.length / 3;
  position.push(0, 0, kind === "broad" ? -0.95 : -1);
  part.push(255);
  // A ball of few faces lies within the sphere that its corners touch: it is blown up to the same area in the picture.
  const swell = Math.sqrt((rings + 1) / rings / (5 / 4));
  for (let ring = 0; ring < rings; ring++) {
    const share = (ring + 0.75) / (rings + 0.5);
    const z = kind === "broad" ? -Math.cos(Math.PI * share) : -1 + 2 * (ring / rings) * 0.94 + 0.02;
    const radius = kind === "broad" ? Math.sin(Math.PI * share) * swell : 1 - ring / rings;
    for (let i = 0; i < around; i++) {
      const angle = ((i + (ring % 2) * 0.5) / around) * 2 * Math.PI;
      // A fixed unevenness: balls look like plastic.
      const rough = 1 + (kind === "broad" ? 0.09 : 0.05) * Math.sin(3.7 * i + 2.3 * ring);
      position.push(radius * rough * Math.cos(angle), radius * rough * Math.sin(angle), z);
      part.push(255);
    }
  }
  const top = position.length / 3;
  position.push(0, 0, 1);
  part.push(255);
  const at = (ring: number, i: number): number => bottom + 1 + ring * around + (i % around);
  for (let i = 0; i < around; i++) {
    indices.push(bottom, at(0, i + 1), at(0, i));
    indices.push(top, at(rings - 1, i), at(rings - 1, i + 1));
    for (let ring = 0; ring + 1 < rings; ring++) {
      indices.push(at(ring, i), at(ring, i + 1), at(ring + 1, i));
      indices.push(at(ring, i + 1), at(ring + 1, i + 1), at(ring + 1, i));
    }
  }
}

/** x and y in units of its own radius, z from 0 (foot) to 1 (under the crown). */
function addTrunk(sides: number, position: number[], part: number[], indices: number[]): void {
  const foot = position.length / 3;
  for (let i = 0; i < sides; i++) {
    const angle = (i / sides) * 2 * Math.PI;
    position.push(Math.cos(angle), Math.sin(angle), 0, Math.cos(angle), Math.sin(angle), 1);
    part.push(0, 0);
  }
  for (let i = 0; i < sides; i++) {
    const a = foot + i * 2;
    const b = foot + ((i + 1) % sides) * 2;
    indices.push(a, b, a + 1, b, b + 1, a + 1);
  }
}
