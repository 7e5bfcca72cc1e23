import type { SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { fineShadows } from "#workers/kernels/shearedSweep/fineRay.ts";
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

const obliqueSuns = [
  { azimuthDeg: 200, altitudeDeg: 30 },
  { azimuthDeg: 127, altitudeDeg: 15 },
  { azimuthDeg: 225, altitudeDeg: 45 },
  { azimuthDeg: 250, altitudeDeg: 55 },
  { azimuthDeg: 91, altitudeDeg: 8 },
];

/** The bound of wrong cells that are asked for, % of the cells in a building's shadow. */
const mostWrongPercent = 1.3;

/**
 * Cells that differ from a ray of 0.05 cells, % of the cells that this ray finds in a building's shadow. Sweeps alone and the
 * march of whole cells of UMEP are shown beside: they are no bound.
 */
async function oblique(scene: SweepScene, name: string): Promise<{ figures: VerifyFigure[]; note: string }> {
  const sweeper = await createSweeper(scene, { kernel: "wasm", threads: 1 });
  const figures: VerifyFigure[] = [];
  const beside: string[] = [];
  for (const direction of obliqueSuns) {
    const truth = fineShadows(scene, direction);
    const shadowed = truth.reduce((cells, lit) => cells + 1 - lit, 0);
    const percent = (lit: Uint8Array): number => (100 * countDiffering(lit, truth)) / shadowed;
    const sun = `${direction.azimuthDeg}°/${direction.altitudeDeg}°`;
    const wrong = percent(sweeper.shadows(direction).building);
    figures.push(atMost(`${name}, sun at ${sun}`, wrong, mostWrongPercent, "% of building-shadow cells"));
    const swept = percent(sweeper.shadows(direction, { edges: "swept" }).building);
    const march = percent(marchShadows(scene, direction).building);
    if (direction === obliqueSuns[0]) {
      const finer = fineShadows(scene, direction, 0.01);
      const differing = (100 * countDiffering(sweeper.shadows(direction).building, finer)) / shadowed;
      figures.push(
        atMost(`${name}, sun at ${sun}, ray of 0.01 cells`, differing, 0.1, "% of building-shadow cells"),
      );
    }
    beside.push(`${sun}: swept ${swept.toFixed(2)}, march ${march.toFixed(2)}`);
  }
  sweeper.dispose();
  return { figures, note: `${name} without rays: ${beside.join("; ")}` };
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
    title:
      "Oblique shadows against a ray of 0.05 cells, and the march against Rust solweig, Athens at 1 and 2 m",
    needs: athensNeeds,
    run: async () => {
      const scene = athensScene();
      const march = marchShadows(scene, { azimuthDeg: 200, altitudeDeg: 30 }).building;
      const rust = countDiffering(march, athensArray("rust_bldg_sh_az200_alt30"));
      const fine = await oblique(athensScene(), "1 m");
      const coarse = await oblique(coarseAthens(), "2 m");
      return {
        figures: [atMost("march against Rust solweig", rust, 0, "cells"), ...fine.figures, ...coarse.figures],
        note: `${fine.note}; ${coarse.note}`,
      };
    },
  },
  {
    id: "kernel:shadows-same",
    title: "Shadows do not depend on kernel, threads or window",
    run: async () => ({ figures: await sameNumbers() }),
  },
];
