import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { writePackage } from "#twin/package/write.ts";
import { exportPackage } from "./export.ts";
import { importFiles } from "./import.ts";
import { openTwinAt } from "./openTwin.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "planfall-export-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});
const nobody = () => undefined;
const options = { id: "x", name: "x", licence: "", attribution: "", date: "" };

describe("planfall export", () => {
  it("takes a package in a folder to one archive that opens and imports with equal hashes", async () => {
    const data = sampleTwin();
    const packed = join(folder, "package");
    await importInto(packed);
    const out = join(folder, "city.zip");
    const exported = await exportPackage(packed, out, "en", nobody);
    expect(exported).toMatchObject({ name: "Müsterstadt", bytes: (await readFile(out)).length });
    expect((await openTwinAt(out)).baseHashes).toEqual(data.baseHashes);

    const again = join(folder, "again");
    expect((await importFiles([out], again, options)).usable).toBe(true);
    expect((await openTwinAt(again)).baseHashes).toEqual(data.baseHashes);
  });

  it("leaves nothing behind where the package is broken, and says why", async () => {
    const broken = join(folder, "broken.zip");
    await writeFile(broken, "PK nothing");
    const out = join(folder, "none.zip");
    await expect(exportPackage(broken, out, "de", nobody)).rejects.toMatchObject({
      name: "CommandError",
      key: "packageZipBroken",
    });
    expect((await readdir(folder)).filter((name) => name.startsWith("none"))).toEqual([]);
  });

  it("reads changed open files back where that is asked for", async () => {
    const packed = join(folder, "package2");
    await importInto(packed);
    const out = join(folder, "city2.zip");
    await exportPackage(packed, out, "en", nobody);
    const files = unzipSync(new Uint8Array(await readFile(out)));
    const stops = new TextDecoder().decode(files["gtfs/stops.txt"]).replace("Markt", "Rathaus");
    files["gtfs/stops.txt"] = new TextEncoder().encode(stops);
    await writeFile(out, zipSync(files));
    const target = join(folder, "edited");
    const report = await importFiles([out], target, { ...options, fromOpenFiles: true });
    expect(report.twin).toMatchObject([{ key: "packageOpenFileTaken" }]);
    const opened = await openTwinAt(target);
    expect(opened.timetable?.stops.names).toEqual(["Rathaus", "Bad"]);
    expect(opened.baseHashes.terrain).toBe(sampleTwin().baseHashes.terrain);
    await expect(
      importFiles([join(folder, "package2", "trees.bin")], target, { ...options, fromOpenFiles: true }),
    ).rejects.toMatchObject({ name: "CommandError", key: "packageFileMissing" });
  });
});

/** A package of columns in a folder, as `planfall import` writes it. */
async function importInto(packed: string): Promise<void> {
  await mkdir(packed, { recursive: true });
  for (const [name, bytes] of writePackage(sampleTwin())) await writeFile(join(packed, name), bytes);
}
