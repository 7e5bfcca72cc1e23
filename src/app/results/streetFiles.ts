import { fileSave } from "browser-fs-access";
import type { TFunction } from "i18next";
import type { RunOutcome } from "#runs/contract.ts";
import type { Point } from "#twin/frame.ts";
import { lineLength } from "#twin/geometry/planar.ts";
import type { StreetSection } from "#twin/objects.ts";
import type { TwinData } from "#twin/twin.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { csvOf } from "./csv.ts";
import { fieldById } from "./difference.ts";
import { headingOf, namesAtEnds, towards } from "./streetRows.ts";
import { directionText, streetName } from "./streetTexts.ts";
import { layerTitle } from "./texts.ts";

/** What is written of the streets: all layers of all plans that are asked for, both directions. */
export type StreetFile = {
  readonly data: TwinData;
  readonly sections: readonly StreetSection[];
  readonly layers: readonly ResultLayer[];
  readonly plans: readonly { readonly id: string; readonly name: string; readonly outcome: RunOutcome }[];
  readonly language: string;
  readonly t: TFunction;
};

type FileRow = {
  readonly section: StreetSection;
  readonly direction: 0 | 1;
  /** A number for every layer of every plan, layers of the first plan first; NaN = none. */
  readonly values: readonly number[];
};

/** A row for every direction of a section that has any value. */
function fileRows({ sections, layers, plans }: StreetFile): readonly FileRow[] {
  const columns = plans.flatMap(({ outcome: { result } }) => {
    const rowOf = new Map(result.streets?.sectionIds.map((id, row) => [id, row]));
    return layers.map((layer) => ({
      rowOf,
      values: result.streets === undefined ? undefined : fieldById(result.streets.fields, layer.id)?.values,
    }));
  });
  return sections.flatMap((section) =>
    ([0, 1] as const).flatMap((direction): FileRow[] => {
      const values = columns.map(({ rowOf, values: all }) => {
        const row = rowOf.get(section.id);
        return row === undefined ? Number.NaN : (all?.[2 * row + direction] ?? Number.NaN);
      });
      return values.every(Number.isNaN) ? [] : [{ section, direction, values }];
    }),
  );
}

/** Digits that mean something in a file that others compute with. */
const rounded = (value: number): number => Number(value.toPrecision(6));

/** Figures of all streets as a table for spreadsheets, in the notation of the reader's language. */
export function streetCsv(file: StreetFile): string {
  const { sections, layers, plans, language, t } = file;
  const german = language.startsWith("de");
  const number = (value: number): string => {
    if (Number.isNaN(value)) return "";
    return german ? String(rounded(value)).replace(".", ",") : String(rounded(value));
  };
  const ends = namesAtEnds(sections);
  const head = [
    t("results:streets.file.id"),
    t("results:streets.table.street"),
    t("results:streets.file.kind"),
    t("results:streets.table.direction"),
    t("results:streets.file.lengthM"),
    ...plans.flatMap(({ name, outcome }) =>
      layers.map((layer) => `${layerTitle(t, outcome.modelId, layer.id)} (${layer.unit}), ${name}`),
    ),
  ];
  const rows = fileRows(file).map(({ section, direction, values }) => [
    section.id,
    section.name,
    t(`results:streets.classes.${section.class}`),
    directionText(t, {
      heading: headingOf(section.line, direction),
      towards: towards(section, direction, ends),
    }),
    number(lineLength(section.line)),
    ...values.map(number),
  ]);
  return csvOf([head, ...rows], german ? ";" : ",");
}

/**
 * Figures of all streets as lines in the direction of travel (RFC 7946: longitude and latitude, WGS 84).
 *
 * @param degrees turns coordinates of the frame's system into longitude and latitude
 */
export function streetGeoJson(file: StreetFile, degrees: (x: number, y: number) => Point): string {
  const { data, layers, plans, t } = file;
  const { originEastM, originNorthM } = data.frame;
  const keys = plans.flatMap(({ id }) => layers.map((layer) => `${id}_${layer.id}`));
  const place = ([x, y]: Point): Point => {
    const [longitude, latitude] = degrees(originEastM + x, originNorthM + y);
    return [Math.round(longitude * 1e7) / 1e7, Math.round(latitude * 1e7) / 1e7];
  };
  const features = fileRows(file).map(({ section, direction, values }) => {
    const coordinates = section.line.map(place);
    const known = keys.flatMap((key, i): [string, number][] => {
      const value = values[i] ?? Number.NaN;
      return Number.isNaN(value) ? [] : [[key, rounded(value)]];
    });
    return {
      type: "Feature",
      geometry: { type: "LineString", coordinates: direction === 0 ? coordinates : coordinates.reverse() },
      properties: {
        section: section.id,
        name: streetName(t, section),
        class: section.class,
        direction: direction === 0 ? "forward" : "backward",
        ...Object.fromEntries(known),
      },
    };
  });
  const about = {
    plans: plans.map(({ id, name, outcome }) => ({
      id,
      name,
      model: outcome.modelId,
      modelVersion: outcome.modelVersion,
      address: outcome.inputHash,
      ledger: outcome.result.ledger,
    })),
    layers: layers.map(({ id, unit }) => ({ id, unit })),
  };
  return JSON.stringify({ type: "FeatureCollection", planfall: about, features });
}

async function save(text: string, type: string, ending: string, { data, t }: StreetFile): Promise<void> {
  const fileName = `${t("results:streets.file.name")} ${data.name}${ending}`.replaceAll(/[\\/:*?"<>|]/g, "_");
  // Choosing no place to save is no error.
  await fileSave(new Blob([text], { type }), { fileName, extensions: [ending] }).catch(() => undefined);
}

export const saveStreetCsv = (file: StreetFile): Promise<void> =>
  save(streetCsv(file), "text/csv;charset=utf-8", ".csv", file);

export async function saveStreetGeoJson(file: StreetFile): Promise<void> {
  const { transformBetween } = await import("#workers/intake/crs/project.ts");
  const text = streetGeoJson(file, transformBetween(file.data.frame.crs, "EPSG:4326"));
  await save(text, "application/geo+json", ".geojson", file);
}
