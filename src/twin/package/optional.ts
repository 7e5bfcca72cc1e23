import type { AddressTable } from "../addresses.ts";
import { type ColumnFile, encodeColumns } from "../columns.ts";
import type { Imagery } from "../imagery.ts";
import type { Timetable } from "../timetable.ts";
import { allFinite, type LayerColumns, layerColumns } from "./check.ts";
import { gridMeta, readGrid } from "./grid.ts";

/** Layers that a twin may lack: their column files. */

export const encodeAddresses = ({ count, ...columns }: AddressTable): Uint8Array<ArrayBuffer> =>
  encodeColumns({ count }, columns);

export function decodeAddresses(raw: ColumnFile): AddressTable {
  const file = layerColumns("addresses", raw);
  const count = file.number("count", 0, 1e8);
  const streets = file.texts("streets");
  const table: AddressTable = {
    count,
    streets,
    streetIndex: file.u32("streetIndex", count),
    houseNumbers: file.texts("houseNumbers", count),
    xy: file.f32("xy", count * 2),
  };
  below(file, "streetIndex", table.streetIndex, streets.length);
  if (!allFinite(table.xy, false)) throw file.fail("a coordinate is not finite");
  return table;
}

export const encodeImagery = (picture: Imagery): Uint8Array<ArrayBuffer> =>
  encodeColumns(gridMeta(picture), { rgba: picture.rgba });

export function decodeImagery(raw: ColumnFile): Imagery {
  const file = layerColumns("imagery", raw);
  const grid = readGrid(file);
  return { ...grid, rgba: file.u8("rgba", grid.columns * grid.rows * 4) };
}

export function encodeTimetable({
  stops,
  lines,
  services,
  timezone,
  ...columns
}: Timetable): Uint8Array<ArrayBuffer> {
  return encodeColumns(
    {
      stops: stops.count,
      lines: lines.count,
      services: services.count,
      firstDate: services.firstDate,
      days: services.days,
      timezone,
    },
    {
      stopIds: stops.ids,
      stopNames: stops.names,
      stopXY: stops.xy,
      lineIds: lines.ids,
      lineNames: lines.names,
      routeType: lines.routeType,
      serviceIds: services.ids,
      serviceRuns: services.runs,
      ...columns,
    },
  );
}

export function decodeTimetable(raw: ColumnFile): Timetable {
  const file = layerColumns("timetable", raw);
  const stops = file.number("stops", 0, 1e7);
  const lines = file.number("lines", 0, 1e6);
  const services = file.number("services", 0, 1e6);
  const days = file.number("days", 0, 4000);
  const { firstDate, timezone } = raw.meta;
  if (typeof firstDate !== "string" || !/^(\d{4}-\d{2}-\d{2})?$/.test(firstDate))
    throw file.fail("firstDate");
  if (typeof timezone !== "string" || timezone.length > 100) throw file.fail("timezone");
  const patternLine = file.u32("patternLine");
  const patterns = patternLine.length;
  const patternStop = file.u32("patternStop");
  const tripService = file.u32("tripService");
  const trips = tripService.length;
  const arrivalS = file.i32("arrivalS");
  const table: Timetable = {
    stops: {
      count: stops,
      ids: file.texts("stopIds", stops),
      names: file.texts("stopNames", stops),
      xy: file.f32("stopXY", stops * 2),
    },
    lines: {
      count: lines,
      ids: file.texts("lineIds", lines),
      names: file.texts("lineNames", lines),
      routeType: file.u16("routeType", lines),
    },
    patternLine,
    patternStopStart: file.starts("patternStopStart", patterns, patternStop.length),
    patternStop,
    patternTripStart: file.starts("patternTripStart", patterns, trips),
    tripService,
    tripTimeStart: file.starts("tripTimeStart", trips, arrivalS.length),
    arrivalS,
    departureS: file.i32("departureS", arrivalS.length),
    services: {
      count: services,
      ids: file.texts("serviceIds", services),
      firstDate,
      days,
      runs: file.u8("serviceRuns", services * days),
    },
    timezone,
  };
  below(file, "patternLine", patternLine, lines);
  below(file, "patternStop", patternStop, stops);
  below(file, "tripService", tripService, services);
  if (!allFinite(table.stops.xy, false)) throw file.fail("a coordinate is not finite");
  for (let pattern = 0; pattern < patterns; pattern++) {
    const served = table.patternStopStart[pattern + 1]! - table.patternStopStart[pattern]!;
    for (let trip = table.patternTripStart[pattern]!; trip < table.patternTripStart[pattern + 1]!; trip++) {
      if (table.tripTimeStart[trip + 1]! - table.tripTimeStart[trip]! !== served)
        throw file.fail(`trip ${trip} has not one time for each stop`);
    }
  }
  return table;
}

function below(file: LayerColumns, name: string, values: Uint32Array, end: number): void {
  for (let i = 0; i < values.length; i++) if (values[i]! >= end) throw file.fail(`${name} points nowhere`);
}
