import type { TFunction } from "i18next";
import type { StreetSection } from "#twin/objects.ts";
import type { ResultLayer } from "#workers/runtime/model.ts";
import { formatNumber, formatSigned, formatUnit } from "./format.ts";
import type { Heading, StreetRow } from "./streetRows.ts";

/** The name of a street, or what kind of street it is. */
export function streetName(t: TFunction, section: Pick<StreetSection, "name" | "class">): string {
  return section.name === "" ? t(`results:streets.classes.${section.class}`) : section.name;
}

/** Where a direction leads: "nach Nordosten (Ringstraße)". */
export function directionText(
  t: TFunction,
  { heading, towards }: { readonly heading: Heading | null; readonly towards: string },
): string {
  if (heading === null) return t("results:streets.bothDirections");
  const compass = t(`results:streets.headings.${heading}`);
  return towards === "" ? compass : t("results:streets.towards", { compass, street: towards });
}

/** Vehicles and metres are whole, what is small keeps a digit. */
const digitsOf = (layer: ResultLayer): number =>
  layer.unit.startsWith("veh/") ? 0 : layer.unit === "1" || layer.unit === "%" ? 2 : 1;

/** Units that have a name of their own in the reader's language. */
export function unitText(t: TFunction, unit: string): string {
  if (unit === "veh/h") return t("results:streets.vehPerH");
  return unit === "veh/d" ? t("results:streets.vehPerDay") : unit;
}

/** A value with its unit; "–" where there is none. */
export function streetValue(t: TFunction, layer: ResultLayer, value: number, language: string): string {
  if (Number.isNaN(value)) return "–";
  return `${formatNumber(value, language, digitsOf(layer))}${formatUnit(unitText(t, layer.unit))}`;
}

/** A change with its sign and unit; "–" where it is not known. */
export function streetChange(t: TFunction, layer: ResultLayer, change: number, language: string): string {
  if (Number.isNaN(change)) return "–";
  return `${formatSigned(change, language, digitsOf(layer))}${formatUnit(unitText(t, layer.unit))}`;
}

/** "Wallstraße nach Norden (Ring): −120 Kfz/h". */
export function rowSentence(t: TFunction, layer: ResultLayer, row: StreetRow, language: string): string {
  return t("results:streets.rowChange", {
    street: streetName(t, row.section),
    direction: directionText(t, row),
    change: streetChange(t, layer, row.change, language),
  });
}
