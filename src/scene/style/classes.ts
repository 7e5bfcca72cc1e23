import { Cartesian4, Color } from "@cesium/engine";

/** Edges and colours as the shaders take them: eight edges, nine colours, unused edges out of reach. */
export type ClassScale = { readonly edges: number[]; readonly colours: Cartesian4[] };

const slots = 8;

/**
 * With one colour more than edges, the first stands below the first edge; with as many, what lies below the first edge
 * is transparent.
 */
export function classScale(classEdges: readonly number[], cssColours: readonly string[]): ClassScale {
  const edges = Array.from({ length: slots }, (_, i) => classEdges[i] ?? 1e30);
  const parsed = cssColours.map(colourOf);
  const clear = new Cartesian4(0, 0, 0, 0);
  const withBelow = cssColours.length > classEdges.length ? parsed : [clear, ...parsed];
  const last = withBelow[withBelow.length - 1] ?? clear;
  const colours = Array.from({ length: slots + 1 }, (_, i) => withBelow[i] ?? last);
  return { edges, colours };
}

export function colourOf(css: string): Cartesian4 {
  const colour = Color.fromCssColorString(css);
  return colour
    ? new Cartesian4(colour.red, colour.green, colour.blue, colour.alpha)
    : new Cartesian4(0, 0, 0, 0);
}
