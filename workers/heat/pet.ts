/**
 * Physiologically Equivalent Temperature after Höppe (1999), doi:10.1007/s004840050118, in the form of VDI 3787 part 2:
 * the Munich energy balance model of a person (MEMI) is solved for skin, clothing and core, then the air temperature of
 * a room (Tmrt = air, 0.1 m/s, 12 hPa) is sought in which the same skin, clothing and sweat lose the same heat.
 */
export type Person = {
  readonly massKg: number;
  readonly heightM: number;
  readonly ageYears: number;
  readonly sex: "male" | "female";
  /** Heat of activity on top of the basic metabolic rate, W. */
  readonly activityW: number;
  /** Insulation of clothing, clo. */
  readonly clothingClo: number;
};

/** The person of VDI 3787 part 2: male, 35 years, 1.75 m, 75 kg, 0.9 clo, 80 W. */
export const vdiPerson: Person = {
  massKg: 75,
  heightM: 1.75,
  ageYears: 35,
  sex: "male",
  activityW: 80,
  clothingClo: 0.9,
};

const sigma = 5.67e-8;
const skinEmissivity = 0.99;
const clothingEmissivity = 0.95;
/** Share of the body that faces the surroundings, standing. */
const standingShare = 0.725;
const airHeatJPerKgK = 1010;
const evaporationJPerKg = 2.42e6;
const pressureHPa = 1013.25;
/** Heat that a litre of blood carries, W·h/(l·K): 1.06 kg/l · 3640 J/(kg·K) / 3600. */
const bloodWhPerLK = (1.06 * 3640) / 3600;
const mostBloodLPerM2H = 90;
const skinDiffusion = 0.79e7;
const kelvin = 273.2;

const magnusHPa = (celsius: number): number => 6.11 * 10 ** ((7.45 * celsius) / (235 + celsius));

/** What of a person does not depend on the surroundings. */
type Body = {
  readonly person: Person;
  readonly areaM2: number;
  readonly metabolismW: number;
  /** Ratio of clothed to bare surface, and the share of the body that is covered. */
  readonly clothingRatio: number;
  readonly coveredShare: number;
  readonly clothedAreaM2: number;
  readonly clothingResistance: number;
  /** Conductance of the clothing per K between skin and its outer surface, without the area, m. */
  readonly clothingPath: number;
};

export function bodyOf(person: Person): Body {
  const { massKg, heightM, ageYears, sex, activityW, clothingClo } = person;
  const areaM2 = 0.203 * massKg ** 0.425 * heightM ** 0.725;
  const slender = (heightM * 100) / Math.cbrt(massKg);
  const basic =
    sex === "male"
      ? 3.45 * massKg ** 0.75 * (1 + 0.004 * (30 - ageYears) + 0.01 * (slender - 43.4))
      : 3.19 * massKg ** 0.75 * (1 + 0.004 * (30 - ageYears) + 0.018 * (slender - 42.1));
  const clothingRatio = 1 + 0.15 * clothingClo;
  const coveredShare = Math.min(
    1,
    (173.51 * clothingClo - 2.36 - 100.76 * clothingClo ** 2 + 19.28 * clothingClo ** 3) / 100,
  );
  const clothingResistance = clothingClo / 6.45 / coveredShare;
  const coveredHeight =
    clothingClo >= 2 ? 1 : clothingClo > 0.6 ? (heightM - 0.2) / heightM : clothingClo > 0.3 ? 0.5 : 0.1;
  const round = 6.28 * heightM * coveredHeight;
  const outer = (areaM2 * (clothingRatio - 1 + coveredShare)) / round;
  const inner = (coveredShare * areaM2) / round;
  return {
    person,
    areaM2,
    metabolismW: basic + activityW,
    clothingRatio,
    coveredShare,
    clothedAreaM2: areaM2 * coveredShare + areaM2 * (clothingRatio - 1),
    clothingResistance,
    clothingPath: (round * (outer - inner)) / (clothingResistance * Math.log(outer / inner)),
  };
}

const vdiBody = bodyOf(vdiPerson);

/** The state in which a person gains as much heat as it loses. */
type Balance = {
  readonly skinC: number;
  readonly clothingC: number;
  readonly sweatW: number;
  readonly wettedness: number;
};

const convection = (windMPerS: number): number =>
  2.67 + 6.5 * windMPerS ** 0.67 * (pressureHPa / 1013.25) ** 0.55;

/** Heat lost by breathing, W (negative = loss). */
function respirationW(body: Body, airC: number, vapourHPa: number): number {
  const exhaledC = 0.47 * airC + 21;
  const flow = 1.44e-6 * body.metabolismW;
  const sensible = airHeatJPerKgK * (airC - exhaledC) * flow;
  const latent = ((0.623 * evaporationJPerKg) / pressureHPa) * (vapourHPa - magnusHPa(exhaledC)) * flow;
  return sensible + latent;
}

/**
 * The core temperature at which the metabolic heat passes to a skin of a temperature: 5.28 W/(m²·K) through tissue and the rest
 * with the blood, (6.3 + 75·(core − 36.6)) / (1 + 0.5·(34 − skin)) l/(m²·h), both differences not below 0, at most 90.
 */
function coreC(body: Body, heatW: number, skinC: number): number {
  const narrowing = 1 + 0.5 * Math.max(0, 34 - skinC);
  const perM2 = heatW / body.areaM2;
  const resting = 5.28 + (6.3 / narrowing) * bloodWhPerLK;
  const cool = skinC + perM2 / resting;
  if (cool <= 36.6) return cool;
  // (5.28 + (6.3 + 75·(c − 36.6))·b/n)·(c − skin) = heat, solved for x = c − 36.6.
  const slope = (75 / narrowing) * bloodWhPerLK;
  const gap = 36.6 - skinC;
  const half = (resting + slope * gap) / 2;
  const x = (-half + Math.sqrt(half * half - slope * (resting * gap - perM2))) / slope;
  if ((6.3 + 75 * x) / narrowing <= mostBloodLPerM2H) return 36.6 + x;
  return skinC + perM2 / (5.28 + mostBloodLPerM2H * bloodWhPerLK);
}

function balanceOf(body: Body, airC: number, tmrtC: number, windMPerS: number, vapourHPa: number): Balance {
  const hc = convection(windMPerS);
  const inner = body.metabolismW + respirationW(body, airC, vapourHPa);
  const radiant = (tmrtC + kelvin) ** 4;
  const perKelvin = body.clothingPath / body.clothedAreaM2;
  const evaporative =
    ((0.633 * hc) / (pressureHPa * airHeatJPerKgK)) *
    body.areaM2 *
    evaporationJPerKg *
    (1 / (1 + 0.92 * hc * body.clothingResistance));
  const state = { skinC: 0, clothingC: 0, sweatW: 0, wettedness: 0 };
  const gainW = (clothingC: number): number => {
    const outward = clothingEmissivity * sigma * ((clothingC + kelvin) ** 4 - radiant) * standingShare;
    const skinC = clothingC + (hc * (clothingC - airC) + outward) / perKelvin;
    const bareRadiation =
      body.areaM2 *
      standingShare *
      (1 - body.coveredShare) *
      skinEmissivity *
      sigma *
      (radiant - (skinC + kelvin) ** 4);
    const clothedRadiation = -outward * body.clothedAreaM2;
    const bareConvection = hc * (airC - skinC) * body.areaM2 * (1 - body.coveredShare);
    const clothedConvection = hc * (airC - clothingC) * body.clothedAreaM2;
    const bodyC = 0.1 * skinC + 0.9 * coreC(body, inner, skinC);
    const sweat = bodyC <= 36.6 ? 0 : (304.94 * (bodyC - 36.6) * body.areaM2) / 3_600_000;
    const produced = -evaporationJPerKg * (body.person.sex === "male" ? sweat : 0.7 * sweat);
    const vapourGap = vapourHPa - magnusHPa(skinC);
    const possible = evaporative * vapourGap;
    const wettedness = possible === 0 ? 1 : Math.min(1, produced / possible);
    // What cannot evaporate drips off; where the air is damper than the skin nothing evaporates.
    const evaporated = Math.min(0, produced - possible <= 0 ? possible : produced);
    const diffusion = (evaporationJPerKg / skinDiffusion) * body.areaM2 * (1 - wettedness) * vapourGap;
    state.skinC = skinC;
    state.clothingC = clothingC;
    state.sweatW = evaporated;
    state.wettedness = wettedness;
    return (
      inner + diffusion + evaporated + bareRadiation + clothedRadiation + bareConvection + clothedConvection
    );
  };
  // Clothing is no colder and no warmer than all that is around it, the person included.
  zeroOf(gainW, Math.min(airC, tmrtC, 20) - 5, Math.max(airC, tmrtC, 40) + 5);
  return { ...state };
}

/** The zero of a falling function by false position (Illinois); the last call is at the zero. */
function zeroOf(falling: (x: number) => number, low: number, high: number): number {
  let a = low;
  let b = high;
  let atA = falling(a);
  let atB = falling(b);
  let side = 0;
  let zero = a;
  for (let step = 0; step < 60; step += 1) {
    const guess = (a * atB - b * atA) / (atB - atA);
    zero = guess > a && guess < b ? guess : (a + b) / 2;
    const at = falling(zero);
    if (Math.abs(at) < 1e-3 || b - a < 1e-5) return zero;
    if (at > 0) {
      a = zero;
      atA = at;
      // An end that stays twice is weighed half, or the other would creep.
      if (side === 1) atB /= 2;
      side = 1;
    } else {
      b = zero;
      atB = at;
      if (side === -1) atA /= 2;
      side = -1;
    }
  }
  return zero;
}

/**
 * PET of one situation, °C.
 * @param windMPerS wind at the height of a person (1.1 m), m/s
 * @param vapourHPa water vapour pressure of the air, hPa (`petVapourHPa`)
 */
export function petC(
  airC: number,
  tmrtC: number,
  windMPerS: number,
  vapourHPa: number,
  body: Body = vdiBody,
): number {
  const { skinC, clothingC, sweatW, wettedness } = balanceOf(
    body,
    airC,
    tmrtC,
    Math.max(0.1, windMPerS),
    vapourHPa,
  );
  const hc = convection(0.1);
  const roomVapour = 12;
  const bareArea = body.areaM2 * standingShare * (1 - body.coveredShare);
  const diffusion =
    (evaporationJPerKg / skinDiffusion) * body.areaM2 * (1 - wettedness) * (roomVapour - magnusHPa(skinC));
  const gainW = (roomC: number): number => {
    const radiant = (roomC + kelvin) ** 4;
    return (
      body.metabolismW +
      respirationW(body, roomC, roomVapour) +
      diffusion +
      sweatW +
      bareArea * skinEmissivity * sigma * (radiant - (skinC + kelvin) ** 4) +
      standingShare *
        body.clothedAreaM2 *
        clothingEmissivity *
        sigma *
        (radiant - (clothingC + kelvin) ** 4) +
      hc * (roomC - skinC) * body.areaM2 * (1 - body.coveredShare) +
      hc * (roomC - clothingC) * body.clothedAreaM2
    );
  };
  // The warmer the room, the more heat is gained.
  return zeroOf((roomC) => -gainW(roomC), -80, 120);
}

/** Vapour pressure as the VDI programs take it, hPa. */
export const petVapourHPa = (airC: number, humidityPercent: number): number =>
  (humidityPercent / 100) * 6.105 * Math.exp((17.27 * airC) / (237.7 + airC));
