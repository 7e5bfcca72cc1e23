import type { DataRole } from "../choices.ts";
import type { ReadFeatureFormat } from "../features/contract.ts";
import { plannedKey } from "../features/footprintLayer.ts";
import { type GmlFeature, readGmlFeatures } from "../gml/features.ts";
import { IntakeError, reportOthers } from "../report.ts";
import {
  areaAround,
  coverageOf,
  isBuildable,
  isBuildingArea,
  isPresentation,
  isScope,
  type PlanArea,
  polygonsOf,
  sealedShare,
  storeysOf,
} from "./areas.ts";
import { plannedHeight } from "./heights.ts";

/** Areas that are kept at a time: more than the largest plan of a city has. */
const mostAreas = 300_000;

type Read = { readonly areas: PlanArea[]; readonly others: Map<string, number>; readonly scopes: string[] };

const scopeName = ({ type, properties }: GmlFeature): string =>
  [type, properties.name ?? properties.nummer ?? ""]
    .filter((word) => word !== "")
    .join(" ")
    .slice(0, 80);

/** What the takers of areas, buildings and land cover read, besides what the plan says word for word. */
function columnsOf(area: PlanArea): Record<string, unknown> {
  const storeys = storeysOf(area.properties);
  const columns: Record<string, unknown> = { featureType: area.type };
  // Heights by themselves say nothing: some are above sea level. So their columns are not named like heights.
  for (const name in area.properties)
    columns[name.replace(/^XP_Hoehenangabe\./, "XP_H.")] = area.properties[name];
  if (storeys > 0) columns.vollgeschosse = storeys;
  if (area.heightM > 0) columns.hoeheM = area.heightM;
  return columns;
}

/** Bodies that may be built: areas for building, with storeys and height of the building area around; else those areas. */
function asBuildings(areas: readonly PlanArea[]): { area: PlanArea; columns: Record<string, unknown> }[] {
  const around = areas.filter(({ type }) => isBuildingArea(type));
  const bodies = areas.filter(({ type }) => isBuildable(type));
  const planned = { [plannedKey]: true };
  if (bodies.length === 0)
    return around.map((area) => ({ area, columns: { ...planned, ...columnsOf(area) } }));
  const homes = areaAround(bodies, around);
  return bodies.map((area, at) => {
    const home = homes[at];
    // What the area itself says stands above what lies around it.
    return { area, columns: { ...planned, ...(home === null ? {} : columnsOf(home)), ...columnsOf(area) } };
  });
}

/**
 * Reads the areas of XPlanGML (4.x, 5.x, 6.0): building areas with coverage, storeys and heights, areas that may be built on,
 * and all others. A plan says what may be; so what is handed over depends on what a person takes it for.
 * @param role chosen by a person: "buildings" takes only bodies that may be built, "landCover" only areas of ground.
 */
export const xplanReader =
  (role: DataRole | undefined): ReadFeatureFormat =>
  async ({ source, context, findings, take }) => {
    const { areas, others, scopes }: Read = { areas: [], others: new Map(), scopes: [] };
    /** Of the object at hand, by all that it says of heights above the ground. */
    let tallest = { index: -1, heightM: 0 };
    const lines = { closed: 0, open: 0 };
    const { statedCrs, broken, count } = await readGmlFeatures({
      source,
      context,
      findings,
      group: (name, leaves, index) => {
        if (name !== "XP_Hoehenangabe") return;
        const height = plannedHeight(leaves);
        if (height.kind === "relative")
          tallest = {
            index,
            heightM: Math.max(height.heightM, tallest.index === index ? tallest.heightM : 0),
          };
        else if (height.kind === "absolute") findings.add("info", "xplanHeightAbsolute");
      },
      take: (feature) => {
        const { type } = feature;
        const heightM = tallest.index === feature.index ? tallest.heightM : 0;
        if (isScope(type)) {
          if (scopes.length < 20) scopes.push(scopeName(feature));
          return;
        }
        if (isPresentation(type)) return;
        const found = polygonsOf(feature);
        if (found === null || found === "open") {
          if (found === "open") lines.open += 1;
          else others.set(type, (others.get(type) ?? 0) + 1);
          return;
        }
        if (found.line === "closed") lines.closed += 1;
        if (areas.length >= mostAreas) throw new IntakeError("xplanTooManyAreas", { limit: mostAreas });
        areas.push({ ...feature, polygons: found.polygons, heightM });
      },
    });
    if (broken !== null) {
      if (count === 0) throw broken;
      findings.add("problem", broken.key, broken.values, { line: broken.line });
    }
    if (count === 0) throw new IntakeError("gmlWithoutFeatures");
    if (scopes.length > 0)
      findings.add("info", "xplanScope", { plan: [...new Set(scopes)].slice(0, 6).join(", ") });
    if (lines.closed + lines.open > 0) findings.add("info", "xplanBuildableFromLines", lines);
    reportOthers(others, findings);

    const give = (area: PlanArea, properties: Record<string, unknown>): void =>
      take({
        id: area.id,
        geometry: { type: "MultiPolygon", coordinates: area.polygons },
        properties,
        line: area.line,
      });
    if (role === "buildings") {
      const bodies = asBuildings(areas);
      findings.add("info", "xplanAsBuildings", { areas: areas.length, taken: bodies.length });
      for (const { area, columns } of bodies) give(area, columns);
    } else if (role === "landCover") {
      let covered = 0;
      for (const area of areas) {
        // Lines and areas for building lie on building areas; those stand for the ground.
        if (isBuildable(area.type)) continue;
        const coverage = isBuildingArea(area.type) ? coverageOf(area.properties) : Number.NaN;
        if (Number.isNaN(coverage)) give(area, columnsOf(area));
        else {
          covered += 1;
          give(area, { ...columnsOf(area), landCover: sealedShare(coverage) > 0.5 ? "paved" : "garden" });
        }
      }
      if (covered > 0) findings.add("info", "xplanAsLandCover", { areas: covered });
    } else for (const area of areas) give(area, columnsOf(area));
    return { statedCrs };
  };
