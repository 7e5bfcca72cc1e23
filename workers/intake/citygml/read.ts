import { createOpenBuilding } from "../buildings/openBuilding.ts";
import { createPlacing } from "../buildings/placing.ts";
import { createTableBuilder, finishTable, objectCounts, type ReadBuildings } from "../buildings/table.ts";
import { createThematic, reportUnused } from "../buildings/thematic.ts";
import type { FindingCollector } from "../report.ts";
import type { ReadContext, Source } from "../source.ts";
import { readXml } from "../xml.ts";
import { type CityGmlReading, createHandlers } from "./handlers.ts";
import { createParking, finishParked } from "./parked.ts";

export type CityGmlOptions = {
  /** The user's choice of coordinate system; null = as the file says. */
  readonly crs: string | null;
  /** System of the files read before; null = none yet. */
  readonly preferredCrs: string | null;
};

/**
 * Reads a CityGML 1.0, 2.0 or 3.0 file (LoD1 to LoD3; local names only, so that any namespace does) as a stream: buildings,
 * single trees, and areas of ground with a class. One object is in memory at a time besides the finished columns, and
 * those buildings that name surfaces of others.
 *
 * What is broken inside a building costs that polygon; where the XML itself breaks, the buildings before it stay.
 */
export async function readCityGml(
  source: Source,
  options: CityGmlOptions,
  context: ReadContext,
  findings: FindingCollector,
): Promise<ReadBuildings> {
  const reading: CityGmlReading = {
    placing: createPlacing(options),
    builder: createTableBuilder(),
    thematic: createThematic(),
    parking: createParking(),
    others: new Map(),
    building: createOpenBuilding(),
    buildings: 0,
    parts: 0,
    isCityModel: false,
    hasTextures: false,
    openId: "",
  };
  const { placing, builder, thematic } = reading;
  const counting = {
    signal: context.signal,
    progress: (bytes: number) => context.progress(bytes, builder.ids.length),
  };
  const broken = await readXml(source, counting, findings, (cursor) =>
    createHandlers(cursor, reading, findings),
  );
  if (broken !== null)
    findings.add("problem", broken.key, broken.values, { objectId: reading.openId, line: broken.line });
  const project = placing.projector(thematic.sample());
  if (project !== null) {
    const again = { signal: context.signal, progress: () => undefined };
    await finishParked(reading.parking, source, again, project, reading.building, builder, findings);
  }
  const layers = project === null ? { trees: null, landCover: null } : thematic.finish(project, findings);
  const nothing = reading.buildings === 0 && layers.trees === null && layers.landCover === null;
  if (broken === null && !reading.isCityModel) findings.add("problem", "notCityGml", {}, { line: 1 });
  else if (broken === null && nothing) findings.add("problem", "noBuildings");
  if (reading.hasTextures) findings.add("info", "texturesLeftOut");
  reportUnused(reading.others, findings);
  return {
    frame: placing.frame(),
    table: finishTable(builder),
    ...layers,
    crs: placing.finding(),
    objects: objectCounts(builder.ids.length, reading.parts, layers),
  };
}
