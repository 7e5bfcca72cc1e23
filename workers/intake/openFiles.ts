import { type ChangedFile, changedFiles } from "#twin/package/changed.ts";
import { TwinPackageError } from "#twin/package/error.ts";
import { manifestName, type PackageFile, parseManifest } from "#twin/package/manifest.ts";
import { openPackage } from "#twin/package/open.ts";
import { hashLayers } from "#twin/package/write.ts";
import type { LayerSource, TwinData, TwinLayerName } from "#twin/twin.ts";
import { openZip } from "./archive/open.ts";
import type { ImportOutcome, ImportProgress } from "./buildTwin.ts";
import type { DataRole } from "./choices.ts";
import { expandSources } from "./expand.ts";
import { createFindings, type FindingCollector, IntakeError } from "./report.ts";
import { createIntakeSession, type PackageSource } from "./session.ts";
import { bytesOf, type Source } from "./source.ts";

/**
 * Takes the changes that other programs made to the open files of an exported package. Layers whose files are as they were
 * come from the package's columns, with their hashes; those whose files were changed are read anew by the readers of their
 * formats. A layer keeps its licence and attribution, and says that it was changed.
 */

const largestFileBytes = 2 * 1024 ** 3;

/** Layers that come back from their open files, with what the files' objects or values are. */
const roles: Readonly<Partial<Record<TwinLayerName, DataRole | null>>> = {
  terrain: "terrain",
  landCover: "landCover",
  imagery: "picture",
  buildings: null,
  trees: "trees",
  population: "population",
  places: "places",
  addresses: "addresses",
  timetable: null,
};
/** What of a layer is for other programs alone. */
const forOthers: ReadonlySet<string> = new Set([
  "building-footprints.fgb",
  "landcover.qml",
  "landcover.tif.aux.xml",
]);
/** A twin is built on these, whatever else is read. */
const ground: ReadonlySet<TwinLayerName> = new Set(["terrain", "buildings"]);

type Members = ReadonlyMap<string, Source>;

/** The files of a package by path in lower case, be it a zip or unpacked. */
async function membersOf({ source, members }: PackageSource, signal: AbortSignal): Promise<Members> {
  if (members.size > 0) return members;
  const { sources: inner } = await openZip(source, null, signal);
  return new Map(inner.map((file) => [file.name.slice(source.name.length + 1).toLowerCase(), file]));
}

/** The session that reads the layers anew, on the same ground. */
async function rebuild(
  base: TwinData,
  files: readonly PackageFile[],
  members: Members,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const session = createIntakeSession();
  const sources = files.flatMap(({ file }) => {
    const source = members.get(file.toLowerCase());
    return source === undefined ? [] : [{ ...source, name: file }];
  });
  await session.add(sources, onProgress, signal);
  for (const { id, report, choice } of session.files()) {
    const layer = files.find(({ file }) => file === report.name)?.layer ?? null;
    const role = layer === null ? null : (roles[layer] ?? null);
    if (role !== null) await session.choose(id, { ...choice, role }, onProgress, signal);
  }
  const { originEastM, originNorthM } = base.frame;
  const { minX, minY, maxX, maxY } = base.extent;
  const area = {
    west: originEastM + minX,
    south: originNorthM + minY,
    east: originEastM + maxX,
    north: originNorthM + maxY,
  };
  return session.build({ id: base.id, name: base.name, area, last: true }, onProgress);
}

/** The source of a layer that was read anew: whose it is stays; what had to be assumed of it is said. */
function edited(source: LayerSource | undefined, anew: LayerSource | undefined): LayerSource {
  const derivation = anew?.derivation ?? "delivered";
  const share = derivation === "delivered" ? undefined : derivation.share;
  return {
    ...(source ?? { title: "", licence: "", attribution: "", date: "" }),
    derivation: { derivedBy: "editedOutside", ...(share === undefined ? {} : { share }) },
  };
}

/** The package's twin with the changed layers in place of its own. */
function withLayers(base: TwinData, rebuilt: TwinData, layers: ReadonlySet<TwinLayerName>): TwinData {
  const sources: Partial<Record<TwinLayerName, LayerSource>> = { ...base.sources };
  const taken: Record<string, unknown> = {};
  for (const layer of layers) {
    if (layer === "surface" || layer === "shades") continue;
    taken[layer] = rebuilt[layer];
    sources[layer] = edited(base.sources[layer], rebuilt.sources[layer]);
  }
  const data = { ...base, ...(taken as Partial<TwinData>), sources };
  return { ...data, baseHashes: hashLayers(data) };
}

function changedLayers(
  changed: readonly ChangedFile[],
  files: readonly PackageFile[],
  findings: FindingCollector,
): Set<TwinLayerName> {
  const layers = new Set<TwinLayerName>();
  for (const { file, state } of changed) {
    const place = { objectId: file };
    const layer = files.find((entry) => entry.file === file)?.layer ?? null;
    if (state === "missing") findings.add("info", "packageOpenFileMissing", {}, place);
    else if (layer === null || forOthers.has(file) || !Object.hasOwn(roles, layer))
      findings.add("dropped", "packageOpenFileNotTaken", {}, place);
    else {
      layers.add(layer);
      findings.add("info", "packageOpenFileTaken", {}, place);
    }
  }
  return layers;
}

/**
 * Opens the first exported package among files (a zip, or the files of one that was unpacked) with the changes to its open files.
 * @throws IntakeError where there is no package, and as `importEditedPackage` does.
 */
export async function importOpenFiles(
  sources: readonly Source[],
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const found = (await expandSources(sources, signal)).find(({ format }) => format === "twinPackage");
  if (found === undefined) throw new IntakeError("packageFileMissing", { file: manifestName });
  return importEditedPackage(found, onProgress, signal);
}

/**
 * Opens one package with the changes to its open files.
 * @throws IntakeError where it cannot be opened, or its ground cannot be read; the signal's reason once it is aborted.
 */
export async function importEditedPackage(
  found: PackageSource,
  onProgress: (progress: ImportProgress) => void,
  signal: AbortSignal,
): Promise<ImportOutcome> {
  const members = await membersOf(found, signal);
  const context = { signal, progress: () => undefined };
  const fetched = async (name: string): Promise<Uint8Array<ArrayBuffer> | null> => {
    const member = members.get(name.toLowerCase());
    return member === undefined ? null : bytesOf(member, context, largestFileBytes);
  };
  const needed = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await fetched(name);
    if (bytes === null) throw new TwinPackageError("packageFileMissing", { file: name });
    return bytes;
  };
  try {
    const manifest = await needed(manifestName);
    const { files } = parseManifest(manifest);
    if (files.length === 0) throw new IntakeError("packageWithoutOpenFiles");
    const base = await openPackage(async (name) => (await needed(name)).buffer);
    const findings = createFindings();
    const layers = changedLayers(await changedFiles(manifest, fetched), files, findings);
    if (layers.size === 0) return { data: base, report: { usable: true, files: [], twin: findings.list() } };
    const wanted = files.filter(
      ({ file, layer }) =>
        layer !== null &&
        !file.startsWith("columns/") &&
        !forOthers.has(file) &&
        (ground.has(layer) || layers.has(layer)),
    );
    const { data: rebuilt, report } = await rebuild(base, wanted, members, onProgress, signal);
    if (rebuilt === null) return { data: null, report };
    const { crs, originEastM, originNorthM } = rebuilt.frame;
    if (
      crs !== base.frame.crs ||
      originEastM !== base.frame.originEastM ||
      originNorthM !== base.frame.originNorthM
    )
      throw new IntakeError("packageFrameDiffers", { crs });
    return {
      data: withLayers(base, rebuilt, layers),
      report: { usable: true, files: report.files, twin: findings.list() },
    };
  } catch (error) {
    if (error instanceof TwinPackageError) throw new IntakeError(error.key, error.values);
    throw error;
  }
}
