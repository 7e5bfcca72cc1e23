import type { SpeedFunction } from "./speedFunction.ts";

/**
 * Hot exhaust factors over mean speed. Units: NOx and PM g/km, fuel g/km, energy MJ/km.
 *
 * Cars and vans: EMEP/EEA air pollutant emission inventory guidebook 2013, update September 2014, 1.A.3.b.i–iv, tables 3-41
 * and 3-47 and annex, as transcribed in the public input tables of pollemission (ENPC and INRIA), where they were read. The
 * tables of 2023 were not at hand. Rows with a slip of the pen there (fuel of petrol cars of 0.8–1.4 l, Euro 4) are left out.
 *
 * Urban buses: EMEP/EEA guidebook 2019, as in gtfs2emis (IPEA): slope 0, load one half, diesel.
 *
 * Source of all: European Environment Agency, reuse with attribution.
 */

const rational6 = (from: number, to: number, ...c: number[]): SpeedFunction => ({
  form: "rational6",
  c,
  from,
  to,
});
const rational7 = (from: number, to: number, ...c: number[]): SpeedFunction => ({
  form: "rational7",
  c,
  from,
  to,
});
const polynomial = (from: number, to: number, ...c: number[]): SpeedFunction => ({
  form: "polynomial",
  c,
  from,
  to,
});
const powers = (from: number, to: number, ...c: number[]): SpeedFunction => ({
  form: "powers",
  c,
  from,
  to,
});
/** The same at every speed. */
const constant = (value: number): SpeedFunction => ({
  form: "polynomial",
  c: [0, 0, 0, 0, 0, value],
  from: 5,
  to: 130,
});

/** Fuel of petrol cars, Euro 4: under 0.8 l, 1.4–2.0 l, over 2.0 l; later ones were not to be read. */
export const petrolFuel = {
  small: rational6(10, 130, 1.1e2, 2.61e-2, -1.67, 2.25e-4, 3.12e-2, 0),
  middle: rational6(10, 130, 1.74e2, 6.85e-2, 3.64e-1, -2.47e-4, 8.74e-3, 0),
  large: rational6(10, 130, 2.85e2, 7.28e-2, -1.37e-1, -4.16e-4, 0, 0),
} as const;

export const carNox = {
  petrol4: rational6(10, 130, 1.06e-1, 0, -1.58e-3, 0, 7.1e-6, 0),
  petrol5: rational6(
    5,
    130,
    1.89162423721929e-1,
    1.57150642277298,
    8.15475056795118e-2,
    2.73277584653183e-2,
    -2.48891758871523e-4,
    -2.68467236498228e-1,
  ),
  petrol6: rational6(
    5,
    130,
    4.74232144011732e-1,
    5.62174646182347,
    3.4057776316908e-1,
    8.37628818222108e-2,
    -1.51582670291725e-3,
    -1.19108669518198,
  ),
  diesel4: rational6(10, 130, 1.11, 0, -2.02e-2, 0, 1.48e-4, 0),
  diesel5: rational6(
    10,
    130,
    9.45951726803471e-1,
    4.26427180715127e-3,
    -1.13814672152656e-2,
    -5.15046309611901e-5,
    6.67136017103076e-5,
    1.92360814937222,
  ),
  diesel6: rational6(
    10,
    130,
    4.35878739216399e-1,
    1.0043458209809e-2,
    -5.38678917114701e-3,
    -1.02361228021439e-4,
    2.90466371398504e-5,
    -4.60704413796774e-1,
  ),
  diesel6c: rational6(
    10,
    130,
    2.32969684699398e-1,
    1.00434525476731e-2,
    -2.87914721497244e-3,
    -1.02361178032669e-4,
    1.55249385683433e-5,
    -2.46238574993582e-1,
  ),
} as const;

export const carPm = {
  petrol4: constant(1.28e-3),
  petrol5: polynomial(
    10,
    130,
    1.44418691469204e-13,
    1.16177379697994e-10,
    -3.37041793322551e-8,
    3.114143374502e-6,
    -1.25293028719836e-4,
    3.2983012276569e-3,
  ),
  petrol6: polynomial(
    10,
    130,
    2.31327071341798e-13,
    1.25693087482587e-11,
    -1.10033255634716e-8,
    1.23469539655306e-6,
    -6.28705400358073e-5,
    2.72190890884376e-3,
  ),
  diesel4: rational6(10, 130, 4.5e-2, 0, -5.39e-4, 0, 3.48e-6, 0),
  diesel5: {
    form: "logistic",
    c: [1.16704392923839e-3, 10.6122773565105, -6.48363073978964, 5.67498081980885e-1, 1.22605453342893e-2],
    from: 10,
    to: 130,
  },
  diesel6: rational6(
    10,
    130,
    -1.2096678477246e18,
    1.62962988369783e20,
    1.78579673699442e18,
    2.89348021465935e19,
    1.16718439340665e16,
    4.08870518286192e18,
  ),
} as const satisfies Record<string, SpeedFunction>;

export const vanFuel = {
  diesel5: powers(10, 110, 3.94837976252035e2, -4.9613774123263e-1, 1.48840685428499e-3, 2.16870603425205),
  diesel6: powers(10, 110, 1.26454210765215e-3, 2.18849662535353, 3.78560929069532e2, -4.96520239494513e-1),
} as const;

export const vanNox = {
  diesel5: rational6(
    10,
    110,
    5.13964310564997e-1,
    -1.44045615457233e-2,
    -8.5517178196268e-3,
    5.68278208347079e-5,
    4.30258112883159e-5,
    3.43040791757506,
  ),
  diesel6: rational6(
    10,
    110,
    1.83151183286289e-1,
    -1.44601695037324e-2,
    -3.07057962776523e-3,
    5.71467904466929e-5,
    1.53909090018264e-5,
    1.226777180674,
  ),
  diesel6c: rational6(
    10,
    110,
    9.70700827871402e-2,
    -1.44601740044966e-2,
    -1.62740617693447e-3,
    5.71468043699909e-5,
    8.15716981889983e-6,
    6.5019204957297e-1,
  ),
} as const;

export const vanPm = {
  diesel5: powers(10, 110, 2.79348007833062e-14, 5.0522506539708, 1.54717075251915e-2, -7.04447980108452e-1),
  diesel6: {
    form: "reciprocal",
    c: [63.4865106704373, 31.4295962514057, -2.03548454116083e-1],
    from: 10,
    to: 110,
  },
} as const satisfies Record<string, SpeedFunction>;

/** Urban buses, diesel: midi up to 15 t, standard 15–18 t. Energy in MJ/km. */
export const busRows = {
  standardV: {
    energy: rational7(
      5,
      85,
      -0.000234263438032306,
      -0.010102311471057,
      3.44647787320417,
      4.53931683520842,
      -8.27687128466504e-5,
      0.00655835406931008,
      0.151315345197098,
    ),
    nox: rational7(
      5,
      85,
      0.000353348102039702,
      -0.0561829022680765,
      2.65091227404064,
      7.87360468889005,
      -6.23807914060858e-5,
      0.0065929959703913,
      0.13094553823857,
    ),
    pm: rational7(
      10,
      85,
      0.00596889982872827,
      0.325457602025553,
      -0.963548706878983,
      1.23749170668964,
      0.335407084053146,
      -0.640487161223821,
      1.4710919852504,
    ),
  },
  standardVI: {
    energy: rational7(
      5,
      85,
      -0.000313881923547988,
      -0.0145484315009182,
      5.33927720306299,
      4.32988739703353,
      -0.000119639044053958,
      0.0102176505703206,
      0.211097947587396,
    ),
    nox: rational7(
      5,
      85,
      -0.000578230359829594,
      0.0852369783371723,
      -1.22508586507569,
      5.92250855592671,
      0.00411530569428363,
      -0.040690214275321,
      0.154767302599627,
    ),
    pm: rational7(
      10,
      85,
      7.71995488807488e-6,
      -0.000391047639434465,
      -0.00656661942896133,
      0.573223654831619,
      0.00327420443890902,
      -0.270774684952744,
      6.74939227737752,
    ),
  },
  midiVI: {
    energy: rational7(
      5,
      85,
      9.95927671588625e-5,
      -0.0116724243156593,
      2.33089811247895,
      2.969211666042,
      -3.63854657315728e-5,
      0.00494235537214587,
      0.13563680911328,
    ),
    nox: rational7(
      5,
      85,
      -0.000453809227199257,
      0.0722818066093269,
      -0.971384415476806,
      5.14597903172487,
      0.00461209912741629,
      -0.0442056922590449,
      0.174233315933982,
    ),
    pm: rational7(
      10,
      85,
      3.55555412150815e-6,
      -0.000342901931298363,
      0.00355229640441273,
      0.625755106134152,
      0.00141007412198737,
      -0.197510409876192,
      9.24962050307952,
    ),
  },
} as const;
