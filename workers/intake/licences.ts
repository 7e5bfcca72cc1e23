import type { FileChoice } from "./choices.ts";
import type { SourceFormat } from "./report.ts";

const openStreetMap: FileChoice = { licence: "ODbL 1.0", attribution: "© OpenStreetMap contributors" };

/** Licences that come with a format, whoever passes the file on; what a person states stands above them. */
const licenceOfFormat: Readonly<Partial<Record<SourceFormat, FileChoice>>> = {
  osmXml: openStreetMap,
  osmPbf: openStreetMap,
};

/** The licence that comes with a format; "" = none. */
export const formatLicence = (format: SourceFormat): string => licenceOfFormat[format]?.licence ?? "";

/**
 * What is known of one file's licence, attribution and date.
 * @param stated whether a licence was given for all files together: then the format adds nothing.
 */
export const licenceNote = (format: SourceFormat, choice: FileChoice, stated: boolean): FileChoice =>
  stated ? choice : { ...licenceOfFormat[format], ...choice };
