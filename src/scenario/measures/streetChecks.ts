import type { Point } from "#twin/frame.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { Twin } from "#twin/twin.ts";
import type { MeasureGeometry, Refusal } from "../types.ts";
import { sectionIdsOf } from "./shapes.ts";
import {
  isMotorStreet,
  junctionNear,
  junctionReachM,
  placesOf,
  sectionsIn,
  streetNear,
  streetReachM,
} from "./streetPlaces.ts";

const refusal = (key: string, values: Refusal["values"] = {}): Refusal => ({ key, values });

/** All chosen sections are streets of this city, with motor traffic before any plan. */
export const knownSections = (geometry: MeasureGeometry, twin: Twin) => (): Refusal | null => {
  const chosen = sectionIdsOf(geometry).length;
  const found = sectionsIn(geometry, twin);
  if (found.length < chosen) return refusal("sectionsUnknown", { count: chosen - found.length, of: chosen });
  if (chosen === 0) return refusal("noSections");
  return found.every(wasMotorStreet(twin)) ? null : refusal("noMotorStreet");
};

/** By the base: a street that an earlier measure closes is still one that measures can be about. */
const wasMotorStreet =
  ({ data }: Twin) =>
  ({ id }: StreetSection): boolean =>
    isMotorStreet(data.streets.sections[placesOf(data.streets).rows.get(id) ?? 0]);

/** At least one of the chosen sections would be another than it is. */
export const someSection =
  (geometry: MeasureGeometry, twin: Twin, key: string, changes: (section: StreetSection) => boolean) =>
  (): Refusal | null =>
    sectionsIn(geometry, twin).some(changes) ? null : refusal(key);

/** A street lies near enough. */
export const nearStreet = (at: Point, twin: Twin) => (): Refusal | null =>
  streetNear(twin, at) === null ? refusal("noStreetHere", { reachM: streetReachM }) : null;

/** A junction of three streets lies near enough. */
export const nearJunction = (at: Point, twin: Twin) => (): Refusal | null =>
  junctionNear(twin, at) === null ? refusal("noJunctionHere", { reachM: junctionReachM }) : null;
