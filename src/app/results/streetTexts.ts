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

/** A layer as its numbers are written: how many digits, and which unit. */
type Written = { readonly unit: string; readonly digits?: number };

/** Vehicles are whole, shares keep two digits, all else one. */
const digitsOf = ({ unit, digits }: Written): number =>
  digits ?? (unit.startsWith("veh/") ? 0 : unit === "1" || unit === "%" ? 2 : 1);

/** The same numbers where the unit is said elsewhere. */
export const withoutUnit = (layer: ResultLayer): Written => ({ unit: "1", digits: digitsOf(layer) });

/** Units that have a name of their own in the reader's language. */
export function unitText(t: TFunction, unit: string): string {
  const name = unitNames[unit];
  return name === undefined ? unit : t(`results:units.${name}`);
}

const unitNames: Readonly<Record<string, string | undefined>> = {
  "veh/h": "vehPerH",
  "veh/d": "vehPerDay",
  "km/d": "kmPerDay",
  "h/d": "hPerDay",
  "kg/d": "kgPerDay",
  "kg/(km·d)": "kgPerKmAndDay",
  "1/h": "perH",
};

/** A value with its unit; "–" where there is none. */
export function streetValue(t: TFunction, layer: Written, value: number, language: string): string {
  if (Number.isNaN(value)) return "–";
  return `${formatNumber(value, language, digitsOf(layer))}${formatUnit(unitText(t, layer.unit))}`;
}

/** A change with its sign and unit; "–" where it is not known. */
export function streetChange(t: TFunction, layer: Written, change: number, language: string): string {
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
