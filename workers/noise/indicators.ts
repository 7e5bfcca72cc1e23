import type { IndicatorValue } from "#indicators/indicator.ts";
import { noiseToleranceDb } from "#indicators/noise.ts";
import { cellAt } from "#twin/read/grid.ts";
import type { Twin } from "#twin/twin.ts";
import type { ModelResult } from "#workers/runtime/model.ts";
import { denClassesDb, nightClassesDb } from "./layers.ts";

/**
 * Residents by class of façade level. Where people live in a building is not known: they are spread evenly over the louder half of
 * its façade points (Directive (EU) 2021/1226, section 2.8). Those of whom only a place is known take the level outdoors there. Ranges:
 * all levels lowered and raised by `noiseToleranceDb`. Null without residents.
 */
export function noiseIndicatorValues(result: ModelResult, twin: Twin): IndicatorValue[] {
  const homes = exposureOf(result, twin);
  const count = (
    id: string,
    isIn: (den: number, night: number, shiftDb: number) => boolean,
  ): IndicatorValue => {
    if (homes === null) return { id, unit: "1", value: null, low: null, high: null };
    const sum = (shiftDb: number): number => {
      let people = 0;
      for (let i = 0; i < homes.people.length; i += 1)
        if (isIn(homes.den[i], homes.night[i], shiftDb)) people += homes.people[i];
      return people;
    };
    const value = sum(0);
    const ends = [sum(-noiseToleranceDb), value, sum(noiseToleranceDb)];
    return { id, unit: "1", value, low: Math.min(...ends), high: Math.max(...ends) };
  };
  const classes = (
    stem: string,
    edges: readonly number[],
    pick: (den: number, night: number) => number,
  ): IndicatorValue[] =>
    edges.map((edge, i) =>
      count(`${stem}${edge}`, (den, night, shiftDb) => {
        const level = pick(den, night) + shiftDb;
        return level >= edge && level < (edges[i + 1] ?? Number.POSITIVE_INFINITY);
      }),
    );
  return [
    count("noiseAbove65", (den, night, shiftDb) => den + shiftDb > 65 || night + shiftDb > 55),
    count("noiseAbove70", (den, night, shiftDb) => den + shiftDb > 70 || night + shiftDb > 60),
    ...classes("noiseDen", denClassesDb, (den) => den),
    ...classes("noiseNight", nightClassesDb, (_, night) => night),
  ];
}

type Exposure = {
  /** One entry for each façade point that people are assigned to. */
  readonly people: Float64Array;
  readonly den: Float64Array;
  readonly night: Float64Array;
};

function exposureOf({ grid, fields, surfaces, buildingIds }: ModelResult, twin: Twin): Exposure | null {
  const { population } = twin.data;
  const den = surfaces?.fields.find(({ id }) => id === "noiseDen")?.values;
  const night = surfaces?.fields.find(({ id }) => id === "noiseNight")?.values;
  if (surfaces === undefined || den === undefined || night === undefined) return null;
  if (population.count === 0 || !population.residents.some((residents) => residents > 0)) return null;
  const residents = new Map<string, number>();
  population.buildingIds.forEach((id, row) => {
    residents.set(id, (residents.get(id) ?? 0) + (population.residents[row] || 0));
  });
  // Two triangles a façade point, three values each, all the same.
  const pointsOf = new Map<number, number[]>();
  for (let point = 0; 2 * point < surfaces.building.length; point += 1) {
    const points = pointsOf.get(surfaces.building[2 * point]) ?? [];
    points.push(point);
    pointsOf.set(surfaces.building[2 * point], points);
  }
  const level = (values: Float32Array, point: number): number => heardOr(values[6 * point]);
  const people: number[] = [];
  const dens: number[] = [];
  const nights: number[] = [];
  for (const [building, points] of pointsOf) {
    const here = residents.get(buildingIds[building]) ?? 0;
    if (!(here > 0)) continue;
    const loudest = points.toSorted((a, b) => level(den, b) - level(den, a));
    const half = loudest.slice(0, Math.ceil(loudest.length / 2));
    for (const point of half) {
      people.push(here / half.length);
      dens.push(level(den, point));
      nights.push(level(night, point));
    }
  }
  const outdoors = (id: string): Float32Array | undefined => fields.find((field) => field.id === id)?.values;
  const [denOutdoors, nightOutdoors] = [outdoors("noiseDen"), outdoors("noiseNight")];
  population.buildingIds.forEach((id, row) => {
    const cell = cellAt(grid, population.xy[2 * row], population.xy[2 * row + 1]);
    if (id !== "" || !(population.residents[row] > 0) || cell < 0) return;
    people.push(population.residents[row]);
    dens.push(heardOr(denOutdoors?.[cell]));
    nights.push(heardOr(nightOutdoors?.[cell]));
  });
  return {
    people: Float64Array.from(people),
    den: Float64Array.from(dens),
    night: Float64Array.from(nights),
  };
}

/** A level, or −∞ where nothing is heard. */
const heardOr = (level: number | undefined): number =>
  level === undefined || Number.isNaN(level) ? Number.NEGATIVE_INFINITY : level;
