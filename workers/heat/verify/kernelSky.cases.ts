import type { SkyView, SweepScene } from "#workers/kernels/shearedSweep/contract.ts";
import { createSweeper } from "#workers/kernels/shearedSweep/index.ts";
import { skyPatches } from "#workers/kernels/shearedSweep/patches.ts";
import { marchShadows } from "#workers/kernels/shearedSweep/ray.ts";
import { boxScene } from "#workers/kernels/shearedSweep/sceneBuilder.ts";
import { syntheticScene } from "#workers/kernels/shearedSweep/syntheticScene.ts";
import { atMost, type VerifyCase, type VerifyFigure } from "#workers/runtime/verify/case.ts";
import { athensArray, athensNeeds, athensScene, misfit } from "./kernel/athens.ts";

async function viewOf(
  scene: SweepScene,
  options: { readonly kernel?: "wasm" | "plain"; readonly threads?: number; readonly sides?: boolean } = {},
): Promise<SkyView> {
  const sweeper = await createSweeper(scene, {
    kernel: options.kernel ?? "wasm",
    threads: options.threads ?? 1,
  });
  const view = await sweeper.skyView({ sides: options.sides ?? false });
  sweeper.dispose();
  return view;
}

function against(name: string, ours: Float32Array, theirs: Float32Array, rmse: number): VerifyFigure[] {
  const error = misfit(ours, theirs);
  return [
    atMost(`${name}, bias`, Math.abs(error.bias), 1e-3, ""),
    atMost(`${name}, rmse`, error.rmse, rmse, ""),
  ];
}

/**
 * UMEP weighs a side's patches by half their ring rounded up, and the zenith by next to nothing: its sides see 1, 0.948, 0.924
 * and 0.976 of an open sky. Ours see all of it, so the comparison is with UMEP's share of what it sees in the open.
 */
const umepOpen = [
  ["E", 1],
  ["S", 0.9475322],
  ["W", 0.9236891],
  ["N", 0.97615695],
] as const;

function sidesAgainst(view: SkyView): VerifyFigure[] {
  return umepOpen.flatMap(([side, open], k) => {
    const ours = view.sides![k]!;
    const total = misfit(ours.total, athensArray(`umepcore153_svf${side}`), open);
    const canopy = misfit(ours.canopy, athensArray(`umepcore153_svf${side}veg`), open);
    return [
      atMost(`side ${side}, bias`, Math.abs(total.bias), 0.01, ""),
      atMost(`side ${side}, rmse`, total.rmse, 0.02, ""),
      atMost(`side ${side}, canopy, rmse`, canopy.rmse, 0.006, ""),
    ];
  });
}

/** View factors of the sky that have a formula: long street, wall, round pit; at the middle or beside the wall. */
async function formulas(): Promise<VerifyFigure[]> {
  const figures: VerifyFigure[] = [];
  for (const cellSizeM of [0.5, 1, 2]) {
    const [heightM, widthM, lengthM] = [16, 20, 600];
    const cells = (metres: number): number => Math.round(metres / cellSizeM);
    const acrossM = 60;
    // Walls stand in the middle of their cells, as in UMEP, so that coarse cells see a little more sky.
    const most = 0.02 + 0.01 * cellSizeM;
    const street = boxScene(cells(acrossM), cells(lengthM), cellSizeM, (x) =>
      Math.abs(x - acrossM / 2) < widthM / 2 ? 0 : heightM,
    );
    const middle = Math.floor(street.grid.rows / 2) * street.grid.columns;
    const inStreet = (await viewOf(street)).total;
    // A cell's middle lies half a cell beside the axis: the formula is taken there.
    const mean = (left: number, right: number): number =>
      (Math.cos(Math.atan(heightM / left)) + Math.cos(Math.atan(heightM / right))) / 2;
    const axis = street.grid.columns / 2;
    const expected = mean(widthM / 2 - cellSizeM / 2, widthM / 2 + cellSizeM / 2);
    figures.push(atMost(`street, ${cellSizeM} m`, Math.abs(inStreet[middle + axis]! - expected), most, ""));

    const wall = boxScene(cells(acrossM), cells(lengthM), cellSizeM, (x) => (x < 20 ? heightM : 0));
    const distanceM = 10;
    const beside = middle + cells(20 + distanceM);
    const exact = (1 + Math.cos(Math.atan(heightM / (distanceM + cellSizeM / 2)))) / 2;
    figures.push(
      atMost(`wall, ${cellSizeM} m`, Math.abs((await viewOf(wall)).total[beside]! - exact), most, ""),
    );

    const radiusM = 20;
    const pit = boxScene(cells(61), cells(61), cellSizeM, (x, y) =>
      Math.hypot(x - 30.25, y - 30.25) < radiusM ? 0 : heightM,
    );
    const centre = cells(30) * pit.grid.columns + cells(30);
    const inPit = radiusM ** 2 / (radiusM ** 2 + heightM ** 2);
    figures.push(
      atMost(`pit, ${cellSizeM} m`, Math.abs((await viewOf(pit)).total[centre]! - inPit), 0.05, ""),
    );
  }
  return figures;
}

/** A wood over two thirds of a town's open ground: many crowns behind each other, of all heights. */
function woodScene(cells: number): SweepScene {
  const scene = syntheticScene(cells, cells);
  const bare = boxScene(cells, cells, 1, () => 0);
  const spacing = 5;
  scene.surfaceM.forEach((surfaceM, cell) => {
    const [column, row] = [cell % cells, Math.floor(cell / cells)];
    const [treeColumn, treeRow] = [Math.floor(column / spacing), Math.floor(row / spacing)];
    const share = Math.hypot((column % spacing) - 2, (row % spacing) - 2) / 2.6;
    // Buildings of the scene are 12 m high and more, on ground between 33 and 47 m.
    if (surfaceM > 48 || share >= 1 || (treeColumn * 3 + treeRow * 5) % 7 === 0) return;
    const heightM = 6 + ((treeColumn * 7 + treeRow * 13) % 11) * 1.5;
    const halfM = 0.375 * heightM * Math.sqrt(1 - share * share);
    bare.canopyTopM[cell] = surfaceM + 0.625 * heightM + halfM;
    bare.canopyBaseM[cell] = surfaceM + 0.625 * heightM - halfM;
  });
  return { ...scene, canopyTopM: bare.canopyTopM, canopyBaseM: bare.canopyBaseM };
}

/** Two intervals a line hold few of a wood's crowns; every beam followed holds them all. */
async function inWood(): Promise<VerifyFigure[]> {
  const scene = woodScene(140);
  const cells = scene.surfaceM.length;
  const stopped = { total: new Float32Array(cells), canopy: new Float32Array(cells) };
  for (const patch of skyPatches) {
    const { building, canopy } = marchShadows(scene, patch);
    for (let cell = 0; cell < cells; cell++) {
      stopped.total[cell] = stopped.total[cell]! + (1 - building[cell]!) * patch.weight;
      stopped.canopy[cell] = stopped.canopy[cell]! + (1 - canopy[cell]!) * patch.weight;
    }
  }
  const view = await viewOf(scene);
  return (["total", "canopy"] as const).flatMap((name) => {
    const { bias, rmse } = misfit(
      view[name],
      stopped[name].map((share) => 1 - share),
    );
    return [atMost(`${name}, bias`, Math.abs(bias), 2e-3, ""), atMost(`${name}, rmse`, rmse, 0.02, "")];
  });
}

const planesOf = (view: SkyView): Float32Array[] =>
  [view, ...(view.sides ?? [])].flatMap(({ total, canopy, canopyBeforeBuilding }) => [
    total,
    canopy,
    canopyBeforeBuilding,
  ]);

function largestDifference(a: SkyView, b: SkyView): number {
  const others = planesOf(b);
  return planesOf(a).reduce(
    (most, plane, k) =>
      plane.reduce((largest, value, cell) => Math.max(largest, Math.abs(value - others[k]![cell]!)), most),
    0,
  );
}

export const cases: readonly VerifyCase[] = [
  {
    id: "kernel:sky-umep",
    title: "Sky view factors of 153 patches against UMEP, Athens",
    needs: athensNeeds,
    run: async () => {
      const view = await viewOf(athensScene(), { sides: true });
      return {
        figures: [
          ...against("total", view.total, athensArray("umepcore153_svf"), 0.01),
          ...against("canopy", view.canopy, athensArray("umepcore153_svfveg"), 0.003),
          ...against(
            "before buildings",
            view.canopyBeforeBuilding,
            athensArray("umepcore153_svfaveg"),
            0.003,
          ),
          ...sidesAgainst(view),
        ],
      };
    },
  },
  {
    id: "kernel:sky-formulas",
    title: "Sky view factors of a street, a wall and a pit against their formulas, at 0.5, 1 and 2 m",
    run: async () => ({ figures: await formulas() }),
  },
  {
    id: "kernel:sky-wood",
    title: "Sky view factors in a wood against following every beam",
    run: async () => ({ figures: await inWood() }),
  },
  {
    id: "kernel:sky-same",
    title: "Sky view factors do not depend on kernel or threads",
    run: async () => {
      const scene = syntheticScene(330, 270);
      const one = await viewOf(scene, { sides: true });
      const two = await viewOf(scene, { sides: true, threads: 2 });
      const plain = await viewOf(scene, { sides: true, kernel: "plain" });
      return {
        figures: [
          atMost("WASM against TypeScript", largestDifference(one, plain), 0, ""),
          atMost("one thread against two", largestDifference(one, two), 0, ""),
        ],
      };
    },
  },
];
