import type { IntakeParts } from "../assemble/assemble.ts";

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
  buildings: ["buildings", "footprints"],
  landCover: ["landCover"],
  trees: ["trees"],
  streets: ["streets"],
  places: ["places"],
  population: ["population"],
  timetable: ["timetable"],
};

/** What is derived where no file gives it: the default's name (`intake:layers.<by>`) and what it is derived from. */
const defaults: Readonly<
  Partial<Record<InputName, { readonly by: string; readonly from: readonly InputName[] }>>
> = {
  terrain: { by: "terrainFromBuildingGround", from: ["buildings"] },
  landCover: { by: "landCoverFromFootprintsAndStreets", from: [] },
};

export type ModelName = "flood" | "heat" | "traffic" | "access" | "noise";

/** One row a model; texts under `intake:models.<name>`. */
const models: readonly {
  readonly model: ModelName;
  readonly needs: readonly InputName[];
  readonly improves: readonly InputName[];
}[] = [
  { model: "flood", needs: ["terrain", "landCover"], improves: ["buildings", "places", "population"] },
  { model: "heat", needs: ["terrain", "buildings", "landCover"], improves: ["trees", "population"] },
  { model: "traffic", needs: ["streets"], improves: ["population", "places"] },
  { model: "access", needs: ["streets", "places"], improves: ["timetable", "population"] },
  { model: "noise", needs: ["streets", "buildings"], improves: ["terrain", "landCover", "population"] },
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

/** What the models can do with what the files gave. */
export function readiness(parts: IntakeParts): readonly ModelReadiness[] {
  const given = parts as unknown as Readonly<Record<string, readonly unknown[] | undefined>>;
  const isThere = (input: InputName): boolean => inputs[input].some((kind) => (given[kind]?.length ?? 0) > 0);
  // Without ground or a building there is no twin to derive anything for.
  const hasPlace = isThere("terrain") || isThere("buildings");
  const stateOf = (input: InputName): InputState => {
    if (isThere(input)) return { input, state: "there", derivedBy: "" };
    const standIn = defaults[input];
    if (standIn !== undefined && hasPlace && standIn.from.every(isThere))
      return { input, state: "derived", derivedBy: standIn.by };
    return { input, state: "missing", derivedBy: "" };
  };
  return models.map(({ model, needs, improves }) => {
    const states = needs.map(stateOf);
    const has = (state: InputState["state"]): boolean => states.some((need) => need.state === state);
    return {
      model,
      state: has("missing") ? "missing" : has("derived") ? "derived" : "ready",
      needs: states,
      improves: improves.map(stateOf),
    };
  });
}
