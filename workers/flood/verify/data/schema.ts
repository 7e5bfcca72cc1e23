import * as v from "valibot";

/** The description of a case on disk; docs/flood-case-format.md explains each key. */

const finite = v.pipe(v.number(), v.finite());
const positive = v.pipe(finite, v.minValue(0));
const point = v.tuple([finite, finite]);
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
/** A file of the case's own folder. */
const file = v.pipe(
  text,
  v.check(
    (name) => !name.split(/[\\/]/).includes("..") && !/^([\\/]|[a-z]:)/i.test(name),
    "must lie within the case's folder",
  ),
);
const numberOrFile = (number: v.GenericSchema<number>) =>
  v.union([number, v.strictObject({ file })], 'must be a number or { "file": … }');

const boundary = v.union(
  [v.picklist(["closed", "free"]), v.strictObject({ levelM: finite })],
  'must be "closed", "free" or { "levelM": number }',
);
const edge = v.picklist(["west", "east", "north", "south"]);
/** Times may stand twice (a step), but never go back. */
const series = v.pipe(
  v.array(v.tuple([finite, finite])),
  v.minLength(1),
  v.maxLength(200_000),
  v.check((rows) => rows.every(([t], i) => i === 0 || t >= rows[i - 1][0]), "times must not go back"),
);
const flowSeries = v.pipe(
  series,
  v.check((rows) => rows.every(([, x]) => x >= 0), "must not be negative"),
);
const column = v.union([text, v.pipe(v.number(), v.integer(), v.minValue(0))]);
const unit = v.pipe(finite, v.minValue(1e-9));
const table = v.strictObject({
  file,
  time: column,
  value: column,
  /** What a time of the file is in seconds (60 for minutes), a value in the quantity's unit. */
  timeScale: v.optional(unit),
  scale: v.optional(unit),
});
const reference = v.union(
  [table, v.strictObject({ points: series })],
  'must be { "file", "time", "value" } or { "points": [[s, value], …] }, with rising times',
);

const rain = v.union(
  [
    v.strictObject({
      block: v.strictObject({ depthMm: positive, durationMin: v.pipe(finite, v.minValue(0.01)) }),
    }),
    /** Steps: from each time on (s) this intensity (mm/h); the last entry ends the rain with 0. */
    v.strictObject({ stepsMmPerH: flowSeries }),
    v.strictObject({ stepsMmPerH: table }),
    v.strictObject({ eulerTypeTwo: v.strictObject({ depthDuration: series, durationMin: finite }) }),
  ],
  'must be one of { "block": { "depthMm", "durationMin" } }, { "eulerTypeTwo": { "depthDuration", "durationMin" } } and { "stepsMmPerH" }, in numbers',
);

const infiltration = v.variant("law", [
  v.strictObject({
    law: v.literal("greenAmpt"),
    conductivityMmPerH: numberOrFile(positive),
    suctionMm: positive,
    moistureDeficit: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  }),
  v.strictObject({
    law: v.literal("horton"),
    initialMmPerH: positive,
    finalMmPerH: positive,
    decayPerH: v.pipe(finite, v.minValue(1e-6)),
  }),
  v.strictObject({
    law: v.literal("curveNumber"),
    curveNumber: numberOrFile(v.pipe(finite, v.minValue(1), v.maxValue(100))),
    abstractionRatio: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(1)), 0.2),
  }),
]);

const hydrograph = v.union([flowSeries, table], 'must be [[s, m³/s], …] or { "file", "time", "value" }');
const inflow = v.union(
  [
    v.strictObject({ at: point, radiusM: v.optional(positive, 0), hydrographM3PerS: hydrograph }),
    v.strictObject({ line: v.pipe(v.array(point), v.minLength(2)), hydrographM3PerS: hydrograph }),
    /** Stretch of an edge, by coordinates along it. */
    v.strictObject({ edge, from: finite, to: finite, hydrographM3PerS: hydrograph }),
  ],
  'needs "hydrographM3PerS" and one of "at" (two numbers, with "radiusM"), "line", and "edge" with "from" and "to"',
);

const ring = v.pipe(v.array(point), v.minLength(3));
const initial = v.union(
  [
    v.strictObject({ depthM: numberOrFile(positive) }),
    v.strictObject({ levelM: numberOrFile(finite) }),
    /** Still water by rings, the first that holds a cell counts; dry elsewhere. */
    v.strictObject({ levels: v.array(v.strictObject({ ring, levelM: finite })) }),
  ],
  'must be one of { "depthM" }, { "levelM" } and { "levels": [{ "ring", "levelM" }] }',
);

const seriesBounds = v.strictObject({
  rmse: v.optional(positive),
  maxError: v.optional(positive),
  meanError: v.optional(positive),
  nse: v.optional(finite),
});

const caseSchema = v.strictObject({
  format: v.literal("planfall-flood-case"),
  version: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,80}$/)),
  title: v.optional(v.pipe(v.string(), v.maxLength(300)), ""),
  terrain: v.strictObject({ file }),
  manningN: numberOrFile(v.pipe(finite, v.minValue(0.001), v.maxValue(1))),
  buildings: v.optional(
    v.strictObject({
      file,
      /** void: no water inside, roof rain to the ground around. raised: the bed is lifted, rain flows off it. */
      as: v.picklist(["void", "raised"]),
      heightM: v.optional(positive, 10),
    }),
  ),
  barriers: v.optional(
    v.array(v.strictObject({ line: v.pipe(v.array(point), v.minLength(2)), crestM: finite })),
    [],
  ),
  rain: v.optional(rain),
  /** A steady loss of surface water (drains, simple infiltration), mm/h. */
  lossMmPerH: v.optional(numberOrFile(positive), 0),
  infiltration: v.optional(infiltration),
  depressionStorageMm: v.optional(numberOrFile(positive), 0),
  inflows: v.optional(v.array(inflow), []),
  initial: v.optional(initial),
  boundaries: v.optional(
    v.union(
      [boundary, v.strictObject({ west: boundary, east: boundary, north: boundary, south: boundary })],
      'must be "closed", "free", { "levelM": number }, or an object with west, east, north and south',
    ),
    "closed",
  ),
  schemes: v.optional(v.pipe(v.array(v.picklist(["localInertia", "fullShallowWater"])), v.minLength(1)), [
    "localInertia",
  ]),
  durationS: v.pipe(finite, v.minValue(0.01), v.maxValue(864_000)),
  /** Longest time between two exchanges of ground and kernel, and between gauge readings, s. */
  exchangeS: v.optional(v.pipe(finite, v.minValue(0.001), v.maxValue(60))),
  gauges: v.optional(
    v.array(
      v.strictObject({
        id: text,
        at: point,
        quantity: v.optional(v.picklist(["depth", "level"]), "depth"),
        reference: v.optional(reference),
        /** Only this part of the time is compared, s. */
        fromS: v.optional(finite),
        toS: v.optional(finite),
        bounds: v.optional(seriesBounds, {}),
      }),
    ),
    [],
  ),
  /** Flow over all edges together, m³/s. */
  outflow: v.optional(v.strictObject({ reference, bounds: v.optional(seriesBounds, {}) })),
  references: v.optional(
    v.array(
      v.strictObject({
        quantity: v.picklist(["maxDepth", "depth", "level", "maxSpeed"]),
        file,
        /** For "depth" and "level": the moment, s. */
        timeS: v.optional(positive),
        /** Unit of the file in metres (0.001 for millimetres) or m/s. */
        scale: v.optional(v.pipe(finite, v.minValue(1e-9)), 1),
        bounds: v.optional(
          v.strictObject({
            meanError: v.optional(positive),
            maxError: v.optional(positive),
            rmse: v.optional(positive),
            csi: v.optional(v.array(v.strictObject({ threshold: positive, atLeast: v.optional(finite) }))),
          }),
          {},
        ),
      }),
    ),
    [],
  ),
  bounds: v.optional(
    v.strictObject({ massErrorRelative: v.optional(positive, 5e-6), maxDepthM: v.optional(positive) }),
    { massErrorRelative: 5e-6 },
  ),
});

export type CaseDescription = v.InferOutput<typeof caseSchema>;
export type SeriesBounds = v.InferOutput<typeof seriesBounds>;

/** @throws Error that names the first wrong keys */
export function parseCase(json: unknown): CaseDescription {
  const parsed = v.safeParse(caseSchema, json);
  if (parsed.success) return parsed.output;
  const issues = parsed.issues.slice(0, 5).map((issue) => {
    const path = v.getDotPath(issue) ?? "case";
    return `${path}: ${issue.message}`;
  });
  throw new Error(`The case does not follow docs/flood-case-format.md. ${issues.join("; ")}`);
}
