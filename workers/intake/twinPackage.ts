import { type ChangedFile, changedFiles } from "#twin/package/changed.ts";
import { TwinPackageError } from "#twin/package/error.ts";
import { manifestName } from "#twin/package/manifest.ts";
import { openPackage } from "#twin/package/open.ts";
import { changedFilesOfZip, openZippedPackage } from "#twin/package/zip.ts";
import type { Read, Reading } from "./reading.ts";
import { type FindingCollector, IntakeError } from "./report.ts";
import { bytesOf } from "./source.ts";

const largestPackageBytes = 2 * 1024 ** 3;

/** A file of an unpacked package; null where it is not there. */
async function memberBytes(
  { members, context }: Reading,
  name: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const member = members.get(name.toLowerCase());
  return member === undefined ? null : bytesOf(member, context, largestPackageBytes);
}

/** Says which open files are not what was exported: their changes are not in the twin that opens. */
function reportChanged(changed: readonly ChangedFile[], findings: FindingCollector): void {
  for (const { file, state } of changed) {
    if (state === "changed") findings.add("problem", "packageOpenFileChanged", {}, { objectId: file });
    else findings.add("info", "packageOpenFileMissing", {}, { objectId: file });
  }
}

/**
 * Reads a whole twin from a package: a zip, or the files of one that was unpacked. Its columns are what counts; open files
 * beside them are only compared with what was exported.
 * @throws IntakeError where it cannot be opened.
 */
export async function readTwinPackage(reading: Reading): Promise<Read> {
  const { source, members, context, findings } = reading;
  const present = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await memberBytes(reading, name);
    if (bytes === null) throw new TwinPackageError("packageFileMissing", { file: name });
    return bytes;
  };
  try {
    if (members.size > 0) {
      const opened = await openPackage(async (name) => (await present(name)).buffer);
      reportChanged(
        await changedFiles(await present(manifestName), (name) => memberBytes(reading, name)),
        findings,
      );
      return { frame: opened.frame, crs: null, objects: { buildings: opened.buildings.count }, opened };
    }
    const bytes = await bytesOf(source, context, largestPackageBytes);
    const opened = await openZippedPackage(bytes);
    reportChanged(await changedFilesOfZip(bytes), findings);
    return { frame: opened.frame, crs: null, objects: { buildings: opened.buildings.count }, opened };
  } catch (error) {
    if (error instanceof TwinPackageError) throw new IntakeError(error.key, error.values);
    throw error;
  }
}
