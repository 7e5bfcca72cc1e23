import { zlibSync } from "fflate";
import { PbfWriter } from "pbf";

/** Writes small PBF extracts for tests, right ones and wrong ones. */

export type SampleNode = {
  readonly id: number;
  readonly lat: number;
  readonly lon: number;
  readonly tags?: SampleTags;
};
type SampleWay = {
  readonly id: number;
  readonly nodes: readonly number[];
  readonly tags?: SampleTags;
};
type SampleRelation = {
  readonly id: number;
  readonly members: readonly (readonly [type: 0 | 1 | 2, ref: number, role: string])[];
  readonly tags?: SampleTags;
};
type SampleTags = Readonly<Record<string, string>>;

export type SampleOsm = {
  readonly nodes?: readonly SampleNode[];
  readonly ways?: readonly SampleWay[];
  readonly relations?: readonly SampleRelation[];
};

export type SampleOptions = {
  readonly dense?: boolean;
  /** Nanodegrees. */
  readonly granularity?: number;
  readonly latOffset?: number;
  readonly lonOffset?: number;
  readonly features?: readonly string[];
  readonly packed?: boolean;
  /** Added to every index of a text. */
  readonly textShift?: number;
};

const bytes = (write: (pbf: PbfWriter) => void): Uint8Array => {
  const pbf = new PbfWriter();
  write(pbf);
  return pbf.finish().slice();
};

const deltas = (values: readonly number[]): number[] =>
  values.map((value, i) => value - (i === 0 ? 0 : values[i - 1]));

/** The bytes of a PrimitiveBlock. */
export function sampleBlock(
  { nodes = [], ways = [], relations = [] }: SampleOsm,
  { dense = true, granularity = 100, latOffset = 0, lonOffset = 0, textShift = 0 }: SampleOptions = {},
): Uint8Array {
  const texts = [""];
  const rows = new Map<string, number>();
  const text = (value: string): number => {
    let row = rows.get(value);
    if (row === undefined) {
      row = texts.push(value) - 1;
      rows.set(value, row);
    }
    return row + textShift;
  };
  const keysOf = (tags: SampleTags = {}): number[] => Object.keys(tags).map(text);
  const valuesOf = (tags: SampleTags = {}): number[] => Object.values(tags).map(text);
  const lat = ({ lat: degrees }: SampleNode): number => Math.round((degrees * 1e9 - latOffset) / granularity);
  const lon = ({ lon: degrees }: SampleNode): number => Math.round((degrees * 1e9 - lonOffset) / granularity);
  const group = bytes((pbf) => {
    if (dense && nodes.length > 0)
      pbf.writeBytesField(
        2,
        bytes((own) => {
          own.writePackedSVarint(1, deltas(nodes.map(({ id }) => id)));
          own.writePackedSVarint(8, deltas(nodes.map(lat)));
          own.writePackedSVarint(9, deltas(nodes.map(lon)));
          if (nodes.some(({ tags }) => tags !== undefined))
            own.writePackedVarint(
              10,
              nodes.flatMap(({ tags = {} }) => [
                ...Object.entries(tags).flatMap(([key, value]) => [text(key), text(value)]),
                0,
              ]),
            );
        }),
      );
    if (!dense)
      for (const node of nodes)
        pbf.writeBytesField(
          1,
          bytes((own) => {
            own.writeSVarintField(1, node.id);
            own.writePackedVarint(2, keysOf(node.tags));
            own.writePackedVarint(3, valuesOf(node.tags));
            own.writeSVarintField(8, lat(node));
            own.writeSVarintField(9, lon(node));
          }),
        );
    for (const { id, nodes: refs, tags } of ways)
      pbf.writeBytesField(
        3,
        bytes((own) => {
          own.writeVarintField(1, id);
          own.writePackedVarint(2, keysOf(tags));
          own.writePackedVarint(3, valuesOf(tags));
          own.writePackedSVarint(8, deltas(refs));
        }),
      );
    for (const { id, members, tags } of relations)
      pbf.writeBytesField(
        4,
        bytes((own) => {
          own.writeVarintField(1, id);
          own.writePackedVarint(2, keysOf(tags));
          own.writePackedVarint(3, valuesOf(tags));
          own.writePackedVarint(
            8,
            members.map(([, , role]) => text(role)),
          );
          own.writePackedSVarint(9, deltas(members.map(([, ref]) => ref)));
          own.writePackedVarint(
            10,
            members.map(([type]) => type),
          );
        }),
      );
  });
  return bytes((pbf) => {
    pbf.writeBytesField(
      1,
      bytes((own) => {
        for (const value of texts) own.writeBytesField(1, new TextEncoder().encode(value));
      }),
    );
    pbf.writeBytesField(2, group);
    if (granularity !== 100) pbf.writeVarintField(17, granularity);
    if (latOffset !== 0) pbf.writeVarintField(19, latOffset);
    if (lonOffset !== 0) pbf.writeVarintField(20, lonOffset);
  });
}

/** A blob with its header. `stated` overrides what is said of the sizes. */
export function sampleBlob(
  type: string,
  content: Uint8Array,
  packed = true,
  stated: { readonly rawSize?: number; readonly dataSize?: number; readonly field?: number } = {},
): Uint8Array {
  const blob = bytes((pbf) => {
    if (!packed) {
      pbf.writeBytesField(1, content);
      return;
    }
    pbf.writeVarintField(2, stated.rawSize ?? content.length);
    pbf.writeBytesField(stated.field ?? 3, zlibSync(content));
  });
  const header = bytes((pbf) => {
    pbf.writeStringField(1, type);
    pbf.writeVarintField(3, stated.dataSize ?? blob.length);
  });
  const whole = new Uint8Array(4 + header.length + blob.length);
  new DataView(whole.buffer).setUint32(0, header.length);
  whole.set(header, 4);
  whole.set(blob, 4 + header.length);
  return whole;
}

export const joinBytes = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const sampleHeader = (features: readonly string[] = ["OsmSchema-V0.6", "DenseNodes"]): Uint8Array =>
  sampleBlob(
    "OSMHeader",
    bytes((pbf) => {
      for (const feature of features) pbf.writeStringField(4, feature);
    }),
  );

/** A whole extract of one block. */
export const samplePbf = (osm: SampleOsm, options: SampleOptions = {}): Uint8Array =>
  joinBytes(
    sampleHeader(options.features),
    sampleBlob("OSMData", sampleBlock(osm, options), options.packed ?? true),
  );
