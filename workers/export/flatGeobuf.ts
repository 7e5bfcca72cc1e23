import { Builder } from "flatbuffers";
import type { ColumnMeta } from "flatgeobuf/lib/mjs/column-meta.js";
import { magicbytes } from "flatgeobuf/lib/mjs/constants.js";
import { Column } from "flatgeobuf/lib/mjs/flat-geobuf/column.js";
import { ColumnType } from "flatgeobuf/lib/mjs/flat-geobuf/column-type.js";
import { Crs } from "flatgeobuf/lib/mjs/flat-geobuf/crs.js";
import { GeometryType } from "flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js";
import { Header } from "flatgeobuf/lib/mjs/flat-geobuf/header.js";
import { buildFeature, type IProperties } from "flatgeobuf/lib/mjs/generic/feature.js";
import type { IParsedGeometry } from "flatgeobuf/lib/mjs/generic/geometry.js";

/**
 * Writes a layer of simple features as FlatGeobuf (version 3), a record at a time and without an index: the library itself
 * would hold all records at once, and names neither the layer nor its source.
 */

const columnTypes = {
  text: ColumnType.String,
  number: ColumnType.Double,
  whole: ColumnType.Int,
  yesNo: ColumnType.Bool,
  json: ColumnType.Json,
} as const;

type Ring = readonly number[];
export type Shape =
  /** x,y pairs in coordinates of the layer's system. */
  | { readonly type: "point" | "line"; readonly xy: readonly number[] }
  /** Polygons, each its outer ring and holes, x,y pairs; rings are closed here. */
  | { readonly type: "polygons"; readonly polygons: readonly (readonly Ring[])[] };

export type Row = {
  readonly shape: Shape;
  /** By column; null = not known. */
  readonly values: Readonly<Record<string, string | number | boolean | object | null>>;
};

export type FeatureLayer = {
  readonly name: string;
  readonly title: string;
  /** Whose it is. */
  readonly description: string;
  readonly epsg: number;
  readonly columns: Readonly<Record<string, keyof typeof columnTypes>>;
  readonly geometry: "point" | "line" | "polygons";
  readonly count: number;
  readonly rows: () => Iterable<Row>;
};

const geometryTypes = {
  point: GeometryType.Point,
  line: GeometryType.LineString,
  polygons: GeometryType.MultiPolygon,
} as const;

function closed(ring: Ring): number[] {
  const last = ring.length - 2;
  return ring[0] === ring[last] && ring[1] === ring[last + 1] ? [...ring] : [...ring, ring[0], ring[1]];
}

/** The library's own type has fields that only some geometries use. */
function parsedGeometry(shape: Shape): IParsedGeometry {
  const parsed: Partial<IParsedGeometry> =
    shape.type !== "polygons"
      ? { type: geometryTypes[shape.type], xy: [...shape.xy] }
      : {
          type: GeometryType.MultiPolygon,
          parts: shape.polygons.map((rings) => {
            const whole = rings.map(closed);
            let end = 0;
            const ends = whole.map((ring) => {
              end += ring.length / 2;
              return end;
            });
            const part: Partial<IParsedGeometry> = {
              type: GeometryType.Polygon,
              xy: whole.flat(),
              ...(ends.length > 1 ? { ends } : {}),
            };
            return part as IParsedGeometry;
          }),
        };
  return parsed as IParsedGeometry;
}

function headerBytes(layer: FeatureLayer): Uint8Array {
  const builder = new Builder();
  const columns = Object.entries(layer.columns).map(([name, type]) => {
    const nameAt = builder.createString(name);
    Column.startColumn(builder);
    Column.addName(builder, nameAt);
    Column.addType(builder, columnTypes[type]);
    return Column.endColumn(builder);
  });
  const columnsAt = Header.createColumnsVector(builder, columns);
  const organisation = builder.createString("EPSG");
  Crs.startCrs(builder);
  Crs.addOrg(builder, organisation);
  Crs.addCode(builder, layer.epsg);
  const crs = Crs.endCrs(builder);
  const name = builder.createString(layer.name);
  const title = builder.createString(layer.title);
  const description = builder.createString(layer.description);
  Header.startHeader(builder);
  Header.addName(builder, name);
  Header.addGeometryType(builder, geometryTypes[layer.geometry]);
  Header.addColumns(builder, columnsAt);
  Header.addFeaturesCount(builder, BigInt(layer.count));
  Header.addIndexNodeSize(builder, 0);
  Header.addCrs(builder, crs);
  Header.addTitle(builder, title);
  Header.addDescription(builder, description);
  builder.finishSizePrefixed(Header.endHeader(builder));
  return builder.asUint8Array();
}

const column = (name: string, type: ColumnType): ColumnMeta => ({
  name,
  type,
  title: null,
  description: null,
  width: -1,
  precision: -1,
  scale: -1,
  nullable: true,
  unique: false,
  primary_key: false,
});

/** The bytes of a layer. Numbers that are not finite are left out: they are not known. */
export function* flatGeobufBytes(layer: FeatureLayer): Generator<Uint8Array> {
  yield magicbytes;
  yield headerBytes(layer);
  const header = {
    geometryType: geometryTypes[layer.geometry],
    columns: Object.entries(layer.columns).map(([name, type]) => column(name, columnTypes[type])),
    envelope: null,
    featuresCount: layer.count,
    indexNodeSize: 0,
    crs: null,
    title: null,
    description: null,
    metadata: null,
  };
  for (const { shape, values } of layer.rows()) {
    const known: Record<string, unknown> = {};
    for (const name of Object.keys(layer.columns)) {
      const value = values[name];
      known[name] = typeof value === "number" && !Number.isFinite(value) ? null : (value ?? null);
    }
    yield buildFeature(parsedGeometry(shape), known as IProperties, header);
  }
}
