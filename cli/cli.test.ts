import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScenario, writeScenario } from "#scenario/document.ts";
import type { Plan, Scenario } from "#scenario/types.ts";
import { sampleTwin } from "#twin/package/sampleTwin.ts";
import { twinHash, writePackage } from "#twin/package/write.ts";
import { zipPackage } from "#twin/package/zip.ts";
import { createParts } from "#workers/intake/assemble/parts.ts";
import { transformBetween } from "#workers/intake/crs/project.ts";
import { readiness } from "#workers/intake/describe/readiness.ts";
import { readingOrder } from "#workers/intake/readers.ts";
import { unreadFormats } from "#workers/intake/report.ts";
import { checkFiles, checkText } from "./check.ts";
import { diffFiles, diffText } from "./diff.ts";
import { fileSource } from "./fileSource.ts";
import { importFiles } from "./import.ts";
import { openTwinAt } from "./openTwin.ts";
import { fillIn } from "./reportText.ts";
import { runScenario } from "./run.ts";
import { areaOption, numberOption } from "./usage.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "planfall-cli-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const put = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

/** 60 × 60 m that fall to a hollow in the middle. */
const grid = (): string => {
  const rows = Array.from({ length: 60 }, (_, r) =>
    Array.from({ length: 60 }, (__, c) => (40 + Math.hypot(r - 30, c - 30) / 20).toFixed(2)).join(" "),
  );
  return `ncols 60\nnrows 60\nxllcorner 556000\nyllcorner 5612000\ncellsize 1\nNODATA_value -9999\n${rows.join("\n")}\n`;
};

const scenarioFor = (href: string, hash: string, plans: readonly Plan[]): Scenario => ({
  ...createScenario(
    {
      id: "hollow",
      name: "Hollow",
      hash,
      href,
      crs: "EPSG:25832",
      originEastM: 556_000,
      originNorthM: 5_612_000,
    },
    { id: "s", title: "Test", now: "2025-01-01T00:00:00.000Z", year: 2030 },
  ),
  plans,
});
const plan = (id: string): Plan => ({
  id,
  name: id,
  look: { colour: "#0072b2", letter: "A", dash: [] },
  measures: [],
});

/** The command as a user calls it. */
const planfall = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const main = fileURLToPath(new URL("./main.ts", import.meta.url));
    execFile(process.execPath, ["--import", "tsx", main, ...args], (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

describe("import and check", () => {
  it("writes a package that opens, and the same one again", async () => {
    const file = await put("hollow.asc", grid());
    const out = join(folder, "twin");
    const options = {
      id: "hollow",
      name: "Hollow",
      crs: "EPSG:25832",
      licence: "CC0-1.0",
      attribution: "Test",
      date: "2025-01-01",
    };
    const report = await importFiles([file], out, options);
    expect(report.usable).toBe(true);
    const data = await openTwinAt(out);
    expect(data.terrain).toMatchObject({ columns: 60, rows: 60, cellSizeM: 1 });
    expect(data.sources.terrain).toEqual({
      title: "hollow.asc",
      licence: "CC0-1.0",
      attribution: "Test",
      date: "2025-01-01",
      derivation: "delivered",
    });
    const before = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name))));
    await importFiles([file], out, options);
    expect(await Promise.all((await readdir(out)).map((name) => readFile(join(out, name))))).toEqual(before);
  });

  it("writes nothing where nothing was usable", async () => {
    const out = join(folder, "nothing");
    const report = await importFiles([await put("x.bin", "hello")], out, { id: "x", name: "x" });
    expect(report.usable).toBe(false);
    await expect(readdir(out)).rejects.toThrow();
  });

  it("tells scenario files and city files apart by content, and says what is wrong in both languages", async () => {
    const scenario = await put("good.json", writeScenario(scenarioFor("", "", [plan("p1")])));
    const broken = await put("broken.planfall.json", '{"format":"planfall-scenario","version":1}');
    const city = await put("bad.asc", "ncols 3\nhallo\n");
    const result = await checkFiles([scenario, broken, city]);
    expect(result.scenarios.map(({ usable, plans }) => [usable, plans])).toEqual([
      [true, 1],
      [false, 0],
    ]);
    expect(result.city?.files[0].findings[0].key).toBe("gridHeaderUnknown");
    expect(checkText(result, "de")).toContain("unbekanntes Wort: „hallo“");
    expect(checkText(result, "en")).toContain("unknown word: “hallo”");
    expect((await checkFiles([broken])).usable).toBe(false);
  });

  it("fills texts in without following what is not there", () => {
    expect(fillIn("{{a}} and {{b}} and {{constructor}}", { a: 1 })).toBe("1 and {{b}} and {{constructor}}");
  });
});

describe("run", () => {
  it("runs the baseline and every plan on the twin beside the scenario", async () => {
    await importFiles([await put("hollow.asc", grid())], join(folder, "beside"), {
      id: "hollow",
      name: "Hollow",
      crs: "EPSG:25832",
    });
    const data = await openTwinAt(join(folder, "beside"));
    const path = await put(
      "rain.planfall.json",
      writeScenario(scenarioFor("beside", twinHash(data.baseHashes), [plan("p1")])),
    );
    const notes: string[] = [];
    const { runs, issues, derived } = await runScenario(path, {
      model: "flood",
      resolutionM: 2,
      threads: 1,
      twin: undefined,
      onProgress: () => undefined,
      onNote: (note) => notes.push(note),
    });
    expect(notes).toEqual([]);
    expect(runs.map((run) => run.plan)).toEqual(["baseline", "p1"]);
    // A plan without measures is the baseline: same address, same numbers.
    expect(runs[1].inputHash).toBe(runs[0].inputHash);
    expect(runs[1].indicators).toEqual(runs[0].indicators);
    expect(runs[0].massErrorRelative).toBeLessThan(5e-6);
    expect(runs[0].indicators.find(({ id }) => id === "floodedArea10")?.value).toBeGreaterThan(0);
    expect(issues).toEqual([]);
    expect(derived).toEqual([{ layer: "landCover", derivedBy: "landCoverFromFootprintsAndStreets" }]);
  });

  it("tells which conditions of the file could not be taken, on the error stream and in the result", async () => {
    const scenario = scenarioFor("beside", "", []);
    const path = await put(
      "odd.planfall.json",
      writeScenario({
        ...scenario,
        conditions: { flood: { ...scenario.conditions.flood, afterRainMin: -5, soil: "cheese", hail: 1 } },
      }),
    );
    const notes: string[] = [];
    const { issues } = await runScenario(path, {
      model: "flood",
      resolutionM: 2,
      threads: 1,
      twin: undefined,
      onProgress: () => undefined,
      onNote: (note) => notes.push(note),
    });
    expect(issues).toEqual([
      { condition: "afterRainMin", problem: "belowMin", used: 0 },
      { condition: "soil", problem: "notAnOption", used: "loam" },
      { condition: "hail", problem: "unknown", used: null },
    ]);
    expect(notes.filter((note) => note.startsWith("flood: "))).toEqual([
      'flood: condition "afterRainMin" cannot be taken (belowMin); the run uses 0.',
      'flood: condition "soil" cannot be taken (notAnOption); the run uses "loam".',
      'flood: there is no condition "hail"; it is left out.',
    ]);
  });

  it("says what is missing in a sentence", async () => {
    const options = {
      resolutionM: 4,
      threads: 1,
      twin: undefined,
      onProgress: () => undefined,
      onNote: () => undefined,
    };
    const path = await put(
      "away.planfall.json",
      writeScenario(scenarioFor("https://example.org/twin", "", [])),
    );
    await expect(runScenario(path, { ...options, model: "flood" })).rejects.toThrow(/is not here/);
    await expect(runScenario(path, { ...options, model: "magic" })).rejects.toThrow(/Known: flood/);
    await expect(runScenario(await put("no.json", "{}"), { ...options, model: "flood" })).rejects.toThrow(
      /no usable scenario/,
    );
  });
});

describe("diff", () => {
  it("names plans that came and indicators that moved", async () => {
    const outcome = (value: number): Scenario["outcomes"][number] => ({
      planId: "baseline",
      modelId: "flood",
      modelVersion: "1",
      resolutionM: 4,
      inputHash: "0".repeat(64),
      indicators: [{ id: "wetBuildings", value, low: null, high: null, unit: "1" }],
    });
    const a = await put("a.json", writeScenario({ ...scenarioFor("", "", []), outcomes: [outcome(12)] }));
    const b = await put(
      "b.json",
      writeScenario({ ...scenarioFor("", "", [plan("p1")]), outcomes: [outcome(9)] }),
    );
    const text = diffText(await diffFiles(a, b));
    expect(text).toContain("+ plan p1");
    expect(text).toContain("wetBuildings: 12 → 9 1 (-3)");
    expect(diffText(await diffFiles(a, a))).toBe("=");
  });
});

describe("command line", () => {
  it("ends with 0, 1 or 2 and keeps JSON on its own stream", async () => {
    const good = await put("hollow.asc", grid());
    const json = await planfall("check", good, "--json");
    expect(json.code).toBe(0);
    expect(JSON.parse(json.out)).toMatchObject({ usable: true });
    const [useless, unknown, missing] = await Promise.all([
      planfall("check", await put("x.bin", "hello")),
      planfall("fly"),
      planfall("import", good),
    ]);
    expect(useless.code).toBe(1);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('Unknown command "fly"')]);
    expect([missing.code, missing.err]).toEqual([2, expect.stringContaining("--out FOLDER is missing")]);
  });

  it("takes numbers with a point or a comma, within bounds", () => {
    expect(numberOption("2,5", "resolution", 0.5, 100)).toBe(2.5);
    expect(() => numberOption("0", "resolution", 0.5, 100)).toThrow(/from 0.5 to 100/);
  });

  it("opens a package folder", async () => {
    const path = join(folder, "sample");
    const { mkdir } = await import("node:fs/promises");
    await mkdir(path);
    for (const [name, bytes] of writePackage(sampleTwin())) await writeFile(join(path, name), bytes);
    expect(await openTwinAt(path)).toEqual(sampleTwin());
  });
});

describe("folders, archives and areas", () => {
  it("reads a folder with its archives, and cuts to an area in metres or degrees", async () => {
    const place = join(folder, "delivery");
    await mkdir(join(place, "dgm"), { recursive: true });
    await writeFile(join(place, "dgm", "hollow.zip"), zipSync({ "a/hollow.asc": strToU8(grid()) }));
    await writeFile(join(place, "Thumbs.db"), "x");
    await writeFile(join(place, "readme.txt"), "Please read this first.");
    await symlink(place, join(place, "again"));
    const out = join(folder, "cut");
    const options = { id: "cut", name: "Cut", crs: "EPSG:25832" };
    const report = await importFiles([place], out, {
      ...options,
      area: { west: 556_010, south: 5_612_010, east: 556_030, north: 5_612_020 },
    });
    expect(report.files.map(({ name, format }) => `${format} ${name}`)).toEqual([
      "asciiGrid delivery/dgm/hollow.zip/a/hollow.asc",
      "document delivery/readme.txt",
    ]);
    expect((await openTwinAt(out)).terrain).toMatchObject({ columns: 20, rows: 10 });

    const [west, south] = transformBetween("EPSG:25832", "EPSG:4326")(556_010, 5_612_010);
    const [east, north] = transformBetween("EPSG:25832", "EPSG:4326")(556_030, 5_612_020);
    await importFiles([place], out, { ...options, area: { west, south, east, north } });
    const { extent } = await openTwinAt(out);
    expect(extent.maxX - extent.minX).toBeGreaterThanOrEqual(20);
    expect(extent.maxX - extent.minX).toBeLessThan(23);
  });

  it("tells what models could do, for people and for programs", async () => {
    const archive = await put(
      "one.zip",
      zipSync({ "hollow.asc": strToU8(grid()), "../evil.asc": strToU8("ncols 1") }),
    );
    const result = await checkFiles([archive]);
    expect(result.usable).toBe(true);
    expect(result.models.map(({ model, state }) => `${model} ${state}`)).toContain("flood derived");
    const text = checkText(result, "en");
    expect(text).toContain("one.zip/hollow.asc: ESRI ASCII grid");
    expect(text).toMatch(/points out of the archive/);
    expect(text).toContain(
      "Heavy rain: can be computed on assumptions (derived: Land cover; would improve the result: Buildings, ",
    );
    expect(text).toContain(
      "Heat: cannot be computed (derived: Land cover; missing: Buildings; would improve",
    );
    expect(text).toContain("Sun and shade: cannot be computed (missing: Buildings; would improve");
    expect(text).toContain("Noise: cannot be computed (missing: Streets, Buildings");

    const good = await planfall("check", archive, "--json");
    expect(good.code).toBe(0);
    expect((JSON.parse(good.out) as { city: { files: unknown[] } }).city.files).toHaveLength(2);
    expect(good.err).not.toContain("%");
    const out = join(folder, "from-archive");
    const made = await planfall(
      "import",
      archive,
      "--out",
      out,
      "--area",
      "556010,5612010,556030,5612020",
      "--lang",
      "en",
    );
    expect(made.code).toBe(0);
    expect((await openTwinAt(out)).terrain.columns).toBe(20);
    const encrypted = await put("broken.zip", zipSync({ "hollow.asc": strToU8(grid()) }).subarray(0, 200));
    const bad = await planfall("import", encrypted, "--out", join(folder, "never"), "--lang", "en");
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/archive's end is missing/);
    expect((await planfall("import", archive, "--out", out, "--area", "5,4,3,2")).code).toBe(2);
  }, 60_000);

  it("has a text for every format, model, input and state in both languages", () => {
    const made = readiness(createParts());
    const given = readiness({ ...createParts(), buildings: [{}] } as never);
    const flat = readiness({ ...createParts(), footprints: [{}] } as never);
    for (const language of ["de", "en"] as const) {
      const texts = JSON.parse(
        readFileSync(new URL(`../src/app/i18n/${language}/intake.json`, import.meta.url), "utf8"),
      ) as Record<string, Record<string, string>>;
      for (const format of unreadFormats) {
        expect(texts.formats[format], format).toBeTruthy();
        expect(texts.findings[`notRead-${format}`], format).toBeTruthy();
      }
      for (const format of readingOrder) expect(texts.formats[format], format).toBeTruthy();
      for (const { model, state, needs, improves } of [...made, ...given, ...flat]) {
        expect(texts.models[model]).toBeTruthy();
        expect(texts.readiness[state]).toBeTruthy();
        for (const need of [...needs, ...improves]) {
          expect(texts.inputs[need.input]).toBeTruthy();
          expect(texts.inputStates[need.state]).toBeTruthy();
          if (need.derivedBy !== "") expect(texts.layers[need.derivedBy], need.derivedBy).toBeTruthy();
        }
      }
    }
  });

  it("takes a package without buildings for usable, as a folder and as an archive", async () => {
    const out = join(folder, "bare");
    await importFiles([await put("bare.asc", grid())], out, { id: "bare", name: "Bare", crs: "EPSG:25832" });
    const { city, usable } = await checkFiles([out]);
    expect(usable).toBe(true);
    expect(city?.files).toMatchObject([{ name: "bare", format: "twinPackage", objects: { buildings: 0 } }]);
    const archive = await put("bare.zip", zipPackage(await openTwinAt(out)));
    expect((await checkFiles([archive])).usable).toBe(true);
  });

  it("reads any part of a file, and no more than there is", async () => {
    const path = await put(
      "part.bin",
      Uint8Array.from({ length: 100 }, (_, i) => i),
    );
    const { slice } = await fileSource(path);
    expect([...((await slice?.(98, 200)) ?? [])]).toEqual([98, 99]);
    expect([...((await slice?.(200, 300)) ?? [])]).toEqual([]);
    expect([...((await slice?.(3, 5)) ?? [])]).toEqual([3, 4]);
  });

  it("takes areas as four numbers", () => {
    expect(areaOption(undefined)).toBeNull();
    expect(areaOption("1,2,3,4.5")).toEqual({ west: 1, south: 2, east: 3, north: 4.5 });
    for (const text of ["", "1,2,3", "3,2,1,4", "a,b,c,d", "1,2,3,4,5"])
      expect(() => areaOption(text)).toThrow(/WEST,SOUTH/);
  });
});
