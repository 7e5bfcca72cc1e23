import type { MeasureGeometry, Plan, SketchStyle } from "#scenario/types.ts";
import type { Grid, Point } from "#twin/frame.ts";
import type { Twin } from "#twin/twin.ts";

/** One plan as the scene shows it: its planned twin, and what its measures look like. */
export type SceneSide = {
  readonly planId: string;
  readonly twin: Twin;
  readonly plan: Plan | null;
};

/** A result field or time series as a picture on the ground or as water. Colours are chosen by class edges. */
export type SceneField = {
  readonly grid: Grid;
  /** NaN = transparent. For "water" the values are depths in metres. */
  readonly values: Float32Array;
  readonly classEdges: readonly number[];
  /** One CSS colour per class (edges.length + 1 entries at most; below the first edge is transparent). */
  readonly colours: readonly string[];
  readonly style: "draped" | "water";
  /** Each cell in the colour of its own class, with no transition to its neighbours. Only where draped. */
  readonly byCell?: boolean;
  /**
   * 1 = the cell's value is that of the roof that stands there: it is drawn on roofs, and not on the ground. Row-major;
   * absent: roofs have no values. Same array identity = no new upload. Only where draped.
   */
  readonly roofs?: Uint8Array;
};

/**
 * Two time steps that bracket the slider, and where it stands between them (0–1). Beside a "draped" field they are its moving
 * values (the field's own are not read); otherwise they are water.
 */
export type SceneFrames = {
  readonly grid: Grid;
  /** `value = offset + code · scale`, and code 0 = nothing; absent: depths in mm. */
  readonly decode?: { readonly scale: number; readonly offset: number };
  /** Codes, row-major. Same array identity = no new upload. */
  readonly before: Uint16Array;
  readonly after: Uint16Array;
  readonly mix: number;
};

/** Values on walls and roofs: nine numbers a triangle (frame offsets and NHN, metres), a value a corner, NaN = none. */
export type SceneSurfaces = {
  readonly trianglesXYZ: Float32Array;
  readonly values: Float32Array;
  readonly classEdges: readonly number[];
  readonly colours: readonly string[];
};

/**
 * Values on streets, drawn as ribbons on the side of the street that they belong to. Two a section: along its line as drawn,
 * then against it; NaN = none. Sections go by id, those that the shown twin does not have are left out.
 */
export type SceneStreets = {
  readonly sectionIds: readonly string[];
  /** Same array identity = no new upload. */
  readonly values: Float32Array;
  readonly classEdges: readonly number[];
  readonly colours: readonly string[];
  /** One a colour, CSS pixels seen from afar; from close up a ribbon has a width in metres. */
  readonly widthsPx: readonly number[];
};

/**
 * Vehicles that move along routes, as an illustration. Route r runs over `steps[stepStart[r]] … steps[stepStart[r + 1] − 1]`,
 * each 2 · section + direction. Same object identity = the same vehicles drive on.
 */
export type SceneVehicles = {
  readonly sectionIds: readonly string[];
  /** Two a section, km/h; where there is none the vehicles keep a usual speed. */
  readonly speedKmh: Float32Array | null;
  readonly flowVehPerH: Float32Array;
  readonly stepStart: Uint32Array;
  readonly steps: Uint32Array;
};

export type SceneOverlay = {
  readonly field: SceneField | null;
  readonly frames: SceneFrames | null;
  /** Same object identity = nothing to do. */
  readonly surfaces?: SceneSurfaces;
  readonly streets?: SceneStreets;
  /** The section that is spoken of; drawn with an outline, also where it has no value. */
  readonly streetId?: string;
  readonly vehicles?: SceneVehicles;
  /** A place that the result starts from, marked by a pin. */
  readonly marker?: Point;
  /** Indicator colours of buildings: stable id → CSS colour. Same map identity = nothing to do. */
  readonly buildingColours?: ReadonlyMap<string, string>;
};

export type CameraPose = {
  /** Frame offsets and NHN height, metres; heading clockwise from north and pitch (negative = down) in degrees. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly headingDeg: number;
  readonly pitchDeg: number;
};

export type Tool =
  | { readonly type: "select" }
  | {
      readonly type: "sketch";
      readonly geometry: MeasureGeometry["type"];
      readonly style: SketchStyle;
      readonly id: string;
      /** Street sections: how many are to be chosen, and which are already (a choice that is altered). */
      readonly choose?: { readonly least: number; readonly most: number; readonly ids: readonly string[] };
    }
  | {
      readonly type: "edit";
      readonly measureId: string;
      readonly geometry: MeasureGeometry;
      readonly style: SketchStyle;
    }
  | { readonly type: "distance" }
  | { readonly type: "area" }
  | { readonly type: "profile" }
  /** A way on foot: a line that stays, for whoever has something to say along it. */
  | { readonly type: "route" }
  | { readonly type: "walk" };

export type Pick =
  | {
      /** A planned building is part of its measure. */
      readonly type: "building" | "measure";
      readonly id: string;
      readonly at: Point;
      readonly groundZ: number;
      /** The roof was met, not a wall or the ground. */
      readonly onRoof?: boolean;
    }
  | { readonly type: "tree"; readonly id: string; readonly at: Point; readonly groundZ: number }
  | { readonly type: "ground"; readonly at: Point; readonly groundZ: number };

/** A map service that the administrator allowed. Same object identity = nothing to load. */
export type SceneBasemap = {
  readonly id: string;
  /** Tile address with {z}, {x} and {y}, Web Mercator. */
  readonly url: string;
  readonly maxZoom: number;
  /** Drawn into pictures that show the map. */
  readonly attribution: string;
};

/** Everything the scene draws is a function of this state; the app writes it, controllers subscribe to it. */
export type SceneState = {
  readonly left: SceneSide | null;
  /** Set while comparing: `left` is drawn left of the swipe, `right` right of it. */
  readonly right: SceneSide | null;
  /** 0–1 of the canvas width; 1 = only left. */
  readonly swipe: number;
  readonly leftOverlay: SceneOverlay;
  readonly rightOverlay: SceneOverlay;
  readonly sun: { readonly date: string; readonly minutesOfDay: number; readonly shadows: boolean };
  readonly layers: {
    readonly buildings: boolean;
    readonly trees: boolean;
    readonly streets: boolean;
    readonly labels: boolean;
    /** Opacity of the aerial picture on the ground, 0–1; 0 = not shown, null = as suits the data (`imageryOpacity`). */
    readonly imagery: number | null;
    /** 3D Tiles that the city carries along to be seen. */
    readonly tiles3d: boolean;
    /** Tiles over the ground; null = no map, and no request. */
    readonly basemap: SceneBasemap | null;
  };
  /** Language of labels drawn by the scene. */
  readonly language: "de" | "en";
  readonly theme: "light" | "dark" | "contrast";
  readonly selection: { readonly type: "building" | "measure"; readonly id: string } | null;
  readonly tool: Tool;
  readonly reducedMotion: boolean;
};

/** A live measurement or sketch, while the pointer moves. */
export type SketchProgress = {
  readonly points: readonly Point[];
  readonly lengthM: number;
  readonly areaM2: number;
  readonly complete: boolean;
  /** Street sections chosen so far. */
  readonly sectionIds: readonly string[];
};

/** What the scene tells the app. */
export type SceneEvents = {
  readonly onReady: () => void;
  readonly onPick: (pick: Pick | null) => void;
  readonly onSketch: (progress: SketchProgress) => void;
  /** A sketch or an edit was completed (Enter, double click, closing click, release of a handle). */
  readonly onGeometry: (toolId: string, geometry: MeasureGeometry) => void;
  readonly onSketchCancelled: (toolId: string) => void;
  /** A building was to be chosen where none stands. */
  readonly onNoBuilding: () => void;
  /** A street was to be chosen where none is near. */
  readonly onNoStreet: () => void;
  /** The height profile along a drawn line: distance and NHN height pairs, metres. */
  readonly onProfile: (profile: readonly (readonly [number, number])[]) => void;
  readonly onCamera: (pose: CameraPose) => void;
  readonly onContextLost: () => void;
  readonly onContextRestored: () => void;
  readonly onError: (key: string, detail: string) => void;
};

/** How a walker moves, as long as the key or the button is held. */
export type WalkMove = "forward" | "back" | "left" | "right" | "turnLeft" | "turnRight";

/** `src/scene/createScene.ts` exports `createScene(container, events): SceneHandle`; `src/scene/SceneView.tsx` is the React shell. */
export type SceneHandle = {
  readonly set: (change: Partial<SceneState>) => void;
  readonly state: () => SceneState;
  readonly camera: {
    readonly pose: () => CameraPose;
    readonly flyTo: (pose: CameraPose, seconds?: number) => void;
    readonly home: () => void;
    readonly north: () => void;
    readonly lookAt: (at: Point, distanceM: number) => void;
  };
  /**
   * Keyboard drawing: move the sketch cursor by metres, place a vertex, undo one, finish, cancel. Where nothing is drawn, placing asks
   * what is in the middle of the picture.
   */
  readonly sketch: {
    readonly moveCursor: (dxM: number, dyM: number) => void;
    readonly placeVertex: () => void;
    readonly removeVertex: () => void;
    readonly finish: () => void;
    readonly cancel: () => void;
    /** Takes street sections into the choice, or out of it where all of them are chosen. */
    readonly toggle: (sectionIds: readonly string[]) => void;
  };
  /** Walking by buttons on the screen; does nothing unless the tool is "walk". */
  readonly walk: {
    readonly press: (move: WalkMove) => void;
    readonly release: (move: WalkMove) => void;
  };
  /** A PNG data URL of the current view. */
  readonly picture: () => Promise<string>;
  /** Frames rendered so far (the idle test reads it), and the milliseconds of our own work in the last one. */
  readonly statistics: () => { readonly frames: number; readonly firstCompleteFrameMs: number | null };
  readonly dispose: () => void;
};
