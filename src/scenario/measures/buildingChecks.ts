import { surfaceKinds } from "#twin/buildings.ts";
import { buildingById } from "#twin/read/buildingIndex.ts";
import type { BuildingRow } from "#twin/read/buildings.ts";
import type { Twin } from "#twin/twin.ts";
import type { Refusal } from "../types.ts";

/** The building exists and has not been taken down by an earlier measure. */
export const standingBuilding = (id: string, twin: Twin) => (): Refusal | null => {
  if (buildingById(twin, id)) return null;
  const gone = twin.operations.some(
    (operation) => operation.layer === "buildings" && operation.op === "remove" && operation.id === id,
  );
  return { key: gone ? "buildingGone" : "noBuilding", values: {} };
};

/** At least a share of the roof (0–1, by plan area) slopes less than a limit. */
export const flatRoof =
  (id: string, twin: Twin, maxSlopeDeg: number, atLeast: number) => (): Refusal | null => {
    const building = buildingById(twin, id);
    if (!building) return null;
    const share = flatRoofShare(building, maxSlopeDeg);
    return share !== null && share < atLeast ? { key: "roofTooSteep", values: { maxSlopeDeg } } : null;
  };

/** Share of a roof's plan area that slopes less than a limit; null where the model has no roof surfaces. */
function flatRoofShare({ table, row }: BuildingRow, maxSlopeDeg: number): number | null {
  const steepest = Math.cos((maxSlopeDeg * Math.PI) / 180);
  let flat = 0;
  let whole = 0;
  for (let t = table.triangleStart[row]; t < table.triangleStart[row + 1]; t++) {
    if (table.surfaceKind[t] !== surfaceKinds.roof) continue;
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = table.trianglesXYZ.subarray(t * 9, t * 9 + 9);
    const nx = (by - ay) * (cz - az) - (bz - az) * (cy - ay);
    const ny = (bz - az) * (cx - ax) - (bx - ax) * (cz - az);
    const nz = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    const length = Math.hypot(nx, ny, nz);
    const planArea = Math.abs(nz) / 2;
    whole += planArea;
    if (length > 0 && Math.abs(nz) / length >= steepest) flat += planArea;
  }
  return whole > 0 ? flat / whole : null;
}
