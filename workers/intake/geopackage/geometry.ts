import { geometryOfWkb } from "../features/wkb.ts";

/** Bytes of the envelope by its kind: none, x and y, with heights, with measures, with both. */
const envelopeBytes: readonly number[] = [0, 32, 48, 48, 64];

/**
 * A GeoPackage geometry (OGC 12-128r18, 2.1.3.1.1: "GP", version, flags, system, envelope, WKB) as GeoJSON; null = empty,
 * undefined = broken. A blob of plain WKB, which some programs write, is read as well.
 */
export function geometryOfBlob(blob: Uint8Array): unknown {
  if (blob[0] !== 0x47 || blob[1] !== 0x50) return geometryOfWkb(blob);
  if (blob.length < 8) return undefined;
  const flags = blob[3];
  // An extended geometry is a program's own.
  if (flags & 0x20) return { type: "ExtendedGeoPackageGeometry" };
  const envelope = envelopeBytes[(flags >> 1) & 7];
  if (envelope === undefined) return undefined;
  if (flags & 0x10) return null;
  return geometryOfWkb(blob, 8 + envelope);
}
