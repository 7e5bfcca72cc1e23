export const severities = ["killed", "severe", "slight"] as const;
export type Severity = (typeof severities)[number];

type Ends = { readonly low: number; readonly value: number; readonly high: number };

/**
 * Exponents of mean speed in towns. Middle values are those that others cite from Elvik (2009), The Power Model of the
 * relationship between speed and road safety; the report itself was not at hand. Ends are own judgement: exponents fall with the
 * initial speed (Elvik 2013, abstract), and others found that they do not carry over as they are to urban main streets.
 */
export const speedExponents: Readonly<Record<Severity, Ends>> = {
  killed: { low: 1.5, value: 3, high: 4.5 },
  severe: { low: 1, value: 1.75, high: 2.5 },
  slight: { low: 0.6, value: 1.05, high: 1.5 },
};

/** How casualties follow the kilometres driven: in proportion, or less than that (own judgement). */
const exposureExponents: Ends = { low: 0.7, value: 1, high: 1 };

/** Traffic of some streets, row by row: mean speed and vehicle kilometres. */
type StreetExposure = { readonly speedKmh: ArrayLike<number>; readonly vehKm: ArrayLike<number> };

/**
 * Casualties after a change over those before, by severity (1 = as many): N' = N · (v'/v)^e on every street, weighted by the
 * kilometres driven there, with the same risk a kilometre on all streets to begin with. Ends: over the ranges of both exponents.
 * Null where nothing drove before.
 *
 * @throws RangeError where the two sides have different streets
 */
export function safetyChange(
  before: StreetExposure,
  after: StreetExposure,
): Readonly<Record<Severity, Ends>> | null {
  const streets = before.vehKm.length;
  if (
    after.vehKm.length !== streets ||
    after.speedKmh.length !== streets ||
    before.speedKmh.length !== streets
  )
    throw new RangeError("safetyChange needs the same streets before and after");
  const driven = sumOf(before.vehKm);
  if (!(driven > 0)) return null;
  const exposure = sumOf(after.vehKm) / driven;
  const ratio = (speedExponent: number, exposureExponent: number): number => {
    let sum = 0;
    for (let i = 0; i < streets; i += 1) {
      const vehKm = after.vehKm[i];
      if (!(vehKm > 0)) continue;
      const speed = after.speedKmh[i] / before.speedKmh[i];
      sum += vehKm * (Number.isFinite(speed) && speed > 0 ? speed ** speedExponent : 1);
    }
    return exposure > 0 ? (sum / driven) * exposure ** (exposureExponent - 1) : 0;
  };
  const of = ({ low, value, high }: Ends): Ends => {
    const corners = [low, value, high].flatMap((e) => [
      ratio(e, exposureExponents.low),
      ratio(e, exposureExponents.high),
    ]);
    return {
      low: Math.min(...corners),
      value: ratio(value, exposureExponents.value),
      high: Math.max(...corners),
    };
  };
  return {
    killed: of(speedExponents.killed),
    severe: of(speedExponents.severe),
    slight: of(speedExponents.slight),
  };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i] > 0) sum += values[i];
  return sum;
}
