import { unzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { exported } from "#workers/export/testing.ts";
import type { FileDescription } from "#workers/intake/session.ts";
import type { NamedFile, SessionView } from "./intakeService.ts";
import { createSessionService } from "./intakeSession.ts";

const silent = () => {};

const named = (path: string, text: string): NamedFile => ({
  path,
  file: new File([text], path.slice(path.lastIndexOf("/") + 1)),
});

/** A plane of `edge` by `edge` metres at 10 m in UTM 32. */
const plane = (path: string, west = 300_000, south = 5_650_000, edge = 20): NamedFile =>
  named(
    path,
    `ncols ${edge}\nnrows ${edge}\nxllcorner ${west}\nyllcorner ${south}\ncellsize 1\nNODATA_value -9999\n${`${"10 ".repeat(edge)}\n`.repeat(edge)}`,
  );

const trees = named("trees.csv", "baumart;hoehe;kroneM;x;y\nLinde;12;6;300005;5650005\n");

const fileOf = (view: SessionView, name: string): FileDescription => {
  const found = view.files.find(({ report }) => report.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

describe("the session in the intake worker", () => {
  it("keeps files between steps and builds of them as often as wanted", async () => {
    const service = createSessionService();
    await service.addFiles([plane("town/dgm.asc")], silent);
    const view = await service.addFiles([trees], silent);
    expect(view.files.map(({ report }) => report.name)).toEqual(["town/dgm.asc", "trees.csv"]);
    expect(view.crs).toBe("EPSG:25832");
    expect(view.readiness.find(({ model }) => model === "flood")?.state).toBe("derived");

    const built = await service.buildTwin({ id: "a", name: "Muster" }, silent);
    expect(built.twin?.data).toMatchObject({ name: "Muster", trees: { count: 1 } });
    const packed = new Uint8Array((await built.twin?.twinPackage.arrayBuffer()) ?? new ArrayBuffer(0));
    expect(Object.keys(unzipSync(packed))).toContain("twin.json");

    const area = { west: 300_000, south: 5_650_010, east: 300_020, north: 5_650_020 };
    const cut = await service.buildTwin({ id: "b", name: "Muster", area }, silent);
    expect(cut.twin?.data).toMatchObject({ trees: { count: 0 }, terrain: { rows: 10, columns: 20 } });
  });

  it("takes a licence or leaves a file out without reading it again, and a column by reading it", async () => {
    const service = createSessionService();
    const before = await service.addFiles([plane("dgm.asc"), trees], silent);
    const table = fileOf(before, "trees.csv");
    const read: string[] = [];
    const count = ({ file }: { readonly file: string }) => void read.push(file);
    const licensed = await service.chooseFor(
      [
        { id: table.id, choice: { licence: "CC BY 4.0", attribution: "Stadt Muster", used: false } },
        { id: fileOf(before, "dgm.asc").id, choice: { licence: "dl-de/zero-2-0" } },
      ],
      count,
    );
    expect(read).toEqual([]);
    expect(fileOf(licensed, "trees.csv").choice.used).toBe(false);
    const built = await service.buildTwin({ id: "a", name: "" }, silent);
    expect(built.twin?.data.trees.count).toBe(0);
    expect(built.twin?.data.sources.terrain?.licence).toBe("dl-de/zero-2-0");

    const mapped = await service.chooseFor([{ id: table.id, choice: { columns: { heightM: "" } } }], count);
    expect(read).toContain("trees.csv");
    expect(fileOf(mapped, "trees.csv").report.table?.roles[0]?.columns.heightM).toBe("");
  });

  it("is as it was before when reading is stopped, and goes on with the next step", async () => {
    const service = createSessionService();
    await service.addFiles([trees], silent);
    const stopped = service.addFiles([plane("dgm.asc", 300_000, 5_650_000, 1200)], () => void service.stop());
    expect((await stopped).files.map(({ report }) => report.name)).toEqual(["trees.csv"]);
    const removed = await service.removeFiles([(await stopped).files[0]?.id ?? 0]);
    expect(removed).toMatchObject({ files: [], crs: null });
    expect((await service.buildTwin({ id: "a", name: "x" }, silent)).twin).toBeNull();
  });

  it("opens a package as it was exported, or with the changes of its open files where they are wanted", async () => {
    const data = sampleTwin();
    const raised = { ...data.terrain, values: data.terrain.values.map((height) => height + 2) };
    const edited = {
      ...unzipSync(await exported(data)),
      "terrain.tif": unzipSync(await exported({ ...data, terrain: raised }))["terrain.tif"] as Uint8Array,
    };
    const service = createSessionService();
    const view = await service.addFiles(
      [{ path: "stadt.zip", file: new File([zipSync(edited) as Uint8Array<ArrayBuffer>], "stadt.zip") }],
      silent,
    );
    const found = fileOf(view, "stadt.zip");
    expect(found.report.findings.map(({ key }) => key)).toContain("packageOpenFileChanged");
    expect(found.licences).toEqual(["dl-de/zero-2-0"]);
    const asExported = await service.buildTwin({ id: "a", name: "" }, silent);
    expect(asExported.twin?.data.terrain.values).toEqual(data.terrain.values);

    await service.chooseFor([{ id: found.id, choice: { openFiles: true } }], silent);
    const changed = await service.buildTwin({ id: "a", name: "" }, silent);
    expect(changed.twin?.data.terrain.values).toEqual(raised.values);
    expect(changed.twin?.data.sources.terrain?.derivation).toEqual({ derivedBy: "editedOutside" });
    expect(changed.twin?.data.baseHashes.buildings).toBe(data.baseHashes.buildings);
    expect(changed.report.twin.map(({ key }) => key)).toContain("packageOpenFileTaken");
  });

  it("says of an edited package that cannot be read why, instead of failing", async () => {
    const data = sampleTwin();
    const files = { ...unzipSync(await exported(data)), "terrain.tif": new Uint8Array(400).fill(7) };
    const service = createSessionService();
    const view = await service.addFiles(
      [{ path: "stadt.zip", file: new File([zipSync(files) as Uint8Array<ArrayBuffer>], "stadt.zip") }],
      silent,
    );
    await service.chooseFor([{ id: fileOf(view, "stadt.zip").id, choice: { openFiles: true } }], silent);
    const answer = await service.buildTwin({ id: "a", name: "" }, silent);
    const findings = [...answer.report.twin, ...answer.report.files.flatMap((file) => file.findings)];
    expect(findings.some(({ level }) => level === "problem")).toBe(true);
  });
});
