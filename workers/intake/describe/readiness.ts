import type { TwinData } from "#twin/twin.ts";
import type { IntakeParts } from "../assemble/parts.ts";

/** What a model reads. */
export type InputName =
  | "terrain"
  | "buildings"
  | "landCover"
  | "trees"
  | "streets"
  | "places"
  | "population"
  | "timetable";

/** Texts under `intake:inputs.<name>`; which parts of the files give it. */
const inputs: Readonly<Record<InputName, readonly string[]>> = {
  terrain: ["terrain"],
  buildings: ["buildings", "footprints", "buildingHeights"],
  landCover: ["landCover", "coverRasters"],
  trees: ["trees", "vegetationHeights"],
  streets: ["streets"],
  places: ["places"],
  population: ["population"],
  timetable: ["timetable"],
};

/**
 * What is derived where no file gives it: the default's name (`intake:layers.<by>`) and of which parts there has to be one;
 * the first that can be stands.
 */
const defaults: Readonly<
  Partial<Record<InputName, readonly { readonly by: string; readonly anyOf: readonly string[] }[]>>
> = {
  terrain: [
    { by: "terrainFromBuildingGround", anyOf: ["buildings"] },
    { by: "terrainFlat", anyOf: ["footprints", "buildingHeights"] },
  ],
  landCover: [
    {
      by: "landCoverFromFootprintsAndStreets",
      anyOf: ["terrain", "buildings", "footprints", "buildingHeights"],
    },
  ],
  population: [
    { by: "residentsAndAgesFromDwellingArea", anyOf: ["buildings", "footprints", "buildingHeights"] },
  ],
};

export type ModelName = "flood" | "heat" | "sun" | "traffic" | "access" | "reach" | "noise";

/** One row a model; texts under `intake:models.<name>`. */
const models: readonly {
  readonly model: ModelName;
  readonly needs: readonly InputName[];
  readonly improves: readonly InputName[];
  /** Stand-ins on which its answer would mean nothing. */
  readonly refuses?: readonly string[];
}[] = [
  {
    model: "flood",
    needs: ["terrain", "landCover"],
    improves: ["buildings", "streets", "places", "population"],
    // Water on a plane runs nowhere.
    refuses: ["terrainFlat"],
  },
  {
    model: "heat",
    needs: ["terrain", "buildings", "landCover"],
    improves: ["trees", "streets", "places", "population"],
  },
  { model: "sun", needs: ["terrain", "buildings"], improves: ["trees", "places"] },
  { model: "traffic", needs: ["streets", "population"], improves: ["places", "timetable"] },
  { model: "access", needs: ["streets", "places"], improves: ["timetable", "population"] },
  { model: "reach", needs: ["streets"], improves: ["timetable", "places", "population"] },
  // Cars make it: it needs what traffic needs.
  { model: "noise", needs: ["streets", "buildings", "population"], improves: ["terrain", "landCover"] },
];

export type InputState = {
  readonly input: InputName;
  /** "derived": no file gives it, the named default stands in. */
  readonly state: "there" | "derived" | "missing";
  /** Name of the default, where derived; else "". */
  readonly derivedBy: string;
};

export type ModelReadiness = {
  readonly model: ModelName;
  /** "ready": all that it needs is there; "derived": it runs on stand-ins; "missing": it cannot run. */
  readonly state: "ready" | "derived" | "missing";
  readonly needs: readonly InputState[];
  readonly improves: readonly InputState[];
};

function judged(
  stateOf: (input: InputName, refuses: readonly string[]) => InputState,
): readonly ModelReadiness[] {
  return models.map(({ model, needs, improves, refuses = [] }) => {
    const states = needs.map((input) => stateOf(input, refuses));
    const some = (state: InputState["state"]): boolean => states.some((need) => need.state === state);
    return {
      model,
      state: some("missing") ? "missing" : some("derived") ? "derived" : "ready",
      needs: states,
      improves: improves.map((input) => stateOf(input, refuses)),
    };
  });
}

const missing = (input: InputName): InputState => ({ input, state: "missing", derivedBy: "" });

/**
 * What files that only stand in for the layer are taken by; "" = a file gives the layer itself. The same names as those of
 * the finished twin (`assemble.ts`), or building a city would change what is said of its models.
 */
function makeshift(input: InputName, parts: IntakeParts): string {
  if (input === "terrain")
    return parts.terrain.every(({ fallback }) => fallback === true) ? "terrainFromSrtm" : "";
  if (input === "buildings" && parts.buildings.length === 0)
    return parts.footprints.length > 0 ? "footprintsOnTerrain" : "footprintsFromBuildingHeight";
  return input === "trees" && parts.trees.length === 0 ? "treesFromVegetationHeight" : "";
}

/** What the models can do with what the files gave. */
export function readiness(parts: IntakeParts): readonly ModelReadiness[] {
  const given = parts as unknown as Readonly<Record<string, readonly unknown[] | undefined>>;
  const has = (kind: string): boolean => (given[kind]?.length ?? 0) > 0;
  return judged((input, refuses) => {
    if (inputs[input].some(has)) {
      const derivedBy = makeshift(input, parts);
      return { input, state: derivedBy === "" ? "there" : "derived", derivedBy };
    }
    const standIn = defaults[input]?.find(({ anyOf }) => anyOf.some(has));
    if (standIn === undefined || refuses.includes(standIn.by)) return missing(input);
    return { input, state: "derived", derivedBy: standIn.by };
  });
}

/** What the models can do with a whole twin: its sources tell what is delivered and what is derived. */
export function readinessOfTwin({ sources }: TwinData): readonly ModelReadiness[] {
  return judged((input, refuses) => {
    const derivation = sources[input]?.derivation;
    if (derivation === undefined) return missing(input);
    if (derivation === "delivered") return { input, state: "there", derivedBy: "" };
    const { derivedBy } = derivation;
    return refuses.includes(derivedBy) ? missing(input) : { input, state: "derived", derivedBy };
  });
}
