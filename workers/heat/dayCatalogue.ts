import { humidityAt } from "./radiation.ts";

/** A day as data: a town may edit it, or give its own hourly weather instead. */
export type CatalogueDay = {
  readonly highestC: number;
  readonly lowestC: number;
  readonly dewPointC: number;
  /** Warming on top, K; relative humidity stays as it is without. */
  readonly warmingK: number;
  readonly source: string;
};

const hot = {
  highestC: 35,
  lowestC: 20,
  dewPointC: 16,
  source:
    "assumption: cloudless day of a German heat wave (DWD: heißer Tag from 30 °C, Tropennacht from 20 °C), 32 % humidity in the afternoon",
};
const warmer = (warmingK: number): CatalogueDay => ({
  ...hot,
  warmingK,
  source: `${hot.source}; ${warmingK} K added, relative humidity kept (as climate projections find over land, roughly)`,
});

export const dayCatalogue = {
  hotDay: { ...hot, warmingK: 0 },
  hotDay15: warmer(1.5),
  hotDay20: warmer(2),
  hotDay30: warmer(3),
  summerDay: {
    highestC: 27,
    lowestC: 15,
    dewPointC: 13,
    warmingK: 0,
    source: "assumption: cloudless Sommertag (DWD: from 25 °C), 42 % humidity in the afternoon",
  },
} as const satisfies Record<string, CatalogueDay>;

/** Parton and Logan (1981), doi:10.1016/0002-1571(81)90105-9, air at 1.5 m: lag of the highest, decay at night, lag of the lowest. */
const lagOfHighestH = 1.86;
const nightDecay = 2.2;
const lagOfLowestH = -0.17;

/**
 * Air temperature and humidity of a catalogue day.
 * @param solarHour hours after midnight of mean solar time
 * @param sunriseHour the same of sunrise; sunset mirrors it at noon
 */
export function catalogueAir(
  day: CatalogueDay,
  solarHour: number,
  sunriseHour: number,
): { readonly airC: number; readonly humidityPercent: number } {
  const dayLength = 2 * (12 - sunriseHour);
  const sunset = sunriseHour + dayLength;
  const lowestAt = sunriseHour + lagOfLowestH;
  const range = day.highestC - day.lowestC;
  const byDay = (hour: number): number =>
    day.lowestC + range * Math.sin((Math.PI * (hour - lowestAt)) / (dayLength + 2 * lagOfHighestH));
  let airC: number;
  if (solarHour >= lowestAt && solarHour <= sunset) airC = byDay(solarHour);
  else {
    const sinceSunset = solarHour > sunset ? solarHour - sunset : solarHour + 24 - sunset;
    const night = 24 - sunset + lowestAt;
    // Parton and Logan's decay, drawn down so that it ends at the lowest temperature and not a degree above it.
    const left = Math.exp(-nightDecay);
    const share = (Math.exp((-nightDecay * sinceSunset) / night) - left) / (1 - left);
    airC = day.lowestC + (byDay(sunset) - day.lowestC) * Math.max(0, share);
  }
  return { airC: airC + day.warmingK, humidityPercent: humidityAt(airC, Math.min(day.dewPointC, airC)) };
}
