import type { Derivation, LayerSource, TwinData } from "#twin/twin.ts";
import { twinLayerNames } from "#twin/twin.ts";
import { type ExportFile, utf8 } from "./file.ts";
import { type ExportLanguage, exportTexts } from "./texts.ts";
import { tilesetFolder } from "./tilesets.ts";

/** What people read who open the archive: what is in it and whose it is, German first, then English. */

const languages: readonly ExportLanguage[] = ["de", "en"];
const rule = `${"=".repeat(78)}\r\n`;

const fillIn = (template: string, values: Readonly<Record<string, string | number>>): string =>
  template.replace(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );

/** Thousands of tiles are one thing to who reads the list. */
function listed(files: readonly Pick<ExportFile, "path">[]): readonly Pick<ExportFile, "path">[] {
  const first = files.findIndex(({ path }) => path.startsWith(tilesetFolder));
  return files
    .map((file, i) => (i === first ? { path: tilesetFolder } : file))
    .filter(({ path }) => path === tilesetFolder || !path.startsWith(tilesetFolder));
}

function* readmeTexts(data: TwinData, files: readonly ExportFile[]): Generator<string> {
  const { extent, frame } = data;
  const values = {
    name: data.name,
    crs: frame.crs,
    west: frame.originEastM + extent.minX,
    east: frame.originEastM + extent.maxX,
    south: frame.originNorthM + extent.minY,
    north: frame.originNorthM + extent.maxY,
  };
  for (const language of languages) {
    const texts = exportTexts[language];
    if (language !== "de") yield rule;
    for (const text of texts.readme) yield `${fillIn(text, values)}\r\n`;
    yield `\r\n${texts.contents}:\r\n`;
    for (const { path } of listed(files))
      yield `  ${path.padEnd(26)} ${path.startsWith("columns/") ? texts.columns : (texts.files[path] ?? "")}\r\n`;
    yield "\r\n";
  }
}

/** How a layer came about, with the share that is assumed. */
function derivationText(derivation: Derivation, language: ExportLanguage): string {
  const { licences, derivations } = exportTexts[language];
  if (derivation === "delivered") return licences.delivered;
  const words = derivations[derivation.derivedBy] ?? derivation.derivedBy;
  if (derivation.share === undefined) return words;
  const percent = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(
    derivation.share * 100,
  );
  return `${words}; ${fillIn(licences.assumedShare, { share: percent })}`;
}

function* sourceTexts(source: LayerSource, language: ExportLanguage): Generator<string> {
  const { licences } = exportTexts[language];
  const row = (name: string, text: string): string =>
    `  ${name}: ${text === "" ? licences.notStated : text}\r\n`;
  yield row(licences.source, source.title);
  yield row(licences.licence, source.licence);
  yield row(licences.attribution, source.attribution);
  yield row(licences.date, source.date);
  yield row(licences.derivation, derivationText(source.derivation, language));
}

function* licenceTexts(data: TwinData): Generator<string> {
  for (const language of languages) {
    const texts = exportTexts[language];
    if (language !== "de") yield rule;
    yield `${data.name} – ${texts.licences.head}\r\n`;
    for (const layer of twinLayerNames) {
      const source = data.sources[layer];
      if (source === undefined) continue;
      yield `\r\n${texts.layers[layer]}\r\n`;
      yield* sourceTexts(source, language);
    }
    yield "\r\n";
  }
}

/** README.txt about all other files, and LICENCES.txt. */
export function noteFiles(data: TwinData, others: readonly ExportFile[]): readonly ExportFile[] {
  const note = (path: string, texts: () => Iterable<string>): ExportFile => ({
    path,
    layer: null,
    mediaType: "text/plain; charset=utf-8",
    stored: false,
    estimatedBytes: 8000,
    // Windows' own editor takes a text without the mark for one in its old encoding.
    content: () => utf8(["\uFEFF", ...texts()]),
  });
  const licences = note("LICENCES.txt", () => licenceTexts(data));
  return [note("README.txt", () => readmeTexts(data, [licences, ...others])), licences];
}
