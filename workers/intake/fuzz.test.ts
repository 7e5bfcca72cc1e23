import { describe, expect, it } from "vitest";
import { mutatedFiles } from "./fuzzing/mutate.ts";
import { defectsOf, measured, seeded } from "./fuzzing/soundness.ts";
import { forbidNetwork, survives } from "./fuzzing/survives.ts";
import { type MadeFile, validFiles } from "./fuzzing/validFiles.ts";
import { memorySource } from "./source.ts";

/** Valid files of every format, damaged by a seed. More rounds: `npm run -s verify -- intake --long`. */

forbidNetwork();

const valid = await validFiles();
const formats = Object.keys(valid);
const rounds = 300;
/** A round of any format is over in milliseconds; this is where a hang begins. */
const mostCpuSeconds = 2;
const mostGrownMb = 300;

const sourcesOf = (files: readonly MadeFile[]) => files.map(({ name, bytes }) => memorySource(name, bytes));

describe("valid files", () => {
  it.each(formats)("%s is read without a problem", async (format) => {
    const { outcome } = await survives(sourcesOf(valid[format]));
    const file = outcome.report.files[0];
    const problems = file.findings.filter(({ level }) => level === "problem").map(({ key }) => key);
    // A description without its tiles has nothing to show; only browsers decode pictures.
    const told = { tiles3d: /^tiles3d/, picture: /^pictureNoDecoder$/ }[format];
    expect(problems).toEqual(told === undefined ? [] : [expect.stringMatching(told)]);
    expect(file.format).toBe(
      {
        cityJsonSeq: "cityJson",
        treeTable: "csvTable",
        populationTable: "populationCsv",
        censusTable: "populationCsv",
        exportedPackage: "twinPackage",
      }[format] ?? format,
    );
    // Of countries no layer takes anything.
    if (format === "geoParquet" || told !== undefined) return;
    expect(Object.values(file.objects).some((count) => count > 0)).toBe(true);
  });
});

describe("mutated files", () => {
  it.each(formats)(
    "%s survives bits flipped, pieces cut, doubled and put in, numbers replaced",
    async (format) => {
      const random = seeded(20_260_711);
      const faults: string[] = [];
      let grownMb = 0;
      for (let round = 0; round < rounds; round++) {
        const sources = sourcesOf(mutatedFiles(random, valid[format]));
        try {
          const { outcome, cost } = await measured(sources);
          grownMb += cost.grownMb;
          for (const defect of defectsOf(outcome)) faults.push(`round ${round}: ${defect}`);
          if (cost.cpuSeconds > mostCpuSeconds)
            faults.push(`round ${round}: ${cost.cpuSeconds.toFixed(1)} s`);
        } catch (error) {
          faults.push(`round ${round}: ${error instanceof Error ? error.stack : String(error)}`);
        }
      }
      expect(faults).toEqual([]);
      expect(grownMb).toBeLessThan(mostGrownMb);
    },
  );
});
