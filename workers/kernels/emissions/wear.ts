import type { VehicleKind } from "./contract.ts";

type Wear = { readonly tyre: number; readonly brake: number; readonly road: number };

/**
 * Wear of tyres, brakes and road, mg per vehicle and km: German Informative Inventory Report 2022/2023, 1.A.3.b vi and vii (UBA), after EMEP/EEA
 * 2019. Dust that traffic stirs up again is not among it. Speed factors below: EMEP/EEA 2023.
 */
const pm10: Readonly<Record<VehicleKind, Wear>> = {
  car: { tyre: 6.4, brake: 7.35, road: 7.5 },
  van: { tyre: 10.1, brake: 11.5, road: 7.5 },
  bus: { tyre: 24.3, brake: 28.8, road: 34.2 },
  heavy: { tyre: 27.0, brake: 32.0, road: 38.0 },
};
const pm25: Readonly<Record<VehicleKind, Wear>> = {
  car: { tyre: 4.49, brake: 2.93, road: 4.05 },
  van: { tyre: 7.1, brake: 4.56, road: 4.05 },
  bus: { tyre: 18.9, brake: 12.7, road: 20.5 },
  heavy: { tyre: 18.9, brake: 12.7, road: 20.5 },
};

/** Wear of tyres at a mean speed against the tabulated one. */
export function tyreFactor(speedKmh: number): number {
  if (speedKmh < 40) return 1.39;
  return speedKmh <= 90 ? 1.78 - 0.00974 * speedKmh : 0.902;
}

/** Wear of brakes at a mean speed against the tabulated one. */
export function brakeFactor(speedKmh: number): number {
  if (speedKmh < 40) return 1.67;
  return speedKmh <= 95 ? 2.75 - 0.027 * speedKmh : 0.185;
}

/** Dust of tyres, brakes and road surface, g per vehicle and km. */
export function wearAt(
  kind: VehicleKind,
  speedKmh: number,
): { readonly pm10: number; readonly pm25: number } {
  const tyre = tyreFactor(speedKmh);
  const brake = brakeFactor(speedKmh);
  const sum = (wear: Wear): number => (wear.tyre * tyre + wear.brake * brake + wear.road) / 1000;
  return { pm10: sum(pm10[kind]), pm25: sum(pm25[kind]) };
}
