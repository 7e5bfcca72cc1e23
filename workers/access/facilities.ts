import { type FacilityType, facilityTypes } from "#indicators/access.ts";
import type { Point } from "#twin/frame.ts";
import type { Place, PlaceKind } from "#twin/objects.ts";
import type { Timetable } from "#twin/timetable.ts";
import type { Twin } from "#twin/twin.ts";

/** Kinds of places that are a facility of a type, and how one gets there. */
const byType: Readonly<
  Record<FacilityType, { readonly kinds: readonly PlaceKind[]; readonly mode: "foot" | "bike" }>
> = {
  supermarket: { kinds: ["supermarket", "market"], mode: "foot" },
  bakery: { kinds: ["bakery"], mode: "foot" },
  pharmacy: { kinds: ["pharmacy"], mode: "foot" },
  doctor: { kinds: ["doctor"], mode: "foot" },
  kindergarten: { kinds: ["kindergarten"], mode: "foot" },
  school: { kinds: ["school"], mode: "foot" },
  playground: { kinds: ["playground"], mode: "foot" },
  park: { kinds: ["park"], mode: "foot" },
  sports: { kinds: ["sports"], mode: "foot" },
  stop: { kinds: ["stop", "station"], mode: "foot" },
  library: { kinds: ["library"], mode: "bike" },
  townHall: { kinds: ["townHall"], mode: "bike" },
  hospital: { kinds: ["hospital"], mode: "bike" },
  station: { kinds: ["station"], mode: "bike" },
};

export const modeOfType = (type: FacilityType): "foot" | "bike" => byType[type].mode;

/**
 * Where the facilities of a type are. Stops are those of the timetable, of the plan too, and where there is none those that are
 * known as places.
 */
export function facilitiesOf(twin: Twin, type: FacilityType, timetable: Timetable | null): readonly Point[] {
  if (type === "stop" && timetable !== null && timetable.stops.count > 0) return stopPoints(timetable);
  const { kinds } = byType[type];
  return placesOf(twin).flatMap(({ kind, at }) => (kinds.includes(kind) ? [at] : []));
}

/** What the facilities of a type are called, row by row those of `facilitiesOf`; "" where nobody said. */
export function facilityNames(
  twin: Twin,
  type: FacilityType,
  timetable: Timetable | null,
): readonly string[] {
  if (type === "stop" && timetable !== null && timetable.stops.count > 0) return timetable.stops.names;
  const { kinds } = byType[type];
  return placesOf(twin).flatMap(({ kind, name }) => (kinds.includes(kind) ? [name] : []));
}

export const stopPoints = ({ stops }: Timetable): readonly Point[] =>
  Array.from({ length: stops.count }, (_, i) => [stops.xy[2 * i], stops.xy[2 * i + 1]] as const);

const everyday: ReadonlySet<PlaceKind> = new Set(
  facilityTypes.filter((type) => type !== "stop" && type !== "station").flatMap((type) => byType[type].kinds),
);

/** Places of everyday life that are worth a journey: all known facilities but stops and stations. */
export function everydayPlaces(twin: Twin): readonly Place[] {
  return placesOf(twin).filter(({ kind }) => everyday.has(kind));
}

/** No measure moves a place. */
const placesOf = (twin: Twin): readonly Place[] => twin.data.places;
