import { atMost, type VerifyCase } from "#workers/runtime/verify/case.ts";
import { mutatedFiles } from "../fuzzing/mutate.ts";
import { defectsOf, measured, seeded } from "../fuzzing/soundness.ts";
import { validFiles } from "../fuzzing/validFiles.ts";
import { memorySource } from "../source.ts";

/** Valid files of every format damaged by a seed, more often than the unit tests do it. */

const formats = [
  "cityGml",
  "cityJson",
  "cityJsonSeq",
  "geoTiff",
  "asciiGrid",
  "xyzGrid",
  "geoJson",
  "shapefile",
  "geoPackage",
  "flatGeobuf",
  "geoParquet",
  "osmXml",
  "osmPbf",
  "gtfs",
  "picture",
  "xplanGml",
  "gmlFeatures",
  "tiles3d",
  "treeTable",
  "populationTable",
  "censusTable",
  "twinPackage",
  "exportedPackage",
];

function fuzz(format: string, rounds: number, seed: number, long: boolean): VerifyCase {
  return {
    id: `fuzz-${format}${long ? "-long" : ""}`,
    title: `${rounds} damaged files of ${format}: no defect, no hang, bounded memory`,
    long,
    // The only seed that is a real file: the project has no writer of Parquet.
    ...(format === "geoParquet" ? { needs: "city/formats-misc/geoparquet" } : {}),
    run: async () => {
      const files = (await validFiles())[format];
      const random = seeded(seed);
      let longestS = 0;
      let grownMb = 0;
      const defects: string[] = [];
      for (let round = 0; round < rounds; round++) {
        const sources = mutatedFiles(random, files).map(({ name, bytes }) => memorySource(name, bytes));
        try {
          const { outcome, cost } = await measured(sources);
          longestS = Math.max(longestS, cost.cpuSeconds);
          grownMb += cost.grownMb;
          for (const defect of defectsOf(outcome)) defects.push(`round ${round}: ${defect}`);
        } catch (error) {
          defects.push(`round ${round}: ${String(error)}`);
        }
      }
      return {
        figures: [
          atMost("defects", defects.length, 0, ""),
          atMost("longest file", longestS, 2, "s"),
          atMost("memory grown", Math.max(0, grownMb), 300, "MB"),
        ],
        note: defects.slice(0, 3).join("; "),
      };
    },
  };
}

export const cases: VerifyCase[] = [
  ...formats.map((format) => fuzz(format, 100, 11, false)),
  ...formats.map((format) => fuzz(format, 3000, 20_261_121, true)),
];
