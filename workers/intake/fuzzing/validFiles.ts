import { readFileSync } from "node:fs";
import { strToU8, zipSync, zlibSync } from "fflate";
import { sharedData } from "#tools/sharedData.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { zipPackage } from "#twin/package/zip.ts";
import { flatGeobufBytes } from "#workers/export/flatGeobuf.ts";
import { geoTiffBytes } from "#workers/export/geotiff/write.ts";
import { exported } from "#workers/export/testing.ts";
import { openSqlite } from "../geopackage/sqlite.ts";
import { joinBytes, samplePbf } from "../osm/samplePbf.ts";

/** Small files of every format that are right: what hostile ones are made of. */
export type MadeFile = { readonly name: string; readonly bytes: Uint8Array };

const corners = ["556010 5612010", "556020 5612010", "556020 5612016", "556010 5612016"];

function cityGml(): string {
  const wall = (a: string, b: string): string => `${a} 40 ${b} 40 ${b} 46 ${a} 46 ${a} 40`;
  const polygon = (list: string): string =>
    `<g:surfaceMember><g:Polygon g:id="p"><g:exterior><g:LinearRing><g:posList>${list}</g:posList></g:LinearRing></g:exterior></g:Polygon></g:surfaceMember>`;
  const flat = (order: readonly number[], z: number): string =>
    [...order, order[0]].map((i) => `${corners[i]} ${z}`).join(" ");
  const surfaces =
    polygon(flat([0, 3, 2, 1], 40)) +
    polygon(flat([0, 1, 2, 3], 46)) +
    [0, 1, 2, 3].map((i) => polygon(wall(corners[i], corners[(i + 1) % 4]))).join("");
  return `<?xml version="1.0"?><c:CityModel xmlns:c="c" xmlns:b="b" xmlns:g="g"><g:boundedBy><g:Envelope srsName="EPSG:25832"/></g:boundedBy><c:cityObjectMember><b:Building g:id="a"><b:function>31001_1010</b:function><b:lod1Solid><g:Solid><g:exterior><g:CompositeSurface>${surfaces}</g:CompositeSurface></g:exterior></g:Solid></b:lod1Solid></b:Building></c:cityObjectMember></c:CityModel>`;
}

export const boxVertices: readonly (readonly number[])[] = [40, 46].flatMap((z) =>
  corners.map((corner) => [...corner.split(" ").map(Number), z]),
);
export const boxBoundaries: readonly (readonly (readonly (readonly number[])[])[])[] = [
  [
    [0, 3, 2, 1],
    [4, 5, 6, 7],
    [0, 1, 5, 4],
    [1, 2, 6, 5],
    [2, 3, 7, 6],
    [3, 0, 4, 7],
  ].map((ring) => [ring]),
];

/** A CityJSON document of one box-shaped building, with changes to its members. */
export const cityJson = (changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  type: "CityJSON",
  version: "2.0",
  metadata: { referenceSystem: "EPSG:25832" },
  CityObjects: {
    a: { type: "Building", geometry: [{ type: "Solid", lod: "2", boundaries: boxBoundaries }] },
  },
  vertices: boxVertices,
  ...changes,
});

const cityJsonLines = (): string =>
  [
    {
      ...cityJson({ CityObjects: {}, vertices: [] }),
      transform: { scale: [0.01, 0.01, 0.01], translate: [556000, 5612000, 0] },
    },
    {
      type: "CityJSONFeature",
      id: "a",
      CityObjects: {
        a: { type: "Building", attributes: { function: "31001_1010" }, children: ["b"] },
        b: {
          type: "BuildingPart",
          parents: ["a"],
          geometry: [{ type: "Solid", lod: "2.2", boundaries: boxBoundaries }],
        },
      },
      vertices: boxVertices.map(([x, y, z]) => [(x - 556000) * 100, (y - 5612000) * 100, z * 100]),
    },
  ]
    .map((line) => JSON.stringify(line))
    .join("\n");

const featureCollection = (...features: readonly unknown[]): string =>
  JSON.stringify({
    type: "FeatureCollection",
    crs: { type: "name", properties: { name: "EPSG:25832" } },
    features,
  });

const ringAround = (west: number, south: number, sideM: number): number[][] => [
  [west, south],
  [west + sideM, south],
  [west + sideM, south + sideM],
  [west, south + sideM],
  [west, south],
];

const geoJson = (): string =>
  featureCollection(
    {
      type: "Feature",
      id: "way/1",
      properties: {
        building: "house",
        "building:levels": "2",
        "roof:shape": "hipped",
        "roof:angle": "35",
        "addr:street": "Am Wall",
        "addr:housenumber": "3",
      },
      geometry: {
        type: "Polygon",
        coordinates: [ringAround(556010, 5612010, 12), ringAround(556012, 5612012, 2)],
      },
    },
    {
      type: "Feature",
      properties: { Einwohner: 12, unter18: 3 },
      geometry: { type: "MultiPolygon", coordinates: [[ringAround(556000, 5612000, 100)]] },
    },
    {
      type: "Feature",
      properties: { baumart: "Linde", baumhoehe: 8.5 },
      geometry: { type: "Point", coordinates: [556010.5, 5612010] },
    },
  );

const osmXml =
  '<?xml version="1.0"?><osm version="0.6"><node id="1" lat="50.65" lon="9.8"/><node id="2" lat="50.651" lon="9.8"/><node id="3" lat="50.651" lon="9.801"/><node id="4" lat="50.65" lon="9.801"><tag k="natural" v="tree"/><tag k="height" v="12,5 m"/></node><way id="5"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="primary"/><tag k="name" v="Wall"/></way><way id="6"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/><tag k="building" v="yes"/><tag k="building:levels" v="3;4"/></way><relation id="7"><member type="way" ref="6" role="outer"/><tag k="type" v="multipolygon"/><tag k="landuse" v="grass"/></relation></osm>';

const osmPbf = (): Uint8Array =>
  samplePbf({
    nodes: [
      { id: 1, lat: 50.65, lon: 9.8 },
      { id: 2, lat: 50.651, lon: 9.8 },
      { id: 3, lat: 50.651, lon: 9.801 },
      { id: 4, lat: 50.65, lon: 9.801, tags: { natural: "tree", height: "9 m" } },
    ],
    ways: [
      { id: 5, nodes: [1, 2, 3], tags: { highway: "primary" } },
      { id: 6, nodes: [1, 2, 3, 4, 1], tags: { building: "yes", height: "9" } },
    ],
    relations: [{ id: 7, members: [[1, 6, "outer"]], tags: { type: "multipolygon", landuse: "grass" } }],
  });

const gtfsTables = {
  "agency.txt":
    "agency_id,agency_name,agency_url,agency_timezone\nA,Stadtwerke,https://example.org,Europe/Berlin\n",
  "stops.txt":
    'stop_id,stop_name,stop_lat,stop_lon\nx,Markt,50.65,9.8\ny,"Tor, Nord",50.66,9.81\nz,Bad,50.67,9.82\n',
  "routes.txt": "route_id,route_short_name,route_type\nR,1,3\n",
  "trips.txt": "route_id,service_id,trip_id\nR,S,T\n",
  "stop_times.txt":
    "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,24:10:00,24:10:00,x,1\nT,,,y,2\nT,25:00:00,25:00:00,z,3\n",
  "calendar.txt":
    "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nS,1,1,1,1,1,0,0,20260101,20261231\n",
  "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nT,06:00:00,08:00:00,1200\n",
};
const gtfs = (): Uint8Array =>
  zipSync(
    Object.fromEntries(Object.entries(gtfsTables).map(([name, text]) => [`feed/${name}`, strToU8(text)])),
  );

const wide = (columns: number, rows: number): Float32Array =>
  Float32Array.from(
    { length: columns * rows },
    (_, i) => 40 + (i % columns) * 0.1 + Math.floor(i / columns) * 0.05,
  );

const geoTiff = (): Uint8Array =>
  joinBytes(
    ...geoTiffBytes({
      kind: "heights",
      columns: 24,
      rows: 20,
      values: wide(24, 20),
      cellSizeM: 1,
      westM: 556000,
      northM: 5612020,
      epsg: 25832,
      classColours: [],
      description: "",
      copyright: "",
    }),
  );

const flatGeobuf = (): Uint8Array =>
  joinBytes(
    ...flatGeobufBytes({
      name: "haeuser",
      title: "",
      description: "",
      epsg: 25832,
      columns: { building: "text", height: "number", storeys: "whole" },
      geometry: "polygons",
      count: 2,
      rows: () =>
        [0, 40].map((shift) => ({
          shape: { type: "polygons" as const, polygons: [[ringAround(556010 + shift, 5612010, 10).flat()]] },
          values: { building: "house", height: 9.5, storeys: 3 },
        })),
    }),
  );

/** A PNG of grey, 8 × 8. */
function png(): Uint8Array {
  const crcOf = (bytes: Uint8Array): number => {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc >>> 0;
  };
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const body = joinBytes(strToU8(type), data);
    const out = new Uint8Array(body.length + 8);
    new DataView(out.buffer).setUint32(0, data.length);
    out.set(body, 4);
    new DataView(out.buffer).setUint32(body.length + 4, crcOf(body));
    return out;
  };
  return joinBytes(
    Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10),
    chunk("IHDR", Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0)),
    chunk("IDAT", zlibSync(new Uint8Array(9 * 8).fill(90))),
    chunk("IEND", new Uint8Array()),
  );
}

function putDoubles(view: DataView, at: number, values: readonly number[]): void {
  for (const [i, value] of values.entries()) view.setFloat64(at + i * 8, value, true);
}

/** A Shapefile of one square with its index, table and system. */
export function shapefile(): readonly MadeFile[] {
  const content = new DataView(new ArrayBuffer(44 + 4 + 5 * 16));
  content.setInt32(0, 5, true);
  const ring = ringAround(556010, 5612010, 10).reverse();
  putDoubles(content, 4, [556010, 5612010, 556020, 5612020]);
  content.setInt32(36, 1, true);
  content.setInt32(40, ring.length, true);
  putDoubles(content, 48, ring.flat());
  const header = (bytes: number): DataView => {
    const view = new DataView(new ArrayBuffer(100));
    view.setInt32(0, 9994);
    view.setInt32(24, bytes / 2);
    view.setInt32(28, 1000, true);
    view.setInt32(32, 5, true);
    putDoubles(view, 36, [556010, 5612010, 556020, 5612020]);
    return view;
  };
  const record = new DataView(new ArrayBuffer(8));
  record.setInt32(0, 1);
  record.setInt32(4, content.byteLength / 2);
  const index = new DataView(new ArrayBuffer(8));
  index.setInt32(0, 50);
  index.setInt32(4, content.byteLength / 2);
  const bytes = (...views: readonly DataView[]): Uint8Array =>
    joinBytes(...views.map((view) => new Uint8Array(view.buffer)));
  const table = new Uint8Array(32 + 2 * 32 + 1 + 21);
  const view = new DataView(table.buffer);
  table[0] = 3;
  view.setUint32(4, 1, true);
  view.setUint16(8, 97, true);
  view.setUint16(10, 21, true);
  table.set(strToU8("building"), 32);
  table[43] = 67;
  table[48] = 10;
  table.set(strToU8("HOEHE"), 64);
  table[75] = 78;
  table[80] = 10;
  table[81] = 2;
  table[96] = 13;
  table.set(strToU8(" house          9.50"), 97);
  return [
    { name: "haus.shp", bytes: bytes(header(100 + 8 + content.byteLength), record, content) },
    { name: "haus.shx", bytes: bytes(header(108), index) },
    { name: "haus.dbf", bytes: table },
    {
      name: "haus.prj",
      bytes: strToU8(
        'PROJCS["ETRS_1989_UTM_Zone_32N",GEOGCS["GCS_ETRS_1989",DATUM["D_ETRS_1989",SPHEROID["GRS_1980",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["Central_Meridian",9.0],UNIT["Meter",1.0]]',
      ),
    },
  ];
}

/** A GeoPackage of one square (OGC 12-128r19), made with the library that reads it. */
async function geoPackage(): Promise<Uint8Array> {
  const database = await openSqlite(new Uint8Array());
  const ring = ringAround(556010, 5612010, 10);
  const wkb = new DataView(new ArrayBuffer(8 + 13 + ring.length * 16));
  wkb.setUint32(0, 0x47500001);
  wkb.setInt32(4, 25832, true);
  wkb.setUint8(8, 1);
  wkb.setUint32(9, 3, true);
  wkb.setUint32(13, 1, true);
  wkb.setUint32(17, ring.length, true);
  putDoubles(wkb, 21, ring.flat());
  database.run("PRAGMA query_only = OFF");
  database.run("PRAGMA application_id = 1196444487");
  for (const statement of [
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT)",
    "INSERT INTO gpkg_spatial_ref_sys VALUES ('ETRS89 / UTM 32N', 25832, 'EPSG', 25832, '', '')",
    "CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER)",
    "INSERT INTO gpkg_contents VALUES ('haeuser', 'features', 'haeuser', '', '', 0, 0, 1, 1, 25832)",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z TINYINT, m TINYINT)",
    "INSERT INTO gpkg_geometry_columns VALUES ('haeuser', 'geom', 'POLYGON', 25832, 0, 0)",
    "CREATE TABLE haeuser (fid INTEGER PRIMARY KEY, geom BLOB, building TEXT, hoehe REAL)",
  ])
    database.run(statement);
  const insert = database.prepare("INSERT INTO haeuser VALUES (1, ?, 'house', 9.5)");
  insert.bind([new Uint8Array(wkb.buffer)]);
  insert.step();
  insert.free();
  const bytes = (database as unknown as { export: () => Uint8Array }).export();
  database.close();
  return bytes;
}

const xplan =
  '<?xml version="1.0" encoding="UTF-8"?><xplan:XPlanAuszug xmlns:xplan="http://www.xplanung.de/xplangml/6/0" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="x"><gml:boundedBy><gml:Envelope srsName="EPSG:25832"><gml:lowerCorner>556000 5612000</gml:lowerCorner><gml:upperCorner>556100 5612100</gml:upperCorner></gml:Envelope></gml:boundedBy><gml:featureMember><xplan:BP_BaugebietsTeilFlaeche gml:id="f"><xplan:position><gml:Polygon srsName="EPSG:25832" gml:id="g"><gml:exterior><gml:LinearRing><gml:posList>556000 5612000 556050 5612000 556050 5612050 556000 5612050 556000 5612000</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon></xplan:position><xplan:GRZ>0.4</xplan:GRZ><xplan:Z>3</xplan:Z></xplan:BP_BaugebietsTeilFlaeche></gml:featureMember></xplan:XPlanAuszug>';
const gmlFeatures =
  '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:a="a"><wfs:member><a:baum gml:id="b1"><a:geom><gml:Point srsName="EPSG:25832"><gml:pos>556010 5612010</gml:pos></gml:Point></a:geom><a:baumart>Linde</a:baumart><a:baumhoehe>9.5</a:baumhoehe></a:baum></wfs:member></wfs:FeatureCollection>';
const tileset = JSON.stringify({
  asset: { version: "1.1" },
  geometricError: 100,
  root: {
    boundingVolume: { region: [0.171, 0.884, 0.172, 0.885, 0, 100] },
    geometricError: 10,
    refine: "ADD",
    content: { uri: "a.glb" },
    children: [
      { boundingVolume: { sphere: [4e6, 7e5, 4.9e6, 100] }, geometricError: 0, content: { uri: "b.glb" } },
    ],
  },
});

const xyz = (): string => {
  let text = "";
  for (let y = 0; y < 12; y++)
    for (let x = 0; x < 10; x++) text += `${556000.5 + x} ${5612011.5 - y} ${40 + x / 10}\n`;
  return text;
};

/** One valid set of files a format, by the name of its format. */
export async function validFiles(): Promise<Readonly<Record<string, readonly MadeFile[]>>> {
  const text = (name: string, content: string): readonly MadeFile[] => [{ name, bytes: strToU8(content) }];
  const data = (name: string, bytes: Uint8Array): readonly MadeFile[] => [{ name, bytes }];
  const parquet = sharedData("city/formats-misc/geoparquet/data-polygon-encoding_wkb.parquet");
  return {
    cityGml: text("a.gml", cityGml()),
    cityJson: text("a.city.json", JSON.stringify(cityJson())),
    cityJsonSeq: text("a.city.jsonl", cityJsonLines()),
    geoTiff: data("a.tif", geoTiff()),
    asciiGrid: text(
      "a.asc",
      "ncols 3\nnrows 2\nxllcorner 556000\nyllcorner 5612000\ncellsize 1\nNODATA_value -9999\n1 2 3\n4 5 6\n",
    ),
    xyzGrid: text("a.xyz", xyz()),
    geoJson: text("haus.geojson", geoJson()),
    shapefile: shapefile(),
    geoPackage: data("a.gpkg", await geoPackage()),
    flatGeobuf: data("a.fgb", flatGeobuf()),
    ...(parquet === null ? {} : { geoParquet: data("a.parquet", readFileSync(parquet)) }),
    osmXml: text("a.osm", osmXml),
    osmPbf: data("a.osm.pbf", osmPbf()),
    gtfs: data("gtfs.zip", gtfs()),
    picture: [...data("bild.png", png()), ...text("bild.pgw", "1\n0\n0\n-1\n556000.5\n5612007.5\n")],
    xplanGml: text("plan.gml", xplan),
    gmlFeatures: text("baum.gml", gmlFeatures),
    tiles3d: text("tileset.json", tileset),
    treeTable: text(
      "baeume.csv",
      'nr;baumart;hoeheM;krone_cm;wkt\n1;"Linde; Winter-";12,5;600;POINT (556010.5 5612010)\n2;Ahorn;0;;"POINT(556011 5612011)"\n',
    ),
    populationTable: text("a.csv", "gebaeude_id;bewohner;unter18\na;4;1\nb;3;0\n"),
    censusTable: text(
      "zensus.csv",
      "GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner\nCRS3035RES100mN3043500E4287600;4287650;3043550;12\nCRS3035RES100mN3043600E4287600;4287650;3043650;–\n",
    ),
    twinPackage: data("a.zip", zipPackage(sampleTwin())),
    exportedPackage: data("b.zip", await exported(sampleTwin())),
  };
}
