import type { SkyDirection, SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import { marchShadows } from "#workers/kernels/shearedSweep/ray.ts";
import { syntheticScene } from "#workers/kernels/shearedSweep/syntheticScene.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { athensArray, athensNeeds, athensScene, coarseAthens, countDiffering } from "./kernel/athens.ts";

const straight = [
  { name: "morning", azimuthDeg: 90, altitudeDeg: 30 },
  { name: "noon", azimuthDeg: 180, altitudeDeg: 60 },
  { name: "afternoon", azimuthDeg: 270, altitudeDeg: 45 },
] as const;

async function alongRows(): Promise<VerifyFigure[]> {
  const scene = athensScene();
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
  const figures = straight.flatMap(({ name, ...direction }) => {
    const expected = [athensArray(`shadow_${name}_bldg_sh`), athensArray(`shadow_${name}_veg_sh`)] as const;
    const ours = sweeper.shadows(direction);
    const march = marchShadows(scene, direction);
    return [
      atMost(`${name}, buildings`, countDiffering(ours.building, expected[0]), 0, "cells"),
      atMost(`${name}, canopy`, countDiffering(ours.canopy, expected[1]), 0, "cells"),
      atMost(`${name}, march, buildings`, countDiffering(march.building, expected[0]), 0, "cells"),
      atMost(`${name}, march, canopy`, countDiffering(march.canopy, expected[1]), 0, "cells"),
    ];
  });
  sweeper.dispose();
  return figures;
}

/** Building shadows by following each beam in steps of a twentieth of a cell. */
function fineShadows({ grid, surfaceM }: SweepScene, direction: SkyDirection): Uint8Array {
  const { columns, rows, cellSizeM } = grid;
  const azimuth = (direction.azimuthDeg * Math.PI) / 180;
  const step = 0.05;
  const [east, south] = [step * Math.sin(azimuth), -step * Math.cos(azimuth)];
  const riseM = step * cellSizeM * Math.tan((direction.altitudeDeg * Math.PI) / 180);
  const highestM = surfaceM.reduce(
    (highest, heightM) => Math.max(highest, heightM),
    Number.NEGATIVE_INFINITY,
  );
  const lit = new Uint8Array(surfaceM.length).fill(1);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      let [x, y, beamM] = [column + 0.5, row + 0.5, surfaceM[cell]!];
      while (beamM <= highestM) {
        x += east;
        y += south;
        beamM += riseM;
        if (x < 0 || y < 0 || x >= columns || y >= rows) break;
        const there = Math.floor(y) * columns + Math.floor(x);
        if (there !== cell && surfaceM[there]! > beamM) {
          lit[cell] = 0;
          break;
        }
      }
    }
  return lit;
}

/** Cells that differ from the fine ray, % of all cells: along the shadows' edges any cell can only be right or wrong. */
async function oblique(scene: SweepScene, name: string, mostPercent: number): Promise<VerifyFigure[]> {
  const direction = { azimuthDeg: 200, altitudeDeg: 30 };
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
  const truth = fineShadows(scene, direction);
  const percent = (lit: Uint8Array): number => (100 * countDiffering(lit, truth)) / truth.length;
  const three = percent(sweeper.shadows(direction).building);
  const march = percent(marchShadows(scene, direction).building);
  sweeper.dispose();
  return [
    atMost(`${name}, sweep of three lines`, three, mostPercent, "% of cells"),
    atMost(`${name}, march of whole cells`, march, mostPercent, "% of cells"),
    atMost(`${name}, sweep beyond march`, three - march, 0.1, "% of cells"),
  ];
}

/** A sweep, its twin in TypeScript and a window of it, on one, two and three threads. */
async function sameNumbers(): Promise<VerifyFigure[]> {
  const scene = syntheticScene(400, 300);
  const plain = await createSweeper(scene, { kernel: "plain", threads: 1 });
  const directions = [17, 64, 133, 200, 299].map((azimuthDeg) => ({ azimuthDeg, altitudeDeg: 25 }));
  let [twin, threads, window] = [0, 0, 0];
  const part = { row0: 110, row1: 190, column0: 150, column1: 260 };
  for (const count of [1, 2, 3]) {
    const sweeper = await createSweeper(scene, { kernel: "wasm", threads: count });
    for (const direction of directions) {
      const [ours, theirs] = [sweeper.shadows(direction), plain.shadows(direction)];
      const cut = sweeper.shadows(direction, { window: part });
      const differing =
        countDiffering(ours.building, theirs.building) + countDiffering(ours.canopy, theirs.canopy);
      if (count === 1) twin += differing;
      else threads += differing;
      let at = 0;
      for (let row = part.row0; row < part.row1; row++)
        for (let column = part.column0; column < part.column1; column++, at++)
          if (cut.building[at] !== ours.building[row * 400 + column]) window++;
    }
    sweeper.dispose();
  }
  return [
    atMost("WASM against TypeScript", twin, 0, "cells"),
    atMost("two and three threads", threads, 0, "cells"),
    atMost("window against whole", window, 0, "cells"),
  ];
}

export const cases: readonly VerifyCase[] = [
  {
    id: "kernel:shadows-straight",
    title: "Shadows along rows and columns against UMEP, Athens",
    needs: athensNeeds,
    run: async () => ({ figures: await alongRows() }),
  },
  {
    id: "kernel:shadows-oblique",
    title: "Oblique shadows against a ray of 0.05 cells and against Rust solweig, Athens at 1 and 2 m",
    needs: athensNeeds,
    run: async () => {
      const scene = athensScene();
      const march = marchShadows(scene, { azimuthDeg: 200, altitudeDeg: 30 }).building;
      const rust = countDiffering(march, athensArray("rust_bldg_sh_az200_alt30"));
      return {
        figures: [
          atMost("march against Rust solweig", rust, 0, "cells"),
          ...(await oblique(scene, "1 m", 1.3)),
          ...(await oblique(coarseAthens(), "2 m", 2)),
        ],
      };
    },
  },
  {
    id: "kernel:shadows-same",
    title: "Shadows do not depend on kernel, threads or window",
    run: async () => ({ figures: await sameNumbers() }),
  },
];
