import { expose, transfer } from "comlink";
import { openPackage } from "#twin/package/open.ts";
import { openZippedPackage, zipPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import { blobSource } from "#workers/intake/source.ts";
import type { IntakeService } from "./intakeService.ts";
import { buffersOf } from "./twinTransfer.ts";

/** Reads twin packages and imports files off the main thread. Cancelled by ending the worker. */

const shared = globalThis.crossOriginIsolated === true;
const never = new AbortController().signal;

function handOver(data: TwinData): TwinData {
  return transfer(data, buffersOf(data));
}

async function fetchFile(base: string, name: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL(name, base));
  const type = response.headers.get("content-type") ?? "";
  // A static host may answer a missing file with its start page.
  if (!response.ok || type.startsWith("text/html")) throw new Error(`${name}: ${response.status}`);
  return response.arrayBuffer();
}

const service: IntakeService = {
  // The demo comes from our own origin: its hashes are checked when it is built.
  openFolder: async (address) =>
    handOver(await openPackage((name) => fetchFile(address, name), { shared, verify: false })),

  openPackage: async (twinPackage) =>
    handOver(await openZippedPackage(new Uint8Array(await twinPackage.arrayBuffer()), { shared })),

  importFiles: async (files, city, onProgress) => {
    // All formats together are three hundred kilobytes of script, which nobody needs who opens a city.
    const { importSources } = await import("#workers/intake/importer.ts");
    const sources = files.map((file) => blobSource(file.webkitRelativePath || file.name, file));
    const { data, report } = await importSources(sources, city, onProgress, never);
    if (data === null) return { twin: null, report };
    const answer = {
      twin: { data, twinPackage: new Blob([zipPackage(data)], { type: "application/zip" }) },
      report,
    };
    return transfer(answer, buffersOf(data));
  },
};

expose(service);
