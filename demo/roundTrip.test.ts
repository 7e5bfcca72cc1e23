import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Point } from "#twin/frame.ts";
import { landCoverCodes } from "#twin/landCover.ts";
import { footprintArea } from "#twin/read/buildings.ts";
import type { TwinData } from "#twin/twin.ts";
import { placeKindOf } from "#workers/intake/osm/places.ts";
import { streetClassOf } from "#workers/intake/osm/streetDefaults.ts";
import { diskSource, importAll } from "#workers/intake/testing.ts";
import { cityInstances, instanceFootprints } from "./city.ts";
import { type DemoFiles, defaultDemoOptions, writeDemo } from "./generate.ts";
import { boundsOf, containsPoint, polygonContainsPoint, signedArea } from "./geometry/polygon.ts";
import { demoTwin } from "./importDemo.ts";
import { lines, stops } from "./plan/transit.ts";
import { buildOsmWays } from "./write/osmWays.ts";
import { residentsOf } from "./write/population.ts";

/**
 * The demo city goes out in the formats that a municipality has and comes back through the intake: every layer must be the
 * one that was laid out, within what the formats carry. Offsets are 32-bit floats: 0.06 mm at the far edge of 1.5 km.
 */
const floatM = 2e-4;
/** CityGML, CityJSON and GeoJSON carry millimetres. */
const millimetre = 1e-3;
/** OSM and GTFS carry seven decimals of a degree: half of the last one is 5.6 mm of latitude. */
const sevenDecimalsM = 0.01;

let folder = "";
let files: DemoFiles;
let twin: TwinData;
let fromJson: TwinData;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "planfall-round-"));
  files = writeDemo(folder, defaultDemoOptions);
  const others = [...files.terrain, files.trees, files.landCover, files.osm, files.gtfs, files.population];
  const bring = async (buildings: readonly string[]): Promise<TwinData> => {
    const { data, report } = await importAll(
      [...buildings, ...others].map((name) => diskSource(join(folder, name))),
      demoTwin,
    );
    const lost = report.files.flatMap(({ findings }) => findings.filter(({ level }) => level !== "info"));
    expect(lost).toEqual([]);
    if (data === null) throw new Error("no twin");
    return data;
  };
  twin = await bring(files.cityGml);
  fromJson = await bring([files.cityJson]);
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const district = () => files.city.district;
const near = (a: readonly number[], b: readonly number[]): number => Math.hypot(a[0] - b[0], a[1] - b[1]);

describe("the demo city, written as a municipality's files and read again", () => {
  it("has the same ground, to the last bit", () => {
    expect(twin.terrain.values).toEqual(district().terrain.raster.values);
    expect([twin.terrain.columns, twin.terrain.rows, twin.terrain.cellSizeM]).toEqual([1500, 1500, 1]);
  });

  it("has the same buildings: ids, ground and height to 1 mm, footprints to 1 cm², from CityGML and CityJSON alike", () => {
    const rows = new Map(twin.buildings.ids.map((id, row) => [id, row]));
    const jsonRows = new Map(fromJson.buildings.ids.map((id, row) => [id, row]));
    expect(rows.size).toBe(files.city.buildingCount);
    expect(jsonRows.size).toBe(files.city.buildingCount);
    for (const instance of cityInstances(files.city)) {
      const row = rows.get(instance.id) ?? -1;
      const jsonRow = jsonRows.get(instance.id) ?? -1;
      const { baseZ, heightM } = instance.building;
      const planned = instanceFootprints(instance).reduce((sum, ring) => sum + Math.abs(signedArea(ring)), 0);
      for (const [table, at] of [
        [twin.buildings, row],
        [fromJson.buildings, jsonRow],
      ] as const) {
        expect(Math.abs(table.groundZ[at] - baseZ), instance.id).toBeLessThan(millimetre);
        expect(Math.abs(table.ridgeZ[at] - table.groundZ[at] - heightM), instance.id).toBeLessThan(
          2 * millimetre,
        );
        expect(Math.abs(footprintArea(table, at) - planned), instance.id).toBeLessThan(planned * 1e-3 + 0.01);
      }
    }
  });

  it("has the same trees: places to 1 mm, heights, crowns and species as they were", () => {
    const { trees } = district();
    expect(twin.trees.count).toBe(trees.length);
    for (const [i, tree] of trees.entries()) {
      expect(near([twin.trees.xy[i * 2], twin.trees.xy[i * 2 + 1]], tree.at)).toBeLessThan(millimetre);
      expect(twin.trees.heightM[i]).toBe(Math.fround(tree.heightM));
      expect(twin.trees.crownDiameterM[i]).toBe(Math.fround(tree.crownM));
      expect(twin.trees.species[twin.trees.speciesIndex[i]]).toBe(tree.species);
    }
  });

  it("has the same land cover: the class laid out at each cell's middle, houses on top", () => {
    const { values, columns, rows, westX, northY, cellSizeM } = twin.landCover;
    const covers = district().landCover.map((cover) => ({ ...cover, box: boundsOf(cover.polygon[0]) }));
    const houses = [...cityInstances(files.city)]
      .flatMap(instanceFootprints)
      .map((ring) => ({ ring, box: boundsOf(ring) }));
    const holds = ({ minX, minY, maxX, maxY }: ReturnType<typeof boundsOf>, [x, y]: Point): boolean =>
      x >= minX && x <= maxX && y >= minY && y <= maxY;
    let looked = 0;
    let wrong = 0;
    for (let row = 3; row < rows; row += 11) {
      for (let column = 5; column < columns; column += 11) {
        const p: Point = [westX + (column + 0.5) * cellSizeM, northY - (row + 0.5) * cellSizeM];
        const isHouse = houses.some(({ ring, box }) => holds(box, p) && containsPoint(ring, p));
        const cover = covers.find(({ polygon, box }) => holds(box, p) && polygonContainsPoint(polygon, p));
        const planned = isHouse ? "building" : (cover?.class ?? "unknown");
        looked += 1;
        if (values[row * columns + column] !== landCoverCodes[planned]) wrong += 1;
      }
    }
    expect(looked).toBeGreaterThan(18_000);
    // What is left are middles of cells on an edge, which millimetres put on one side or the other.
    expect(wrong / looked).toBeLessThan(5e-4);
  });

  it("has the same streets, tracks and turns: lines to 1 cm, names, classes and widths as they were", () => {
    const { ways, restrictions } = buildOsmWays(district().network);
    const byName = new Map<string, (readonly number[])[]>();
    for (const { name, class: kind, line } of twin.streets.sections) {
      const key = `${kind} ${name}`;
      byName.set(key, [...(byName.get(key) ?? []), ...line]);
    }
    let planned = 0;
    for (const { tags, points } of ways) {
      const kind = streetClassOf(tags);
      if (kind === null) continue;
      planned += points.slice(1).reduce((sum, p, i) => sum + near(p, points[i]), 0);
      const known = byName.get(`${kind} ${tags.name ?? tags.ref ?? ""}`) ?? [];
      for (const p of points)
        expect(Math.min(...known.map((q) => near(p, q))), `${kind} ${tags.name}`).toBeLessThan(
          sevenDecimalsM,
        );
    }
    const brought = twin.streets.sections.reduce(
      (sum, { line }) => sum + line.slice(1).reduce((own, p, i) => own + near(p, line[i]), 0),
      0,
    );
    expect(Math.abs(brought / planned - 1)).toBeLessThan(1e-4);
    expect(twin.streets.turns.map(({ allowed }) => allowed)).toEqual(restrictions.map(() => false));
    for (const section of twin.streets.sections)
      if (section.tags.width !== undefined) expect(section.widthM).toBe(Number(section.tags.width));
  });

  it("has the same places, to 1 cm", () => {
    for (const place of district().places) {
      const kind = placeKindOf(place.tags);
      if (kind === null) continue;
      const found = twin.places.filter((other) => other.name === place.name && other.kind === kind);
      expect(Math.min(...found.map(({ at }) => near(at, place.at))), place.name).toBeLessThan(sevenDecimalsM);
    }
    // The stops of OSM and of the timetable are the same ones: none stands twice.
    expect(twin.places.filter(({ kind }) => kind === "stop")).toHaveLength(stops.length);
  });

  it("has the same timetable: every trip with every time, stops to 1 cm", () => {
    const { timetable } = twin;
    if (timetable === null) throw new Error("no timetable");
    expect([...timetable.lines.names].sort()).toEqual(lines.map(({ shortName }) => shortName).sort());
    for (const { id, name, at } of stops) {
      const row = timetable.stops.ids.indexOf(id);
      expect(timetable.stops.names[row]).toBe(name);
      const place = [timetable.stops.xy[row * 2], timetable.stops.xy[row * 2 + 1]];
      expect(near(place, at), id).toBeLessThan(sevenDecimalsM + floatM);
    }
    // Read once more, line by line, without the intake.
    const zip = unzipSync(new Uint8Array(readFileSync(join(folder, files.gtfs))));
    const rows = (name: string): string[][] =>
      strFromU8(zip[name])
        .trim()
        .split("\r\n")
        .slice(1)
        .map((row) => row.split(","));
    const seconds = (text: string): number =>
      text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
    const trips = new Map(
      rows("trips.txt").map(([route, service, trip]): [string, string[]] => [trip, [`${route} ${service}`]]),
    );
    for (const [trip, arrival, departure, stop] of rows("stop_times.txt"))
      trips.get(trip)?.push(`${stop} ${seconds(arrival)} ${seconds(departure)}`);
    const brought: string[] = [];
    for (let p = 0; p < timetable.patternLine.length; p++) {
      const from = timetable.patternStopStart[p];
      for (let t = timetable.patternTripStart[p]; t < timetable.patternTripStart[p + 1]; t++) {
        const calls = [
          `${timetable.lines.ids[timetable.patternLine[p]]} ${timetable.services.ids[timetable.tripService[t]]}`,
        ];
        for (let i = from, at = timetable.tripTimeStart[t]; i < timetable.patternStopStart[p + 1]; i++, at++)
          calls.push(
            `${timetable.stops.ids[timetable.patternStop[i]]} ${timetable.arrivalS[at]} ${timetable.departureS[at]}`,
          );
        brought.push(calls.join());
      }
    }
    expect(brought.sort()).toEqual([...trips.values()].map((calls) => calls.join()).sort());
    const { firstDate, days, runs, ids } = timetable.services;
    expect([firstDate, days]).toEqual(["2025-12-14", 364]);
    const running = (service: string): number => {
      const row = ids.indexOf(service);
      return runs.subarray(row * days, (row + 1) * days).reduce((sum, run) => sum + run, 0);
    };
    expect([running("mo-fr"), running("sa-so")]).toEqual([260, 104]);
  });

  it("has the same residents in the same buildings", () => {
    const at = new Map(twin.population.buildingIds.map((id, row) => [id, row]));
    expect(twin.population.method).toBe("delivered");
    for (const { building, id } of cityInstances(files.city)) {
      const inmates = building.inmates ?? 0;
      if (building.dwellings === 0 && inmates === 0) continue;
      const planned = residentsOf(building.dwellings, inmates, district().seed, building.number);
      const row = at.get(id) ?? -1;
      expect([
        twin.population.residents[row],
        twin.population.under18[row],
        twin.population.over65[row],
      ]).toEqual([planned.residents, planned.under18, planned.over65]);
    }
  });
});
