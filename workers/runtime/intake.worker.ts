import { expose, transfer } from "comlink";
import { openPackage } from "#twin/package/open.ts";
import { openZippedPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import { ExportError } from "#workers/export/error.ts";
import type { IntakeService } from "./intakeService.ts";
import { createSessionService } from "./intakeSession.ts";
import { buffersOf } from "./twinTransfer.ts";

/** Reads twin packages and imports files off the main thread. A package that is no longer wanted ends its worker. */

const shared = globalThis.crossOriginIsolated === true;

const bytesOfBlob = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

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

const session = createSessionService();
const never = new AbortController().signal;

const service: IntakeService = {
  // The demo comes from our own origin: its hashes are checked when it is built.
  openFolder: async (address) =>
    handOver(await openPackage((name) => fetchFile(address, name), { shared, verify: false })),

  openPackage: async (twinPackage) =>
    handOver(await openZippedPackage(await bytesOfBlob(twinPackage), { shared })),

  exportCity: async (city, name, onProgress) => {
    const { exportTwin } = await import("#workers/export/exportTwin.ts");
    const data = city instanceof Blob ? await openZippedPackage(await bytesOfBlob(city)) : city;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let told = 0;
    try {
      await exportTwin(
        { ...data, name },
        {
          signal: never,
          onProgress: ({ fraction }) => {
            if (fraction - told < 0.01) return;
            told = fraction;
            onProgress(fraction);
          },
          write: (bytes) => void pieces.push(bytes),
        },
      );
    } catch (error) {
      if (error instanceof ExportError)
        return { archive: null, refusal: { key: error.key, values: error.values } };
      throw error;
    }
    return { archive: new Blob(pieces, { type: "application/zip" }), refusal: null };
  },

  ...session,

  buildTwin: async (options, onProgress) => {
    const answer = await session.buildTwin(options, onProgress);
    return answer.twin === null ? answer : transfer(answer, buffersOf(answer.twin.data));
  },
};

expose(service);
