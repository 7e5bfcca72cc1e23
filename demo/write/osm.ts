import type { Point } from "#twin/frame.ts";
import { type City, cityCopies } from "../city.ts";
import { at } from "../geometry/vector.ts";
import { marketSquare } from "../plan/streetsCore.ts";
import { stops } from "../plan/transit.ts";
import { latitudeLongitude } from "./geographic.ts";
import { buildOsmWays, type OsmWay } from "./osmWays.ts";
import { escapeXml, openSink } from "./sink.ts";

const stamp = 'version="1" timestamp="2025-06-01T00:00:00Z" visible="true"';
const tagLines = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([k, v]) => `    <tag k="${escapeXml(k)}" v="${escapeXml(v)}"/>\n`)
    .join("");

/** Streets, railway, tram, stream and places as OSM XML: nodes first, then ways, then relations. */
export const writeOsm = (city: City, path: string): void => {
  const { ways: base, restrictions, levelCrossings } = buildOsmWays(city.district.network);
  const market: OsmWay = {
    key: "a0",
    points: [...marketSquare, at(marketSquare, 0)],
    tags: { highway: "pedestrian", area: "yes", name: "Marktplatz", surface: "sett" },
  };
  const ways = [...base, market];
  const sink = openSink(path);
  sink.write(
    '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="planfall demo (fictional data, CC0-1.0)">\n',
  );
  const nodeIds = new Map<string, number>();
  let nextNode = 1;
  const node = (p: Point, tags: Readonly<Record<string, string>> = {}): number => {
    const key = `${p[0]} ${p[1]}`;
    const known = nodeIds.get(key);
    if (known !== undefined && Object.keys(tags).length === 0) return known;
    const id = nextNode++;
    if (known === undefined) nodeIds.set(key, id);
    const { lat, lon } = latitudeLongitude(p);
    const inner = tagLines(tags);
    sink.write(
      inner
        ? `  <node id="${id}" ${stamp} lat="${lat}" lon="${lon}">\n${inner}  </node>\n`
        : `  <node id="${id}" ${stamp} lat="${lat}" lon="${lon}"/>\n`,
    );
    return id;
  };
  const wayText: { id: number; refs: number[]; tags: Readonly<Record<string, string>> }[] = [];
  const relations: string[] = [];
  let nextWay = 1;
  for (const copy of cityCopies(city)) {
    for (const p of levelCrossings) node(copy.place(p), { railway: "level_crossing" });
    const wayIds = new Map<string, number>();
    for (const way of ways) {
      const id = nextWay++;
      wayIds.set(way.key, id);
      wayText.push({ id, refs: way.points.map((p) => node(copy.place(p))), tags: way.tags });
    }
    for (const place of city.district.places) node(copy.place(place.at), { ...place.tags, name: place.name });
    for (const stop of stops) {
      const tags: Record<string, string> = stop.tram
        ? { railway: "tram_stop", public_transport: "stop_position" }
        : { highway: "bus_stop", public_transport: "platform" };
      node(copy.place([stop.at[0] + 0.5, stop.at[1] + 0.5]), { ...tags, name: stop.name });
    }
    for (const r of restrictions) {
      relations.push(
        `  <relation id="${relations.length + 1}" ${stamp}>\n    <member type="way" ref="${wayIds.get(r.from)}" role="from"/>\n    <member type="node" ref="${node(copy.place(r.via))}" role="via"/>\n    <member type="way" ref="${wayIds.get(r.to)}" role="to"/>\n${tagLines({ type: "restriction", restriction: r.kind })}  </relation>\n`,
      );
    }
  }
  for (const { id, refs, tags } of wayText) {
    sink.write(
      `  <way id="${id}" ${stamp}>\n${refs.map((ref) => `    <nd ref="${ref}"/>\n`).join("")}${tagLines(tags)}  </way>\n`,
    );
  }
  for (const relation of relations) sink.write(relation);
  sink.write("</osm>\n");
  sink.close();
};
