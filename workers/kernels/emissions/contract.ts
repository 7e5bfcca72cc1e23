/** Kinds of vehicles that emission factors are known for. Heavy = goods vehicles over 3.5 t. */
export const vehicleKinds = ["car", "van", "bus", "heavy"] as const;
export type VehicleKind = (typeof vehicleKinds)[number];

export const pollutants = ["co2", "nox", "pm10", "pm25"] as const;
export type Pollutant = (typeof pollutants)[number];

/** Grams, with the ends between which they lie. */
export type Amount = { readonly low: number; readonly value: number; readonly high: number };

export type Emissions = Readonly<Record<Pollutant, Amount>>;
