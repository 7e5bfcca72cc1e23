import type { ParameterSchema } from "#twin/parameters.ts";

type Values = Readonly<Record<string, unknown>>;

/** A group of conditions in the form, and when each of its fields has a meaning. */
export type ConditionGroup = { readonly id: string; readonly keys: readonly string[] };

/** How a model's conditions are laid out: what is chosen by name, and the groups of details. */
export type ConditionLayout = {
  /** The choice that stands above everything else. */
  readonly named: string | null;
  readonly groups: readonly ConditionGroup[];
  readonly applies: (key: string, values: Values) => boolean;
};

const always = (): boolean => true;

const floodLayout: ConditionLayout = {
  named: "storm",
  groups: [
    {
      id: "rain",
      keys: [
        "rainDepthMm",
        "rainDurationMin",
        "depthDuration",
        "depthUncertainty",
        "band",
        "rainFactorPercent",
        "afterRainMin",
      ],
    },
    { id: "ground", keys: ["infiltration", "soil", "moisture", "abstractionRatio", "sewerMmPerH"] },
    {
      id: "edges",
      keys: ["boundary", "inflowAt", "inflowX", "inflowY", "inflowWidthM", "inflowHydrograph"],
    },
    { id: "method", keys: ["scheme", "frameIntervalS"] },
  ],
  applies(key, values) {
    const { storm, infiltration, inflowAt } = values;
    const inflow = inflowAt !== "none";
    const rules: Readonly<Record<string, boolean>> = {
      rainDepthMm: storm === "customBlock",
      rainDurationMin: storm === "customBlock" || storm === "customEulerTypeTwo",
      depthDuration: storm === "customEulerTypeTwo",
      depthUncertainty: storm === "customEulerTypeTwo" && values.band !== "central",
      band: storm === "rare" || storm === "exceptional" || storm === "customEulerTypeTwo",
      soil: infiltration !== "none",
      moisture: infiltration !== "none",
      abstractionRatio: infiltration === "curveNumber",
      inflowX: inflowAt === "point",
      inflowY: inflowAt === "point",
      inflowWidthM: inflow,
      inflowHydrograph: inflow,
    };
    return rules[key] ?? true;
  },
};

const heatLayout: ConditionLayout = {
  named: "day",
  groups: [
    { id: "day", keys: ["year", "month", "dayOfMonth", "hourFrom", "hourTo", "statedHour", "clock"] },
    {
      id: "ownWeather",
      keys: [
        "ownAirC",
        "ownHumidityPercent",
        "ownWindMPerS",
        "ownGlobalWPerM2",
        "ownDiffuseWPerM2",
        "ownUtcOffsetH",
        "ownStamp",
      ],
    },
    { id: "weather", keys: ["windMPerS", "shelterPercent"] },
    { id: "body", keys: ["leafTransmissivityPercent", "absorptivityLongWave"] },
    { id: "surfaces", keys: ["surfaces"] },
  ],
  applies: (key, values) => !key.startsWith("own") || values.day === "own",
};

const sunLayout: ConditionLayout = {
  named: null,
  groups: [
    { id: "day", keys: ["month", "day", "stepMin", "leaves", "lowestSunDeg"] },
    {
      id: "year",
      keys: [
        "yearly",
        "monthlyRadiation",
        "groundAlbedo",
        "moduleEfficiencyPercent",
        "performanceRatio",
        "usableRoofShare",
        "usableFacadeShare",
        "leastYearlyKwhPerM2",
      ],
    },
  ],
  applies: (key, values) =>
    key === "yearly" || values.yearly === true || sunLayout.groups[0].keys.includes(key),
};

const serviceDayKeys = [
  "serviceDay",
  "year",
  "month",
  "day",
  "departureH",
  "departures",
  "stopWalkMin",
  "changeWalkMin",
];
const ownDate = new Set(["year", "month", "day"]);
const paces: Readonly<Record<string, string>> = {
  adultKmh: "adult",
  childKmh: "child",
  seniorKmh: "senior",
};

const accessLayout: ConditionLayout = {
  named: "walker",
  groups: [
    { id: "day", keys: ["within", ...serviceDayKeys] },
    { id: "all", keys: [...Object.keys(paces), "bikeKmh", "carPercent"] },
  ],
  applies: (key, values) =>
    ownDate.has(key)
      ? values.serviceDay === "date"
      : !Object.hasOwn(paces, key) || paces[key] === values.walker,
};

const reachLayout: ConditionLayout = {
  named: "mode",
  groups: [
    { id: "day", keys: serviceDayKeys },
    { id: "all", keys: ["fromX", "fromY", ...Object.keys(paces), "bikeKmh", "carPercent"] },
  ],
  applies(key, values) {
    const { mode } = values;
    if (serviceDayKeys.includes(key))
      return mode === "transit" && (!ownDate.has(key) || values.serviceDay === "date");
    const rules: Readonly<Record<string, boolean>> = {
      adultKmh: mode !== "childFoot" && mode !== "seniorFoot",
      childKmh: mode === "childFoot",
      seniorKmh: mode === "seniorFoot",
      bikeKmh: mode === "bike",
      carPercent: mode === "car",
    };
    return rules[key] ?? true;
  },
};

const trafficLayout: ConditionLayout = {
  named: "demand",
  groups: [
    { id: "when", keys: ["hour", "baseYear"] },
    {
      id: "trips",
      keys: [
        "tripsPerPersonDay",
        "walkPercent",
        "bikePercent",
        "transitPercent",
        "carPercent",
        "personsPerCar",
        "reachKm",
      ],
    },
    { id: "outside", keys: ["leavingPercent", "visitorsPercent", "throughPercent", "outsideKm"] },
    {
      id: "network",
      keys: ["classes", "bprPower", "junctionDelayPercent", "zoneSizeM"],
    },
    { id: "choice", keys: ["timeValueEurPerH", "carEurPerKm", "waitWeight", "changeMin"] },
    { id: "counts", keys: ["counts", "calibrate", "demandBoundPercent", "capacityBoundPercent"] },
  ],
  applies: (key, { calibrate }) => !key.endsWith("BoundPercent") || calibrate === true,
};

const noiseLayout: ConditionLayout = {
  named: null,
  groups: [
    {
      id: "vehicles",
      keys: ["demand", "speed", "asphalt", "heavyPrimaryPercent", "heavyLinkPercent", "heavyLocalPercent"],
    },
    { id: "times", keys: ["nightPercent", "eveningRatio"] },
    { id: "sound", keys: ["reachM", "reflections"] },
  ],
  applies: always,
};

const layouts: Readonly<Record<string, ConditionLayout>> = {
  flood: floodLayout,
  heat: heatLayout,
  sun: sunLayout,
  access: accessLayout,
  reach: reachLayout,
  traffic: trafficLayout,
  noise: noiseLayout,
};

/** The layout of a model; one without a layout of its own gets all its fields in one group. */
export function conditionLayout(modelId: string, schema: ParameterSchema): ConditionLayout {
  const layout = Object.hasOwn(layouts, modelId) ? layouts[modelId] : undefined;
  if (layout === undefined) {
    return { named: null, groups: [{ id: "all", keys: Object.keys(schema) }], applies: always };
  }
  const known = new Set([layout.named, ...layout.groups.flatMap((group) => group.keys)]);
  const rest = Object.keys(schema).filter((key) => !known.has(key));
  if (rest.length === 0) return layout;
  // A condition that was added to the model still has a place.
  return { ...layout, groups: [...layout.groups, { id: "all", keys: rest }] };
}
