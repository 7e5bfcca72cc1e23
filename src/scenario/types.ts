import type { Point } from "#twin/frame.ts";
import type { LayerOperation, Shape } from "#twin/operations.ts";
import type { ParameterSchema, ParametersOf } from "#twin/parameters.ts";
import type { Twin } from "#twin/twin.ts";

/** What the user draws or chooses. Frame offsets, metres; buildings, street sections and transit lines by their stable ids. */
export type MeasureGeometry =
  | { readonly type: "point"; readonly at: Point }
  | { readonly type: "line"; readonly points: readonly Point[] }
  | { readonly type: "area"; readonly ring: readonly Point[] }
  | { readonly type: "building"; readonly buildingId: string }
  /** In the order in which they were chosen. */
  | { readonly type: "sections"; readonly sectionIds: readonly string[] }
  /** A line of the timetable. */
  | { readonly type: "transitLine"; readonly lineId: string };

/** One intervention. Ids are stable and never reused. */
export type Measure = {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly geometry: MeasureGeometry;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Switched off measures stay in the plan and change nothing. */
  readonly enabled: boolean;
  /** Decides where measures overlap: later ones act on top of earlier ones. */
  readonly order: number;
};

export type PlanLook = { readonly colour: string; readonly letter: string; readonly dash: readonly number[] };

export type Plan = {
  readonly id: string;
  readonly name: string;
  readonly look: PlanLook;
  readonly measures: readonly Measure[];
};

/** Why a measure cannot stand where it was drawn; translated under `refusals.<key>`. */
export type Refusal = { readonly key: string; readonly values: Readonly<Record<string, string | number>> };

export type CostRange = { readonly lowEur: number; readonly highEur: number };

export type MeasureGroup = "water" | "green" | "shade" | "street" | "transit" | "building";

/** How the scene draws a measure while it is sketched and once it stands. */
export type SketchStyle = {
  readonly fill: string;
  readonly outline: string;
  /**
   * What stands in 3D: a translucent prism, a wall, shafts with an arrow between, a pump's house with them, a roof on posts,
   * plants before a wall, nothing (the twin's own change shows it; "planting" has an outline while it is selected), a band on
   * the streets that are chosen (with arrows where it has a direction), bollards across a street or a junction, a line with stops.
   */
  readonly form:
    | "ground"
    | "wall"
    | "prism"
    | "tree"
    | "planting"
    | "pipe"
    | "pump"
    | "roof"
    | "canopy"
    | "facade"
    | "street"
    | "arrows"
    | "turn"
    | "filter"
    | "diagonal"
    | "transit"
    | "stop";
};

/** A measure as its kind sees it. The id is "" while it is drawn. */
export type DrawnMeasure<Schema extends ParameterSchema = ParameterSchema> = {
  readonly id: string;
  readonly geometry: MeasureGeometry;
  readonly parameters: ParametersOf<Schema>;
};

/** What a sentence may be about besides the measure: the year that is shown, and the place; null where there is none at hand. */
export type Seen = { readonly year: number; readonly twin: Twin } | null;

/** One file a kind in src/scenario/measures/. Name, description and sentence are translated under `measures.<id>`. */
export type MeasureKind<Schema extends ParameterSchema = ParameterSchema> = {
  readonly id: string;
  readonly group: MeasureGroup;
  readonly geometry: MeasureGeometry["type"];
  /** How many street sections it wants, where it is drawn by choosing them; absent = one or more. */
  readonly choose?: { readonly least: number; readonly most: number };
  readonly parameters: Schema;
  /** Whether a parameter has a meaning beside the others; one that has none is not asked for. Absent = all have. */
  readonly applies?: (key: string, parameters: ParametersOf<Schema>) => boolean;
  /** Unit costs with source, as data. */
  readonly cost: {
    readonly per: "m2" | "m" | "piece" | "m3";
    readonly lowEur: number;
    readonly highEur: number;
    readonly source: string;
  };
  /** Whether plants of it are larger in later years: it has a parameter `plantedYear`, which a new one gets from the scenario. */
  readonly grows?: true;
  /** How many units of `cost.per` a measure has, where its shape alone does not say (volume of a basin, floors of a building). */
  readonly quantity?: (measure: DrawnMeasure<Schema>, twin: Twin) => number;
  /** What changes in which layer; nothing else in the code knows the kind. */
  readonly operations: (
    measure: DrawnMeasure<Schema>,
    year: number,
    /** The twin as earlier measures left it, for measures on an object whose footprint they must know. */
    twin: Twin,
  ) => LayerOperation[];
  readonly sketch: SketchStyle;
  /** Values for the translated sentence ("holds 120 m³ …"); a value `context` chooses the text `sentence_<context>`. */
  readonly sentence: (measure: DrawnMeasure<Schema>, seen: Seen) => Readonly<Record<string, number | string>>;
  readonly refuses: (measure: DrawnMeasure<Schema>, twin: Twin) => Refusal | null;
  /** The ground (or roof) that the measure takes, for drawing and cost; null for a building. */
  readonly shape: (measure: DrawnMeasure<Schema>) => Shape | null;
};

/** The document. Format version 1; JSON on disk as `*.planfall.json`. */
export type Scenario = {
  readonly format: "planfall-scenario";
  readonly version: 1;
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** Which place: by id and by the hash of its data; `href` is where it was opened from (same origin or a file name). */
  readonly twin: {
    readonly id: string;
    readonly name: string;
    readonly hash: string;
    readonly href: string;
    readonly crs: string;
    readonly originEastM: number;
    readonly originNorthM: number;
  };
  readonly year: number;
  /** The number in the next id (plans "p1", measures "m1"): only ever grows, so that no id is given twice. */
  readonly nextId: number;
  /** By model id: chosen conditions (validated against the model's schema when used). */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The baseline is implied and never listed. */
  readonly plans: readonly Plan[];
  /** Numbers that runs gave, each with the address that reproduces it. */
  readonly outcomes: readonly ScenarioOutcome[];
};

export type ScenarioOutcome = {
  /** "baseline" or a plan's id. */
  readonly planId: string;
  readonly modelId: string;
  readonly modelVersion: string;
  readonly resolutionM: number;
  readonly inputHash: string;
  /** ISO time stamp; absent where nobody noted it. */
  readonly computedAt?: string;
  readonly indicators: readonly {
    readonly id: string;
    readonly value: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly unit: string;
  }[];
};
