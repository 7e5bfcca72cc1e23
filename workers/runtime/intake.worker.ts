import { expose, transfer } from "comlink";
import { openPackage } from "#twin/package/open.ts";
import { openZippedPackage } from "#twin/package/zip.ts";
import type { TwinData } from "#twin/twin.ts";
import type { IntakeService } from "./intakeService.ts";
import { createSessionService } from "./intakeSession.ts";
import { buffersOf } from "./twinTransfer.ts";

/** Reads twin packages and imports files off the main thread. A package that is no longer wanted ends its worker. */

const shared = globalThis.crossOriginIsolated === true;

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

const service: IntakeService = {
  // The demo comes from our own origin: its hashes are checked when it is built.
  openFolder: async (address) =>
    handOver(await openPackage((name) => fetchFile(address, name), { shared, verify: false })),

  openPackage: async (twinPackage) =>
    handOver(await openZippedPackage(new Uint8Array(await twinPackage.arrayBuffer()), { shared })),

  ...session,

  buildTwin: async (options, onProgress) => {
    const answer = await session.buildTwin(options, onProgress);
    return answer.twin === null ? answer : transfer(answer, buffersOf(answer.twin.data));
  },
};

expose(service);
