/**
 * Universal Thermal Climate Index after Bröde et al. (2012), doi:10.1007/s00484-011-0454-1: a polynomial of degree 6 in air
 * temperature, wind at 10 m, radiant excess (Tmrt − Ta) and vapour pressure.
 *
 * Coefficients in the order of the powers: vapour pressure (outermost), radiant excess, wind, air temperature (innermost).
 */
const coefficients = Float64Array.of(
  0.607562052,
  -0.0227712343,
  8.06470249e-4,
  -1.54271372e-4,
  -3.24651735e-6,
  7.32602852e-8,
  1.35959073e-9,
  -2.2583652,
  0.0880326035,
  0.00216844454,
  -1.53347087e-5,
  -5.72983704e-7,
  -2.55090145e-9,
  -0.751269505,
  -0.00408350271,
  -5.21670675e-5,
  1.94544667e-6,
  1.14099531e-8,
  0.158137256,
  -6.57263143e-5,
  2.22697524e-7,
  -4.16117031e-8,
  -0.0127762753,
  9.66891875e-6,
  2.52785852e-9,
  4.56306672e-4,
  -1.74202546e-7,
  -5.91491269e-6,
  0.398374029,
  1.83945314e-4,
  -1.7375451e-4,
  -7.60781159e-7,
  3.77830287e-8,
  5.43079673e-10,
  -0.0200518269,
  8.92859837e-4,
  3.45433048e-6,
  -3.77925774e-7,
  -1.69699377e-9,
  1.69992415e-4,
  -4.99204314e-5,
  2.47417178e-7,
  1.07596466e-8,
  8.49242932e-5,
  1.35191328e-6,
  -6.21531254e-9,
  -4.99410301e-6,
  -1.89489258e-8,
  8.15300114e-8,
  7.5504309e-4,
  -5.65095215e-5,
  -4.52166564e-7,
  2.46688878e-8,
  2.42674348e-10,
  1.5454725e-4,
  5.2411097e-6,
  -8.75874982e-8,
  -1.50743064e-9,
  -1.56236307e-5,
  -1.33895614e-7,
  2.49709824e-9,
  6.51711721e-7,
  1.94960053e-9,
  -1.00361113e-8,
  -1.21206673e-5,
  -2.1820366e-7,
  7.51269482e-9,
  9.79063848e-11,
  1.25006734e-6,
  -1.81584736e-9,
  -3.52197671e-10,
  -3.3651463e-8,
  1.35908359e-10,
  4.1703262e-10,
  -1.30369025e-9,
  4.13908461e-10,
  9.22652254e-12,
  -5.08220384e-9,
  -2.24730961e-11,
  1.17139133e-10,
  6.62154879e-10,
  4.0386326e-13,
  1.95087203e-12,
  -4.73602469e-12,
  5.12733497,
  -0.312788561,
  -0.0196701861,
  9.9969087e-4,
  9.51738512e-6,
  -4.66426341e-7,
  0.548050612,
  -0.00330552823,
  -0.0016411944,
  -5.16670694e-6,
  9.52692432e-7,
  -0.0429223622,
  0.00500845667,
  1.00601257e-6,
  -1.81748644e-6,
  -1.25813502e-3,
  -1.79330391e-4,
  2.34994441e-6,
  1.29735808e-4,
  1.2906487e-6,
  -2.28558686e-6,
  -0.0369476348,
  0.00162325322,
  -3.1427968e-5,
  2.59835559e-6,
  -4.77136523e-8,
  8.6420339e-3,
  -6.87405181e-4,
  -9.13863872e-6,
  5.15916806e-7,
  -3.59217476e-5,
  3.28696511e-5,
  -7.10542454e-7,
  -1.243823e-5,
  -7.385844e-9,
  2.20609296e-7,
  -7.3246918e-4,
  -1.87381964e-5,
  4.80925239e-6,
  -8.7549204e-8,
  2.7786293e-5,
  -5.06004592e-6,
  1.14325367e-7,
  2.53016723e-6,
  -1.72857035e-8,
  -3.95079398e-8,
  -3.59413173e-7,
  7.04388046e-7,
  -1.89309167e-8,
  -4.79768731e-7,
  7.96079978e-9,
  1.62897058e-9,
  3.94367674e-8,
  -1.18566247e-9,
  3.34678041e-10,
  -1.15606447e-10,
  -2.80626406,
  0.548712484,
  -0.0039942841,
  -9.54009191e-4,
  1.93090978e-5,
  -0.308806365,
  0.0116952364,
  4.95271903e-4,
  -1.90710882e-5,
  0.00210787756,
  -6.98445738e-4,
  2.30109073e-5,
  4.1785659e-4,
  -1.27043871e-5,
  -3.04620472e-6,
  0.0514507424,
  -0.00432510997,
  8.99281156e-5,
  -7.14663943e-7,
  -2.66016305e-4,
  2.63789586e-4,
  -7.01199003e-6,
  -1.06823306e-4,
  3.61341136e-6,
  2.29748967e-7,
  3.04788893e-4,
  -6.42070836e-5,
  1.16257971e-6,
  7.68023384e-6,
  -5.47446896e-7,
  -3.5993791e-8,
  -4.36497725e-6,
  1.68737969e-7,
  2.67489271e-8,
  3.23926897e-9,
  -0.0353874123,
  -0.22120119,
  0.0155126038,
  -2.63917279e-4,
  0.0453433455,
  -0.00432943862,
  1.45389826e-4,
  2.1750861e-4,
  -6.66724702e-5,
  3.3321714e-5,
  -0.00226921615,
  3.80261982e-4,
  -5.45314314e-9,
  -7.96355448e-4,
  2.53458034e-5,
  -6.31223658e-6,
  3.02122035e-4,
  -4.77403547e-6,
  1.73825715e-6,
  -4.09087898e-7,
  0.614155345,
  -0.0616755931,
  0.00133374846,
  0.00355375387,
  -5.13027851e-4,
  1.02449757e-4,
  -0.00148526421,
  -4.11469183e-5,
  -6.80434415e-6,
  -9.77675906e-6,
  0.0882773108,
  -0.00301859306,
  0.00104452989,
  2.47090539e-4,
  0.00148348065,
);

/** Range in which the polynomial was fitted; inputs beyond it are brought to its rim. */
const utciLimits = {
  windMPerS: { low: 0.5, high: 17 },
  radiantExcessK: { low: -30, high: 70 },
  airC: { low: -50, high: 50 },
  vapourHPa: 50,
  humidityPercent: 5,
} as const;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Saturation vapour pressure over water, hPa (Hardy 1998, ITS-90), as UTCI uses it. */
export function saturationVapourHPa(airC: number): number {
  const kelvin = airC + 273.15;
  const log =
    2.7150305 * Math.log(kelvin) -
    2836.5744 / kelvin ** 2 -
    6028.076559 / kelvin +
    19.54263612 -
    0.02737830188 * kelvin +
    0.000016261698 * kelvin ** 2 +
    7.0229056e-10 * kelvin ** 3 -
    1.8680009e-13 * kelvin ** 4;
  return Math.exp(log) * 0.01;
}

/**
 * UTCI where air temperature and humidity are the same everywhere: what is left is a polynomial of degree 6 in the
 * radiant excess for each wind speed. `into` takes its seven coefficients, lowest power first.
 */
export function collapseUtci(
  airC: number,
  humidityPercent: number,
  windMPerS: number,
  into: Float64Array,
): void {
  const air = clamp(airC, utciLimits.airC.low, utciLimits.airC.high);
  const humidity = clamp(humidityPercent, utciLimits.humidityPercent, 100);
  const wind = clamp(windMPerS, utciLimits.windMPerS.low, utciLimits.windMPerS.high);
  const vapourKPa = Math.min(utciLimits.vapourHPa, (saturationVapourHPa(air) * humidity) / 100) / 10;
  into.fill(0, 0, 7);
  let at = 0;
  let vapourPower = 1;
  for (let l = 0; l <= 6; l += 1) {
    for (let k = 0; k <= 6 - l; k += 1) {
      let windPower = vapourPower;
      for (let j = 0; j <= 6 - l - k; j += 1) {
        let power = windPower;
        for (let i = 0; i <= 6 - l - k - j; i += 1) {
          into[k] += coefficients[at] * power;
          power *= air;
          at += 1;
        }
        windPower *= wind;
      }
    }
    vapourPower *= vapourKPa;
  }
  into[0] += air;
}

/** The collapsed polynomial at a radiant excess, °C. */
export function collapsedUtci(polynomial: Float64Array, radiantExcessK: number): number {
  const d = clamp(radiantExcessK, utciLimits.radiantExcessK.low, utciLimits.radiantExcessK.high);
  const [c0, c1, c2, c3, c4, c5, c6] = polynomial;
  return c0 + d * (c1 + d * (c2 + d * (c3 + d * (c4 + d * (c5 + d * c6)))));
}

const scratch = new Float64Array(7);

/** UTCI of one situation, °C. Wind at 10 m; inputs beyond the range of the fit are brought to its rim (`utciLimits`). */
export function utciC(airC: number, humidityPercent: number, tmrtC: number, wind10MPerS: number): number {
  collapseUtci(airC, humidityPercent, wind10MPerS, scratch);
  return collapsedUtci(scratch, tmrtC - airC);
}
