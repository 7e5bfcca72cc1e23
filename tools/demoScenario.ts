import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { landmarks } from "#demo/landmarks.ts";
import { baselineTwin } from "#scenario/applyPlan.ts";
import { refusalsOf } from "#scenario/checkPlan.ts";
import { createScenario, writeScenario } from "#scenario/document.ts";
import { createHistory, execute, type NewMeasure } from "#scenario/history.ts";
import { kindOf } from "#scenario/measures/registry.ts";
import type { MeasureGeometry, PlanLook, Scenario } from "#scenario/types.ts";
import type { Point } from "#twin/frame.ts";
import { distance } from "#twin/geometry/planar.ts";
import { openPackage } from "#twin/package/open.ts";
import { twinHash } from "#twin/package/write.ts";
import { buildingAt } from "#twin/read/buildingIndex.ts";
import type { TwinData } from "#twin/twin.ts";

/**
 * The demo scenario: two ways to deal with heavy rain in Wiesenbrück. Water comes down the hollow between Nordstraße and Am
 * Sonnenhang, fills the railway underpass and runs through the old town to the stream. Plan A makes room for it
 * in the streets and lets the town drink; plan B holds it back before it reaches the town.
 */

export const demoScenarioPath = "scenarios/demo/rain.planfall.json";

type Sketch = {
  readonly kind: string;
  readonly name: string;
  readonly geometry: MeasureGeometry;
  readonly parameters?: Readonly<Record<string, unknown>>;
};

const area = (...ring: Point[]): MeasureGeometry => ({ type: "area", ring });
const box = (x0: number, y0: number, x1: number, y1: number): MeasureGeometry =>
  area([x0, y0], [x1, y0], [x1, y1], [x0, y1]);
const line = (...points: Point[]): MeasureGeometry => ({ type: "line", points });
const trees = (name: string, points: readonly Point[]): Sketch[] =>
  points.map((at, i) => ({ kind: "treePit", name: `${name} ${i + 1}`, geometry: { type: "point", at } }));

/** Small moves and sizes that are tried, nearest first, where a shed or a tree is in the way of what was drawn. */
const nudges = [1, 0.85, 0.7].flatMap((scale) =>
  [-8, -6, -4, -2, 0, 2, 4, 6, 8]
    .flatMap((dx) => [-8, -6, -4, -2, 0, 2, 4, 6, 8].map((dy) => ({ dx, dy, scale })))
    .sort((a, b) => a.dx ** 2 + a.dy ** 2 - (b.dx ** 2 + b.dy ** 2)),
);

/** What was drawn, moved aside as far as it takes to stand; as drawn where nothing helps. */
function nudged(geometry: MeasureGeometry, stands: (moved: MeasureGeometry) => boolean): MeasureGeometry {
  if (geometry.type !== "area" && geometry.type !== "point") return geometry;
  const points = geometry.type === "area" ? geometry.ring : [geometry.at];
  const cx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const cy = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  for (const { dx, dy, scale } of nudges) {
    const round = (value: number): number => Math.round(value * 10) / 10;
    const move = ([x, y]: Point): Point => [
      round(cx + (x - cx) * scale + dx),
      round(cy + (y - cy) * scale + dy),
    ];
    const moved: MeasureGeometry =
      geometry.type === "area"
        ? { type: "area", ring: geometry.ring.map(move) }
        : { type: "point", at: move(geometry.at) };
    if (stands(moved)) return moved;
  }
  return geometry;
}

/** A green roof on the building over a point. */
function greenRoof(data: TwinData, name: string, at: Point, storageMm = 30): Sketch {
  const building = buildingAt(baselineTwin(data), at);
  if (!building) throw new Error(`The demo city has no building at ${at} (${name})`);
  return {
    kind: "greenRoof",
    name,
    geometry: { type: "building", buildingId: building.id },
    parameters: { storageMm },
  };
}

/** The course of streets by name, walked from near a point, in the order given; sections are turned round where needed. */
function along(data: TwinData, from: Point, names: readonly string[]): Point[] {
  const points: Point[] = [from];
  for (const name of names) {
    const sections = new Set(data.streets.sections.filter((each) => each.name === name && each.level === 0));
    for (;;) {
      const end = points[points.length - 1];
      const next = [...sections]
        .flatMap((section) => [section.line, section.line.toReversed()].map((walk) => ({ section, walk })))
        .map((each) => ({ ...each, gapM: distance(each.walk[0], end) }))
        .sort((a, b) => a.gapM - b.gapM)[0];
      // What is further away is another stretch of the same street.
      if (!next || next.gapM > 5) break;
      points.push(...next.walk);
      sections.delete(next.section);
    }
  }
  return points.slice(1).map(([x, y]) => [Math.round(x * 10) / 10, Math.round(y * 10) / 10]);
}

/** The low ends of closed blocks, where roof and yard water stands against the back of the houses. */
const courtyards: readonly (readonly [string, MeasureGeometry])[] = [
  ["Webergasse", box(561, 590, 583, 606)],
  ["Nordwall", box(456, 663, 468, 682)],
  ["Seilergasse", box(501, 661, 531, 671)],
  ["Mühlgasse", box(541, 497, 560, 524)],
  ["Färbergasse", box(786, 572, 796, 584)],
  ["Untertor", box(671, 497, 697, 524)],
  ["Klostergasse", box(602, 738, 619, 752)],
  ["Kirchgasse", box(689, 744, 704, 768)],
  ["Lessingstraße", area([345, 760], [390, 757], [425, 746], [432, 752], [395, 772], [345, 774])],
  ["Mörikestraße", box(330, 632, 350, 656)],
  ["Goethestraße", box(932, 766, 990, 778)],
  ["Fuldaer Straße", box(930, 664, 984, 680)],
  ["Mozartstraße", box(1054, 764, 1078, 776)],
];

function spongeStreet(data: TwinData): Sketch[] {
  const flowPath = along(data, [668, 792], ["Obertorstraße", "Untertorstraße", "Brückenstraße"]);
  return [
    {
      kind: "loweredStreet",
      name: "Notwasserweg Obertor–Brücke",
      geometry: { type: "line", points: flowPath },
      parameters: { widthM: 6, depthM: 0.3 },
    },
    {
      kind: "desealing",
      name: "Marktplatz, offene Fugen",
      geometry: area([654, 636], [702, 637], [706, 688], [658, 689]),
      parameters: { cover: "permeablePaving", conductivityMmPerH: 100, storageMm: 5 },
    },
    {
      kind: "desealing",
      name: "Schulhof Am Bahndamm",
      geometry: area(...landmarks.schoolYard),
      parameters: { cover: "lawn", conductivityMmPerH: 40 },
    },
    {
      kind: "desealing",
      name: "Parkplatz Nahkauf",
      geometry: area([598, 1099], [662, 1096], [663, 1134], [599, 1137]),
      parameters: { cover: "permeablePaving", conductivityMmPerH: 100, storageMm: 5 },
    },
    {
      kind: "desealing",
      name: "Parkplatz Klinikum",
      geometry: box(1254, 652, 1288, 692),
      parameters: { cover: "permeablePaving", conductivityMmPerH: 100, storageMm: 5 },
    },
    ...courtyards.map(
      ([name, geometry]): Sketch => ({
        kind: "rainGarden",
        name: `Hofmulde ${name}`,
        geometry,
        parameters: { depthM: 0.4, sideSlope: 1, conductivityMmPerH: 150, bedStorageMm: 200 },
      }),
    ),
    ...trees("Baum am Markt", [
      [660, 684],
      [669, 664],
      [681, 684],
      [700, 676],
      [698, 646],
    ]),
    ...trees("Baum am Kornplatz", [
      [593, 637],
      [593, 629],
      [622, 637],
      [632, 632],
    ]),
    ...trees("Baum Am Bahnhof", [
      [735, 853],
      [752, 854],
      [769, 855],
      [838, 853],
      [860, 851],
    ]),
    greenRoof(data, "Gründach Grundschule", [545, 1031]),
    greenRoof(data, "Gründach Frischemarkt", [1152, 565]),
    greenRoof(data, "Gründach Klinikum", [1205, 698], 40),
  ];
}

function basinsAndSwales(): Sketch[] {
  const basin = (name: string, depthM: number, geometry: MeasureGeometry): Sketch => ({
    kind: "retentionBasin",
    name: `Becken ${name}`,
    geometry,
    parameters: { depthM, outlet: "throttle", throttleDiameterM: 0.3 },
  });
  const drain = (name: string, geometry: MeasureGeometry): Sketch => ({
    kind: "culvert",
    name: `Hofdurchlass ${name}`,
    geometry,
    parameters: { diameterM: 0.5 },
  });
  return [
    basin("am Feldrand", 2.5, box(736, 1286, 796, 1334)),
    basin("Hasengrund oben", 2.5, area([740, 1146], [794, 1146], [794, 1196], [742, 1196])),
    basin("Hasengrund Mitte", 2.5, area([732, 1078], [792, 1078], [794, 1130], [738, 1130])),
    basin("Hasengrund unten", 2.5, area([724, 1016], [788, 1018], [792, 1064], [736, 1064])),
    basin("am Obertor", 2, area([643, 822], [660, 818], [672, 842], [676, 866], [664, 868], [645, 864])),
    {
      kind: "rainGarden",
      name: "Mulde Schulwiese",
      geometry: box(500, 1045, 590, 1051),
      parameters: { depthM: 0.4 },
    },
    drain("Goethestraße", line([960, 767], [960, 746])),
    drain("Fuldaer Straße", line([955, 664], [955, 642])),
    drain("Webergasse", line([572, 594], [572, 572])),
    drain("Mühlgasse", line([551, 497], [545, 479])),
    drain("Mörikestraße", line([340, 634], [338, 602])),
    ...["Goethestraße", "Fuldaer Straße", "Lessingstraße"].flatMap((name): Sketch[] =>
      courtyards
        .filter(([courtyard]) => courtyard === name)
        .map(([, geometry]) => ({
          kind: "rainGarden",
          name: `Mulde ${name}`,
          geometry,
          parameters: { depthM: 0.5, sideSlope: 1 },
        })),
    ),
    drain("Südwall", line([672, 493], [680, 474])),
    {
      kind: "culvert",
      name: "Durchlass Klinikum",
      geometry: line([1240, 713], [1303, 690]),
      parameters: { diameterM: 0.8 },
    },
    {
      kind: "floodWall",
      name: "Damm an der Bergstraße",
      geometry: line([716, 1012], [738, 1012.5], [796, 1014]),
      parameters: { heightM: 1 },
    },
    {
      kind: "underpassPump",
      name: "Pumpe Unterführung",
      geometry: line(landmarks.underpass, [752, 1036]),
      parameters: { capacityLPerS: 250 },
    },
  ];
}

const looks: Readonly<Record<"A" | "B", PlanLook>> = {
  A: { colour: "#0b6e99", letter: "A", dash: [] },
  B: { colour: "#b4491f", letter: "B", dash: [8, 4] },
};

/** The scenario for a built demo city. @throws Error naming the measure that does not stand on it. */
export function demoScenario(data: TwinData): Scenario {
  const now = "2026-11-21T12:00:00Z";
  const start = createScenario(
    {
      id: data.id,
      name: data.name,
      hash: twinHash(data.baseHashes),
      href: "demo/wiesenbrueck",
      crs: data.frame.crs,
      originEastM: data.frame.originEastM,
      originNorthM: data.frame.originNorthM,
    },
    { id: "wiesenbrueck-starkregen", title: "Starkregen in Wiesenbrück", now, year: 2030 },
  );
  const base = baselineTwin(data);
  let history = createHistory({ ...start, conditions: { flood: { storm: "extremeBkg" } } });
  const add = (name: string, look: PlanLook, sketches: readonly Sketch[]): void => {
    history = execute(history, { type: "addPlan", name, look });
    const planId = history.scenario.plans.at(-1)?.id ?? "";
    for (const sketch of sketches) {
      const kind = kindOf(sketch.kind);
      const parameters = kind?.settle(sketch.parameters ?? {}).values ?? {};
      const measure: NewMeasure = {
        ...sketch,
        geometry: nudged(
          sketch.geometry,
          (geometry) => kind?.refuses({ geometry, parameters }, base) === null,
        ),
        parameters,
        enabled: true,
      };
      history = execute(history, { type: "addMeasure", planId, measure });
    }
  };
  add("A Schwammstraße", looks.A, spongeStreet(data));
  add("B Becken und Mulden", looks.B, basinsAndSwales());
  return history.scenario;
}

/** Measures of a scenario that cannot stand, in words for the one who edits this file. */
export function refusedIn(scenario: Scenario, data: TwinData): string[] {
  const base = baselineTwin(data);
  return scenario.plans.flatMap((plan) => {
    return [...refusalsOf(base, plan, scenario.year)].map(([id, { key, values }]) => {
      const name = plan.measures.find((measure) => measure.id === id)?.name;
      return `${plan.name}: ${name} (${id}): ${key} ${JSON.stringify(values)}`;
    });
  });
}

const projectFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The built demo city (`npm run demo`). */
export async function openDemo(): Promise<TwinData> {
  return openPackage(async (name) => {
    const bytes = readFileSync(projectFile(`public/demo/wiesenbrueck/${name}`));
    return new Uint8Array(bytes).buffer;
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const data = await openDemo();
  const scenario = demoScenario(data);
  for (const refusal of refusedIn(scenario, data)) console.error(refusal);
  writeFileSync(projectFile(demoScenarioPath), writeScenario(scenario));
}
