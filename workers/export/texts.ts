import type { LandCoverClass } from "#twin/landCover.ts";
import type { TwinLayerName } from "#twin/twin.ts";
import de from "./texts/de.json" with { type: "json" };
import en from "./texts/en.json" with { type: "json" };

export type ExportLanguage = "de" | "en";

/** What stands in files of a package for people. */
export type ExportTexts = {
  readonly layers: Readonly<Record<TwinLayerName, string>>;
  readonly landCover: Readonly<Record<LandCoverClass, string>>;
  readonly derivations: Readonly<Record<string, string>>;
  readonly readme: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  readonly contents: string;
  readonly columns: string;
  readonly licences: Readonly<
    Record<
      | "head"
      | "source"
      | "licence"
      | "attribution"
      | "date"
      | "derivation"
      | "delivered"
      | "assumedShare"
      | "notStated",
      string
    >
  >;
};

export const exportTexts: Readonly<Record<ExportLanguage, ExportTexts>> = { de, en };
