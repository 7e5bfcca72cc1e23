import { buildCase } from "./caseBuilder.ts";
import type { ShallowWaterCase, ShallowWaterMode } from "./contract.ts";

/**
 * The regression and throughput case of the research notes: rolling ground on 2 m cells, in its urban kind with kerbed
 * streets and 8 m high blocks every 40 × 60 m. Heights are rounded to 0.1 mm.
 */
export function syntheticCity(
  cellsAcross: number,
  kind: "smooth" | "urban",
  mode: ShallowWaterMode,
): ShallowWaterCase {
  const place = (x: number, y: number): "road" | "block" | "ground" => {
    if (kind === "smooth") return "ground";
    const i = Math.floor(x / 2) % 20;
    const j = Math.floor(y / 2) % 30;
    if (i < 4 || j < 4) return "road";
    return i >= 7 && i < 17 && j >= 8 && j < 26 ? "block" : "ground";
  };
  const bedM = (centreX: number, centreY: number): number => {
    // The definition counts positions from the first cell's centre.
    const x = centreX - 1;
    const y = centreY - 1;
    const waves = Math.sin((2 * Math.PI * x) / 200) + Math.sin((2 * Math.PI * y) / 200);
    const here = place(centreX, centreY);
    const raised = here === "road" ? -0.12 : here === "block" ? 8 : 0;
    return Math.round((100 - 0.005 * x - 0.003 * y + 0.5 * waves + raised) * 1e4) / 1e4;
  };
  return buildCase({
    columns: cellsAcross,
    rows: cellsAcross,
    cellSizeM: 2,
    mode,
    bedM,
    manningN: (x, y) => (place(x, y) === "ground" ? 0.03 : 0.015),
  });
}
