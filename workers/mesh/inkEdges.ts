/** Neighbouring faces whose normals differ by less than this (cosine) belong to one plane: no line between them. */
const samePlaneCosine = Math.cos((18 * Math.PI) / 180);
/** Vertices closer than this are one, metres. */
const weldM = 0.02;

/**
 * Which edges of a building's triangles are drawn in ink: rims and folds, not the diagonals that triangulation left.
 * Edge k of a triangle lies opposite its vertex k.
 *
 * @param xyz nine floats a triangle
 * @param normals three floats a triangle, unit length
 * @param first first triangle; `end` is exclusive
 * @param ink one byte a triangle, bit k set = edge k is drawn; filled for [first, end)
 */
export function markInkEdges(
  xyz: Float32Array,
  normals: Float32Array,
  first: number,
  end: number,
  ink: Uint8Array,
): void {
  const vertexIds = new Map<number, number>();
  const originX = xyz[first * 9] ?? 0;
  const originY = xyz[first * 9 + 1] ?? 0;
  const originZ = xyz[first * 9 + 2] ?? 0;
  const idOf = (at: number): number => {
    const key =
      (steps((xyz[at] as number) - originX) * 131072 + steps((xyz[at + 1] as number) - originY)) * 131072 +
      steps((xyz[at + 2] as number) - originZ);
    const known = vertexIds.get(key);
    if (known !== undefined) return known;
    vertexIds.set(key, vertexIds.size);
    return vertexIds.size - 1;
  };
  /** Edge → triangle · 4 + edge of the one that came first; −1 once it has met a partner. */
  const open = new Map<number, number>();
  for (let triangle = first; triangle < end; triangle++) {
    ink[triangle] = 7;
    const ids = [idOf(triangle * 9), idOf(triangle * 9 + 3), idOf(triangle * 9 + 6)] as const;
    for (let edge = 0; edge < 3; edge++) {
      const a = ids[(edge + 1) % 3] as number;
      const b = ids[(edge + 2) % 3] as number;
      const key = Math.min(a, b) * 1048576 + Math.max(a, b);
      const partner = open.get(key);
      if (partner === undefined) {
        open.set(key, triangle * 4 + edge);
        continue;
      }
      if (partner < 0) continue;
      const other = partner >> 2;
      const cosine =
        (normals[triangle * 3] as number) * (normals[other * 3] as number) +
        (normals[triangle * 3 + 1] as number) * (normals[other * 3 + 1] as number) +
        (normals[triangle * 3 + 2] as number) * (normals[other * 3 + 2] as number);
      if (cosine > samePlaneCosine) {
        ink[triangle] = (ink[triangle] as number) & ~(1 << edge);
        ink[other] = (ink[other] as number) & ~(1 << (partner & 3));
      }
      open.set(key, -1);
    }
  }
}

/** Whole welding steps, wrapped into 17 bits (±1.3 km around the building's first vertex). */
const steps = (metres: number): number => Math.round(metres / weldM) & 0x1ffff;
