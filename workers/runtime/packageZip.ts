import { unzipSync, zipSync } from "fflate";
import { openPackage } from "#twin/package/open.ts";
import { writePackage } from "#twin/package/write.ts";
import type { TwinData } from "#twin/twin.ts";

/** A zip may claim anything: more than this is not unpacked. */
const mostUnpackedBytes = 3 * 1024 ** 3;
const mostFiles = 64;

/** A twin package as one zip, its manifest first and stored, so that it can be told apart by its first bytes. */
export function zipPackage(data: TwinData): Blob {
  const files = writePackage(data);
  const manifest = files.get("twin.json");
  if (manifest === undefined) throw new Error("a package has a manifest");
  const others = [...files].filter(([name]) => name !== "twin.json");
  const bytes = zipSync(
    Object.fromEntries([
      ["twin.json", [manifest, { level: 0 }]],
      ...others.map(([name, content]) => [name, [content, { level: 3 }]]),
    ]),
  );
  return new Blob([new Uint8Array(bytes)], { type: "application/zip" });
}

/** @throws RangeError where it would unpack to too much; what `openPackage` throws where it is broken. */
export async function unzipPackage(bytes: Uint8Array, shared: boolean): Promise<TwinData> {
  let unpacked = 0;
  let count = 0;
  const files = unzipSync(bytes, {
    filter: (file) => {
      unpacked += file.originalSize;
      count += 1;
      if (unpacked > mostUnpackedBytes || count > mostFiles) throw new RangeError("package too large");
      return true;
    },
  });
  const read = async (name: string): Promise<ArrayBuffer> => {
    const content = files[name];
    if (content === undefined) throw new Error(`${name}: missing`);
    return content.slice().buffer;
  };
  return openPackage(read, { shared });
}
