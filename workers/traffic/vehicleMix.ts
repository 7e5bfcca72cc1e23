import type { StreetClass } from "#twin/objects.ts";
import type { VehicleKind } from "#workers/kernels/emissions/index.ts";

type Mix = Readonly<Record<VehicleKind, number>>;

const main: Mix = { car: 0.86, van: 0.09, bus: 0.01, heavy: 0.04 };

/** What drives on a class of street; planning assumption for German towns on a working day, to be replaced by counts of one's own. */
const mixes: Readonly<Partial<Record<StreetClass, Mix>>> = {
  motorway: { car: 0.8, van: 0.09, bus: 0.005, heavy: 0.105 },
  primary: { car: 0.84, van: 0.09, bus: 0.01, heavy: 0.06 },
  secondary: main,
  tertiary: { car: 0.87, van: 0.09, bus: 0.01, heavy: 0.03 },
};

const side: Mix = { car: 0.9, van: 0.085, bus: 0, heavy: 0.015 };

export const mixOf = (streetClass: StreetClass): Mix => mixes[streetClass] ?? side;
