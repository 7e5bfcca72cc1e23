import type { FileChoice } from "./choices.ts";
import type { FindingCollector, SourceFormat } from "./report.ts";

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

const mostNames = 5;

/**
 * Says of which files nobody stated a licence: a layer that several files make up shows the licences of the others only, as
 * if they held for all of it.
 * @param names of files that are in the twin.
 */
export function reportMissingLicences(
  names: readonly string[],
  notes: ReadonlyMap<string, FileChoice>,
  forAll: string,
  findings: FindingCollector,
): void {
  const without = names.filter((name) => (notes.get(name)?.licence ?? forAll) === "");
  if (without.length === 0) return;
  const shown = without.slice(0, mostNames).join(", ");
  findings.add("info", "licenceMissing", {
    files: without.length,
    names: without.length > mostNames ? `${shown} …` : shown,
  });
}
